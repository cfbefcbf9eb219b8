import JSON

/// What a gateway's answers mean, beyond the status: the part of a request file behind `###`.
struct AnswerRules: Hashable, Sendable {
  /// Where the answer has the provider's id of the message.
  var id: [AnswerPath] = []
  /// Where it has the provider's own code of what went wrong; the first that is there counts.
  var code: [AnswerPath] = []
  /// Codes and statuses by what they mean, before what the status says by itself.
  var meanings: [AnswerMeaning: [AnswerCode]] = [:]
  /// The provider sends nothing twice for one `Idempotency-Key`, so a lost answer may be asked for again.
  var isIdempotent = false
  /// Seconds for a whole exchange.
  var timeout = 30

  func meaning(status: Int, code: String?) -> AnswerMeaning? {
    AnswerMeaning.allCases.first { meaning in
      meanings[meaning]?.contains { $0.matches(status: status, code: code) } ?? false
    }
  }
}

enum AnswerMeaning: String, Hashable, Sendable, CaseIterable {
  case sent, failed, deferred
  /// Deferred, and the channel rests.
  case pause
}

/// `21211`, `300-399`, `http-404`.
enum AnswerCode: Hashable, Sendable {
  case code(String)
  case codes(ClosedRange<Int>)
  case status(Int)

  init?(_ text: some StringProtocol) {
    if text.hasPrefix("http-") {
      guard let status = Int(text.dropFirst(5)), (200...599).contains(status) else { return nil }
      self = .status(status)
      return
    }
    if let dash = text.firstIndex(of: "-"), let from = Int(text[..<dash]),
      let to = Int(text[text.index(after: dash)...])
    {
      guard from <= to else { return nil }
      self = .codes(from...to)
    } else {
      guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
      self = .code(String(text))
    }
  }

  func matches(status: Int, code: String?) -> Bool {
    switch self {
    case .code(let text): text == code
    case .codes(let range): code.flatMap { Int($0) }.map { range.contains($0) } ?? false
    case .status(let wanted): wanted == status
    }
  }
}

/// Where in a JSON answer a value is: `messages.0.id`.
struct AnswerPath: Hashable, Sendable {
  var names: [String]

  init?(_ text: some StringProtocol) {
    names = String(text).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  /// A text or a number; nil where there is neither.
  func text(in answer: JSONValue) -> String? {
    var value = answer
    for name in names {
      if let elements = value.array {
        guard let index = Int(name), elements.indices.contains(index) else { return nil }
        value = elements[index]
      } else {
        guard let member = value[name] else { return nil }
        value = member
      }
    }
    switch value {
    case .string(let text): return text
    case .number(let text): return text
    default: return nil
    }
  }
}
