import Platform

/// What workers, providers and people do to spooled jobs from one run to the next, by chance.
///
/// Each draw depends on the run and the job's name alone, so that a scenario can be made smaller.
struct Fates {
  let house: HouseModel
  let run: RunModel
  let since: Int64

  /// Something that happened to a job.
  struct Event {
    enum Kind: Hashable {
      /// A receipt says so.
      case known(String)
      case deferred, claimed, returned, held, released
      /// A person took it back: owed again.
      case takenBack
    }
    var message: String
    var channel: String
    var kind: Kind
    /// Of its file, from then on.
    var attempt: Int
    var at: Int64
    var notBefore: Int64
    var text: String { "\(instantText(at)) \(message) by \(channel) #\(attempt): \(kind)" }
  }

  /// A worker claims this message's job just before the run takes it back.
  func isRaced(_ message: String) -> Bool {
    guard run.fates != 0 else { return false }
    var dice = dice(message + "|raced")
    return dice.chance(12)
  }

  func events(_ ledger: ReferenceLedger) -> [Event] {
    var events: [Event] = []
    for (name, message) in ledger.messages.sorted(by: { $0.key < $1.key }) {
      for job in message.jobs {
        if let event = event(name, job) {
          events.append(event)
        } else if isStopped(message), job.waits {
          events.append(
            Event(
              message: name, channel: job.channel, kind: .takenBack, attempt: job.attempt, at: run.now,
              notBefore: job.notBefore))
        }
      }
    }
    return events
  }

  /// `herald stop` takes back what is queued.
  private func isStopped(_ message: ReferenceLedger.Message) -> Bool {
    run.stopped.contains("all") || run.stopped.contains(message.campaign)
  }

  private func dice(_ name: String) -> Dice {
    Dice(seed: name.utf8.reduce(run.fates) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }

  private func event(_ name: String, _ job: ReferenceLedger.Job) -> Event? {
    guard run.fates != 0 else { return nil }
    var dice = dice("\(name)|\(job.channel)")
    guard let kind = kind(job, &dice) else { return nil }
    var event = Event(
      message: name, channel: job.channel, kind: kind, attempt: job.attempt,
      at: since + Int64(dice.int(1...Int(max(1, run.now - since)))), notBefore: job.notBefore)
    if kind == .deferred {
      event.attempt += 1
      event.notBefore = event.at + dice.pick([30, 900, hour, 6 * hour])
    }
    return event
  }

  private func kind(_ job: ReferenceLedger.Job, _ dice: inout Dice) -> Event.Kind? {
    let hasReports = house.channels.contains { $0.name == job.channel && $0.receipts }
    let delivered = Event.Kind.known(hasReports ? "delivered" : "sent")
    switch job.place {
    case .waiting:
      return dice.pick([
        nil, nil, nil, nil, nil, nil, nil, nil, nil, .deferred, .deferred, .claimed, .held, .takenBack, .known("sent"),
        .known("sent"), .known("sent"), delivered, .known("failed"), .known("failed"), .known("failed"),
        .known("unknown"), .known("dropped"),
      ])
    case .held: return dice.pick([nil, nil, .released, .takenBack, .known("dropped")])
    case .claimed:
      return dice.pick([nil, .returned, .deferred, .known("sent"), delivered, .known("failed"), .known("unknown")])
    case .gone:
      switch job.state {
      case "sent": return hasReports ? dice.pick([nil, nil, delivered, .known("failed")]) : nil
      case "unknown": return dice.pick([nil, nil, nil, .known("sent"), .known("failed")])
      case "failed": return hasReports && dice.chance(5) ? delivered : nil
      default: return nil
      }
    }
  }
}

extension ReferenceLedger {
  mutating func take(_ event: Fates.Event) {
    guard let place = messages[event.message]?.jobs.firstIndex(where: { $0.channel == event.channel }),
      var job = messages[event.message]?.jobs[place]
    else { return }
    job.attempt = event.attempt
    job.notBefore = event.notBefore
    switch event.kind {
    case .takenBack: return withdraw(event.message, event.channel, "owed", at: event.at)
    case .known(let state):
      job.state = state
      job.place = .gone
      job.since = event.at
    case .deferred, .returned, .released: job.place = .waiting
    case .claimed: job.place = .claimed
    case .held: job.place = .held
    }
    messages[event.message]?.jobs[place] = job
  }
}
