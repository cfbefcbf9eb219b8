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
  let money: MoneySigns?
  let stripsApostrophe: Bool
  /// Seconds east of UTC, where that is the same at all times.
  let fixedOffset: Int?
  /// Where it is not: for a scan that is long enough to be worth it.
  var dayOffsets: DayOffsets?

  /// The key: column 0. What joins several columns has treated each as a key.
  init(keyOf mapping: ExportMapping) {
    name = "key"
    type = mapping.keyColumns.count == 1 ? .key : .string
    formats = []
    zone = mapping.zone
    endOfDay = false
    words = nil
    decimalComma = false
    money = nil
    stripsApostrophe = mapping.stripsKeyApostrophe
    fixedOffset = nil
  }

  init(_ field: FieldMapping, of mapping: ExportMapping) {
    name = field.name
    type = field.type
    formats = field.formats
    zone = field.zone ?? mapping.zone
    // Names of offsets begin with a sign or a digit; of UTC there is only one.
    let isFixed = zone == .utc || zone.name.utf8.first.map { $0 < UInt8(ascii: "A") } ?? false
    fixedOffset = isFixed ? zone.offset(at: 0) : nil
    endOfDay = field.endOfDay
    words = WordTable(map: field.map, nullWords: field.nullWords)
    decimalComma = field.decimalComma
    money = field.money
    stripsApostrophe = field.stripsApostrophe
  }

  @inline(__always)
  func number(_ cell: Cell) -> Double? {
    if let money { return cell.money(money) }
    return cell.double(decimalComma: decimalComma)
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
