import CivilTime
import Rules
import Synchronization

/// The records that the candidates and their rules can reach, loaded from the exports: what the evaluator reads.
struct RecordStore: Sendable {
  /// By entity, without their columns.
  let entities: [LoadedEntity]
  let cells: RecordCells
  private let index = KeyIndex()
  /// Asks the ledger; nil where nothing was ever sent.
  var history: any History
  /// The message that is asked about, by its campaign and when it was decided: it is not held against itself.
  var overlooked: (campaign: String, at: Instant)?
  /// The customer's key of a record, for `told`.
  var customerKey: @Sendable (RecordStore, RecordID) -> String?

  /// - Parameter targets: by entity and link, the entity that the link leads to.
  init(
    entities: consuming [LoadedEntity], targets: [[Int]], history: any History,
    customerKey: @escaping @Sendable (RecordStore, RecordID) -> String?
  ) {
    var entities = consume entities
    cells = RecordCells(&entities, targets: targets)
    self.entities = entities
    self.history = history
    self.customerKey = customerKey
  }

  /// The key of a record, also of one that only a link names.
  func key(of record: RecordID) -> String {
    cells.key(of: record) ?? ""
  }

  /// The bytes of a record's key.
  @inline(__always)
  func withKey<Result>(of record: RecordID, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe cells.withKey(of: record, body)
  }

  func row(of entity: Int, key: String) -> Int? {
    index.row(of: entity, key: key, cells)
  }
}

/// Finds records by their keys, for those few that ask: a table of an entity's keys is made when the first does.
private final class KeyIndex: Sendable {
  private let known = Mutex<[Int: KeySet]>([:])

  func row(of entity: Int, key: String, _ cells: RecordCells) -> Int? {
    known.withLock { known in
      let keys = known[entity] ?? cells.keys(of: entity)
      known[entity] = keys
      return keys.find(key)
    }
  }
}

extension RecordStore: Records {
  func read(field: Int, of record: RecordID) -> Reading {
    cells.reading(field, of: record)
  }

  func follow(link: Int, of record: RecordID) -> RecordID? {
    cells.follow(link, of: record)
  }

  func list(link: Int, of record: RecordID) -> [RecordID] {
    guard let adjacency = entities[Int(record.entity)].many[link], Int(record.row) + 1 < adjacency.starts.count else {
      return []
    }
    let target = cells.target(of: link, Int(record.entity))
    return adjacency.rows[Int(adjacency.starts[Int(record.row)])..<Int(adjacency.starts[Int(record.row) + 1])]
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
