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

  /// Without scripts, comments and styles, and then without tags.
  static func stripped(_ text: String) -> String {
    let blocks = [("<script", "</script>"), ("<!--", "-->"), ("<style", "</style>")]
    let bytes = removing(blocks, from: Array(text.utf8))
    return String(decoding: removing([("<", ">")], from: bytes), as: UTF8.self)
  }

  /// Without what stands between any of the pairs, with the marks. What nothing closes stays.
  private static func removing(_ pairs: [(open: String, close: String)], from bytes: [UInt8]) -> [UInt8] {
    var pairs = pairs
    var output: [UInt8] = []
    var index = 0
    scan: while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"),
        let found = pairs.firstIndex(where: { bytes[index...].starts(with: $0.open.utf8) })
      {
        var end = index + pairs[found].open.utf8.count
        while end < bytes.count {
          if bytes[end...].starts(with: pairs[found].close.utf8) {
            index = end + pairs[found].close.utf8.count
            continue scan
          }
          end += 1
        }
        // Nothing closes this one, so nothing closes a later one of its kind either.
        pairs.remove(at: found)
      }
      output.append(bytes[index])
      index += 1
    }
    return output
  }
}
