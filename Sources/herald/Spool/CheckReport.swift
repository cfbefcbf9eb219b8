import Diagnostics
import JSON
import Ledger
import Spool

/// One kind of thing that `spool check` found, or one thing.
struct CheckFinding {
  var kind: String
  /// Relative to the spool, or an id.
  var place: String
  var says: String
  /// What to do, or what was done.
  var advice: String
  var isRepaired = false

  init(kind: String, place: String, says: String, advice: String, isRepaired: Bool = false) {
    self.kind = kind
    self.place = place
    self.says = says
    self.advice = advice
    self.isRepaired = isRepaired
  }

  init(lostBatch name: String) {
    self.init(
      kind: "lost-batch", place: name, says: "decided, but neither published nor staged: no run can go on",
      advice: "herald spool check --repair owes again what is missing of it")
  }

  init(missing jobs: [TakenBackJob]) {
    self.init(
      kind: "lost-jobs", place: counted(jobs.count, "job"),
      says: "the ledger waits for them, and there is neither file nor receipt",
      advice: "herald spool check --repair owes them again")
  }
}

/// What a check found, as it prints it.
final class CheckReport {
  private let desk: SpoolDesk
  private(set) var findings: [CheckFinding] = []

  init(_ desk: SpoolDesk) { self.desk = desk }

  /// Nothing is left for a person.
  var isEmpty: Bool { findings.allSatisfy(\.isRepaired) }

  func add(_ finding: CheckFinding) { findings.append(finding) }

  func add(_ defect: Defect, done: String? = nil) {
    let root = desk.folder.root + "/"
    let place = defect.path.hasPrefix(root) ? String(defect.path.dropFirst(root.count)) : defect.path
    add(
      CheckFinding(
        kind: defect.kind.rawValue, place: place, says: defect.detail, advice: done ?? defect.kind.advice,
        isRepaired: done != nil))
  }

  /// Jobs in the queue that the ledger has never decided: another program's, or an older ledger was adopted. Trials are
  /// nobody's message, and their ids begin with an x as no other's.
  func addStrangers(_ examination: Examination, _ ledger: LedgerStore?) throws {
    guard let ledger else { return }
    let ids = examination.pending.filter { !$0.hasPrefix("x") }
    for id in try ledger.unknownJobs(ids) {
      add(
        CheckFinding(
          kind: "unknown-job", place: id, says: "it waits to be sent, and the ledger has never decided it",
          advice: "herald spool show \(id.prefix(10)); if it must not go, herald spool hold or drop"))
    }
  }

  /// - Parameter sound: what was looked at, for a spool in which nothing is wrong.
  func print(sound: String) {
    let terminal = desk.terminal
    if desk.invocation.has("json") {
      for finding in findings { terminal.print(line(finding)) }
      return
    }
    if findings.isEmpty { return terminal.print("the spool is sound: \(sound)") }
    var kinds: [String] = []
    for finding in findings where !kinds.contains(finding.kind + finding.advice) {
      kinds.append(finding.kind + finding.advice)
      print(findings.filter { $0.kind + $0.advice == finding.kind + finding.advice })
    }
    let left = findings.count { !$0.isRepaired }
    let done = findings.count - left
    terminal.print(
      "\(counted(findings.count, "finding")): " + (done > 0 ? "\(grouped(done)) mended, " : "")
        + (left == 0 ? "nothing is left" : "\(grouped(left)) left"))
  }

  /// A few of a kind, each name on a line of its own since it may be as long as one, then what to do about all of them.
  private func print(_ alike: [CheckFinding]) {
    let most = 5
    let terminal = desk.terminal
    for finding in alike.prefix(most) {
      terminal.print(finding.isRepaired ? terminal.dim(finding.place) : terminal.bold(finding.place))
      terminal.print("  " + HelpText.wrap(finding.kind + ": " + finding.says, 76).replacing("\n", with: "\n  "))
    }
    if alike.count > most { terminal.print("\(alike[0].kind): and \(grouped(alike.count - most)) more") }
    terminal.print("  → " + HelpText.wrap(alike[0].advice, 74).replacing("\n", with: "\n    "))
  }

  private func line(_ finding: CheckFinding) -> String {
    var writer = JSONWriter()
    writer.object { out in
      out.text("advice", finding.isRepaired ? nil : finding.advice)
      out.text("done", finding.isRepaired ? finding.advice : nil)
      out.text("kind", finding.kind)
      out.text("place", finding.place)
      out.text("says", finding.says)
      out.key("v")
      out.number(1)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension Defect.Kind {
  /// What a person can do.
  fileprivate var advice: String {
    switch self {
    case .owner: "run herald and its workers as one account; chown -R the spool"
    case .permissions: "--repair lets only its owner use it"
    case .torn, .doubled, .draft: "--repair moves it to corrupt/"
    case .stranded, .misfiled: "--repair puts it into its chunk"
    case .foreign: "it is left alone; move it away"
    }
  }
}
