import Campaigns
import CivilTime
import Testing

/// When a step's window closes if nobody says so, and what steps are called.
@Suite struct StepDefaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var purpose: String
    var steps: [String]
    /// `before` of each, `-` for never.
    var before: String
    var testDescription: String { "\(purpose): \(steps.joined(separator: " | "))" }
  }

  @Test(arguments: [
    Case(purpose: "marketing", steps: ["after: 1h"], before: "1d1h"),
    Case(purpose: "marketing", steps: ["after: 1h", "after: 24h", "after: 72h"], before: "1d 2d 4d"),
    Case(purpose: "marketing", steps: ["after: 1h", "after: 100h"], before: "1d1h 5d4h"),
    Case(purpose: "marketing", steps: ["after: 1h\n    before: 3d", "after: 24h"], before: "3d 2d"),
    Case(purpose: "service", steps: ["after: 1d"], before: "8d"),
    Case(purpose: "service", steps: ["after: 1h", "after: 24h"], before: "1w1h 8d".replacing("1w1h", with: "7d1h")),
    Case(purpose: "service", steps: ["name: now"], before: "1w"),
    Case(purpose: "legal\nbegins: 2026-01-01", steps: ["after: 1h", "after: 2d\n    before: 9d"], before: "- 9d"),
    Case(purpose: "legal", steps: ["after: 1h\n    before: 9d"], before: "9d"),
  ]) func before(_ test: Case) throws {
    let steps = test.steps.map { "  - \($0)\n    email: {subject: A, text: B}\n" }.joined()
    let text = "purpose: \(test.purpose)\neach: order\nstart: order.created_at\nvia: email\nsend:\n\(steps)"
    let loaded = Fixture.load(["a.yaml": text])
    #expect(loaded.diagnostics == [])
    let campaign = try #require(loaded.project?.campaigns.first)
    #expect(campaign.steps.map { $0.before?.text ?? "-" }.joined(separator: " ") == test.before)
  }

  @Test func aStepIsCalledByItsNameElseByAfter() throws {
    let steps = [
      "email: {subject: A, text: B}", "after: 60m\n    email: {subject: A, text: B}",
      "name: last\n    after: 3d\n    email: {subject: A, text: B}",
    ].map { "  - \($0)\n" }.joined()
    let text = "purpose: service\neach: order\nstart: order.created_at\nvia: email\nsend:\n\(steps)"
    let campaign = try #require(Fixture.load(["a.yaml": text]).project?.campaigns.first)
    #expect(campaign.steps.map(\.name) == ["0h", "60m", "last"])
  }
}
