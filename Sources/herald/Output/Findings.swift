import Campaigns
import Diagnostics
import Planning
import Tables

/// What a person must know of a plan or run, beside its numbers.
struct Findings {
  private(set) var diagnostics: [Diagnostic] = []
  /// Something is wrong that no later run mends by itself.
  private(set) var needsPerson = false

  init(_ plan: Plan, _ project: Project) {
    for broken in project.broken {
      needsPerson = true
      let start = SourcePosition(line: 0, column: 0)
      diagnostics += broken.problems.filter { $0.severity == .error }
        .sorted { ($0.position ?? start) < ($1.position ?? start) }
      diagnostics.append(Diagnostic(.note, "\(broken.id) sits out; the other campaigns run"))
    }
    for (entity, problem) in plan.exportProblems {
      needsPerson = true
      diagnostics.append(problem)
      diagnostics.append(Diagnostic(.note, "\(entity) cannot be used; what reads it waits (stale-data)"))
    }
    if !plan.suppressionProblems.isEmpty { needsPerson = true }
    diagnostics += plan.suppressionProblems
    for (entity, report) in plan.reports where report.rejectedCount > 0 {
      needsPerson = true
      let first = report.rejected.first?.diagnostic
      diagnostics.append(
        Diagnostic(
          .warning,
          "\(report.rejectedCount) row\(report.rejectedCount == 1 ? "" : "s") of \(entity) cannot be read; the first: \(first?.message ?? "")",
          advice: first?.advice, file: first?.file, at: first?.position))
    }
    addOwed(plan, project)
    for alarm in plan.alarms {
      needsPerson = true
      diagnostics.append(Diagnostic(.warning, alarm.headline, advice: alarm.advice))
    }
  }

  /// Owed notices that can reach nobody, or whose time passed.
  private mutating func addOwed(_ plan: Plan, _ project: Project) {
    for (index, counts) in plan.counts().sorted(by: { $0.key < $1.key }) {
      let campaign = project.campaigns[index]
      if campaign.purpose == .legal, let count = counts[.unreachable], count > 0 {
        needsPerson = true
        diagnostics.append(
          Diagnostic(
            .warning, "\(campaign.id): \(count) owed notice\(count == 1 ? "" : "s") can reach nobody",
            advice: "herald plan --decisions - lists them as unreachable"))
      }
      if campaign.purpose != .marketing, let count = counts[.expired], count > 0 {
        needsPerson = true
        diagnostics.append(
          Diagnostic(
            .warning, "\(campaign.id): \(count) message\(count == 1 ? "" : "s") passed unsent (expired)",
            advice:
              "herald plan --decisions - lists them; a run more often, or a longer before:, would have caught them"))
      }
    }
  }
}

extension Alarm {
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
