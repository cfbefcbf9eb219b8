import CivilTime
import DemoShop
import TestSupport
import Testing

/// Whenever the demo is made, each campaign has something to send, and each way to stop a message is there.
@Suite struct OutcomeTests {
  private static let midnight: Int64 = 1_772_409_600  // 2026-03-02T00:00:00Z, a Monday

  /// Each hour of a day, the days running through the week.
  static let hours = (0..<24).map { midnight + Int64($0) * (3600 + 86400) }

  private func oracle(_ now: Int64, orders: Int) throws -> Oracle {
    let folder = try TemporaryFolder()
    let instant = try #require(Instant(seconds: now))
    try DemoShop(orders: orders, seed: 11, now: instant).write(to: folder.path)
    return try Oracle(folder.path, now: now)
  }

  @Test(arguments: hours)
  func everyOutcomeIsThereAtAnyHour(_ now: Int64) throws {
    let oracle = try oracle(now, orders: 500)
    let hour: Int64 = 3600
    let carts = (
      oracle.abandonedCart(after: hour, before: 24 * hour), oracle.abandonedCart(after: 24 * hour, before: 72 * hour),
      oracle.abandonedCart(after: 72 * hour, before: 84 * hour)
    )
    #expect(oracle.delayedShipment().isSuperset(of: ["sent", "quiet", "no-match", "no-data", "unless", "until"]))
    #expect(oracle.delayedDispatch().isSuperset(of: ["sent", "quiet", "no-match", "until"]))
    #expect(
      carts.0.isSuperset(
        of: [
          "sent", "quiet", "no-match", "no-data", "unless", "until", "no-consent", "unreachable", "suppressed",
        ]))
    #expect(carts.1.isSuperset(of: ["sent", "quiet"]))
    #expect(carts.2.isSuperset(of: ["sent", "quiet"]))
    #expect(oracle.postSaleSurvey().isSuperset(of: ["sent", "quiet", "unless", "no-consent", "unreachable"]))
    let expires = oracle.expiresWithinTheHour()
    #expect(expires)
  }

  struct Campaign: CustomTestStringConvertible, Sendable {
    var id: String
    /// Whether it keeps quiet for those who sleep.
    var sleeps = false
    var outcomes: @Sendable (Oracle) -> Set<String>
    var testDescription: String { id }
  }

  static let campaigns = [
    Campaign(id: "order-confirmed") { $0.orderConfirmed() },
    Campaign(id: "payment-failed") { $0.paymentFailed() },
    Campaign(id: "fraud-check") { $0.fraudCheck() },
    Campaign(id: "delayed-dispatch-renewed") { $0.delayedDispatchRenewed() },
    Campaign(id: "shipped") { $0.shipped() },
    Campaign(id: "out-for-delivery") {
      $0.scanned("out_for_delivery", before: 12 * 3600, via: ["preferred", "sms", "email"])
    },
    Campaign(id: "delivery-attempt-failed") {
      $0.scanned("attempt_failed", before: 12 * 3600, via: ["sms", "whatsapp", "email"])
    },
    Campaign(id: "delivery-exception") { $0.scanned("exception", before: nil, via: ["preferred", "email"]) },
    Campaign(id: "ready-for-pickup") { $0.scanned("ready_for_pickup", before: 2 * 86400, via: ["sms", "email"]) },
    Campaign(id: "delivered") { $0.scanned("delivered", before: 86400, via: ["preferred", "email"]) },
    Campaign(id: "return-received") { $0.returnReceived() },
    Campaign(id: "high-value-late") { $0.highValueLate() },
    Campaign(id: "back-in-stock") { $0.backInStock() },
    Campaign(id: "cross-sell", sleeps: true) { $0.crossSell() },
    Campaign(id: "loyalty-expiring") { $0.loyaltyExpiring() },
    Campaign(id: "high-value-reward", sleeps: true) { $0.highValueReward() },
    Campaign(id: "win-back", sleeps: true) { $0.winBack() },
  ]

  @Test(arguments: hours)
  func everyCampaignSendsAtAnyHour(_ now: Int64) throws {
    let oracle = try oracle(now, orders: 500)
    for campaign in Self.campaigns {
      let outcomes = campaign.outcomes(oracle)
      #expect(outcomes.isSuperset(of: campaign.sleeps ? ["sent", "quiet"] : ["sent"]), "\(campaign.id): \(outcomes)")
    }
  }

  /// Who is owed a notice can be told, so a demo's first run needs nobody's help.
  @Test(arguments: [300, 3000])
  func noNoticeIsOwedToTheUnreachable(_ orders: Int) throws {
    let oracle = try oracle(Self.midnight, orders: orders)
    for outcome in ["unreachable", "no-consent", "suppressed"] {
      #expect(!oracle.delayedShipment().contains(outcome))
      #expect(!oracle.delayedDispatch().contains(outcome))
      for campaign in Self.campaigns where !Self.promotions.contains(campaign.id) {
        #expect(!campaign.outcomes(oracle).contains(outcome), "\(campaign.id)")
      }
    }
  }

  static let promotions = ["cross-sell", "loyalty-expiring", "high-value-reward", "win-back"]
}
