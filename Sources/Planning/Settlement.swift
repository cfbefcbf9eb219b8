import Platform
import Rules

/// What needs all candidates of a run at once, behind the gates that look at one.
struct Settlement {
  let keyOf: (RecordID) -> String

  /// Several subjects may owe the same message (`one_per`): the earliest due speaks for all, then the lowest key.
  func settle(_ decisions: inout [Decision]) {
    // Their places are sorted, not the decisions themselves, which are large.
    let order = decisions.indices.sorted { [decisions] a, b in
      if decisions[a].campaign != decisions[b].campaign { return decisions[a].campaign < decisions[b].campaign }
      if decisions[a].due != decisions[b].due { return decisions[a].due < decisions[b].due }
      let (left, right) = (keyOf(decisions[a].subject), keyOf(decisions[b].subject))
      return left == right ? decisions[a].step < decisions[b].step : left < right
    }
    decisions = order.map { decisions[$0] }
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
