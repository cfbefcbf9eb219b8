import CivilTime
import Ledger

/// What is wrong now, against what was wrong before: a problem is told when it is new and then once a day, so that cron
/// mails what matters.
struct StandingProblems {
  /// To be told now.
  private(set) var told: [Finding] = []
  /// For the ledger: told ones with their time, and those that are no more.
  private(set) var changed: [ProblemRecord] = []
  private(set) var solved: [String] = []

  static let reminder = TimeSpan(seconds: 86_400)

  init(_ findings: Findings, known: [ProblemRecord], now: Instant) {
    let known = Dictionary(known.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
    var standing: Set<String> = []
    for finding in findings.all {
      standing.formUnion(finding.identities)
      let new = finding.identities.filter { known[$0] == nil }
      guard !new.isEmpty || finding.identities.first.flatMap({ known[$0] }).map({ Self.isDue($0, now) }) ?? true
      else { continue }
      told.append(finding)
      for identity in Set(new).union(finding.identities.prefix(1)).sorted() {
        changed.append(
          ProblemRecord(
            identity: identity, firstAt: known[identity]?.firstAt ?? now.microseconds, toldAt: now.microseconds))
      }
    }
    solved = known.keys.filter { !standing.contains($0) }.sorted()
  }

  /// A day has passed; also if the clock was wrong when it was told.
  private static func isDue(_ problem: ProblemRecord, _ now: Instant) -> Bool {
    let told = Instant(microseconds: problem.toldAt)
    return told > now || now.since(told) >= reminder
  }
}
