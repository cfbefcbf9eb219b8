import Campaigns
import CivilTime
import Rules
import Tables

/// A field of what a subject's links lead to, its column at hand: a cell is read without looking anything up and without
/// making a value of it.
struct FieldReader: Sendable {
  private let cells: RecordCells
  private let links: [FieldPath.Link]
  private let entity: Int
  private let field: Int

  init(_ path: FieldPath, _ store: RecordStore) {
    cells = store.cells
    links = path.links
    entity = path.entity
    field = path.field
  }

  var isText: Bool { [.string, .key].contains(cells.type(of: field, entity)) }
  var isBool: Bool { cells.type(of: field, entity) == .bool }
  var isTimestamp: Bool { cells.type(of: field, entity) == .timestamp }

  /// The bytes of the text; nil where there is none.
  @inline(__always)
  func withText<Result>(_ subject: RecordID, _ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
    guard let record = record(subject), let text = unsafe cells.text(field, of: record) else { return nil }
    return unsafe body(text)
  }

  func bool(_ subject: RecordID) -> Bool? {
    record(subject).flatMap { cells.bool(field, of: $0) }
  }

  func timestamp(_ subject: RecordID) -> Instant? {
    record(subject).flatMap { cells.timestamp(field, of: $0) }
  }

  @inline(__always)
  private func record(_ subject: RecordID) -> RecordID? {
    var record = subject
    for link in links {
      guard let next = cells.follow(link.link, of: record) else { return nil }
      record = next
    }
    return record
  }
}
