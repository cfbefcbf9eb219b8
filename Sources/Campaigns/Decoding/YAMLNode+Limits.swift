package import CivilTime
import Diagnostics

// The small phrases of the house rules: `2000 per run`, `3 per 7d`, `20/s`, `10x`.
extension YAMLNode {
  /// `2000 per run`
  package func runLimit(_ what: String, _ problems: ProblemList) -> Int? {
    let words = phrase
    if words.count == 3, words[1] == "per", words[2] == "run", let number = Int(words[0].replacing("_", with: "")),
      number > 0
    {
      return number
    }
    problems.add("“\(what)” must be a number per run", advice: "such as 2000 per run, or none", at: self)
    return nil
  }

  /// `1 per day`, `3 per 7d`; one or a list.
  package func caps(_ what: String, _ problems: ProblemList) -> [Cap] {
    texts(what, problems).compactMap { $0.cap(what, problems) }
  }

  private func cap(_ what: String, _ problems: ProblemList) -> Cap? {
    let words = phrase
    if words.count == 3, words[1] == "per", let count = Int(words[0]), count >= 0 {
      if words[2] == "day" { return Cap(count: count, window: .day) }
      if let span = TimeSpan(text: words[2]), span > .zero { return Cap(count: count, window: .rolling(span)) }
    }
    problems.add("“\(what)” must be a number per time", advice: "such as 1 per day or 3 per 7d", at: self)
    return nil
  }

  /// `20/s`
  package func rate(_ what: String, _ problems: ProblemList) -> Rate? {
    let seconds: [Substring: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let parts = (scalar ?? "").split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, let count = Double(parts[0]), count > 0, count.isFinite, let per = seconds[parts[1]] {
      return Rate(count: count, per: TimeSpan(seconds: per))
    }
    problems.add("“\(what)” must be a number per time", advice: "such as 20/s or 600/m", at: self)
    return nil
  }

  /// `10x`
  package func factor(_ what: String, _ problems: ProblemList) -> Double? {
    if let scalar, scalar.last == "x", let factor = Double(scalar.dropLast()), factor >= 1, factor.isFinite {
      return factor
    }
    problems.add("“\(what)” must be a factor", advice: "such as 10x, or none", at: self)
    return nil
  }

  /// A duration, or years: `2y`, each of 365 days.
  package func longTimeSpan(_ what: String, _ problems: ProblemList) -> TimeSpan? {
    if let scalar, scalar.last == "y", let years = Int64(scalar.dropLast()), (1...100).contains(years) {
      return TimeSpan(seconds: years * 365 * 86_400)
    }
    return timeSpan(what, problems)
  }

  private var phrase: [String] { (scalar ?? "").split(separator: " ").map(String.init) }
}
