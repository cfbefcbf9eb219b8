/// HTML in texts, as far as filters know it.
enum HTMLText {
  /// Escapes all but references that are there already: `&amp;`, `&#39;`.
  static func escapedOnce(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "&"), isReference(bytes, at: index) {
        output.append(byte)
      } else {
        CollectionOfOne(byte).appendEscaped(to: &output)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func isReference(_ bytes: [UInt8], at start: Int) -> Bool {
    var index = start + 1
    let isNumber = index < bytes.count && bytes[index] == UInt8(ascii: "#")
    if isNumber { index += 1 }
    let first = index
    while index < bytes.count && (isNumber ? bytes[index].isDigit : bytes[index].isLetter) { index += 1 }
    return index > first && index < bytes.count && bytes[index] == UInt8(ascii: ";")
  }

  /// Without tags, comments, scripts and styles.
  static func stripped(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for (open, close) in [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>"), ("<", ">")] {
      bytes = removing(from: bytes, Array(open.utf8), Array(close.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func removing(from bytes: [UInt8], _ open: [UInt8], _ close: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: open) {
        var end = index + open.count
        while end < bytes.count && !bytes[end...].starts(with: close) { end += 1 }
        if end < bytes.count {
          index = end + close.count
          continue
        }
        // Nothing closes this one, so nothing closes a later one either.
        output += bytes[index...]
        return output
      }
      output.append(bytes[index])
      index += 1
    }
    return output
  }
}
