import CivilTime

extension TemplateValue {
  /// Appends what `{{ value }}` prints. Lists print their elements one after the other.
  func print(into output: inout [UInt8], _ context: TemplateContext) {
    switch self {
    case .nothing, .empty, .blank, .record: break
    case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): value.printDecimal(into: &output)
    case .double(let value): output.append(contentsOf: value.liquidText.utf8)
    case .text(let text): output.append(contentsOf: text.utf8)
    case .time(let instant):
      formatTime(instant, pattern: "%Y-%m-%d %H:%M", zone: context.zone, locale: context.locale, into: &output)
    case .list(let elements): for element in elements { element.print(into: &output, context) }
    case .range(let first, let last): output.append(contentsOf: "\(first)..\(last)".utf8)
    case .object: inspect(into: &output, context)
    }
  }

  /// What filters take for the value's text. A list is written as `["a", 1]`.
  func text(_ context: TemplateContext) -> String {
    if case .text(let text) = self { return text }
    var bytes: [UInt8] = []
    if case .list = self { inspect(into: &bytes, context) } else { print(into: &bytes, context) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As Ruby's `inspect` writes it: texts in quotes, `nil` spelt out.
  private func inspect(into output: inout [UInt8], _ context: TemplateContext) {
    switch self {
    case .nothing: output.append(contentsOf: "nil".utf8)
    case .text(let text): Self.quote(text, into: &output)
    case .list(let elements):
      output.append(UInt8(ascii: "["))
      // A list of long texts could be longer than all memory; so long a text is refused anyway.
      for (index, element) in elements.enumerated() where output.count <= Renderer.maximumLength {
        if index > 0 { output.append(contentsOf: ", ".utf8) }
        element.inspect(into: &output, context)
      }
      output.append(UInt8(ascii: "]"))
    case .object(let members):
      output.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() where output.count <= Renderer.maximumLength {
        if index > 0 { output.append(contentsOf: ", ".utf8) }
        Self.quote(member.0, into: &output)
        output.append(contentsOf: "=>".utf8)
        member.1.inspect(into: &output, context)
      }
      output.append(UInt8(ascii: "}"))
    default: print(into: &output, context)
    }
  }

  private static func quote(_ text: String, into output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\n"): output.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): output.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): output.append(contentsOf: "\\t".utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}

extension Int64 {
  /// Appends the decimal digits.
  func printDecimal(into output: inout [UInt8]) {
    if self < 0 { output.append(UInt8(ascii: "-")) }
    var rest = magnitude
    let start = output.count
    repeat {
      output.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    output[start...].reverse()
  }
}

extension Double {
  /// The shortest decimal that reads back the same, with a point; from 1e16 and below 1e-4 with an exponent, as Ruby
  /// writes it: `1.0e+16`.
  var liquidText: String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
    let text = "\(self)"
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else { return text }
    let mantissa = text[..<mark]
    if (-4..<16).contains(exponent) {
      let digits = mantissa.filter(\.isNumber)
      let sign = self < 0 ? "-" : ""
      if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
      let padded = digits + String(repeating: "0", count: Swift.max(0, exponent + 2 - digits.count))
      return sign + padded.prefix(exponent + 1) + "." + padded.dropFirst(exponent + 1)
    }
    let size = "\(exponent.magnitude)"
    return (mantissa.contains(".") ? String(mantissa) : mantissa + ".0")
      + (exponent < 0 ? "e-" : "e+") + (size.count < 2 ? "0" + size : size)
  }
}
