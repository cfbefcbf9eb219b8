import Campaigns
import CivilTime
import Diagnostics
import Spool

/// What waits to be sent, and who sends it.
extension Checkup {
  mutating func checkChannels() {
    guard let folder = try? SpoolFolder(opening: project.state + "/spool"), let channels = try? folder.channels()
    else { return }
    for channel in channels {
      do throws(SpoolProblem) { check(try folder.backlog(channel), folder) } catch {
        add(.bad, "channel \(channel)", error.diagnostic.message, error.diagnostic.advice)
      }
    }
  }

  private mutating func check(_ backlog: Backlog, _ folder: SpoolFolder) {
    let name = "channel \(backlog.channel)"
    let late = backlog.waitingSince.map { now.seconds - $0 } ?? 0
    var says = "\(grouped(backlog.queued)) in the queue"
    if late > 0 { says += ", the oldest waiting for \(roughly(late))" }
    says += ", \(backlog.workersAlive) worker\(backlog.workersAlive == 1 ? "" : "s")"
    if let pause = folder.pause(of: backlog.channel) {
      let since = Instant(seconds: pause.since).map { PlainTime.minute($0, project.zone) } ?? "?"
      says += "; paused since \(since) (\(roughly(max(0, now.seconds - pause.since))))"
      add(
        .look, name, pause.reason.isEmpty ? says : says + ": \(pause.reason)", "herald spool resume \(backlog.channel)")
    } else if late > 3600 {
      add(
        backlog.workersAlive == 0 ? .bad : .look, name, says,
        backlog.workersAlive == 0
          ? "nobody sends: herald drain \(backlog.channel)" : "more comes than its workers send")
    } else {
      add(.ok, name, says)
    }
    if backlog.workersDead > 0 {
      add(
        .look, name, "\(backlog.workersDead) died with \(backlog.claimed) jobs in hand or none",
        "the next herald drain \(backlog.channel) takes them back")
    }
    let asides = [
      (backlog.held, "in held/", "herald spool list --state held; release lets them go, drop ends them"),
      (backlog.dead, "in dead/", "herald spool list --state dead; retry tries them again, drop ends them"),
      (backlog.unknown, "unknown: sent or not", "herald spool list --state unknown; retry ID sends one again"),
      (backlog.corrupt, "in corrupt/", "herald spool list --state corrupt; look at them, then move them away"),
    ]
    for (count, says, advice) in asides where count > 0 { add(.look, name, "\(grouped(count)) \(says)", advice) }
  }
}
