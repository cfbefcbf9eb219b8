import Diagnostics

extension AnswerRules {
  private static let names =
    ["id", "code", "idempotent", "timeout"] + AnswerMeaning.allCases.map(\.rawValue)

  /// From the lines behind `###`.
  init(_ fields: [RequestFile.Field], _ diagnostics: inout [Diagnostic]) {
    self.init()
    for field in fields {
      let words = field.words
      guard !words.isEmpty else {
        diagnostics.append(field.place.diagnostic(.error, "“\(field.name)” says nothing"))
        continue
      }
      switch field.name {
      case "id": id += paths(field, &diagnostics)
      case "code": code += paths(field, &diagnostics)
      case "idempotent": isIdempotent = yesOrNo(field, &diagnostics)
      case "timeout": timeout = seconds(field, &diagnostics) ?? timeout
      default:
        guard let meaning = AnswerMeaning(rawValue: field.name) else {
          diagnostics.append(
            field.place.diagnostic(
              .error, "nothing about an answer is called “\(field.name)”",
              advice: suggestion(for: field.name, in: Self.names)))
          continue
        }
        meanings[meaning, default: []] += codes(field, &diagnostics)
      }
    }
    let usesCodes = meanings.values.joined().contains { if case .status = $0 { false } else { true } }
    if usesCodes, code.isEmpty, let field = fields.first(where: { AnswerMeaning(rawValue: $0.name) != nil }) {
      diagnostics.append(
        field.place.diagnostic(
          .error, "nothing says where an answer has its code",
          advice: "add “code: error.code” with the path; a status is written http-404"))
    }
  }

  private func paths(_ field: RequestFile.Field, _ diagnostics: inout [Diagnostic]) -> [AnswerPath] {
    field.words.compactMap { word in
      if let path = AnswerPath(word) { return path }
      diagnostics.append(field.problem("“\(word)” is no path", "names and numbers with dots, such as messages.0.id"))
      return nil
    }
  }

  private func codes(_ field: RequestFile.Field, _ diagnostics: inout [Diagnostic]) -> [AnswerCode] {
    field.words.compactMap { word in
      if let code = AnswerCode(word) { return code }
      diagnostics.append(field.problem("“\(word)” is no code", "codes such as 21211, 200-299 or http-404"))
      return nil
    }
  }

  private func yesOrNo(_ field: RequestFile.Field, _ diagnostics: inout [Diagnostic]) -> Bool {
    switch field.words {
    case ["yes"]: return true
    case ["no"]: return false
    default:
      diagnostics.append(field.problem("“\(field.name)” is yes or no", nil))
      return false
    }
  }

  private func seconds(_ field: RequestFile.Field, _ diagnostics: inout [Diagnostic]) -> Int? {
    if field.words.count == 1, field.words[0].hasSuffix("s"), let count = Int(field.words[0].dropLast()),
      (1...600).contains(count)
    {
      return count
    }
    diagnostics.append(field.problem("“timeout” is 1s to 600s", nil))
    return nil
  }
}

extension RequestFile.Field {
  /// Between blanks and commas, up to a comment.
  fileprivate var words: [String] {
    var words: [String] = []
    for word in value.text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }) {
      if word.hasPrefix("#") { break }
      words.append(String(word))
    }
    return words
  }

  fileprivate func problem(_ message: String, _ advice: String?) -> Diagnostic {
    value.diagnostic(.error, message, advice: advice, at: 0, length: max(1, value.text.utf8.count))
  }
}
