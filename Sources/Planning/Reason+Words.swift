import Campaigns
import CivilTime
import Rules

extension Reason {
  /// In plain words, with the campaign's own rules quoted: the `reason` of a decision.
  func words(_ program: CampaignProgram, zone: Zone, step: Int) -> String {
    switch self {
    case .none: return ""
    case .rule(let list, let index): return "\(list.rawValue): \(program.text(of: list, index, step: step))"
    case .unknown(let list, let index, let unknown):
      return "\(unknown.words) in \(list.rawValue): \(program.text(of: list, index, step: step))"
    case .text(let problem): return problem
    case .tooLong(let segments, let limit): return "its text takes \(segments) segments, and max_length is \(limit)"
    case .empty(let path): return "\(path) is empty and the text prints it"
    case .stale(let export, let staleness): return "\(export): \(staleness.words(zone))"
    case .decided(let message): return message.words(zone)
    case .awaitingReport(let message, let end, let next):
      return "\(message.words(zone)), and waits for a delivery report until \(end.rfc3339(in: zone)), then \(next)"
    case .withWorker(let channel): return "a worker has its job by \(channel)"
    case .reopened(let reopening, let lacks):
      return ([reopening.words(zone)] + lacks.map { "\($0.channel) \($0.lack.clause)" }).joined(separator: ", and ")
    case .noRecord: return "no export has its record any more"
    case .gone(let words): return words
    case .sameMessage(let subject): return "the same message goes to \(subject) in this run"
    case .sameSequence(let step): return "step \(step) of the same sequence goes in this run"
    case .ended: return "the sequence ended in an earlier run"
    case .closed(let instant): return "its window closed at \(instant.rfc3339(in: zone))"
    case .earlierStepPassed(let step): return "step \(step) passed unsent"
    case .channels(let lacks):
      return lacks.isEmpty
        ? "no channel has a body" : lacks.map { "\($0.channel): \($0.words(zone))" }.joined(separator: ", ")
    case .outside(let window): return "not between \(window.text) on the recipient's clock"
    case .cap(let cap, let counted, let told): return "\(told) told: \(cap.text) for \(counted)"
    case .capWithoutCustomer(let cap): return "the customer is not known, and \(cap.text) counts by customer"
    case .outrankedBy(let campaign, let cap): return "\(campaign) comes first: \(cap.text)"
    case .holdout(let share): return "one of the \(percent(share)) who hear nothing"
    case .limit(let alarm): return alarm.words
    case .stopped(let name): return name == "all" ? "all campaigns are stopped" : "the campaign is stopped"
    case .quietUntil(let end): return end.map { "until \($0.rfc3339(in: zone))" } ?? "for two weeks at least"
    }
  }
}

extension PastMessage {
  func words(_ zone: Zone) -> String {
    let time = at.rfc3339(in: zone)
    return switch state {
    case .told: "sent at \(time)"
    case .withdrawn: "over: its job was taken back because of until"
    case .heldOut: "held out since \(time)"
    case .baseline: "handled before the campaign was switched on, at \(time)"
    case .owed: "taken back, decided at \(time)"
    }
  }
}

extension Reopening {
  /// Why it is decided once more.
  func words(_ zone: Zone) -> String {
    switch cause {
    case .failed(let at): "\(channel) failed at \(at.rfc3339(in: zone))"
    case .unconfirmed(let after): "\(channel) reported no delivery within \(after.text)"
    case .lost: "its job by \(channel) is taken back"
    }
  }
}

extension Alarm {
  /// In a sentence, without advice.
  package var words: String {
    switch self {
    case .campaignLimit(_, let owed, let limit): "\(owed) messages are over its limit of \(limit) per run"
    case .houseLimit(let owed, let limit): "\(owed) messages are over the house's limit of \(limit) per run"
    case .surge(_, let today, let usual, let limit, _):
      "\(today) messages today, and \(usual) are usual: \(limit) are the most without a person's word"
    }
  }
}

extension Cap {
  /// `3 per 7d`
  package var text: String {
    switch window {
    case .rolling(let span):
      // As it is written: a week is 7d.
      span.nanoseconds == 0 && span.seconds % 86_400 == 0
        ? "\(count) per \(span.seconds / 86_400)d" : "\(count) per \(span.text)"
    case .day: "\(count) per day"
    }
  }
}

/// `12.5%`
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded() / 10
  return tenths == tenths.rounded() ? "\(Int(tenths))%" : "\(tenths)%"
}

extension Staleness {
  func words(_ zone: Zone) -> String {
    switch self {
    case .unusable(let why): why
    case .old(let made): "made at \(made.rfc3339(in: zone)), older than fresh allows"
    case .beforeDue(let made): "made at \(made.rfc3339(in: zone)), before the step was due"
    }
  }
}

extension Unknown {
  package var words: String {
    switch cause {
    case .missing(let field): "\(field) is empty"
    case .unreadable(let field): "\(field) cannot be read"
    case .noRecord(let link): "\(link) has no record"
    case .noElements(let function): "\(function) of nothing"
    case .overflow: "a number overflows"
    case .divisionByZero: "a division by zero"
    case .conversion(let type): "a value that is no \(type)"
    case .outOfRange: "an index or time out of range"
    case .other(let words): words
    }
  }
}
