import CScan
import Testing

/// Every variant of the kernel finds what the plain one finds, which finds what a loop finds.
@Suite struct KernelTests {
  struct Found: Equatable {
    var separators: [UInt32]
    var newlines: UInt32
    var notUTF8: Int
    var misquoted: Int
  }

  static let variants: [(String, herald_variant)] = [
    ("scalar", herald_scalar), ("sse2", herald_sse2), ("avx2", herald_avx2), ("avx512", herald_avx512),
    ("neon", herald_neon),
  ].filter { herald_supported($0.1) != 0 }

  func scan(_ variant: herald_variant, _ bytes: [UInt8], newline: UInt8 = 0x0A) -> Found {
    var out = [UInt32](repeating: 0, count: bytes.count + 64)
    let dialect = herald_dialect(delimiter: 0x2C, newline: newline)
    let index = unsafe herald_scan(variant, bytes, bytes.count, dialect, &out)
    return Found(
      separators: Array(out.prefix(Int(index.separators))), newlines: index.newlines, notUTF8: Int(index.not_utf8),
      misquoted: Int(index.misquoted))
  }

  /// The definition: quotes toggle, separators count outside, and what is behind or before a quote must fit.
  func plain(_ bytes: [UInt8], newline: UInt8 = 0x0A) -> Found {
    var found = Found(separators: [], newlines: 0, notUTF8: bytes.count, misquoted: bytes.count)
    var isInside = false
    var closedAt = -2
    for (place, byte) in bytes.enumerated() {
      var isWrong = false
      let isSeparator = byte == 0x2C || byte == newline
      if byte == 0x22 {
        if !isInside {
          let isAtStart = place == 0 || found.separators.last == UInt32(place - 1)
          isWrong = !(isAtStart || closedAt == place - 1)
        }
        isInside.toggle()
        if !isInside { closedAt = place }
      } else if !isInside {
        if closedAt == place - 1 { isWrong = !(isSeparator || byte == 0x0D) }
        if closedAt == place - 2, place >= 2, bytes[place - 1] == 0x0D, newline != 0x0D { isWrong = byte != newline }
        if isSeparator { found.separators.append(UInt32(place)) }
        if byte == newline { found.newlines += 1 }
      }
      if isWrong, found.misquoted == bytes.count { found.misquoted = place }
    }
    var at = 0
    while at < bytes.count {
      let length = (1...4).first {
        at + $0 <= bytes.count && String(validating: bytes[at..<at + $0], as: UTF8.self)?.unicodeScalars.count == 1
      }
      guard let length else {
        found.notUTF8 = at
        break
      }
      at += length
    }
    return found
  }

  /// Bytes that make trouble often.
  static func noise(_ count: Int, _ seed: inout SystemRandomNumberGenerator, quotes: Bool, high: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      switch Int.random(in: 0..<24, using: &seed) {
      case 0...3: bytes.append(0x2C)
      case 4...5: bytes.append(0x0A)
      case 6: bytes += [0x0D, 0x0A]
      case 7 where quotes: bytes.append(0x22)
      case 8 where quotes: bytes += Array(",\"a,\"\"\nb\",".utf8)
      case 9 where quotes: bytes += Array("\"x\"\r\n".utf8)
      case 10 where high: bytes += Array("é€😎ʤ".utf8)
      case 11 where high: bytes.append(UInt8.random(in: 0x80...0xFF, using: &seed))
      case 12: bytes.append(0x0D)
      default: bytes.append(UInt8.random(in: 0x61...0x7A, using: &seed))
      }
    }
    return Array(bytes.prefix(count))
  }

  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func variantsAgree(_ quotes: Bool, _ high: Bool) {
    var random = SystemRandomNumberGenerator()
    for length in Array(0...200) + [1000, 4096] {
      let bytes = Self.noise(length, &random, quotes: quotes, high: high)
      let expected = plain(bytes)
      for (name, variant) in Self.variants {
        let found = scan(variant, bytes)
        #expect(found == expected, "\(name) on \(bytes)")
        if found != expected { return }
      }
      if !quotes { #expect(scan(herald_scalar, bytes, newline: 0x0D) == plain(bytes, newline: 0x0D)) }
    }
  }

  @Test func charactersAcrossBlocks() {
    for start in 55...70 {
      for text in ["é", "€", "😎"] {
        let whole = Array(repeating: UInt8(ascii: "a"), count: start) + Array(text.utf8) + Array(",b\n".utf8)
        var cut = whole
        cut.remove(at: start + text.utf8.count - 1)
        for (name, variant) in Self.variants {
          #expect(scan(variant, whole).notUTF8 == whole.count, "\(name) \(start)")
          #expect(scan(variant, cut).notUTF8 == start, "\(name) \(start)")
        }
      }
    }
  }

  @Test func everyByteOfFourIsJudgedAsSwiftDoes() {
    for lead in UInt8(0xC0)...0xFF {
      for second in stride(from: UInt8(0x70), through: 0xF0, by: 0x10) {
        let bytes: [UInt8] = [0x61, lead, second, 0x80, 0xBF, 0x62]
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        #expect(unsafe (herald_not_utf8(bytes, bytes.count) == bytes.count) == isValid)
        #expect((scan(herald_best(), bytes).notUTF8 == bytes.count) == isValid)
      }
    }
  }

  @Test func timesAgreeWithTheThoroughReader() {
    // In TimeColumnTests; here only that every variant reads the same.
    let text = "2026-03-10T15:12:30+01:00,2026-02-29T00:00:00Z,2024-02-29 23:59:59Z,,\"2099-12-31T23:59:59Z\",x\n"
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: Int(HERALD_SLACK))
    let separators = [UInt32.max] + scan(herald_scalar, Array(text.utf8)).separators
    let rows = (1...6).map { UInt32($0) }
    let selected = (0..<6).map { UInt16($0) }
    for (name, variant) in Self.variants {
      var values = [Int64](repeating: 0, count: 6)
      var states = [UInt8](repeating: 9, count: 6)
      let column = unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe separators.withUnsafeBufferPointer { separators in
          unsafe rows.withUnsafeBufferPointer { rows in
            let column = unsafe herald_column(
              bytes: bytes.baseAddress, separators: separators.baseAddress, rows: rows.baseAddress, place: 0,
              newline: 10)
            let wall = unsafe herald_wall(offset: 0, is_fixed: 0, by_day: nil, days: 0)
            return unsafe herald_read_times(variant, column, wall, selected, 6, &values, &states)
          }
        }
      }
      #expect(states == [0, 3, 0, 1, 0, 3], "\(name)")
      #expect(values[0] == 1_773_151_950_000_000 && values[2] == 1_709_251_199_000_000, "\(name)")
      #expect(column == 2)
    }
  }
}
