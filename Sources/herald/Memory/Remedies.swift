import Campaigns
import CivilTime
import JSON
import Ledger
import Planning
import Platform
import Spool

/// Makes the jobs of messages that a person wants told again.
struct Remedies {
  let place: Workplace
  let plan: Plan
  let reteller: Reteller
  let batch: String
  private(set) var jobs: [DispatchedJob] = []
  private var resent: [ResentMessage] = []
  private var records: [JobRecord] = []

  init(place: Workplace, plan: Plan, reteller: Reteller, batch: String) {
    self.place = place
    self.plan = plan
    self.reteller = reteller
    self.batch = batch
  }

  /// A message of the ledger, with the files that the spool has of its job.
  struct Wish {
    /// As it was asked for, until it is found.
    var id: String
    var message: ListedMessage?
    var channel = ""
    /// The highest attempt that ledger or spool know of.
    var attempt = 0
    var copies: [SpooledJob] = []
    /// As it left the spool.
    var archived: JobArchive.Entry?
    /// Nil where the campaign, its step or the channel is no longer in the project.
    var retelling: Retelling?
    var problem: Refusal?
  }

  struct Refusal: Error {
    var words: String
  }

  struct Found {
    var wishes: [Wish]
    /// How many ids nobody knows.
    var unknown: Int
    /// By campaign: the subjects whose records are needed.
    var subjects: [Int: Set<String>]
  }

  /// What the ledger and the spool know of these ids, or of those that begin so.
  static func find(_ wanted: [String], _ place: Workplace) throws -> Found {
    var wishes: [Wish] = []
    for text in wanted {
      let ids = text.utf8.count == 26 ? [text] : try place.ledger.jobs(idPrefix: text)
      guard ids.count < 2 else {
        wishes.append(Wish(id: text, problem: Refusal(words: "several jobs have an id that begins so")))
        continue
      }
      guard let id = ids.first, let known = try place.ledger.message(ofJob: id) else {
        wishes.append(Wish(id: text))
        continue
      }
      wishes.append(Wish(id: id, message: known.message, channel: known.channel, attempt: known.attempt))
    }
    let copies = try place.folder.locate(Set(wishes.map(\.id)))
    let gone = Set(wishes.filter { $0.message != nil && copies[$0.id] == nil }.map(\.id))
    let archived = try JobArchive(state: place.project.state).find(gone)
    var subjects: [Int: Set<String>] = [:]
    for index in wishes.indices {
      wishes[index].copies = copies[wishes[index].id] ?? []
      wishes[index].archived = archived[wishes[index].id]
      wishes[index].attempt = max(wishes[index].attempt, wishes[index].copies.map(\.name.attempt).max() ?? 0)
      wishes[index].retelling = wishes[index].retelling(in: place.project)
      if let wish = wishes[index].retelling { subjects[wish.campaign, default: []].insert(wish.subject) }
    }
    let unknown = wishes.count { $0.message == nil && $0.problem == nil }
    return Found(wishes: wishes, unknown: unknown, subjects: subjects)
  }

  /// Makes the job of one message; throws why there is none.
  mutating func add(_ wish: Wish) throws(Refusal) -> DispatchedJob {
    guard let listed = wish.message else {
      let problem: Refusal = wish.problem ?? Refusal(words: "no message has a job of this id")
      throw problem
    }
    try refuseWaiting(wish)
    let campaign = listed.message.campaign
    let stopped = place.memory.history.stopped
    if stopped.contains(campaign) || stopped.contains("all") {
      throw Refusal(words: "\(campaign) is stopped; herald resume lets it go on")
    }
    guard wish.attempt < 99 else { throw Refusal(words: "it has had 99 attempts") }
    let asItWas = try fromFile(wish, listed.message)
    let job = if let asItWas { asItWas } else { try anew(wish) }
    jobs.append(job)
    resent.append(
      ResentMessage(key: listed.message.key, campaign: campaign, channel: job.channel, attempt: job.attempt))
    records.append(JobRecord(id: job.id, attempt: job.attempt, message: listed.message.key, channel: job.channel))
    return job
  }

  /// What the ledger learns with the batch.
  func journal(_ now: Instant) -> LedgerJournal {
    LedgerJournal(ledger: place.ledger, resent: resent, jobs: records, now: now)
  }

  private func refuseWaiting(_ wish: Wish) throws(Refusal) {
    for copy in wish.copies {
      switch copy.place {
      case .queue: throw Refusal(words: "it still waits in the queue")
      case .deferred: throw Refusal(words: "it waits for another attempt")
      case .held: throw Refusal(words: "it is held in the spool")
      case .work: throw Refusal(words: "a worker has it")
      default: break
      }
    }
  }

  /// The job as it was, under the next attempt: to today's address, at a time that today's records allow.
  private func fromFile(_ wish: Wish, _ message: MessageRecord) throws(Refusal) -> DispatchedJob? {
    guard let (name, bytes) = latest(wish), JobFile(bytes) != nil, let file = try? JSONValue.parse(bytes),
      let old = file.members
    else { return nil }
    let passage = try passage(wish, message, address: file["to"]?["address"]?.string ?? "")
    let expires = name.expires.map { passage.notBefore.seconds + max(3600, $0 - name.notBefore) }
    let again = SpooledAgain(
      batch: batch, now: plan.now, passage: passage, expires: expires.flatMap { Instant(seconds: $0) },
      attempt: wish.attempt + 1)
    return DispatchedJob(
      channel: wish.channel, rank: name.rank, notBefore: passage.notBefore.seconds, expires: expires,
      attempt: wish.attempt + 1, id: wish.id, bytes: again.line(old))
  }

  /// Its latest file, in the spool or as it left it.
  private func latest(_ wish: Wish) -> (name: JobName, bytes: [UInt8])? {
    let latest = wish.copies.filter { $0.place != .corrupt }.max { $0.name.attempt < $1.name.attempt }
    if let latest, let bytes = try? place.folder.read(latest) { return (latest.name, bytes) }
    return wish.archived.map { ($0.name, $0.job) }
  }

  private func passage(_ wish: Wish, _ message: MessageRecord, address: String) throws(Refusal) -> Passage {
    if let retelling = wish.retelling, reteller.knows(retelling) {
      switch reteller.passage(retelling) {
      case .success(let passage): return passage
      case .failure(.lack(let lack)): throw Refusal(words: lack.rawValue)
      case .failure(.noRecord): break
      }
    }
    // Without records nobody knows of consent. Only what needs none may go.
    let project = place.project
    guard let channel = project.channels.firstIndex(where: { $0.name == wish.channel }) else {
      throw Refusal(words: "herald.yaml has no channel \(wish.channel)")
    }
    let asks = wish.retelling.flatMap { project.campaigns[$0.campaign].reach[channel]?.consent } != nil
    guard let purpose = Purpose(rawValue: message.purpose), purpose != .marketing, !asks else {
      throw Refusal(words: "no export has its subject any more, so its consent is unknown")
    }
    guard let passage = plan.shopPassage(channel: channel, address: address, purpose: purpose) else {
      throw Refusal(words: ChannelLack.Lack.suppressed.rawValue)
    }
    return passage
  }

  private func anew(_ wish: Wish) throws(Refusal) -> DispatchedJob {
    guard var retelling = wish.retelling else {
      throw Refusal(words: "its campaign, step or channel is gone, and its job is no longer in the spool")
    }
    retelling.attempt = wish.attempt + 1
    switch reteller.tell(retelling) {
    case .job(let job):
      return DispatchedJob(
        channel: job.channel, rank: job.rank, notBefore: job.notBefore,
        expires: job.expires == 9_999_999_999 ? nil : job.expires, attempt: job.attempt, id: job.id, bytes: job.bytes)
    case .noRecord:
      throw Refusal(words: "no export has its subject any more, and its job is no longer in the spool")
    case .lack(let lack): throw Refusal(words: lack.rawValue)
    case .noText(let why): throw Refusal(words: "its text cannot be made: \(why)")
    }
  }
}

extension Remedies.Wish {
  fileprivate func retelling(in project: Project) -> Retelling? {
    guard let message = message?.message,
      let campaign = project.campaigns.firstIndex(where: { $0.id == message.campaign }),
      let step = project.campaigns[campaign].steps.firstIndex(where: { $0.name == message.step }),
      let channel = project.channels.firstIndex(where: { $0.name == channel }),
      project.entities[project.campaigns[campaign].each].name == message.subjectEntity
    else { return nil }
    var wish = Retelling(campaign: campaign, step: step, subject: message.subjectKey, channel: channel, id: id)
    wish.start = Instant(microseconds: message.startAt)
    wish.variant = message.variant.flatMap { name in
      project.campaigns[campaign].split.firstIndex { $0.name == name }
    }
    return wish
  }
}

/// A job's line with what is new about it when it is told again.
private struct SpooledAgain {
  var batch: String
  var now: Instant
  var passage: Passage
  var expires: Instant?
  var attempt: Int

  func line(_ old: [JSONValue.Member]) -> [UInt8] {
    var fresh: [String: JSONValue] = [
      "attempt_limit": .number(String(min(99, attempt + 7))), "batch": .string(batch),
      "created_at": .string(now.rfc3339),
      "not_before": .string(passage.notBefore.rfc3339),
      "quiet": .array(passage.quiet.map { .array([.string($0.start.rfc3339), .string($0.end.rfc3339)]) }),
    ]
    if let expires { fresh["expires_at"] = .string(expires.rfc3339) }
    for member in old where fresh[member.key] == nil && member.key != "expires_at" { fresh[member.key] = member.value }
    if case .object(var to)? = fresh["to"] {
      to.removeAll { $0.key == "address" || ($0.key == "name" && passage.name != nil) }
      to.append(.init(key: "address", value: .string(passage.address)))
      if let name = passage.name { to.append(.init(key: "name", value: .string(name))) }
      fresh["to"] = .object(to.sorted { $0.key < $1.key })
    }
    var writer = JSONWriter()
    writer.value(.object(fresh.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }))
    return writer.bytes + [0x0A]
  }
}
