/// How a text travels: as it is, or in ASCII lines of at most 76 characters (RFC 2045).
struct BodyEncoding {
  enum Name: String { case plain = "7bit", quotedPrintable = "quoted-printable", base64 }

  let name: Name
  /// With CRLF line ends, the last line included.
  let bytes: [UInt8]

  static let longest = 76
  private static let from = Array("From ".utf8)

  /// - Parameter text: any line ends.
  /// - Parameter boundary: a line that the result must not hold.
  init(_ text: String, boundary: String = "") {
    let lines = Self.lines(text)
    var survey = Survey()
    for line in lines { survey.add(line, boundary) }
    if survey.isPlain {
      name = .plain
      bytes = Self.joined(lines)
    } else if survey.quotedSize <= (survey.size + 2) / 3 * 4 * 78 / 76 {
      name = .quotedPrintable
      bytes = Self.quotedPrintable(lines)
    } else {
      name = .base64
      bytes = Base64.encode(Self.joined(lines), lineLength: Self.longest)
    }
  }

  /// Without their ends, which may be CRLF, LF or CR.
  private static func lines(_ text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x0D || bytes[index] == 0x0A {
        lines.append(bytes[start..<index])
        if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        start = index + 1
      }
      index += 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func joined(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 2 })
    for line in lines {
      bytes.append(contentsOf: line)
      bytes.append(0x0D)
      bytes.append(0x0A)
    }
    return bytes
  }

  /// What the lines hold, for choosing.
  private struct Survey {
    var isPlain = true
    /// Bytes with line ends.
    var size = 0
    /// About so many as quoted-printable.
    var quotedSize = 0

    mutating func add(_ line: ArraySlice<UInt8>, _ boundary: String) {
      var escaped = 0
      var isText = true
      for byte in line {
        if !BodyEncoding.isLiteral(byte), byte != 0x20, byte != 0x09 {
          escaped += 1
          if byte != UInt8(ascii: "=") { isText = false }
        }
      }
      let length = line.count + 2 * escaped
      size += line.count + 2
      quotedSize += length + length / 75 * 3 + 2
      // A blank at the end of a line is lost on some ways; “From ” is a new message in a mailbox file.
      if !isText || line.count > longest || line.last == 0x20 || line.last == 0x09 || line.starts(with: from)
        || !boundary.isEmpty && line.starts(with: "--\(boundary)".utf8)
      {
        isPlain = false
      }
    }
  }

  private static func quotedPrintable(_ lines: [ArraySlice<UInt8>]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(lines.reduce(0) { $0 + $1.count * 5 / 4 + 8 })
    for line in lines {
      var column = 0
      for (index, byte) in zip(line.indices, line) {
        let isLast = index + 1 == line.endIndex
        let isBlank = byte == 0x20 || byte == 0x09
        let isLiteral = isLiteral(byte) || isBlank && !isLast
        // Room for the “=” of a soft line end, but behind the last character, where none follows.
        if column + (isLiteral ? 1 : 3) > longest - (isLast ? 0 : 1) {
          out += [UInt8(ascii: "="), 0x0D, 0x0A]
          column = 0
        }
        // At the start of a line a dot ends an SMTP message, and “From ” begins another in a mailbox file.
        let isRisky =
          column == 0 && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: "F") && line[index...].starts(with: from))
        if isLiteral, !isRisky {
          out.append(byte)
          column += 1
        } else {
          out += [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 15)]
          column += 3
        }
      }
      out += [0x0D, 0x0A]
    }
    return out
  }

  private static func isLiteral(_ byte: UInt8) -> Bool { (33...126).contains(byte) && byte != UInt8(ascii: "=") }
}
