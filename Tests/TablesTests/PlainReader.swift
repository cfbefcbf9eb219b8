/// The obvious reader of delimited text, one byte after the other, for comparing: rows of cells, and where rows were
/// rejected. It shares no code with the product.
struct PlainReader {
  var delimiter = UInt8(ascii: ",")
  var newline = UInt8(ascii: "\n")

  enum Row: Equatable {
    case cells([String])
    case bad
  }

  func rows(_ bytes: [UInt8]) -> [Row] {
    var rows: [Row] = []
    var at = 0
    while at < bytes.count {
      let (row, next) = row(bytes, at)
      rows.append(row)
      at = next
    }
    return rows
  }

  private func row(_ bytes: [UInt8], _ start: Int) -> (Row, Int) {
    var cells: [[UInt8]] = []
    var at = start
    func lineAfter(_ place: Int) -> Int { (bytes[place...].firstIndex(of: newline) ?? bytes.count - 1) + 1 }
    while true {
      var cell: [UInt8] = []
      if at < bytes.count, bytes[at] == 0x22 {
        let opened = at
        at += 1
        while true {
          guard at < bytes.count else { return (.bad, lineAfter(opened)) }
          if bytes[at] == 0x22 {
            guard at + 1 < bytes.count, bytes[at + 1] == 0x22 else { break }
            at += 1
          }
          cell.append(bytes[at])
          at += 1
        }
        at += 1
        var end = at
        while end < bytes.count, bytes[end] == 0x0D, newline != 0x0D { end += 1 }
        if end == bytes.count || bytes[end] == newline { at = end }
        if at < bytes.count, bytes[at] != delimiter, bytes[at] != newline { return (.bad, lineAfter(opened)) }
      } else {
        while at < bytes.count, bytes[at] != delimiter, bytes[at] != newline {
          if bytes[at] == 0x22 { return (.bad, lineAfter(at)) }
          cell.append(bytes[at])
          at += 1
        }
        if at == bytes.count || bytes[at] == newline, newline != 0x0D { while cell.last == 0x0D { cell.removeLast() } }
      }
      cells.append(cell)
      if at < bytes.count, bytes[at] == delimiter {
        at += 1
        continue
      }
      let next = min(at + 1, bytes.count)
      let texts = cells.map { String(validating: $0, as: UTF8.self) }
      let isText = String(validating: bytes[start..<next], as: UTF8.self) != nil
      return (isText ? .cells(texts.map { $0 ?? "" }) : .bad, next)
    }
  }
}
