import Campaigns
import Diagnostics
import Planning
import Platform
import Tables

/// Something that a person must know, beside a run's numbers: no later run mends it by itself.
struct Finding {
  /// What it is about, without its numbers: `unusable/order`. The same as long as it stands. Behind it the parts that
  /// it is made of, where each new one is news.
  var identities: [String]
  var diagnostics: [Diagnostic]
  /// It makes a run exit 1; what does not is only told.
  var needsPerson: Bool

  /// `unusable`
  var kind: Substring { identities.first?.split(separator: "/").first ?? "" }

  init(_ identity: String, parts: [String] = [], needsPerson: Bool = true, _ diagnostics: [Diagnostic]) {
    self.needsPerson = needsPerson
    identities = [identity] + parts.map { identity + "/" + $0 }
    self.diagnostics = diagnostics
  }
}

/// What a person must know of a plan or run.
struct Findings {
  private(set) var all: [Finding] = []

  var diagnostics: [Diagnostic] { all.flatMap(\.diagnostics) }
  var needsPerson: Bool { all.contains(where: \.needsPerson) }
  /// Those that lie in files and not in what was decided from them.
  var ofFiles: [Finding] { all.filter { ["broken", "unusable", "shrunk", "suppress"].contains($0.kind) } }

  init(_ plan: Plan, _ project: Project) {
    addBroken(project)
    addExports(plan)
    addOwed(plan, project)
    for alarm in plan.alarms {
      all.append(Finding(alarm.identity, [Diagnostic(.warning, alarm.headline, advice: alarm.advice)]))
    }
  }

  mutating func add(_ finding: Finding) { all.append(finding) }

  private mutating func addBroken(_ project: Project) {
    let start = SourcePosition(line: 0, column: 0)
    for broken in project.broken {
      let errors = broken.problems.filter { $0.severity == .error }
        .sorted { ($0.position ?? start) < ($1.position ?? start) }
      let note = Diagnostic(.note, "\(broken.id) sits out; the other campaigns run")
      all.append(Finding("broken/\(broken.id)", errors + [note]))
    }
  }

  private mutating func addExports(_ plan: Plan) {
    for (entity, problem) in plan.exportProblems {
      let note = Diagnostic(.note, "\(entity) cannot be used; what reads it waits (stale-data)")
      let kind = plan.shrunkExports.contains(entity) ? "shrunk" : "unusable"
      all.append(Finding("\(kind)/\(entity)", [problem, note]))
    }
    for problem in plan.suppressionProblems { all.append(Finding("suppress/\(problem.file ?? "")", [problem])) }
    for (entity, report) in plan.reports where report.rejectedCount > 0 {
      let first = report.rejected.first?.diagnostic
      let rows = "\(report.rejectedCount) row\(report.rejectedCount == 1 ? "" : "s")"
      all.append(
        Finding(
          "rejects/\(entity)",
          [
            Diagnostic(
              .warning, "\(rows) of \(entity) cannot be read; the first: \(first?.message ?? "")",
              advice: first?.advice, file: first?.file, at: first?.position)
          ]))
    }
  }

  /// Owed notices that can reach nobody, or whose time passed. Each new one is news.
  private mutating func addOwed(_ plan: Plan, _ project: Project) {
    for (index, counts) in plan.counts().sorted(by: { $0.key < $1.key }) {
      let campaign = project.campaigns[index]
      if campaign.purpose == .legal, let count = counts[.unreachable], count > 0 {
        all.append(
          Finding(
            "unreachable/\(campaign.id)", parts: parts(plan, index, .unreachable),
            [
              Diagnostic(
                .warning, "\(campaign.id): \(count) owed notice\(count == 1 ? "" : "s") can reach nobody",
                advice: "herald plan --decisions - lists them as unreachable")
            ]))
      }
      if campaign.purpose != .marketing, let count = counts[.expired], count > 0 {
        all.append(
          Finding(
            "expired/\(campaign.id)", parts: parts(plan, index, .expired),
            [
              Diagnostic(
                .warning, "\(campaign.id): \(count) message\(count == 1 ? "" : "s") passed unsent (expired)",
                advice:
                  "herald plan --decisions - lists them; a run more often, or a longer before:, would have caught them"
              )
            ]))
      }
    }
  }

  /// Names that tell the candidates apart and say nothing of whom they are about.
  private func parts(_ plan: Plan, _ campaign: Int, _ outcome: Outcome) -> [String] {
    Set(
      plan.decisions.filter { $0.campaign == campaign && $0.outcome == outcome }.map {
        ($0.message ?? Hash128("subject", plan.subjectKey($0), String($0.step))).base32
      }
    ).sorted()
  }
}

extension Alarm {
  fileprivate var identity: String {
    switch self {
    case .campaignLimit(let campaign, _, _): "limit/\(campaign)"
    case .houseLimit: "limit"
    case .surge(let campaign, _, _, _, _): "surge/\(campaign)"
    }
  }

  fileprivate var headline: String {
    switch self {
    case .campaignLimit(let campaign, _, _): "\(campaign) writes nothing in this run: \(words)"
    case .houseLimit: "nothing but legal messages goes out in this run: \(words)"
    case .surge(let campaign, _, _, _, let holds):
      holds
        ? "\(campaign) writes nothing in this run: \(words)"
        : "\(campaign): \(words); legal messages go out all the same"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .campaignLimit(let campaign, let owed, _):
      "see whether they are right (herald plan), then herald run --allow \(campaign)=\(owed)"
    case .houseLimit(let owed, _): "see whether they are right (herald plan), then herald run --allow all=\(owed)"
    case .surge(let campaign, let today, _, _, let holds):
      holds
        ? "see whether they are right (herald plan), then herald run --allow \(campaign)=\(today)"
        : "see whether they are right (herald plan)"
    }
  }
}
