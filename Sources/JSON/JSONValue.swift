/// A JSON value in memory, for what is small or read once. Objects keep the order and the duplicates of their keys.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// As it is written: nothing is lost of large or exact numbers. `int` and `double` read it.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var key: String
    package var value: JSONValue
    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Of an object, its value under the key (the last of several); nil of anything else.
  package subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// Nil if it has a fraction or an exponent, or does not fit.
  package var int: Int64? {
    guard case .number(let text) = self else { return nil }
    return Int64(text)
  }

  package var double: Double? {
    guard case .number(let text) = self else { return nil }
    return Double(text)
  }

  package var array: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }
}
