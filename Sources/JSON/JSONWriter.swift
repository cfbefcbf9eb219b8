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
    let written: Void? = value.withContiguousStorageIfAvailable { unsafe bytes.appendJSON($0.span.bytes) }
    if written == nil { bytes.appendJSON(Array(value)) }
  }
}
