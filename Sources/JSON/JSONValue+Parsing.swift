extension JSONValue {
  /// Reads one value, with nothing but blanks around it: strict RFC 8259, nested at most `JSONReader.maximumDepth` deep.
  package static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue { try parse(bytes.span) }

  package static func parse(_ text: String) throws(JSONProblem) -> JSONValue { try parse(Array(text.utf8)) }

  package static func parse(_ bytes: Span<UInt8>) throws(JSONProblem) -> JSONValue {
    var reader = JSONReader()
    let first = try reader.next(in: bytes)
    let value = try read(first, &reader, bytes)
    // Only blanks may follow, or this throws.
    _ = try reader.next(in: bytes)
    return value
  }

  /// The value that begins with `token`. Recursion is as deep as the value, which the reader limits.
  private static func read(
    _ token: JSONToken, _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONProblem) -> JSONValue {
    switch token {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let range): return .number(JSONReader.text(range, isEscaped: false, of: bytes))
    case .string(let range, let isEscaped):
      return .string(JSONReader.text(range, isEscaped: isEscaped, of: bytes))
    case .beginArray:
      var elements: [JSONValue] = []
      while case let next = try reader.next(in: bytes), next != .endArray {
        elements.append(try read(next, &reader, bytes))
      }
      return .array(elements)
    case .beginObject:
      var members: [Member] = []
      while case .key(let range, let isEscaped) = try reader.next(in: bytes) {
        let key = JSONReader.text(range, isEscaped: isEscaped, of: bytes)
        members.append(Member(key: key, value: try read(try reader.next(in: bytes), &reader, bytes)))
      }
      return .object(members)
    case .key, .endArray, .endObject, .end:
      // The reader does not return these where a value must begin.
      throw JSONProblem(offset: reader.offset, message: "expected a value")
    }
  }
}
