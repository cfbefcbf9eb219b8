import Platform
import Rules

/// What needs all candidates of a run at once, behind the gates that look at one.
struct Settlement {
  let keyOf: (RecordID) -> String

  /// Several subjects may owe the same message (`one_per`): the earliest due speaks for all, then the lowest key.
  func settle(_ decisions: inout [Decision]) {
    decisions.sort { a, b in
      if a.campaign != b.campaign { return a.campaign < b.campaign }
      if a.due != b.due { return a.due < b.due }
      let (left, right) = (keyOf(a.subject), keyOf(b.subject))
      return left == right ? a.step < b.step : left < right
    }
    var first: [Hash128: RecordID] = [:]
    for index in decisions.indices where decisions[index].outcome == .sent {
      guard let message = decisions[index].message else { continue }
      if let other = first[message] {
        decisions[index].outcome = .alreadySent
        decisions[index].reason = .sameMessage(subject: keyOf(other))
        decisions[index].channel = nil
      } else {
        first[message] = decisions[index].subject
      }
    }
  }
}
