import JSON
import Platform
import Spool

/// What an answer, or the lack of one, says about the job.
extension SendResult {
  init(_ end: CurlEnd, _ rules: AnswerRules, now: Int64) {
    guard end.code == .ok, end.status >= 200 else {
      self.init(unanswered: end, rules)
      return
    }
    let answer = try? JSONValue.parse(end.answer)
    let code = rules.code.lazy.compactMap { path in answer.flatMap { path.text(in: $0) } }.first
    self.init(Self.meaning(status: end.status, code, rules), status: end.status, code)
    if outcome == .sent {
      providerID = rules.id.lazy.compactMap { path in answer.flatMap { path.text(in: $0) } }.first.map(Self.shortened)
    }
    if outcome == .deferred { retryAfter = end.header("Retry-After").flatMap { RetryAfter.seconds($0, now: now) } }
  }

  /// What the file says, else by the status. A file that says which codes mean success says that others do not.
  private static func meaning(status: Int, _ code: String?, _ rules: AnswerRules) -> AnswerMeaning {
    if let meaning = rules.meaning(status: status, code: code) { return meaning }
    return switch status {
    case 200...299: code != nil && rules.meanings[.sent] != nil ? .failed : .sent
    case 408, 421, 425, 429, 500...: .deferred
    // The address has moved, or is not what it was, or our account is not welcome: no message is to blame.
    case 300...399, 401, 402, 403, 404, 405, 407, 410, 415: .pause
    default: .failed
    }
  }

  private init(_ meaning: AnswerMeaning, status: Int, _ code: String?) {
    let words = "the server answered \(status)" + (code.map { ", code \(Self.shortened($0))" } ?? "")
    switch meaning {
    case .sent: self.init(.sent)
    case .failed: self.init(.failed, reason: words)
    case .deferred: self.init(.deferred, reason: words)
    case .pause: self.init(.deferred, reason: words + Self.hint(status), pausesChannel: true)
    }
  }

  private static func hint(_ status: Int) -> String {
    switch status {
    case 401, 403, 407: ": our credentials are refused"
    case 402: ": the account has no credit"
    case 300...399: ": the address has moved, and redirects are not followed"
    case 404, 405, 410: ": the address is wrong"
    default: ""
    }
  }

  /// A provider's own words are for the log and the ledger: short, in plain letters, and never an address.
  private static func shortened(_ text: String) -> String {
    let plain = text.unicodeScalars.prefix(128).filter { $0.isASCII && $0.value > 0x20 && $0.value < 0x7F && $0 != "@" }
    return String(String.UnicodeScalarView(plain))
  }

  private init(unanswered end: CurlEnd, _ rules: AnswerRules) {
    let cause = end.code.words(systemError: end.systemError, detail: end.detail)
    switch end.phase {
    case .unconnected, .connected:
      self.init(.deferred, reason: "nothing was sent: \(cause)", pausesChannel: end.code.needsPerson)
    case .sending: self.init(.deferred, reason: "the request was cut off before its end: \(cause)")
    case .answered where end.status >= 200 && rules.code.isEmpty:
      // The status decides, and it came.
      self.init(Self.meaning(status: end.status, nil, rules), status: end.status, nil)
    case .answered where end.status >= 300:
      self.init(.deferred, reason: "the server answered \(end.status), and not to the end: \(cause)")
    case .sent, .answered:
      self.init(
        rules.isIdempotent ? .deferred : .unknown, reason: "the request was sent, and no whole answer came: \(cause)")
    }
  }
}

extension CurlCode {
  fileprivate func words(systemError: Errno?, detail: String?) -> String {
    detail ?? systemError.map { "\(words): \($0.words)" } ?? words
  }

  /// Certificates and host names do not mend themselves.
  fileprivate var needsPerson: Bool { self == .untrusted || self == .badAuthorities }
}
