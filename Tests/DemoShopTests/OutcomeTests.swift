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
    #expect(oracle.delayedDispatch().isSuperset(of: ["sent", "quiet", "no-match"]))
    #expect(
      carts.0.isSuperset(
        of: ["sent", "quiet", "no-match", "no-data", "unless", "until", "no-consent", "unreachable"]))
    #expect(carts.1.isSuperset(of: ["sent", "quiet"]))
    #expect(carts.2.isSuperset(of: ["sent", "quiet"]))
    #expect(oracle.postSaleSurvey().isSuperset(of: ["sent", "quiet", "unless", "no-consent", "unreachable"]))
    let expires = oracle.expiresWithinTheHour()
    #expect(expires)
  }

  /// Who is owed a notice can be told, so a demo's first run needs nobody's help.
  @Test(arguments: [300, 3000])
  func noNoticeIsOwedToTheUnreachable(_ orders: Int) throws {
    let oracle = try oracle(Self.midnight, orders: orders)
    for outcome in ["unreachable", "no-consent"] {
      #expect(!oracle.delayedShipment().contains(outcome))
      #expect(!oracle.delayedDispatch().contains(outcome))
    }
  }
}
