extension JSONWriter {
  /// A value as it stands, the keys of objects in their order.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let text): raw(text)
    case .string(let text): string(text)
    case .array(let elements): array { out in for element in elements { out.value(element) } }
    case .object(let members):
      object { out in
        for member in members {
          out.key(member.key)
          out.value(member.value)
        }
      }
    }
  }
}
