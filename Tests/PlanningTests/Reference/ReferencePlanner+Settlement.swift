import CivilTime

/// What all candidates of a run have to share: caps, holdouts, limits.
extension ReferencePlanner {
  /// Decides for those that no gate stopped. Returns the campaigns that write nothing.
  func settle(_ candidates: inout [Candidate]) -> Set<String> {
    let order = candidates.indices.filter { candidates[$0].outcome == "sent" }.sorted { a, b in
      let (a, b) = (candidates[a], candidates[b])
      if a.campaign.priority != b.campaign.priority { return a.campaign.priority > b.campaign.priority }
      if a.due != b.due { return a.due < b.due }
      return shares.isBefore(a, b)
    }
    let all = Set(run.campaigns.map(\.id))
    let stopped = run.stopped.contains("all") ? all : run.stopped
    var over: Set<String> = []
    while true {
      let outcomes = outcomes(candidates, order, held: stopped.union(over))
      var sent: [String: Int] = [:]
      for index in order where outcomes[index] == "sent" { sent[candidates[index].campaign.id, default: 0] += 1 }
      let more = run.campaigns.filter { campaign in
        // A person lets so many through, and no more.
        guard let limit = run.allowed[campaign.id] ?? campaign.limit else { return false }
        return sent[campaign.id] ?? 0 > limit
      }
      if !more.isEmpty {
        over.formUnion(more.map(\.id))
        continue
      }
      // A person who lets a campaign through means it, whatever the house's limit.
      let exempt = Set(run.campaigns.filter { $0.purpose == "legal" || run.allowed[$0.id] != nil }.map(\.id))
      let counted = sent.filter { !exempt.contains($0.key) }.values.reduce(0, +)
      if let limit = run.allowed["all"] ?? house.limit, counted > limit {
        over.formUnion(all.subtracting(exempt))
        continue
      }
      for index in order {
        guard let outcome = outcomes[index] else { continue }
        let id = candidates[index].campaign.id
        candidates[index].outcome = outcome != "held" ? outcome : over.contains(id) ? "limit" : "stopped"
      }
      return stopped.union(over)
    }
  }

  /// Goes through them in order; a campaign that is held takes nothing from others.
  private func outcomes(_ candidates: [Candidate], _ order: [Int], held: Set<String>) -> [Int: String] {
    var outcomes: [Int: String] = [:]
    var taken: Set<String> = []
    // What goes on after a failure has its place, and counts again from now on: once.
    var places: Set<String> = []
    var winners = order.filter { index in
      let candidate = candidates[index]
      guard candidate.again == .failed, !held.contains(candidate.campaign.id) else { return false }
      return places.insert(candidate.message ?? "").inserted
    }
    for index in order {
      let candidate = candidates[index]
      let campaign = candidate.campaign
      guard let message = candidate.message else { continue }
      if taken.contains(message) || taken.contains(candidate.sequence ?? "") {
        outcomes[index] = "already-sent"
        continue
      }
      if candidate.again == nil, let loss = capped(candidate, winners.map { candidates[$0] }) {
        outcomes[index] = loss
        continue
      }
      let isHeldOut =
        candidate.again == nil && campaign.purpose != "legal"
        && shares.isHeldOut(campaign.id, candidate.customer ?? candidate.subject)
      if isHeldOut {
        outcomes[index] = "holdout"
        // Of a campaign that writes nothing, nothing is remembered either.
        if held.contains(campaign.id) { continue }
      } else if held.contains(campaign.id) {
        outcomes[index] = "held"
        continue
      } else {
        outcomes[index] = "sent"
        if candidate.again == nil { winners.append(index) }
      }
      // Another subject may owe the same message (`one_per`), or be at another step of the same sequence.
      taken.formUnion([message, candidate.sequence ?? message])
    }
    return outcomes
  }

  private func capped(_ candidate: Candidate, _ winners: [Candidate]) -> String? {
    let campaign = candidate.campaign
    if campaign.purpose == "legal" || candidate.isStaff { return nil }
    let caps =
      campaign.caps.map { ($0, true) } + (campaign.purpose == "marketing" ? house.caps.map { ($0, false) } : [])
    if caps.isEmpty { return nil }
    guard let customer = candidate.customer else { return "capped" }
    var isOutranked = false
    for (cap, isOwn) in caps {
      let past = ledger.tellings(customer).count {
        (isOwn ? $0.campaign == campaign.id : $0.purpose == campaign.purpose) && counts($0.at, cap, candidate)
      }
      let now = winners.count {
        $0.customer == customer && !$0.isStaff
          && (isOwn ? $0.campaign.id == campaign.id : $0.campaign.purpose == campaign.purpose)
      }
      if past >= cap.count { return "capped" }
      if past + now >= cap.count { isOutranked = true }
    }
    return isOutranked ? "outranked" : nil
  }

  /// Whether a message of that time still counts.
  private func counts(_ at: Int64, _ cap: CapModel, _ candidate: Candidate) -> Bool {
    if let span = cap.span { return run.now - at < span }
    return zones(candidate).contains { ReferenceClock.date(at, $0) == ReferenceClock.date(run.now, $0) }
  }
}
