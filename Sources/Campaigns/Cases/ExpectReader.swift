package import CivilTime
import Diagnostics

/// Reads `expect`: the messages that must go out, each with the keys that are compared.
struct ExpectReader {
  let project: Project
  let campaign: Campaign
  /// Nil where the run could not be read.
  let times: RunTimes?
  let problems: ProblemList

  /// What every message has; bodies have keys of their own.
  static let keys = ["at", "step", "via", "to", "key", "customer", "locale", "variant"]

  func read(_ node: YAMLNode) -> [ExpectedMessage] {
    if node.isRefused { return [] }
    guard let entries = node.sequence else {
      problems.add(
        "“expect” must be a list of messages",
        advice: "such as expect: [{step: \(campaign.steps.first?.name ?? "1h")}]",
        at: node)
      return []
    }
    return entries.compactMap { entry in
      guard let parts = MappingReader(entry, "a message", problems)?.node.mapping else { return nil }
      return ExpectedMessage(place: entry.start, parts: parts.compactMap(part))
    }
  }

  private func part(_ entry: YAMLEntry) -> ExpectedMessage.Part? {
    let node = entry.value
    if node.isRefused { return nil }
    guard !node.isBlank else {
      problems.add("“\(entry.name)” has no value", advice: "give it one, or remove it", at: entry.key)
      return nil
    }
    guard let value = value(entry) else { return nil }
    return ExpectedMessage.Part(key: entry.name, value: value, place: node.start)
  }

  private func value(_ entry: YAMLEntry) -> ExpectedMessage.Value? {
    switch entry.name {
    case "at": return instant(entry.value)
    case "step": return name(entry, campaign.steps.map(\.name), "\(campaign.id) has no step")
    case "via": return name(entry, channels, "\(campaign.id) has no channel")
    case "variant": return name(entry, campaign.split.map(\.name), "“split” of \(campaign.id) has no")
    case "to", "key", "customer", "locale": return entry.value.text(entry.name, problems).map { .text($0) }
    default:
      guard bodyKeys.contains(entry.name) else {
        problems.add(
          "no message of \(campaign.id) has a “\(entry.name)”",
          advice: suggestion(for: entry.name, in: Self.keys + bodyKeys), at: entry.key)
        return nil
      }
      return anything(entry.value)
    }
  }

  private func instant(_ node: YAMLNode) -> ExpectedMessage.Value? {
    guard let instant = node.scalar.flatMap({ ISOTime.parse($0, zone: project.zone) }) else {
      problems.add("“at” must be a time", advice: "such as 2026-03-02 11:30, on the shop's clock", at: node)
      return nil
    }
    if let times, case let place = times.place(of: instant), !place.isRun {
      let next = place.next.map { "the next is at \($0.onWall(project.zone))" }
      problems.add(
        "there is no run at that time", advice: next ?? "“run” ends at \(times.to.onWall(project.zone))", at: node)
    }
    return .instant(instant)
  }

  private func name(_ entry: YAMLEntry, _ names: [String], _ message: String) -> ExpectedMessage.Value? {
    guard let text = entry.value.text(entry.name, problems) else { return nil }
    guard names.contains(text) else {
      problems.add("\(message) “\(text)”", advice: suggestion(for: text, in: names), at: entry.value)
      return nil
    }
    return .text(text)
  }

  private func anything(_ node: YAMLNode) -> ExpectedMessage.Value? {
    switch node.content {
    case .scalar(let text, _): return .text(text)
    case .sequence(let elements): return .list(elements.compactMap(anything))
    case .mapping(let entries):
      let values = entries.compactMap { entry in anything(entry.value).map { (entry.name, $0) } }
      return .map(Dictionary(values) { first, _ in first })
    case .refused: return nil
    }
  }

  private var channels: [String] { campaign.reach.keys.sorted().map { project.channels[$0].name } }

  /// What the bodies of the campaign's steps have, and what is added to them on the way.
  private var bodyKeys: [String] {
    var keys = Set(campaign.steps.flatMap { $0.bodies.values.flatMap { $0.parts.map(\.key) } })
    for channel in campaign.reach.keys.map({ project.channels[$0] }) {
      if channel.from != nil { keys.insert("from") }
      if channel.addressKind == .email { keys.insert("headers") }
      if channel.isStaff { keys.formUnion(["queue", "skills"]) }
    }
    return keys.sorted()
  }
}

extension Instant {
  /// `2026-03-02 11:30`, as test files write it; seconds only where there are any.
  package func onWall(_ zone: Zone) -> String {
    let text = rfc3339(in: zone)
    let time = text.dropFirst(11)
    let hasSeconds = time.dropFirst(5).prefix(3) != ":00" || time.dropFirst(8).first == "."
    return text.prefix(10) + " " + time.prefix(hasSeconds ? 8 : 5)
  }
}
