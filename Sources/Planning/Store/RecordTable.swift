import Campaigns
import CivilTime
import Rules
import Tables

/// The records of one entity, row by row: of each a word for each number, where each text ends, the states of its cells,
/// and its texts.
///
/// `@safe`: whoever made it gives its memory back; each access is held against the number of rows and fields.
@safe struct RecordTable {
  private struct Field {
    /// Where a row has its number or its text's end, and its state; −1: nothing reads the field.
    var place = -1
    var state = 0
    var type = CellType.string
    /// Texts begin where the one before ends.
    var isFirstText = false
  }

  private let fields: UnsafeMutablePointer<Field>
  private let fieldCount: Int
  /// Where each row begins.
  private let starts: UnsafeMutablePointer<Int>
  private let count: Int
  private let bytes: UnsafeMutableRawPointer
  /// Where a row's texts begin.
  private let firstText: Int

  /// - Parameters:
  ///   - order: the rows in the order that they are asked for in, about, so that they lie in it.
  ///   - ambiguous: rows of which nothing but the key can be read.
  init(_ columns: [StoredColumn?], order: [Int32], ambiguous: Set<Int>) {
    let present = columns.compactMap { $0 }
    let layout = Self.layout(columns)
    let rows = present.first?.count ?? 0
    count = rows
    fieldCount = columns.count
    firstText = layout.size
    unsafe fields = .allocate(capacity: columns.count + 1)
    _ = unsafe UnsafeMutableBufferPointer(start: fields, count: columns.count).initialize(fromContentsOf: layout.fields)
    unsafe starts = .allocate(capacity: rows + 1)
    var next = 0
    unsafe starts.initialize(repeating: 0, count: rows)
    let order = order.isEmpty ? Array(0..<Int32(rows)) : order
    for column in present.indices where present[column].type.isText {
      for row in 0..<rows { unsafe starts[row] += present[column].byteCount(row) }
    }
    for row in order where row >= 0 {
      let size = unsafe (starts[Int(row)] + layout.size + 7) / 8 * 8
      unsafe starts[Int(row)] = next
      next += size
    }
    unsafe bytes = .allocate(byteCount: next + 8, alignment: 8)
    let filled = layout.fields.filter { $0.place >= 0 }
    for row in order where row >= 0 {
      unsafe fill(bytes + starts[Int(row)], Int(row), filled, present)
    }
    for row in ambiguous {
      for field in filled where field.state != layout.fields[0].state {
        unsafe (bytes + starts[row]).storeBytes(of: ColumnVector.unreadable, toByteOffset: field.state, as: UInt8.self)
      }
    }
  }

  private static func layout(_ columns: [StoredColumn?]) -> (fields: [Field], size: Int) {
    var fields = Array(repeating: Field(), count: columns.count)
    var size = 0
    for (index, column) in columns.enumerated() {
      guard let column else { continue }
      fields[index].type = column.type
      guard !column.type.isText else { continue }
      fields[index].place = size
      size += 8
    }
    var isFirstText = true
    for (index, column) in columns.enumerated() where column?.type.isText ?? false {
      fields[index].place = size
      fields[index].isFirstText = isFirstText
      isFirstText = false
      size += 4
    }
    for (index, column) in columns.enumerated() where column != nil {
      fields[index].state = size
      size += 1
    }
    return (fields, size)
  }

  private func fill(_ record: UnsafeMutableRawPointer, _ row: Int, _ fields: [Field], _ columns: [StoredColumn]) {
    var text = firstText
    for index in fields.indices {
      let field = fields[index]
      unsafe record.storeBytes(of: columns[index].states[row], toByteOffset: field.state, as: UInt8.self)
      switch field.type {
      case .bool, .int, .timestamp, .duration:
        unsafe record.storeBytes(of: columns[index].integers[row], toByteOffset: field.place, as: Int64.self)
      case .double:
        let bits = Int64(bitPattern: columns[index].doubles[row].bitPattern)
        unsafe record.storeBytes(of: bits, toByteOffset: field.place, as: Int64.self)
      case .string, .key, .list:
        let length = columns[index].byteCount(row)
        unsafe columns[index].withBytes(row) { cell in
          if let start = cell.baseAddress { unsafe (record + text).copyMemory(from: start, byteCount: length) }
        }
        text += length
        // A row is far shorter than 4 GiB.
        unsafe record.storeBytes(of: UInt32(text), toByteOffset: field.place, as: UInt32.self)
      }
    }
  }

  func deallocate() {
    unsafe fields.deallocate()
    unsafe starts.deallocate()
    unsafe bytes.deallocate()
  }

  /// The cell as the rules see it.
  @inline(__always)
  func reading(_ field: Int, _ row: Int) -> Reading {
    precondition(field < fieldCount)
    let known = unsafe fields[field]
    guard known.place >= 0 else { return .missing }
    precondition(row < count)
    let record = unsafe UnsafeRawPointer(bytes + starts[row])
    switch unsafe record.load(fromByteOffset: known.state, as: UInt8.self) {
    case 0: return .value(unsafe value(record, known))
    case ColumnVector.missing: return .missing
    default: return .unreadable
    }
  }

  /// Nil where nothing reads the field.
  func type(of field: Int) -> CellType? {
    precondition(field < fieldCount)
    return unsafe fields[field].place < 0 ? nil : fields[field].type
  }

  /// The bytes of a text or key; nil where there is none.
  @inline(__always)
  func bytes(_ field: Int, _ row: Int) -> UnsafeRawBufferPointer? {
    precondition(field < fieldCount)
    let known = unsafe fields[field]
    guard known.place >= 0, known.type == .string || known.type == .key else { return nil }
    precondition(row < count)
    let record = unsafe UnsafeRawPointer(bytes + starts[row])
    return unsafe record.load(fromByteOffset: known.state, as: UInt8.self) == 0 ? text(record, known) : nil
  }

  /// The number of a cell of that type; nil where there is none.
  func number(_ field: Int, _ row: Int, _ type: CellType) -> Int64? {
    precondition(field < fieldCount)
    let known = unsafe fields[field]
    guard known.place >= 0, known.type == type else { return nil }
    precondition(row < count)
    let record = unsafe UnsafeRawPointer(bytes + starts[row])
    return unsafe record.load(fromByteOffset: known.state, as: UInt8.self) == 0 ? number(record, known) : nil
  }

  /// The bytes of a text as a string; nil where nothing reads the field.
  func text(_ field: Int, _ row: Int) -> String? {
    guard field < fieldCount, row < count, unsafe fields[field].place >= 0 else { return nil }
    return unsafe String(decoding: text(bytes + starts[row], fields[field]), as: UTF8.self)
  }

  /// The keys in the order of the rows.
  var keys: KeySet {
    var keys = KeySet()
    guard fieldCount > 0, unsafe fields[0].place >= 0 else { return keys }
    keys.reserve(count)
    for row in 0..<count { unsafe keys.insert(text(bytes + starts[row], fields[0])) }
    return keys
  }

  @inline(__always)
  private func number(_ record: UnsafeRawPointer, _ field: Field) -> Int64 {
    unsafe record.load(fromByteOffset: field.place, as: Int64.self)
  }

  @inline(__always)
  private func text(_ record: UnsafeRawPointer, _ field: Field) -> UnsafeRawBufferPointer {
    let end = unsafe Int(record.load(fromByteOffset: field.place, as: UInt32.self))
    let start =
      field.isFirstText ? firstText : unsafe Int(record.load(fromByteOffset: field.place - 4, as: UInt32.self))
    return unsafe UnsafeRawBufferPointer(start: record + start, count: end - start)
  }

  @inline(__always)
  private func value(_ record: UnsafeRawPointer, _ field: Field) -> Value {
    switch field.type {
    case .bool: return .bool(unsafe number(record, field) != 0)
    case .int: return .int(unsafe number(record, field))
    case .timestamp: return .timestamp(Instant(microseconds: unsafe number(record, field)))
    case .duration: return .duration(TimeSpan(microseconds: unsafe number(record, field)))
    case .double: return .double(Double(bitPattern: UInt64(bitPattern: unsafe number(record, field))))
    case .string, .key: return .string(unsafe String(decoding: text(record, field), as: UTF8.self))
    case .list: return unsafe .words(text(record, field))
    }
  }
}

extension CellType {
  /// Its cells are kept as bytes.
  var isText: Bool {
    switch self {
    case .string, .key, .list: true
    case .bool, .int, .double, .timestamp, .duration: false
    }
  }
}
