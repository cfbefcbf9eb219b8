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
      do throws(SpoolProblem) { check(try folder.backlog(channel)) } catch {
        add(.bad, "channel \(channel)", error.diagnostic.message, error.diagnostic.advice)
      }
    }
  }

  private mutating func check(_ backlog: Backlog) {
    let name = "channel \(backlog.channel)"
    let late = backlog.waitingSince.map { now.seconds - $0 } ?? 0
    var says = "\(grouped(backlog.queued)) in the queue"
    if late > 0 { says += ", the oldest waiting for \(roughly(late))" }
    says += ", \(backlog.workersAlive) worker\(backlog.workersAlive == 1 ? "" : "s")"
    if backlog.isPaused {
      add(.look, name, says + "; paused", "herald spool resume \(backlog.channel)")
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
    for (count, place) in [(backlog.held, "held"), (backlog.dead, "dead"), (backlog.corrupt, "corrupt")] where count > 0
    {
      add(.look, name, "\(grouped(count)) in \(place)/", "herald spool list shows them")
    }
  }
}
