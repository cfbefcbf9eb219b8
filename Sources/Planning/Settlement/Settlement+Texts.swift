import Campaigns
import Platform
import Rules
import Templates

/// A text that prints an empty value makes no message. Where that is found out only when jobs are rendered, the candidate has
/// by then taken a place under a cap or a limit from another, who hears nothing for a message that never was.
extension Settlement {
  /// The places of decisions to send whose text cannot be made, with the reason. Only where others may lose by it:
  /// elsewhere rendering the jobs is soon enough.
  func unprintable(_ decisions: [Decision]) -> [(place: Int, reason: Reason)] {
    let owed = decisions.indices.filter { decisions[$0].outcome == .sent }
    let isTight = project.limit.map { owed.count > $0 } ?? false
    let doubtful = Set(
      deciders.keys.filter { index in
        let campaign = project.campaigns[index]
        return campaign.mayPrintNothing && (isTight || mayCost(campaign))
      })
    // Nor is a job taken back for a text that cannot be made.
    let places = owed.filter { doubtful.contains(decisions[$0].campaign) || decisions[$0].reopening?.waiting != nil }
    if places.isEmpty { return [] }
    let campaigns = Set(places.map { decisions[$0].campaign })
    let texts = deciders.filter { campaigns.contains($0.key) }
      .mapValues { JobTexts($0, signer: Signer(key: []), batch: "") }
    let found = parallel(places.count, threads: request.threads) { range in
      var writers: [Int: JobWriter] = [:]
      var found: [(place: Int, reason: Reason)] = []
      for place in places[range] {
        let decision = decisions[place]
        guard let writer = writers[decision.campaign] ?? texts[decision.campaign].map(JobWriter.init) else { continue }
        writers[decision.campaign] = writer
        if let reason = writer.problem(decision) { found.append((place, reason)) }
      }
      return found
    }
    return Array(found.joined())
  }

  /// Whether a message of the campaign may keep another from being sent, or be held back itself.
  private func mayCost(_ campaign: Campaign) -> Bool {
    !campaign.caps.isEmpty || campaign.limit != nil || campaign.holdout != nil || !campaign.onePer.isEmpty
      || !(project.caps[campaign.purpose] ?? []).isEmpty || history.stopped.contains("all")
      || history.stopped.contains(campaign.id)
  }
}

extension Campaign {
  /// Whether a text prints a value that may be empty. The subject's key is always there, and so is the customer's where
  /// marketing has consent.
  fileprivate var mayPrintNothing: Bool {
    everyText.contains { text in
      zip(text.template.paths, text.bindings).contains { path, binding in
        guard path.isRequired, case .rule(let rule) = binding else { return false }
        if case .field(let record, _, 0) = rule.checked, case .subject = record { return false }
        return !(purpose == .marketing && path.names == ["customer", "key"])
      }
    }
  }
}
