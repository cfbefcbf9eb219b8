import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Spool

let resendCommand = Command(
  name: "resend", operands: "ID… | -", summary: "tells a message again: a person's remedy",
  details:
    "Spools the messages of these jobs again, under the next attempt of the same id: as they were, if their job is still "
    + "in the spool, else made anew from today's records. Suppression, only_to and the channel's consent hold, and quiet "
    + "hours put it off; windows and caps are not asked. What is still queued or with a worker is refused. - reads ids "
    + "from standard input. Exits 1 if any was refused.",
  options: planningOptions,
  examples: [
    .init(line: "herald resend 0comv4ip", says: "one message, by enough of its job's id"),
    .init(line: "herald messages --campaign receipt --since 1d --ids | herald resend -", says: "a day's receipts"),
  ],
  takes: 1...100_000
) { invocation in try ResendRun(invocation).run() }

/// One `resend`.
struct ResendRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let wanted = try invocation.ids()
    let (now, isGiven) = try invocation.now(project)
    return try invocation.underLock(project) { place, lock in
      let found = try Remedies.find(wanted, place)
      var request = Planner.Request(now: now, isNowGiven: isGiven, threads: try invocation.threads())
      request.subjects = found.subjects
      let plan = try Planner(project: project, history: place.memory.history, request: request).planOrFail()
      let batch = place.memory.nextBatch(now: now)
      let reteller = Reteller(plan, batch: batch, signKey: place.memory.signKey)
      var remedies = Remedies(place: place, plan: plan, reteller: reteller, batch: batch)
      var lines: [String] = []
      var refused = 0
      for wish in found.wishes {
        do throws(Remedies.Refusal) {
          let job = try remedies.add(wish)
          let later = job.notBefore > now.seconds ? Instant(seconds: job.notBefore) : nil
          lines.append(
            "\(wish.id): spooled again by \(job.channel), attempt \(job.attempt)"
              + (later.map { ", for \($0.rfc3339(in: project.zone)): quiet hours" } ?? ""))
        } catch {
          refused += 1
          lines.append("\(wish.id): not told again: \(error.words)")
        }
      }
      if !remedies.jobs.isEmpty {
        try place.dispatch(remedies.jobs, remedies.journal(now), batch: batch, now: now.seconds, lock: lock)
      }
      // Said when it is true: nothing was told again if the batch could not be published.
      for line in lines { invocation.terminal.print(line) }
      return remedies.jobs.isEmpty && found.unknown == wanted.count ? .nothingThere : refused > 0 ? .attention : .fine
    }
  }
}
