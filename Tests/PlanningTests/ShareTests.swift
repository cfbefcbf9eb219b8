import Testing

@testable import Planning

/// Holdouts and splits: functions of the campaign and the customer.
@Suite struct ShareTests {
  static func shop(_ more: String, subject: String = "Hi", customers: Int = 400) throws -> TestShop {
    let keys = (0..<customers).map { "c\($0)@x.example" }
    return try TestShop(
      campaigns: ["promo": CapTests.promotion(more).replacing("subject: Hi", with: "subject: \(subject)")],
      [
        "customers": keys.map { "\($0),Anna,,UTC,DE,de,,true,true" },
        "orders": keys.enumerated().map { CapTests.order("O\($0.offset)", "03-02T09:00:00Z", $0.element) },
      ])
  }

  @Test func aTenthHearsNothing() throws {
    let shop = try Self.shop("holdout: 10%")
    let first = try shop.plan()
    let held = Set(first.decisions.filter { $0.outcome == .holdout }.map { first.subjectKey($0) })
    #expect((20...60).contains(held.count), "\(held.count) of 400")
    // The same people, whatever was decided before.
    let again = try shop.plan("2026-03-02T13:00:00Z")
    #expect(Set(again.decisions.filter { $0.outcome == .holdout }.map { again.subjectKey($0) }) == held)
    // It is recorded once.
    shop.record(first)
    #expect(try Set(shop.plan().decisions.map(\.outcome)) == [.alreadySent])
  }

  @Test func anotherCampaignHoldsOthersOut() throws {
    let shop = try Self.shop("holdout: 50%")
    try shop.write("second.yaml", CapTests.promotion("holdout: 50%"))
    let plan = try shop.plan()
    let byCampaign = Dictionary(grouping: plan.decisions.filter { $0.outcome == .holdout }, by: \.campaign)
    let sets = byCampaign.values.map { Set($0.map { plan.subjectKey($0) }) }
    let common = try #require(sets.first).intersection(try #require(sets.last))
    #expect((60...140).contains(common.count), "half of a half of 400, and not all: \(common.count)")
  }

  @Test func aSplitGivesEachTheirText() throws {
    let shop = try Self.shop("split: {plain: 75%, gift: 25%}", subject: "{plain: Hi, gift: 'Hi, a gift'}")
    let jobs = try shop.jobs()
    let gifts = jobs.filter { $0.contains(#""variant":"gift""#) }
    #expect((60...140).contains(gifts.count), "\(gifts.count) of 400")
    #expect(gifts.allSatisfy { $0.contains(#""subject":"Hi, a gift""#) })
    #expect(
      jobs.filter { $0.contains(#""variant":"plain""#) && $0.contains(#""subject":"Hi""#) }.count + gifts.count == 400)
  }

  /// The variant is pinned at the first step: a change of the shares moves nobody who is in progress.
  @Test func aVariantIsPinned() throws {
    let shop = try Self.shop("split: {plain: 100%, gift: 0%}", customers: 20)
    let steps = "  - after: 0h\n    before: 9d\n    any: {subject: {plain: Hi, gift: Gift}, text: '{{ order.key }}'}\n"
    let second = "  - after: 2h\n    before: 9d\n    any: {subject: {plain: Hi, gift: Gift}, text: '{{ order.key }}'}\n"
    func campaign(_ split: String) -> String {
      "purpose: marketing\neach: order\nstart: order.created_at\nvia: [email]\nsplit: \(split)\nsend:\n\(steps)\(second)"
    }
    try shop.write("promo.yaml", campaign("{plain: 100%, gift: 0%}"))
    shop.record(try shop.plan())
    try shop.write("promo.yaml", campaign("{plain: 0%, gift: 100%}"))
    let plan = try shop.plan("2026-03-02T12:00:00Z")
    #expect(plan.decisions.count == 20)
    #expect(plan.decisions.allSatisfy { $0.outcome == .sent && $0.variant == 0 && $0.step == 1 })
  }

  @Test func legalMessagesHaveNoHoldout() throws {
    // check refuses the key on a legal campaign; a guest is drawn by the subject.
    let shop = try Self.shop("holdout: 100%")
    #expect(try Set(shop.plan().decisions.map(\.outcome)) == [.holdout])
  }
}
