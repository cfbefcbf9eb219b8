/// A pull reader of one JSON value: strict RFC 8259, no allocation, no recursion.
///
///     var reader = JSONReader()
///     while case let token = try reader.next(in: bytes), token != .end { ... }
///
/// It keeps its place and the kinds of the open containers; the bytes are passed to every call and must be the same.
/// Whatever it returned was checked: UTF-8, escapes (no lone surrogates), control characters, the grammar of numbers.
/// Duplicate keys are the caller's to judge. After an error it must not be used.
package struct JSONReader: Sendable {
  /// Deeper nesting is refused, so that nobody's stack depends on what others write.
  package static let maximumDepth = 512

  /// Where the next token is looked for.
  package internal(set) var offset: Int
  /// How many containers are open.
  package private(set) var depth = 0
  /// A bit for each open container: set for an object.
  private var objects = SIMD8<UInt64>()
  private var expectation = Expectation.value

  private enum Expectation { case value, valueOrEnd, keyOrEnd, key, colon, commaOrEnd, end }

  /// - Parameter offset: where the value begins, blanks before it allowed.
  package init(at offset: Int = 0) { self.offset = offset }

  /// The next token; `.end` once the value is complete, however often it is asked for.
  package mutating func next(in bytes: Span<UInt8>) throws(JSONProblem) -> JSONToken {
    while true {
      skipBlanks(bytes)
      guard offset < bytes.count else {
        if expectation == .end { return .end }
        throw unexpectedEnd()
      }
      let byte = bytes[offset]
      switch expectation {
      case .value: return try value(bytes, byte)
      case .valueOrEnd: return byte == UInt8(ascii: "]") ? close() : try value(bytes, byte)
      case .keyOrEnd: return byte == UInt8(ascii: "}") ? close() : try key(bytes, byte)
      case .key: return try key(bytes, byte)
      case .colon:
        guard byte == UInt8(ascii: ":") else { throw problem("expected a colon behind the key") }
        offset += 1
        expectation = .value
      case .commaOrEnd:
        if byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close() }
        guard byte == UInt8(ascii: ",") else { throw problem("expected a comma or the end of the \(container)") }
        offset += 1
        expectation = isInObject ? .key : .value
      case .end: throw problem("there is more behind the value")
      }
    }
  }

  /// Passes over the value that comes next, checking it. The reader must be where a value may begin: behind a key, or in
  /// an array that has another element.
  package mutating func skipValue(in bytes: Span<UInt8>) throws(JSONProblem) {
    let before = depth
    repeat { _ = try next(in: bytes) } while depth > before
  }

  private mutating func value(_ bytes: Span<UInt8>, _ byte: UInt8) throws(JSONProblem) -> JSONToken {
    switch byte {
    case UInt8(ascii: "\""):
      let (range, isEscaped) = try scanString(bytes)
      completed()
      return .string(range, isEscaped: isEscaped)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let range = try scanNumber(bytes)
      completed()
      return .number(range)
    case UInt8(ascii: "{"): return try open(isObject: true)
    case UInt8(ascii: "["): return try open(isObject: false)
    case UInt8(ascii: "t"): return try word("true", bytes, .bool(true))
    case UInt8(ascii: "f"): return try word("false", bytes, .bool(false))
    case UInt8(ascii: "n"): return try word("null", bytes, .null)
    default: throw problem("expected a value")
    }
  }

  private mutating func key(_ bytes: Span<UInt8>, _ byte: UInt8) throws(JSONProblem) -> JSONToken {
    guard byte == UInt8(ascii: "\"") else { throw problem("expected a key in double quotes") }
    let (range, isEscaped) = try scanString(bytes)
    expectation = .colon
    return .key(range, isEscaped: isEscaped)
  }

  private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>, _ token: JSONToken) throws(JSONProblem)
    -> JSONToken
  {
    let start = offset
    for index in 0..<word.utf8CodeUnitCount {
      guard start + index < bytes.count else {
        offset = bytes.count
        throw unexpectedEnd()
      }
      // In bounds: the index is below the word's count.
      let expected = unsafe word.utf8Start[index]
      guard bytes[start + index] == expected else { throw problem("expected a value") }
    }
    offset = start + word.utf8CodeUnitCount
    completed()
    return token
  }

  private mutating func open(isObject: Bool) throws(JSONProblem) -> JSONToken {
    guard depth < Self.maximumDepth else { throw problem("nested deeper than \(Self.maximumDepth) levels") }
    let bit = UInt64(1) << UInt64(depth & 63)
    if isObject { objects[depth >> 6] |= bit } else { objects[depth >> 6] &= ~bit }
    depth += 1
    offset += 1
    expectation = isObject ? .keyOrEnd : .valueOrEnd
    return isObject ? .beginObject : .beginArray
  }

  private mutating func close() -> JSONToken {
    let token: JSONToken = isInObject ? .endObject : .endArray
    depth -= 1
    offset += 1
    completed()
    return token
  }

  private mutating func completed() { expectation = depth == 0 ? .end : .commaOrEnd }

  private var isInObject: Bool { objects[(depth - 1) >> 6] >> UInt64((depth - 1) & 63) & 1 == 1 }
  private var container: String { isInObject ? "object" : "array" }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  func problem(_ message: String) -> JSONProblem { JSONProblem(offset: offset, message: message) }

  func unexpectedEnd() -> JSONProblem {
    JSONProblem(offset: offset, message: "the text ends in the middle of a value", isUnexpectedEnd: true)
  }
}
