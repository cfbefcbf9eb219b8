import CivilTime
import Diagnostics

/// Reads the shape of one campaign file. What needs the shop's data to be judged is left for the checker.
struct CampaignReader {
  let file: YAMLFile
  let problems: ProblemList
  /// What steps may have bodies for; nil if herald.yaml could not be read.
  let channels: [String]?
  /// Of the shop: where dates without a zone are.
  let zone: Zone
  private var keys: MappingReader

  init?(_ root: YAMLNode, channels: [String]?, zone: Zone, _ problems: ProblemList) {
    guard let keys = MappingReader(root, "a campaign", problems) else { return nil }
    self.keys = keys
    self.problems = problems
    self.channels = channels
    self.zone = zone
    file = root.file
  }

  /// The campaign's id, which is wanted even if the rest cannot be read: `id:`, else the file's name.
  static func id(of root: YAMLNode?, file: String) -> String {
    if let id = root?["id"]?.scalar, isSlug(id) { return id }
    return String(file.dropLast(file.hasSuffix(".yaml") ? 5 : 0))
  }

  /// As much as could be read: where anything is missing, there is a problem.
  mutating func read() -> CampaignDraft {
    let purposeNode = keys.require("purpose", advice: "legal, service or marketing")
    let purpose = purposeNode?.choice("purpose", Purpose.self, problems)
    let each = keys.require("each", advice: "the kind of record that a message is about, such as each: order")
    let start = keys.require("start", advice: "the time that steps are counted from, such as start: order.created_at")
    let via = keys.require("via", advice: "the channels in order of preference, such as via: [email]")?.texts(
      "via", problems)
    let send = keys.require("send", advice: "the steps, such as “- after: 1h” with a text for each channel")
    let hasEach = each?.text("each", problems) != nil
    let hasStart = start?.text("start", problems) != nil
    var draft = CampaignDraft(
      id: Self.id(of: keys.node, file: file.name), file: file.name, summary: file.summary, root: keys.node,
      purpose: purpose ?? .service, purposeNode: purposeNode ?? keys.node, each: each ?? keys.node,
      start: start ?? keys.node, via: via ?? [])
    readRules(&draft)
    readTimes(&draft)
    readHolding(&draft, purpose)
    readRoutes(&draft)
    let skip = self.skip(keys.take("skip")) ?? false
    if let send {
      draft.steps = StepReader(problems: problems, channels: channels, purpose: purpose, skips: skip).read(send)
    }
    checkID()
    keys.finish()
    requireBegins(draft, purpose)
    draft.has = (purpose != nil, hasEach, hasStart)
    return draft
  }

  private mutating func readRules(_ draft: inout CampaignDraft) {
    draft.when = keys.take("when")?.texts("when", problems) ?? []
    draft.unless = keys.take("unless")?.texts("unless", problems) ?? []
    draft.until = keys.take("until")?.texts("until", problems) ?? []
    draft.onePer = keys.take("one_per")?.texts("one_per", problems) ?? []
  }

  private mutating func readTimes(_ draft: inout CampaignDraft) {
    if let node = keys.take("begins"), let text = node.text("begins", problems) {
      draft.begins = ISOTime.parse(text, zone: zone)
      if draft.begins == nil { problems.add("“begins” must be a date", advice: "such as 2026-01-31", at: node) }
    }
    draft.quiet = keys.take("quiet")?.quietHours("quiet", problems)
    draft.fallbackAfter = keys.take("fallback_after")?.timeSpan("fallback_after", problems)
    draft.priority = keys.take("priority")?.integer("priority", in: 0...9, problems) ?? 5
    draft.enabled = keys.take("enabled")?.bool("enabled", problems) ?? true
  }

  private mutating func readHolding(_ draft: inout CampaignDraft, _ purpose: Purpose?) {
    draft.caps = unlessNone("cap")?.caps("cap", problems) ?? []
    draft.holdout = unlessNone("holdout")?.percentage("holdout", problems)
    draft.againAfter = unlessNone("again_after")?.timeSpan("again_after", problems)
    draft.limit = unlessNone("limit")?.runLimit("limit", problems)
    if let node = unlessNone("split") { draft.split = split(node) }
    guard purpose == .legal else { return }
    for key in ["cap", "holdout"] where keys.node[key] != nil && keys.node[key]?.scalar != "none" {
      guard let place = keys.keyNode(key) else { continue }
      problems.add(
        "no \(key) holds a legal message back", advice: "remove “\(key)”, or choose another purpose", at: place)
    }
  }

  private mutating func unlessNone(_ key: String) -> YAMLNode? {
    guard let node = keys.take(key), node.scalar != "none" else { return nil }
    return node
  }

  private func split(_ node: YAMLNode) -> [Campaign.Variant] {
    guard let entries = MappingReader(node, "split", problems)?.node.mapping else { return [] }
    let variants = entries.compactMap { entry in
      entry.value.percentage(entry.name, problems).map { Campaign.Variant(name: entry.name, share: $0) }
    }
    let total = variants.reduce(0) { $0 + $1.share }
    if variants.count == entries.count, abs(total - 1) > 1e-9 {
      problems.add(
        "the parts of “split” make \(Int((total * 100).rounded()))%", advice: "they must make 100%", at: node)
    }
    return variants
  }

  private mutating func readRoutes(_ draft: inout CampaignDraft) {
    guard let node = keys.take("route") else { return }
    let entries = node.sequence ?? [node]
    for entry in entries {
      guard var route = MappingReader(entry, "a route", problems) else { continue }
      let when = route.take("when")
      let queue = route.require("queue", advice: "whose tasks these are, such as queue: care")
      let skills = route.take("skills")?.texts("skills", problems) ?? []
      route.finish()
      guard let queue, queue.text("queue", problems) != nil else { continue }
      draft.routes.append(RouteDraft(when: when, queue: queue, skills: skills))
    }
  }

  private func skip(_ node: YAMLNode?) -> Bool? { node?.choice("skip", [("ok", true), ("no", false)], problems) }

  private mutating func checkID() {
    let name = Self.id(of: keys.node, file: file.name)
    if let node = keys.take("id"), let id = node.text("id", problems) {
      if !isSlug(id) {
        problems.add(
          "“id” may have letters, digits, dots, dashes and underscores", advice: "such as abandoned-cart", at: node)
      } else if id == "all" {
        problems.add("“all” stands for every campaign", advice: "choose another id", at: node)
      }
    } else if !isSlug(name) || name == "all" {
      problems.add(
        file.diagnostic(
          "“\(name)” cannot be a campaign's id",
          advice: "rename the file, or give it an id: letters, digits, dots, dashes",
          at: keys.node.start))
    }
  }

  /// A legal step that never closes would otherwise reach back over all of the shop's history.
  private func requireBegins(_ draft: CampaignDraft, _ purpose: Purpose?) {
    guard purpose == .legal, !keys.has("begins"), draft.steps.contains(where: { $0.before == nil }) else { return }
    problems.add(
      "a legal campaign without “before” needs “begins”",
      advice: "such as begins: 2026-01-31: what started before it is not its subject", at: draft.purposeNode)
  }
}
