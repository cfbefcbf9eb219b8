import CivilTime

/// How the cells of a column become values.
struct ColumnReader: Sendable {
  let name: String
  let type: CellType
  let formats: [TimeFormat]
  let zone: Zone
  let endOfDay: Bool
  let words: WordTable?
  let decimalComma: Bool

  /// The key: column 0.
  init(keyOf mapping: ExportMapping) {
    name = "key"
    type = .key
    formats = []
    zone = mapping.zone
    endOfDay = false
    words = nil
    decimalComma = false
  }

  init(_ field: FieldMapping, of mapping: ExportMapping) {
    name = field.name
    type = field.type
    formats = field.formats
    zone = field.zone ?? mapping.zone
    endOfDay = field.endOfDay
    words = WordTable(map: field.map, nullWords: field.nullWords)
    decimalComma = field.decimalComma
  }

  /// Microseconds since 1970.
  @inline(__always)
  func timestamp(_ cell: Cell) -> Int64? {
    if formats.isEmpty { return unsafe ISOTime.parse(cell.buffer, zone: zone, endOfDay: endOfDay) }
    for format in formats {
      if let time = unsafe format.parse(cell.buffer, zone: zone, endOfDay: endOfDay) { return time }
    }
    return nil
  }
}
