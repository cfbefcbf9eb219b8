package import CivilTime
import Diagnostics

// Scalars arrive as raw text; these decide on their types. Each says what it expected and returns nil if that is not it.
extension YAMLNode {
  /// Any scalar with something in it. `what` is the key's name.
  package func text(_ what: String, _ problems: ProblemList) -> String? {
    if isRefused { return nil }
    guard let scalar else {
      problems.add("“\(what)” must be a text, not \(kindWords)", advice: "write one value", at: self)
      return nil
    }
    guard !scalar.allSatisfy(\.isWhitespace) else {
      problems.add("“\(what)” is empty", advice: "write something, or remove it", at: self)
      return nil
    }
    return scalar
  }

  /// A text or a list of texts.
  package func texts(_ what: String, _ problems: ProblemList) -> [YAMLNode] {
    guard let sequence else { return text(what, problems) == nil ? [] : [self] }
    if sequence.isEmpty { problems.add("“\(what)” is an empty list", advice: "remove it", at: self) }
    return sequence.filter { $0.text(what, problems) != nil }
  }

  package func bool(_ what: String, _ problems: ProblemList) -> Bool? {
    switch scalar?.lowercased() {
    case "yes", "true", "on": return true
    case "no", "false", "off": return false
    default:
      problems.add("“\(what)” must be yes or no", advice: "write one of the two", at: self)
      return nil
    }
  }

  package func integer(_ what: String, in range: ClosedRange<Int>, _ problems: ProblemList) -> Int? {
    let digits = scalar?.replacing("_", with: "")
    guard let digits, let number = Int(digits), range.contains(number) else {
      let bounds =
        range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      problems.add(
        "“\(what)” must be a whole number, \(bounds)",
        advice: "such as \(min(max(1, range.lowerBound), range.upperBound))",
        at: self)
      return nil
    }
    return number
  }

  package func number(_ what: String, _ problems: ProblemList) -> Double? {
    guard let scalar, let number = Double(scalar), number.isFinite, number >= 0 else {
      problems.add("“\(what)” must be a number", advice: "such as 0.07", at: self)
      return nil
    }
    return number
  }

  /// `10%`, `1 %`: as a share, 0 ... 1.
  package func percentage(_ what: String, _ problems: ProblemList) -> Double? {
    if let scalar, scalar.last == "%", let number = Double(scalar.dropLast().trimmingBlanks()),
      (0...100).contains(number)
    {
      return number / 100
    }
    problems.add("“\(what)” must be a percentage", advice: "such as 10%", at: self)
    return nil
  }

  /// `1h30m`.
  package func timeSpan(_ what: String, _ problems: ProblemList) -> TimeSpan? {
    if let scalar, let span = TimeSpan(text: scalar) { return span }
    problems.add("“\(what)” must be a duration", advice: "such as 90m, 24h, 1d12h or 2w", at: self)
    return nil
  }

  package func choice<Value>(_ what: String, _ choices: [(String, Value)], _ problems: ProblemList) -> Value? {
    if let scalar, let choice = choices.first(where: { $0.0 == scalar }) { return choice.1 }
    let names = choices.map(\.0)
    let found = scalar.map { "not “\($0)”" } ?? "not \(kindWords)"
    problems.add(
      "“\(what)” must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? ""), \(found)",
      advice: scalar.flatMap { nearest(to: $0, in: names) }.map { "did you mean “\($0)”?" } ?? "choose one of them",
      at: self)
    return nil
  }

  package func choice<Value: RawRepresentable & CaseIterable>(
    _ what: String, _ type: Value.Type, _ problems: ProblemList
  ) -> Value? where Value.RawValue == String {
    choice(what, Value.allCases.map { ($0.rawValue, $0) }, problems)
  }

  /// `none`, or what `read` makes of it. The outer nil is a problem.
  func unlessNone<Value>(_ read: (YAMLNode) -> Value?) -> Value?? {
    if scalar == "none" { return .some(nil) }
    return read(self).map { .some($0) }
  }

  /// Lists of quiet times, `none` included; problems are shown at the entry that has them.
  package func quietHours(_ what: String, _ problems: ProblemList) -> QuietHours? {
    if scalar == "none" { return QuietHours.none }
    let entries = texts(what, problems)
    guard !entries.isEmpty else { return nil }
    switch QuietHours.parse(entries.compactMap(\.scalar)) {
    case .success(let hours): return hours
    case .failure(let problem):
      let entry = entries.indices.contains(problem.index) ? entries[problem.index] : self
      problems.add(problem.message, advice: problem.advice, at: entry)
      return nil
    }
  }

  package func zone(_ what: String, _ problems: ProblemList) -> Zone? {
    guard let name = text(what, problems) else { return nil }
    if let zone = Zone.named(name) { return zone }
    let near = nearest(to: name, in: Zone.allNames).map { "did you mean “\($0)”?" }
    problems.add(
      "there is no time zone “\(name)”",
      advice: near ?? "an IANA name such as Europe/Berlin, or an offset such as +01:00",
      at: self)
    return nil
  }
}
