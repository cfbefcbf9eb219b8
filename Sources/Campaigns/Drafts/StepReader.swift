import CivilTime
import Diagnostics

/// Reads `send`: the steps, in the order in which they are due.
struct StepReader {
  let problems: ProblemList
  let channels: [String]?
  /// Nil if it could not be read.
  let purpose: Purpose?
  /// The campaign's `skip`.
  let skips: Bool

  /// What no channel can be called, since a step has its texts beside these.
  static let keys = ["name", "after", "before", "between", "skip", "when", "unless"]

  func read(_ send: YAMLNode) -> [StepDraft] {
    guard let entries = send.sequence else {
      problems.add("“send” must be a list of steps", advice: "begin each with “- after: …”", at: send)
      return []
    }
    if entries.isEmpty { problems.add("“send” has no step", advice: "begin one with “- after: 1h”", at: send) }
    var steps = entries.compactMap(step)
    guard steps.count == entries.count else { return steps }
    checkOrder(steps)
    for index in steps.indices where steps[index].before == nil {
      steps[index].before = defaultBefore(steps[index].after, next: steps.dropFirst(index + 1).first?.after)
    }
    return steps
  }

  private func step(_ node: YAMLNode) -> StepDraft? {
    guard var keys = MappingReader(node, "a step", problems) else { return nil }
    let afterNode = keys.take("after")
    let after = afterNode.map { $0.timeSpan("after", problems) } ?? .zero
    let name = keys.take("name")?.text("name", problems) ?? afterNode?.scalar ?? "0h"
    let beforeNode = keys.take("before")
    let before = beforeNode?.timeSpan("before", problems)
    if let beforeNode, let before, let after, before <= after {
      problems.add(
        "the window closes before it opens: “before” is not more than “after”",
        advice:
          "both are counted from the start: write before: \(after.adding(TimeSpan(seconds: 86_400))?.text ?? "…") for a day",
        at: beforeNode)
    }
    var step = StepDraft(
      node: node, name: name, after: after ?? .zero, before: before, skip: skips,
      when: keys.take("when")?.texts("when", problems) ?? [],
      unless: keys.take("unless")?.texts("unless", problems) ?? [],
      bodies: [])
    if let skip = keys.take("skip") {
      step.skip = skip.choice("skip", [("ok", true), ("no", false)], problems) ?? skips
    }
    if let between = keys.take("between") { step.between = window(between) }
    step.bodies = bodies(&keys)
    keys.finish()
    return after == nil ? nil : step
  }

  private func window(_ node: YAMLNode) -> DayWindow? {
    guard let text = node.text("between", problems) else { return nil }
    switch DayWindow.parse(text) {
    case .success(let window): return window
    case .failure(let problem):
      problems.add(problem.message, advice: problem.advice, at: node)
      return nil
    }
  }

  private func bodies(_ keys: inout MappingReader) -> [YAMLEntry] {
    let names = channels.map { $0 + ["any"] } ?? keys.node.mapping?.map(\.name).filter { !Self.keys.contains($0) } ?? []
    var bodies: [YAMLEntry] = []
    for name in names {
      guard let value = keys.take(name), let key = keys.keyNode(name) else { continue }
      bodies.append(YAMLEntry(key: key, value: value))
    }
    let hasOther = keys.node.mapping?.contains { !Self.keys.contains($0.name) } ?? false
    if !hasOther {
      problems.add("this step has no message", advice: "such as email: {subject: …, text: …}", at: keys.node)
    }
    return bodies
  }

  private func checkOrder(_ steps: [StepDraft]) {
    var names: Set<String> = []
    for (index, step) in steps.enumerated() {
      if index > 0, step.after <= steps[index - 1].after {
        problems.add(
          "steps go from the earliest to the latest, and this one is due \(step.after == steps[index - 1].after ? "with" : "before") the one above",
          advice: "change its “after”", at: step.node)
      }
      if !names.insert(step.name).inserted, step.after > steps[max(0, index - 1)].after {
        problems.add("two steps are called “\(step.name)”", advice: "give one a “name”", at: step.node)
      }
    }
  }

  /// Marketing is stale after a day, or when the next step is due; service after a week; what the law asks for, never.
  private func defaultBefore(_ after: TimeSpan, next: TimeSpan?) -> TimeSpan? {
    let day: Int64 = 86_400
    switch purpose {
    case .legal, nil: return nil
    case .service: return after.adding(TimeSpan(seconds: 7 * day))
    case .marketing:
      let closes = after.adding(TimeSpan(seconds: day))
      guard let next, let closes else { return closes }
      return min(next, closes)
    }
  }
}
