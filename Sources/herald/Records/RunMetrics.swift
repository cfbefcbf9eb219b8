import Campaigns
import CivilTime
import Ledger
import Planning
import Platform
import Spool
import Tables

/// `metrics: FILE`: what a run came to, for the node exporter's textfile collector. Nothing of a customer.
struct RunMetrics {
  let project: Project

  /// Replaces the file in one step; outside of the state folder readable by others, since the exporter is another account. A file that cannot be
  /// written is no reason for a run to fail; its absence shows where it is missed.
  func write(_ log: RunLog, now: Instant, code: ExitCode, ledger: LedgerStore?) {
    guard let name = project.metrics else { return }
    let path = name.hasPrefix("/") ? name : project.directory + "/" + name
    var text = MetricsText()
    addRun(log, code, &text)
    if let plan = log.plan { addPlan(plan, &text) }
    if let ledger, let jobs = try? ledger.spooledJobs() {
      text.add("herald_jobs_spooled_total", .counter, "Jobs that were put into the queue.", [.init(Double(jobs))])
    }
    addQueues(now, &text)
    _ = try? FileSystem.makeDirectories(FileSystem.parent(of: path))
    try? FileSystem.replace(path, with: text.bytes, mode: isInState(path) ? 0o600 : 0o644)
  }

  private func isInState(_ path: String) -> Bool {
    guard let folder = try? FileSystem.resolve(FileSystem.parent(of: path)),
      let state = try? FileSystem.resolve(project.state)
    else { return false }
    return (folder + "/").hasPrefix(state + "/")
  }

  private func addRun(_ log: RunLog, _ code: ExitCode, _ text: inout MetricsText) {
    text.add(
      "herald_run_timestamp_seconds", .gauge, "When the last run ended, by the clock.",
      [.init(Double(SystemClock.microseconds / 1000) / 1000)])
    text.add("herald_run_duration_seconds", .gauge, "How long the last run took.", [.init(log.duration)])
    text.add(
      "herald_run_exit_code", .gauge, "The exit code of the last run: 0 fine, 1 a person is needed, above it failed.",
      [.init(Double(code.rawValue))])
    guard log.plan != nil else { return }
    text.add("herald_problems", .gauge, "Problems that stand and need a person.", [.init(Double(log.standing))])
  }

  private func addPlan(_ plan: Plan, _ text: inout MetricsText) {
    let counts = plan.counts()
    text.add(
      "herald_candidates", .gauge, "Candidates of the last run by campaign and outcome.",
      project.campaigns.indices.filter { project.campaigns[$0].enabled }.flatMap { index in
        Outcome.allCases.map { outcome in
          .init(
            Double(counts[index]?[outcome] ?? 0),
            [("campaign", project.campaigns[index].id), ("outcome", outcome.rawValue)])
        }
      })
    text.add(
      "herald_export_age_seconds", .gauge, "How old each export was at the last run.",
      plan.exportFiles.compactMap { entity, files in
        files.map(\.modified).min().map {
          .init(Double(plan.now.since($0).seconds), [("entity", entity)])
        }
      })
    text.add(
      "herald_export_rows", .gauge, "Rows of each export that the last run read.",
      plan.reports.map { .init(Double($0.report.rows), [("entity", $0.entity)]) })
    text.add(
      "herald_rejected_rows", .gauge, "Rows of each export that could not be read.",
      plan.reports.map { .init(Double($0.report.rejectedCount), [("entity", $0.entity)]) })
  }

  private func addQueues(_ now: Instant, _ text: inout MetricsText) {
    guard let folder = try? SpoolFolder(opening: project.state + "/spool"), let channels = try? folder.channels()
    else { return }
    let backlogs = channels.compactMap { try? folder.backlog($0) }
    text.add(
      "herald_queue_jobs", .gauge, "Jobs that wait in the queue.",
      backlogs.map { .init(Double($0.queued), [("channel", $0.channel)]) })
    text.add(
      "herald_queue_oldest_seconds", .gauge, "For how long the first job of the queue has been waiting and due.",
      backlogs.map {
        .init(Double(max(0, now.seconds - ($0.waitingSince ?? now.seconds))), [("channel", $0.channel)])
      })
  }
}
