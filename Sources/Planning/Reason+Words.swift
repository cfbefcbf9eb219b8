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
    case .empty(let path): return "\(path) is empty and the text prints it"
    case .stale(let export, let staleness): return "\(export): \(staleness.words(zone))"
    case .sent(let instant): return "sent at \(instant.rfc3339(in: zone))"
    case .sameMessage(let subject): return "the same message goes to \(subject) in this run"
    case .closed(let instant): return "its window closed at \(instant.rfc3339(in: zone))"
    case .earlierStepPassed(let step): return "step \(step) passed unsent"
    case .channels(let lacks):
      return lacks.isEmpty
        ? "no channel has a body" : lacks.map { "\($0.channel): \($0.lack.rawValue)" }.joined(separator: ", ")
    case .outside(let window): return "not between \(window.text) on the recipient's clock"
    case .quietUntil(let end): return end.map { "until \($0.rfc3339(in: zone))" } ?? "for two weeks at least"
    }
  }
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
