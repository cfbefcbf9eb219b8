import JSON

/// Values of templates as JSON.
enum JSONText {
  /// What stands between the quotes.
  static func appendInside(_ text: String, to output: inout [UInt8]) {
    var writer = JSONWriter()
    writer.string(text)
    output += writer.bytes.dropFirst().dropLast()
  }

  /// A whole value: a text with its quotes, a number, a list.
  static func append(_ value: TemplateValue, _ context: TemplateContext, to output: inout [UInt8]) {
    var writer = JSONWriter()
    write(value, context, &writer)
    output += writer.bytes
  }

  private static func write(_ value: TemplateValue, _ context: TemplateContext, _ out: inout JSONWriter) {
    switch value {
    case .nothing, .empty, .blank, .record: out.null()
    case .bool(let value): out.bool(value)
    case .int(let value): out.number(value)
    case .double(let value): out.number(value)
    case .text(let text): out.string(text)
    case .time, .range: out.string(value.text(context))
    case .list(let elements): out.array { list in for element in elements { write(element, context, &list) } }
    case .object(let members):
      out.object { object in
        for member in members {
          object.key(member.0)
          write(member.1, context, &object)
        }
      }
    }
  }
}
