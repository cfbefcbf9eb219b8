package import CivilTime

/// What an expression evaluates to. Missing and unknown are not values: evaluation throws `Unknown` for them.
package enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case timestamp(Instant)
  case duration(TimeSpan)
  case list([Value])
  case record(RecordID)
}

/// Names one record in a `Records`: an index in its entity's store.
package struct RecordID: Hashable, Sendable {
  package var entity: UInt16
  package var row: UInt32
  package init(entity: Int, row: Int) {
    self.entity = UInt16(entity)
    self.row = UInt32(row)
  }
}

/// What the store holds for one field of one record.
package enum Reading: Hashable, Sendable {
  case value(Value)
  /// An empty cell: absent to `has`, null to `== null`, unknown to everything else.
  case missing
  /// A cell that did not parse, or a key that is ambiguous: unknown even to `has` and `== null`.
  case unreadable
}

/// Why an expression has no value: CEL's error, here called unknown.
package struct Unknown: Error, Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    case missing(field: String)  // "cart.total"
    case unreadable(field: String)
    case noRecord(link: String)  // a to-one link whose record is not there
    case noElements(function: String)  // min, max, avg of nothing
    case overflow
    case divisionByZero
    case conversion(to: String)
    case outOfRange
    case other(String)
  }
  package var cause: Cause
  package init(_ cause: Cause) { self.cause = cause }
}

/// Where the evaluator reads records: a store of loaded exports, a batch of a scan, or a test's table.
package protocol Records {
  func read(field: Int, of record: RecordID) -> Reading
  /// The record that a to-one link leads to. A key that has no record gives nil, or, if the store keeps guests, a record
  /// of which nothing but the key is there: then its to-many links can be followed.
  func follow(link: Int, of record: RecordID) -> RecordID?
  /// The records that a to-many link (or `items`) leads to, in the export's order.
  func list(link: Int, of record: RecordID) -> [RecordID]
  /// Whether this record's customer was sent that campaign since that instant; nil where no customer is known.
  func told(campaign: String, since: Instant, subject: RecordID) -> Bool?
}
