/// RFC 4648.
package enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// - Parameter lineLength: a multiple of 4 after which a CRLF follows, and at the end; nil for one line without.
  package static func encode(_ bytes: [UInt8], lineLength: Int? = nil) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4 * 78 / 76 + 2)
    var column = 0
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      out.append(alphabet[Int(group >> 18 & 63)])
      out.append(alphabet[Int(group >> 12 & 63)])
      out.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      out.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
      column += 4
      if column == lineLength {
        out += [0x0D, 0x0A]
        column = 0
      }
    }
    if lineLength != nil, column > 0 { out += [0x0D, 0x0A] }
    return out
  }
}
