/// Turns windows-1252 into UTF-8. `latin1` means the same here, as it does to browsers (Encoding Standard, 4.2): what
/// calls itself ISO 8859-1 and has bytes from 80 to 9F was written by Windows.
///
/// `@safe`: the buffer belongs to this object alone, and lives as long as it does.
@safe final class TranscodingSource: ByteSource {
  private let source: any ByteSource
  private let input: UnsafeMutableRawBufferPointer
  private var place = 0
  private var filled = 0
  /// The bytes of a character that are still to be written, the first one lowest.
  private var pending: UInt32 = 0
  private var pendingCount = 0

  init(_ source: any ByteSource) {
    self.source = source
    unsafe input = .allocate(byteCount: 1 << 16, alignment: 64)
  }

  deinit { unsafe input.deallocate() }

  var isCutOff: Bool { source.isCutOff }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceProblem) -> Int {
    if place == filled {
      filled = try unsafe source.read(into: input)
      place = 0
    }
    var written = 0
    while written < buffer.count {
      if pendingCount > 0 {
        unsafe buffer[written] = UInt8(truncatingIfNeeded: pending)
        pending >>= 8
        pendingCount -= 1
        written += 1
        continue
      }
      guard place < filled else { break }
      let byte = unsafe input[place]
      place += 1
      if byte < 0x80 {
        unsafe buffer[written] = byte
        written += 1
      } else {
        encode(byte < 0xA0 ? Self.high[Int(byte) - 0x80] : UInt16(byte))
      }
    }
    return written
  }

  private func encode(_ scalar: UInt16) {
    let scalar = UInt32(scalar)
    let last = 0x80 | scalar & 63
    if scalar < 0x800 {
      pending = 0xC0 | scalar >> 6 | last << 8
      pendingCount = 2
    } else {
      pending = 0xE0 | scalar >> 12 | (0x80 | scalar >> 6 & 63) << 8 | last << 16
      pendingCount = 3
    }
  }

  /// What 80 to 9F stand for; the five that are not assigned are the control characters of the same number.
  private static let high: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
    0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
