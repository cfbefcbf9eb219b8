/// Exports of a shop that nobody has.
enum TableSeeds {
  static let texts = [
    """
    Name,Email,Total,Tags,Paid
    #1001,anna@example.com,49.90,"vip, gift",2026-03-01T10:00:00Z
    #1002,bert@example.com,,,
    #1003,"Carl ""the cat"" Ö",1e3,yes,2026-03-29 02:30:00

    """,
    "Name;Email;Total;Tags;Paid\r\n#1;a@b.example;1.234,56;no;01.03.2026 10:00\r\n#2;\"x;\r\ny\";-0,5;;31.12.1999 23:59\r\n",
    "Name\tEmail\tTotal\tTags\tPaid\n1\ta\t1h30m\ta|b\t2026-03-01\n2\tb\tN/A\t\"\"\t2026-03-02",
    "Paid,Tags,Total,Email,Name\r2026-03-01,a,1,x@y.example,k1\r2026-03-02,b,2,x@y.example,k2\r",
    "\u{FEFF}Name,Email,Total,Tags,Paid,More\n,,,,,\n1,2,3,4,5,6\n\"a\nb\",2,3,4,5,6\n",
    """
    {"Name": "o1", "Email": "a@b.example", "Total": 49.9, "Tags": ["vip", "a b"], "Paid": "2026-03-01T10:00:00+01:00"}
    {"Name": "o2", "Total": null, "Tags": [], "More": {"deep": [1, {"er": true}]}}

    {"Name": "\\u00e9\\ud83d\\ude00", "Email": "", "Total": -1e-3, "Paid": 1772359200}

    """,
    "Name,Email,Total,Tags,Paid\n" + String(repeating: "k,e,1.5,t,2026-01-01\n", count: 200),
    "Name,Email,Total,Tags,Paid\n" + String(repeating: "k,\"e\ne\",1.5,\"t\"\"t\",2026-01-01\n", count: 50),
  ]

  /// What gzip makes of a header and a row of 256 KiB zeros, and of a text.
  static let packed: [[UInt8]] = [
    unhex(
      "1f8b0800000000000203edc4b10980301000c03eb37ce112b662e1020f0609182c92fdd1da19ee8adbb2d7587bb63b8e67e6"
        + "775e23f66c675900000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "00000000000000000000007eca0b869550321c000400"),
    gzip(Array(texts[0].utf8)), gzip(Array(texts[0].utf8)) + gzip(Array("#1004,dora@example.com,1,,\n".utf8)),
    // Windows-1252 and UTF-16.
    Array("Name,Email,Total,Tags,Paid\n".utf8) + [0x80, 0xE4, 0x2C, 0x9F, 0x2C, 0x31, 0x2C, 0xFF, 0x2C, 0x0A],
    [0xFF, 0xFE] + "Name,Email\na,b\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] },
  ]

  private static func unhex(_ text: String) -> [UInt8] {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  /// A gzip file of these bytes, in blocks that are only stored (RFC 1951, 3.2.4).
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var place = 0
    repeat {
      let count = min(0xFFFF, bytes.count - place)
      let isLast = place + count == bytes.count
      file += [isLast ? 1 : 0] + little(UInt32(count)).prefix(2) + little(~UInt32(count)).prefix(2)
      file += bytes[place..<place + count]
      place += count
    } while place < bytes.count
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return file + little(~crc) + little(UInt32(truncatingIfNeeded: bytes.count))
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
