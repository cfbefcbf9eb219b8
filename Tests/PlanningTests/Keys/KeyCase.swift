import Campaigns
import CivilTime
import Diagnostics
import Testing

@testable import Planning

/// What a key of herald.yaml or of a campaign changes: with it a run shows something that it does not show without.
struct KeyCase: Sendable, CustomTestStringConvertible {
  /// `campaign.cap`, `channels.from`: as `KeyTable` lists them; one case may cover several.
  let keys: [String]
  /// The edits that bring the key.
  var house: [(String, String)] = []
  var campaign: [(String, String)] = []
  /// Edits of the stage that it is shown on, with the key and without.
  var givenHouse: [(String, String)] = []
  var given: [(String, String)] = []
  var rows: [String: [String]] = [:]
  /// Other files of the project.
  var files: [String: String] = [:]
  /// Runs before the one that is looked at.
  var before: [String] = []
  var now = TestShop.now
  /// When the exports are made; nil: at each run.
  var made: String? = nil
  /// `--now` is given to the run.
  var isNowGiven = true
  /// Each is a line of `O1/1h: sent email`, or a part of a job, or a part of a problem of the exports.
  let shows: [String]

  var testDescription: String { keys.joined(separator: ", ") }

  init(
    _ keys: String..., givenHouse: [(String, String)] = [], house: [(String, String)] = [],
    campaign: [(String, String)] = [], given: [(String, String)] = [], rows: [String: [String]] = [:],
    files: [String: String] = [:], before: [String] = [], now: String = TestShop.now,
    made: String? = nil, isNowGiven: Bool = true, shows: [String]
  ) {
    self.keys = keys
    self.house = house
    self.campaign = campaign
    self.givenHouse = givenHouse
    self.given = given
    self.rows = rows
    self.files = files
    self.before = before
    self.now = now
    self.made = made
    self.isNowGiven = isNowGiven
    self.shows = shows
  }

  static let campaign = """
    purpose: service
    each: order
    start: order.created_at
    via: [email]
    send:
      - after: 1h
        before: 3d
        email: {subject: Hi, text: "{{ order.key }} of {{ customer.name }}"}

    """

  static let rows = [
    "customers": ["anna@x.example,Anna,+491701234567,Europe/Berlin,DE,de,,true,true"],
    "orders": ["O1,anna@x.example,2026-03-02T09:00:00Z,2026-03-02T09:00:00Z,open,1250.5"],
  ]

  /// What a run shows with the key's changes, or without.
  func observation(changed: Bool) throws -> [String] {
    func edited(_ text: String, _ given: [(String, String)], _ edits: [(String, String)]) -> String {
      (changed ? given + edits : given).reduce(text) { text, edit in
        precondition(edit.0.isEmpty || text.contains(edit.0), "\(testDescription): there is no “\(edit.0)”")
        return edit.0.isEmpty ? text + edit.1 + "\n" : text.replacing(edit.0, with: edit.1)
      }
    }
    let shop = try TestShop(
      house: edited(TestShop.house, givenHouse, house), campaigns: ["order": edited(Self.campaign, given, campaign)],
      Self.rows.merging(rows) { $1 })
    for (name, text) in files { try shop.write(name, text) }
    for instant in before + [now] {
      for name in TestShop.headers.keys { try shop.setMade("\(name).csv", made ?? instant) }
      if instant != now { shop.record(try shop.plan(instant)) }
    }
    var lines: [String] = []
    let plan = try shop.plan(now, isNowGiven: isNowGiven) { lines.append(String(decoding: $0.bytes, as: UTF8.self)) }
    lines += plan.decisions.map { decision in
      let campaign = plan.project.campaigns[decision.campaign]
      let channel = decision.channel.map { " " + plan.project.channels[$0].name } ?? ""
      return
        "\(plan.subjectKey(decision))/\(campaign.steps[decision.step].name): \(decision.outcome.rawValue)\(channel)"
    }
    lines += plan.exportProblems.map { "problem: \($0.problem.message)" }
    lines += plan.volumes.map {
      "volume: \(plan.project.channels[$0.key].name) \($0.value.messages)/\($0.value.units) \($0.value.cost ?? 0)"
    }
    lines.append("decisions: \(plan.decisions.count)")
    return lines
  }

  func missing(in lines: [String]) -> [String] {
    shows.filter { wanted in !lines.contains { $0 == wanted || $0.contains(wanted) } }
  }
}
