import Diagnostics
import Ledger

extension Findings {
  private static let mostTold = 5

  /// Messages that did not arrive, or may not have. Each legal one is news and a person's; of others, that there are any.
  mutating func add(_ troubles: [Trouble]) {
    for trouble in troubles {
      let isLegal = trouble.purpose == "legal"
      let count = counted(trouble.count, "message")
      let what =
        trouble.state == .unknown
        ? "\(count) may have been sent or not" : "\(count) could not be sent"
      var which = trouble.jobs.prefix(Self.mostTold).map { String($0.prefix(10)) }.joined(separator: ", ")
      if trouble.jobs.count > Self.mostTold { which += " and \(grouped(trouble.jobs.count - Self.mostTold)) more" }
      let list = "herald messages --campaign \(trouble.campaign) --state \(trouble.state.rawValue) lists them"
      let remedy = trouble.state == .unknown ? "; ask the provider, then herald resend or herald spool drop" : ""
      add(
        Finding(
          "\(trouble.state.rawValue)/\(trouble.campaign)", parts: trouble.jobs, needsPerson: isLegal,
          [
            Diagnostic(
              .warning, "\(trouble.campaign): \(what) (\(trouble.state.rawValue)\(which.isEmpty ? "" : ": ")\(which))",
              advice: list + (isLegal && remedy.isEmpty ? "; then herald resend or herald spool drop" : remedy))
          ]))
    }
  }
}
