import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Platform
import Spool

/// What `doctor` looks at, a line each. Reads only: not even a lock is taken.
struct Checkup {
  enum Verdict: String {
    case ok
    /// A person should have a look; it may be as it should.
    case look
    /// It keeps messages from going, or will.
    case bad
  }

  struct Line {
    var verdict: Verdict
    /// `export order`
    var subject: String
    var says: String
    /// What to do; nil where all is well.
    var advice: String?
  }

  let project: Project
  let now: Instant
  private(set) var lines: [Line] = []

  init(_ project: Project, now: Instant) {
    self.project = project
    self.now = now
  }

  mutating func run() {
    checkCampaigns()
    let ledger = openLedger()
    checkExports(ledger)
    if let version = Zone.databaseVersion {
      add(.ok, "time zones", "tzdata \(version)")
    } else {
      add(.look, "time zones", "the database does not say its version", "is the system's tzdata package whole?")
    }
    checkState()
    checkLock()
    if let ledger { checkLedger(ledger) }
    checkChannels()
  }

  /// - Parameter advice: left out where all is well.
  mutating func add(_ verdict: Verdict, _ subject: String, _ says: String, _ advice: String? = nil) {
    lines.append(Line(verdict: verdict, subject: subject, says: says, advice: verdict == .ok ? nil : advice))
  }

  private mutating func checkCampaigns() {
    guard !project.broken.isEmpty else { return add(.ok, "campaigns", "\(project.campaigns.count) are read") }
    for broken in project.broken { add(.bad, "campaign \(broken.id)", "sits out", "herald check says why") }
  }

  private mutating func openLedger() -> LedgerStore? {
    let path = project.state + "/ledger.sqlite"
    do throws(LedgerProblem) {
      if let ledger = try LedgerStore.openReadOnly(path) { return ledger }
      add(.look, "ledger", "there is none yet", "the first herald run makes it")
    } catch {
      add(.bad, "ledger", error.diagnostic.message, error.diagnostic.advice)
    }
    return nil
  }
}

/// `3 d`, `2 h`, `12 min`, `5 s`
func roughly(_ seconds: Int64) -> String {
  switch seconds {
  case 172_800...: "\(seconds / 86_400) d"
  case 7200...: "\(seconds / 3600) h"
  case 120...: "\(seconds / 60) min"
  default: "\(seconds) s"
  }
}
