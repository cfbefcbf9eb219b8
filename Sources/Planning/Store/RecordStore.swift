import CivilTime
import Rules
import Tables

/// The records that the candidates and their rules can reach, loaded from the exports: what the evaluator reads.
struct RecordStore: Sendable {
  var entities: [LoadedEntity]
  /// By entity and link: the entity that the link leads to.
  let targets: [[Int]]
  /// Asks the ledger; nil where nothing was ever sent.
  var history: any History
  /// The message that is asked about, by its campaign and when it was decided: it is not held against itself.
  var overlooked: (campaign: String, at: Instant)?
  /// The customer's key of a record, for `told`.
  var customerKey: @Sendable (RecordStore, RecordID) -> String?

  /// The key of a record, also of one that only a link names.
  func key(of record: RecordID) -> String {
    entities[Int(record.entity)].columns[0]?.string(Int(record.row)) ?? ""
  }

  func row(of entity: Int, key: String) -> Int? { entities[entity].keys.find(key) }
}

/// One entity's records. Behind the rows of the export stand the keys that links name and no row has: guests.
struct LoadedEntity: Sendable {
  /// By field of the schema; nil where nothing reads the field.
  var columns: [StoredColumn?]
  /// Where the export has each row; as many as there are real rows.
  var ordinals: [UInt64] = []
  /// Numbered like the rows.
  var keys = KeySet()
  /// Rows whose key stands more than once in the export, against `duplicates: error`.
  var ambiguous: Set<Int> = []
  /// By link: the target's row, or −1.
  var one: [Int: [Int32]] = [:]
  /// By link: which of `rows` belong to row i: `rows[starts[i]..<starts[i + 1]]`.
  var many: [Int: Adjacency] = [:]

  var count: Int { columns[0]?.count ?? ordinals.count }
  func exists(_ row: Int) -> Bool { row < ordinals.count }

  struct Adjacency: Sendable {
    var starts: [Int]
    var rows: [UInt32]

    /// Groups the rows 0 ..< owners.count by their owner, keeping their order.
    init(owners: [Int32], count: Int) {
      starts = Array(repeating: 0, count: count + 1)
      for owner in owners where owner >= 0 { starts[Int(owner) + 1] += 1 }
      for index in 0..<count { starts[index + 1] += starts[index] }
      rows = Array(repeating: 0, count: starts[count])
      var next = starts
      for (row, owner) in owners.enumerated() where owner >= 0 {
        rows[next[Int(owner)]] = UInt32(row)
        next[Int(owner)] += 1
      }
    }
  }

  /// Adds a record of which only the key is known.
  mutating func appendGuest(_ key: UnsafeRawBufferPointer) -> Int {
    let (row, isNew) = unsafe keys.insert(key)
    guard isNew else { return row }
    unsafe columns[0]?.append(key: key)
    for index in columns.indices.dropFirst() { columns[index]?.appendMissing() }
    return row
  }
}

extension RecordStore: Records {
  func read(field: Int, of record: RecordID) -> Reading {
    let entity = entities[Int(record.entity)]
    let row = Int(record.row)
    guard let column = entity.columns[field] else { return .missing }
    if field != 0, entity.ambiguous.contains(row) { return .unreadable }
    return column.reading(row)
  }

  func follow(link: Int, of record: RecordID) -> RecordID? {
    // A guest has no row, and so no links of its own.
    guard let rows = entities[Int(record.entity)].one[link], Int(record.row) < rows.count, rows[Int(record.row)] >= 0
    else { return nil }
    let target = rows[Int(record.row)]
    return RecordID(entity: targets[Int(record.entity)][link], row: Int(target))
  }

  func list(link: Int, of record: RecordID) -> [RecordID] {
    guard let adjacency = entities[Int(record.entity)].many[link], Int(record.row) + 1 < adjacency.starts.count else {
      return []
    }
    let target = targets[Int(record.entity)][link]
    return adjacency.rows[adjacency.starts[Int(record.row)]..<adjacency.starts[Int(record.row) + 1]]
      .map { RecordID(entity: target, row: Int($0)) }
  }

  func told(campaign: String, since: Instant, subject: RecordID) -> Bool? {
    guard let customer = customerKey(self, subject) else { return nil }
    if let overlooked, overlooked.campaign == campaign {
      let tellings = history.tellings([customer], since: Instant(microseconds: since.microseconds - 1))
      return tellings.joined().contains { $0.campaign == campaign && $0.at >= since && $0.at != overlooked.at }
    }
    return history.lastTold(campaign: campaign, customer: customer).map { $0 >= since } ?? false
  }
}

extension StoredColumn {
  /// The cell as the rules see it.
  func reading(_ row: Int) -> Reading {
    switch states[row] {
    case 0: .value(value(row))
    case ColumnVector.missing: .missing
    default: .unreadable
    }
  }

  private func value(_ row: Int) -> Value {
    switch type {
    case .bool: .bool(integers[row] != 0)
    case .int: .int(integers[row])
    case .timestamp: .timestamp(Instant(microseconds: integers[row]))
    case .duration: .duration(TimeSpan(microseconds: integers[row]))
    case .double: .double(doubles[row])
    case .string, .key: .string(string(row))
    case .list: unsafe withBytes(row) { unsafe .words($0) }
    }
  }
}

extension TimeSpan {
  init(microseconds: Int64) {
    let instant = Instant(microseconds: microseconds)
    self.init(seconds: instant.seconds, nanoseconds: instant.nanoseconds)
  }
}

extension Substring {
  /// Without blanks at either end.
  func trimming() -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = utf8.first, let last = utf8.last, isBlank(first) || isBlank(last) || first == 0xC2 || last == 0xA0
    else { return String(self) }
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
