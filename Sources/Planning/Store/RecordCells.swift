import Campaigns
import CivilTime
import Rules
import Tables

/// The cells and to-one links of all records, laid out to be read by many threads: reading one counts no references and
/// copies nothing, and the cells of a record lie together, so that a candidate's customer is fetched once.
///
/// `@safe` and `@unchecked Sendable`: it owns its memory, which nothing writes to once `init` is done; each access is held
/// against the number of rows.
@safe final class RecordCells: @unchecked Sendable {
  @safe private struct Links {
    let rows: UnsafeMutablePointer<Int32>
    let count: Int
    let target: Int
  }

  private let tables: UnsafeMutablePointer<RecordTable>
  private let tableCount: Int
  private let links: UnsafeMutablePointer<Links>
  /// By entity, and one behind: where its links begin.
  private let firstLinks: UnsafeMutablePointer<Int>
  private let linkCount: Int

  /// Takes the columns and to-one links out of the entities, one by one.
  init(_ entities: inout [LoadedEntity], targets: [[Int]]) {
    tableCount = entities.count
    linkCount = targets.reduce(0) { $0 + $1.count }
    unsafe tables = .allocate(capacity: tableCount + 1)
    unsafe links = .allocate(capacity: linkCount + 1)
    unsafe firstLinks = .allocate(capacity: tableCount + 1)
    var next = 0
    for entity in entities.indices {
      let columns = entities[entity].takeColumns()
      unsafe (tables + entity).initialize(
        to: RecordTable(columns, order: entities[entity].rowOfKey, ambiguous: entities[entity].ambiguous))
      entities[entity].rowOfKey = []
      unsafe (firstLinks + entity).initialize(to: next)
      for link in targets[entity].indices {
        let rows = entities[entity].one.removeValue(forKey: link) ?? []
        let room = UnsafeMutablePointer<Int32>.allocate(capacity: rows.count + 1)
        _ = unsafe UnsafeMutableBufferPointer(start: room, count: rows.count).initialize(fromContentsOf: rows)
        unsafe (links + next).initialize(to: Links(rows: room, count: rows.count, target: targets[entity][link]))
        next += 1
      }
    }
    unsafe (firstLinks + tableCount).initialize(to: next)
  }

  deinit {
    for index in 0..<tableCount { unsafe tables[index].deallocate() }
    for index in 0..<linkCount { unsafe links[index].rows.deallocate() }
    unsafe tables.deallocate()
    unsafe links.deallocate()
    unsafe firstLinks.deallocate()
  }

  /// The cell as the rules see it.
  @inline(__always)
  func reading(_ field: Int, of record: RecordID) -> Reading {
    unsafe tables[Int(record.entity)].reading(field, Int(record.row))
  }

  /// The same of a text, a bool and a time; nil where there is none. The bytes are the cells' own.
  @inline(__always)
  func text(_ field: Int, of record: RecordID) -> UnsafeRawBufferPointer? {
    unsafe tables[Int(record.entity)].bytes(field, Int(record.row))
  }

  func bool(_ field: Int, of record: RecordID) -> Bool? {
    unsafe tables[Int(record.entity)].number(field, Int(record.row), .bool).map { $0 != 0 }
  }

  func timestamp(_ field: Int, of record: RecordID) -> Instant? {
    unsafe tables[Int(record.entity)].number(field, Int(record.row), .timestamp).map(Instant.init(microseconds:))
  }

  /// Nil where nothing reads the field.
  func type(of field: Int, _ entity: Int) -> CellType? { unsafe tables[entity].type(of: field) }

  /// The bytes of a record's key.
  @inline(__always)
  func withKey<Result>(of record: RecordID, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(text(0, of: record) ?? UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// The key of a record.
  func key(of record: RecordID) -> String? {
    unsafe tables[Int(record.entity)].text(0, Int(record.row))
  }

  /// The keys of an entity's records, numbered like them: each stands once.
  func keys(of entity: Int) -> KeySet { unsafe tables[entity].keys }

  func target(of link: Int, _ entity: Int) -> Int { unsafe links[firstLinks[entity] + link].target }

  @inline(__always)
  func follow(_ link: Int, of record: RecordID) -> RecordID? {
    let known = unsafe links[firstLinks[Int(record.entity)] + link]
    // A guest has no row, and so no links of its own.
    guard Int(record.row) < known.count, unsafe known.rows[Int(record.row)] >= 0 else { return nil }
    return RecordID(entity: known.target, row: Int(unsafe known.rows[Int(record.row)]))
  }
}
