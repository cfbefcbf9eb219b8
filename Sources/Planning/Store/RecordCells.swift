import CivilTime
import Rules
import Tables

/// The cells and to-one links of all records, laid out to be read by many threads: reading one counts no references and
/// copies nothing.
///
/// `@safe` and `@unchecked Sendable`: it owns its memory, which nothing writes to once `init` is done; rows and fields are
/// those of the records that the store numbered.
@safe final class RecordCells: @unchecked Sendable {
  /// One field of one entity.
  @safe struct Column {
    fileprivate let type: CellType
    fileprivate let count: Int
    /// `ColumnVector`'s states.
    fileprivate let states: UnsafeMutablePointer<UInt8>
    /// Integers as they are, doubles by their bits, and of texts where they end.
    fileprivate let words: UnsafeMutablePointer<Int64>
    fileprivate let text: UnsafeMutablePointer<UInt8>
  }

  @safe private struct Link {
    let rows: UnsafeMutablePointer<Int32>
    let count: Int
    let target: Int
  }

  private let columns: UnsafeMutablePointer<Column?>
  private let links: UnsafeMutablePointer<Link>
  /// By entity, and one behind: where its columns and its links begin.
  private let firstColumns: [Int]
  private let firstLinks: [Int]

  /// Takes the columns and to-one links out of the entities, one by one.
  init(_ entities: inout [LoadedEntity], targets: [[Int]]) {
    firstColumns = entities.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.columns.count) }
    firstLinks = targets.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    unsafe columns = .allocate(capacity: (firstColumns.last ?? 0) + 1)
    unsafe links = .allocate(capacity: (firstLinks.last ?? 0) + 1)
    for entity in entities.indices {
      for field in entities[entity].columns.indices {
        var taken: StoredColumn?
        swap(&taken, &entities[entity].columns[field])
        if field > 0 { for row in entities[entity].ambiguous { taken?.markUnreadable(row) } }
        unsafe (columns + firstColumns[entity] + field).initialize(to: taken.map(Column.init))
      }
      for link in targets[entity].indices {
        let rows = entities[entity].one.removeValue(forKey: link) ?? []
        let room = UnsafeMutablePointer<Int32>.allocate(capacity: rows.count + 1)
        for (row, target) in rows.enumerated() { unsafe (room + row).initialize(to: target) }
        unsafe (links + firstLinks[entity] + link).initialize(
          to: Link(rows: room, count: rows.count, target: targets[entity][link]))
      }
    }
  }

  deinit {
    for index in 0..<(firstColumns.last ?? 0) { unsafe columns[index]?.deallocate() }
    for index in 0..<(firstLinks.last ?? 0) { unsafe links[index].rows.deallocate() }
    unsafe columns.deallocate()
    unsafe links.deallocate()
  }

  /// Nil where nothing reads the field.
  @inline(__always)
  func column(_ entity: Int, _ field: Int) -> Column? { unsafe columns[firstColumns[entity] + field] }

  func target(of link: Int, _ entity: Int) -> Int { unsafe links[firstLinks[entity] + link].target }

  @inline(__always)
  func follow(_ link: Int, of record: RecordID) -> RecordID? {
    let known = unsafe links[firstLinks[Int(record.entity)] + link]
    // A guest has no row, and so no links of its own.
    guard Int(record.row) < known.count, unsafe known.rows[Int(record.row)] >= 0 else { return nil }
    return RecordID(entity: known.target, row: Int(unsafe known.rows[Int(record.row)]))
  }
}

extension RecordCells.Column {
  fileprivate init(_ column: StoredColumn) {
    type = column.type
    count = column.count
    unsafe states = .allocate(capacity: column.count + 1)
    unsafe words = .allocate(capacity: column.count + 1)
    unsafe text = .allocate(capacity: column.text.count + 1)
    unsafe Self.copy(column.states, to: states)
    unsafe Self.copy(column.text, to: text)
    switch type {
    case .bool, .int, .timestamp, .duration: unsafe Self.copy(column.integers, to: words)
    case .double: unsafe Self.copy(column.doubles.lazy.map { Int64(bitPattern: $0.bitPattern) }, to: words)
    case .string, .key, .list: unsafe Self.copy(column.ends.lazy.map(Int64.init), to: words)
    }
  }

  private static func copy<Word>(_ words: some Collection<Word>, to room: UnsafeMutablePointer<Word>) {
    _ = unsafe UnsafeMutableBufferPointer(start: room, count: words.count).initialize(fromContentsOf: words)
  }

  fileprivate func deallocate() {
    unsafe states.deallocate()
    unsafe words.deallocate()
    unsafe text.deallocate()
  }

  /// The cell as the rules see it.
  @inline(__always)
  func reading(_ row: Int) -> Reading {
    precondition(row < count)
    switch unsafe states[row] {
    case 0: return .value(value(row))
    case ColumnVector.missing: return .missing
    default: return .unreadable
    }
  }

  private func value(_ row: Int) -> Value {
    switch type {
    case .bool: unsafe .bool(words[row] != 0)
    case .int: unsafe .int(words[row])
    case .timestamp: unsafe .timestamp(Instant(microseconds: words[row]))
    case .duration: unsafe .duration(TimeSpan(microseconds: words[row]))
    case .double: unsafe .double(Double(bitPattern: UInt64(bitPattern: words[row])))
    case .string, .key: .string(string(row))
    case .list: unsafe .words(bytes(row))
    }
  }

  /// Of a text, key or list; nothing where it is missing.
  func bytes(_ row: Int) -> UnsafeRawBufferPointer {
    precondition(row < count)
    let start = row == 0 ? 0 : unsafe Int(words[row - 1])
    return unsafe UnsafeRawBufferPointer(start: text + start, count: Int(words[row]) - start)
  }

  func string(_ row: Int) -> String { unsafe String(decoding: bytes(row), as: UTF8.self) }
}
