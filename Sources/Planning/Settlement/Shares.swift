import Campaigns
import Platform
import Rules

/// Who is in a campaign's holdout, and who gets which variant: functions of (campaign, customer), the same on every run
/// and machine. Separate salts, so that the one says nothing about the other.
enum Shares {
  /// 0 ..< 1, evenly spread.
  static func place(_ salt: String, project: String, campaign: String, customer: String) -> Double {
    Double(Hash128(salt, project, campaign, customer).high >> 11) / Double(1 << 53)
  }

  static func isHeldOut(_ campaign: Campaign, project: String, customer: String) -> Bool {
    guard let share = campaign.holdout else { return false }
    return place("holdout", project: project, campaign: campaign.id, customer: customer) < share
  }

  /// Index in the campaign's `split`; nil without one.
  static func variant(_ campaign: Campaign, project: String, customer: String) -> Int? {
    guard !campaign.split.isEmpty else { return nil }
    let place = place("split", project: project, campaign: campaign.id, customer: customer)
    var upper = 0.0
    for (index, variant) in campaign.split.enumerated() {
      upper += variant.share
      if place < upper { return index }
    }
    return campaign.split.lastIndex { $0.share > 0 }
  }
}

extension CampaignDecisions {
  /// The variant as the sequence's first step pinned it, else the customer's.
  func variant(of subject: RecordID, pinned: String?, _ context: GateContext) -> Int? {
    let split = program.campaign.split
    guard !split.isEmpty else { return nil }
    if let pinned, let index = split.firstIndex(where: { $0.name == pinned }) { return index }
    if let assumed = assumptions?.variant { return split.firstIndex { $0.name == assumed } ?? 0 }
    if assumptions != nil { return 0 }
    return Shares.variant(program.campaign, project: project.id, customer: customerOrSubject(subject, context))
  }

  /// Whom a share is drawn for: the customer, and where none is known the subject itself.
  func customerOrSubject(_ subject: RecordID, _ context: GateContext) -> String {
    context.text(cells.customer, subject) ?? store.key(of: subject)
  }
}
