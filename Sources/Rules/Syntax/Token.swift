import CivilTime

/// A word of the language, with the UTF-8 offsets it stands at.
struct Token: Sendable {
  enum Kind: Hashable, Sendable {
    /// The magnitude; a sign is an operator, and `-9223372036854775808` is put together by the parser.
    case int(UInt64)
    case double(Double)
    case duration(TimeSpan)
    case string(String)
    /// Also `true`, `null`, `in`, `and` …: which of them are words of the language depends on where they stand.
    case name(String)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, Sendable, CaseIterable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case notEqual = "!="
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case percent = "%"
    case not = "!"
    case question = "?"
    case colon = ":"
    case comma = ","
    case dot = "."
    case openParen = "("
    case closeParen = ")"
    case openBracket = "["
    case closeBracket = "]"
  }

  var kind: Kind
  var range: Range<Int>
}

/// Why an expression could not be read, at a range of its UTF-8 text.
struct SyntaxProblem: Error, Hashable, Sendable {
  var message: String
  var advice: String?
  var range: Range<Int>
}

extension Token.Kind {
  /// As it is named in messages.
  var words: String {
    switch self {
    case .int, .double: "a number"
    case .duration: "a duration"
    case .string: "a text"
    case .name(let name): "“\(name)”"
    case .symbol(let symbol): "“\(symbol.rawValue)”"
    case .end: "the end"
    }
  }
}
