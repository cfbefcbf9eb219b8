import Campaigns
import CivilTime
import JSON
import Planning

/// `--decisions`: a line of JSON for each candidate, keys sorted.
struct DecisionFile {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  func write(to path: String, _ terminal: Terminal) throws {
    let file = try OutputFile(path, terminal)
    for decision in plan.decisions { try file.write(line(decision)) }
    try file.finish()
  }

  func line(_ decision: Decision) -> [UInt8] {
    let campaign = plan.project.campaigns[decision.campaign]
    var writer = JSONWriter()
    writer.object { out in
      out.text("campaign", campaign.id)
      out.text("channel", decision.channel.map { plan.project.channels[$0].name })
      out.text("customer", plan.customerKey(decision))
      out.text("due", decision.due.rfc3339)
      out.text("next", decision.next?.rfc3339)
      out.text("outcome", decision.outcome.rawValue)
      out.text("reason", plan.words(for: decision))
      out.text("step", campaign.steps[decision.step].name)
      out.key("subject")
      out.object { subject in
        subject.text("entity", plan.project.entities[campaign.each].name)
        subject.text("key", plan.subjectKey(decision))
      }
      out.key("v")
      out.number(1)
    }
    writer.bytes.append(0x0A)
    return writer.bytes
  }
}

extension JSONWriter {
  /// A text, or null.
  mutating func text(_ name: String, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }
}
