/// Writes JSON bytes in the order of the calls; the caller sorts keys. Commas are placed by the writer.
///
///     var out = JSONWriter()
///     out.object { o in
///       o.key("id"); o.string("k1")
///       o.key("total"); o.number(12)
///     }
///
/// Strings are written as UTF-8; only `"`, `\` and control characters are escaped (RFC 8259).
package struct JSONWriter: Sendable {
  package var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package mutating func object(_ body: (inout JSONWriter) -> Void) { group(0x7B, 0x7D, body) }
  package mutating func array(_ body: (inout JSONWriter) -> Void) { group(0x5B, 0x5D, body) }

  package mutating func key(_ name: String) {
    separate()
    quote(name.utf8)
    bytes.append(0x3A)
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value.utf8)
    needsComma = true
  }

  /// UTF-8 bytes, which the caller knows to be valid.
  package mutating func string(utf8 value: some Sequence<UInt8>) {
    separate()
    quote(value)
    needsComma = true
  }

  package mutating func number(_ value: some BinaryInteger) { raw(String(value)) }
  /// The shortest form that reads back as the same double; null for NaN and infinities.
  package mutating func number(_ value: Double) { raw(value.isFinite ? "\(value)" : "null") }
  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  package mutating func null() { raw("null") }

  /// A value that is JSON already.
  package mutating func raw(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
    needsComma = true
  }

  /// Bytes that are JSON already.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  private mutating func group(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
  }

  private mutating func quote(_ value: some Sequence<UInt8>) {
    bytes.append(0x22)
    let written: Void? = value.withContiguousStorageIfAvailable { unsafe appendEscaping($0.span) }
    if written == nil { appendEscaping(Array(value).span) }
    bytes.append(0x22)
  }

  /// What needs no escape is appended in runs.
  private mutating func appendEscaping(_ text: Span<UInt8>) {
    var start = 0
    while start < text.count {
      let end = escapeStart(text, start)
      if start < end {
        unsafe text.extracting(start..<end).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
      }
      if end < text.count { escape(text[end]) }
      start = end + 1
    }
  }

  /// The first place from `at` on that has a quote, a backslash or a control character.
  private func escapeStart(_ text: Span<UInt8>, _ at: Int) -> Int {
    var at = at
    let ones: UInt64 = 0x0101_0101_0101_0101
    while at + 8 <= text.count {
      // Bounds are checked; any bit pattern is an integer. Carries may mark bytes above the first, never below.
      let word = unsafe UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
      let quotes = word ^ ones &* 0x22
      let slashes = word ^ ones &* 0x5C
      let marks =
        ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & (ones << 7)
      if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
      at += 8
    }
    while at < text.count, text[at] >= 0x20, text[at] != 0x22, text[at] != 0x5C { at += 1 }
    return at
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x0A: bytes.append(0x6E)
    case 0x0D: bytes.append(0x72)
    case 0x09: bytes.append(0x74)
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(hex(byte >> 4))
      bytes.append(hex(byte & 15))
    }
  }

  private func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 0x30 + digit : 0x57 + digit }
}
