import CivilTime
import JSON
import Ledger
import Planning
import Platform
import Spool

/// Jobs that ended without being delivered, made into their next attempts.
struct Revival {
  let place: Workplace
  /// Seconds since 1970.
  let now: Int64
  /// Also those that may have been sent.
  let takesUnknown: Bool
  /// The files that are tried again.
  private(set) var jobs: [SpooledJob] = []
  /// By reason, how many are not.
  private(set) var refused: [String: Int] = [:]
  /// Dead letters whose later attempts are in the spool.
  private(set) var superseded: [SpooledJob] = []
  private(set) var dispatched: [DispatchedJob] = []
  private var resent: [ResentMessage] = []
  private var records: [JobRecord] = []

  init(place: Workplace, now: Int64, takesUnknown: Bool) {
    self.place = place
    self.now = now
    self.takesUnknown = takesUnknown
  }

  private struct Refusal: Error {
    var words: String
    init(_ words: String) { self.words = words }

    /// Also says how to insist.
    static let unknown = Refusal(
      "unknown: they may have been sent (give the id itself to try one again all the same)")
  }

  mutating func add(_ jobs: [SpooledJob]) throws {
    let copies = try place.folder.locate(Set(jobs.map(\.name.id)))
    // Of several attempts the last.
    let latest = Dictionary(grouping: jobs, by: \.name.id).values.compactMap {
      $0.max { $0.name.attempt < $1.name.attempt }
    }
    for job in latest.sorted(by: { $0.name < $1.name }) {
      do throws(Refusal) { try add(job, copies[job.name.id] ?? []) } catch { refused[error.words, default: 0] += 1 }
    }
  }

  /// What the ledger learns with the batch.
  func journal(_ now: Instant) -> LedgerJournal {
    LedgerJournal(ledger: place.ledger, resent: resent, jobs: records, now: now)
  }

  private mutating func add(_ job: SpooledJob, _ copies: [SpooledJob]) throws(Refusal) {
    guard let bytes = try? place.folder.read(job), let file = JobFile(bytes),
      let members = (try? JSONValue.parse(bytes))?.members
    else { throw Refusal("cannot be read") }
    if copies.contains(where: { $0.name.attempt > job.name.attempt || $0.place.isPending }) {
      // Of a retry that was cut short behind its publishing.
      if job.place == .dead { superseded.append(job) }
      throw Refusal("tried again before")
    }
    if job.name.isExpired(now) { throw Refusal("expired meanwhile") }
    if job.place == .unknown, !takesUnknown { throw Refusal.unknown }
    let known = try message(job)
    if let known { try require(known, of: job, file) }
    let attempt = max(job.name.attempt, known?.attempt ?? 0) + 1
    guard attempt <= 99 else { throw Refusal("had 99 attempts") }
    jobs.append(job)
    dispatched.append(
      DispatchedJob(
        channel: job.channel, rank: job.name.rank, notBefore: now, expires: job.name.expires, attempt: attempt,
        id: job.name.id, bytes: renewed(members, attempt)))
    guard let known else { return }
    let key = known.listed.message.key
    resent.append(ResentMessage(key: key, campaign: file.campaign, channel: job.channel, attempt: attempt))
    records.append(JobRecord(id: job.name.id, attempt: attempt, message: key, channel: job.channel))
  }

  private struct Known {
    var listed: ListedMessage
    var attempt: Int
  }

  /// Nil for a job that is not the ledger's: a trial, or another program's.
  private func message(_ job: SpooledJob) throws(Refusal) -> Known? {
    do {
      return try place.ledger.message(ofJob: job.name.id).map { Known(listed: $0.message, attempt: $0.attempt) }
    } catch { throw Refusal("cannot be found in the ledger") }
  }

  /// What became of the message since; a person must not tell it twice by a slip.
  private func require(_ known: Known, of job: SpooledJob, _ file: JobFile) throws(Refusal) {
    let message = known.listed.message
    let stopped = place.memory.history.stopped
    if stopped.contains(message.campaign) || stopped.contains("all") { throw Refusal("of a stopped campaign") }
    if known.listed.isOwed { throw Refusal("owed again: the next run decides") }
    guard message.channel == job.channel, known.attempt <= job.name.attempt else {
      throw Refusal("told another way meanwhile")
    }
    switch message.state {
    case .failed, .queued, .expired: break
    case .unknown: if !takesUnknown { throw Refusal.unknown }
    case .sent, .delivered: throw Refusal("sent")
    case .dropped, .withdrawn, .holdout, .baseline: throw Refusal(message.state.rawValue)
    }
  }

  /// The line as it was, with eight attempts of its own again.
  private func renewed(_ members: [JSONValue.Member], _ attempt: Int) -> [UInt8] {
    var values: [String: JSONValue] = [:]
    for member in members { values[member.key] = member.value }
    values["attempt_limit"] = .number(String(min(99, attempt + 7)))
    if let now = Instant(seconds: now) {
      values["batch"] = .string(place.memory.nextBatch(now: now))
      values["not_before"] = .string(now.rfc3339)
    }
    var writer = JSONWriter()
    writer.value(.object(values.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }))
    return writer.bytes + [0x0A]
  }
}
