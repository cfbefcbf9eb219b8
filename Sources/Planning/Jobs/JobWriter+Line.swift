import Campaigns
import CivilTime
import JSON

extension JobWriter {
  /// What stands around the message in a job.
  struct Head {
    var id: String
    var address: String
    var recipient: Recipient
    var onePer: [String]
    var message: [UInt8]
    var channel: Channel
    var step: String
    var isTrial = false
  }

  /// The job as one line: keys sorted, the last byte a newline.
  func line(_ decision: Decision, _ head: Head) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      // Eight attempts of its own, also for a message that was taken back and is told under a later one.
      out.field("attempt_limit", min(99, decision.attempt + 7))
      out.field("batch", batch)
      out.field("campaign", program.campaign.id)
      out.field("channel", head.channel.name)
      out.field("created_at", evaluatorNow.rfc3339)
      if let customer = head.recipient.key { out.field("customer", customer) }
      if let closes = decision.closes { out.field("expires_at", closes.rfc3339) }
      out.field("id", head.id)
      out.field("locale", head.recipient.locale)
      out.key("message")
      out.raw(head.message)
      out.field("not_before", decision.due.rfc3339)
      if !head.onePer.isEmpty {
        out.key("one_per")
        out.array { list in for value in head.onePer { list.string(value) } }
      }
      out.field("purpose", program.campaign.purpose.rawValue)
      out.key("quiet")
      out.array { if !head.isTrial { quietPeriods(decision, head, &$0) } }
      out.field("schema", "herald.job/1")
      out.field("step", head.step)
      out.key("subject")
      out.object { subject in
        subject.field("entity", project.entities[program.campaign.each].name)
        subject.field("key", decisions.store.key(of: decision.subject))
      }
      out.key("to")
      out.object { to in
        to.field("address", head.address)
        if let name = head.recipient.name { to.field("name", name) }
      }
      if head.isTrial {
        out.key("trial")
        out.bool(true)
      }
      if let variant = decision.variant { out.field("variant", program.campaign.split[variant].name) }
    }
    writer.bytes.append(0x0A)
    return writer.bytes
  }

  /// The recipient's quiet periods until the job expires, for 14 days at most: a worker keeps them without knowing zones.
  private func quietPeriods(_ decision: Decision, _ head: Head, _ out: inout JSONWriter) {
    guard let channel = decision.channel else { return }
    let quiet = gate.quietHours(channel)
    guard !quiet.isEmpty, let horizon = evaluatorNow.adding(TimeSpan(seconds: 14 * 86_400)) else { return }
    let periods = quiet.periods(
      from: evaluatorNow, to: min(horizon, decision.closes ?? horizon), zones: head.recipient.zones,
      holidays: project.calendar.holidays)
    for period in periods {
      out.array { pair in
        pair.string(period.start.rfc3339)
        pair.string(period.end.rfc3339)
      }
    }
  }
}

extension JSONWriter {
  mutating func field(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func field(_ name: String, _ value: Int) {
    key(name)
    number(value)
  }
}
