/// What the reference planner remembers, in plain dictionaries; and where the jobs lie.
struct ReferenceLedger {
  struct Sequence {
    /// Whose message went last.
    var subject: String
    var start: Int64
    var repetition: Int
    var variant: String?
    var lastAt: Int64
    var isEnded: Bool
    /// The step that went last; nil where `until` ended it, which is for good.
    var lastStep: String?
  }

  struct Telling {
    var campaign: String
    var purpose: String
    var at: Int64
  }

  struct Message {
    enum State { case told, heldOut, owed, over }
    var state: State
    var campaign: String
    var step: String
    var purpose: String
    var entity: String
    var subject: String
    var sequence: String
    var repetition: Int
    var customer: String?
    /// When it was decided; a fallback is the same decision.
    var at: Int64
    var start: Int64
    var variant: String?
    /// One a channel, the latest last.
    var jobs: [Job] = []

    /// Channels that have been tried: what was taken out of the queue first was not.
    var tried: Set<String> { Set(jobs.filter { $0.state != "withdrawn" }.map(\.channel)) }

    var hasArrived: Bool { jobs.contains { $0.state == "delivered" } }

    func attempts(on channel: String) -> Int { jobs.first { $0.channel == channel }?.attempt ?? 0 }

    /// For caps, and for rules that ask what a customer was told. A task for a person tells nobody.
    var counts: Bool {
      state == .told && jobs.last?.channel != "agent"
        && !["failed", "withdrawn", "dropped"].contains(jobs.last?.state ?? "")
    }
  }

  struct Job {
    enum Place { case waiting, held, claimed, gone }
    var channel: String
    /// As its file is called.
    var attempt: Int
    /// As its receipts say.
    var state = "queued"
    var place: Place
    var spooled: Int64
    /// Above `spooled` where it was deferred.
    var notBefore: Int64
    /// When it was last seen to be something else.
    var since: Int64

    var waits: Bool { place == .waiting || place == .held }
  }

  /// Workers take every job at once, and nobody hears of them again.
  var isCalm = false
  var lastRun: Int64?
  /// What was decided, by name.
  var messages: [String: Message] = [:]
  var sequences: [String: Sequence] = [:]
  /// Since when a campaign's `when` is true, by campaign and subject.
  var seen: [String: [String: Int64]] = [:]

  func tellings(_ customer: String) -> [Telling] {
    messages.values.filter { $0.counts && $0.customer == customer }
      .map { Telling(campaign: $0.campaign, purpose: $0.purpose, at: $0.at) }
  }

  /// - Parameter overlooked: a message is not held against itself, nor what was decided together with it.
  func lastTold(_ campaign: String, _ customer: String, overlooked: (campaign: String, at: Int64)? = nil) -> Int64? {
    tellings(customer).filter { telling in
      telling.campaign == campaign
        && !(overlooked.map { $0.campaign == campaign && $0.at == telling.at } ?? false)
    }.map(\.at).max()
  }

  /// Taken out of the queue before anybody claimed it: its message is owed again, is over, or goes another way.
  mutating func withdraw(_ name: String, _ channel: String, _ purpose: String, at now: Int64) {
    guard let place = messages[name]?.jobs.firstIndex(where: { $0.channel == channel }), var message = messages[name]
    else { return }
    message.jobs[place].state = "withdrawn"
    message.jobs[place].place = .gone
    message.jobs[place].since = now
    if purpose == "over" { message.state = .over }
    if purpose == "owed" {
      message.state = .owed
      // A sequence that ended with this step goes on.
      if let sequence = sequences[message.sequence], sequence.repetition == message.repetition,
        sequence.lastStep == message.step
      {
        sequences[message.sequence]?.isEnded = false
      }
    }
    messages[name] = message
  }
}
