import Campaigns
import CivilTime
import JSON
import Rules
import Templates

/// The texts of one campaign compiled, and what else is the same in all its jobs, as bytes. Made once, shared by threads.
final class JobTexts: Sendable {
  let decisions: CampaignDecisions
  let signer: Signer
  let records: RecordReader
  let links: [BoundText]
  /// The link that ends it with one click.
  let unsubscribe: Int?
  let routes: [Route]
  /// How many texts there are by locale.
  let choices: Int
  /// By step, then by channel (index in the project's).
  let frames: [[JobFrame]]

  struct Route: Sendable {
    let queue: BoundText
    let skills: [BoundText]
  }

  init(_ decisions: CampaignDecisions, signer: Signer, batch: String) {
    self.decisions = decisions
    self.signer = signer
    let (project, campaign) = (decisions.project, decisions.program.campaign)
    records = RecordReader(
      store: decisions.store, schema: project.schema, now: decisions.now, calendar: project.calendar)
    let names = campaign.links.keys.sorted()
    let binding = TextBinding(schema: project.schema, store: decisions.store, links: names)
    links = names.compactMap { name in campaign.links[name].map { BoundText($0, binding) } }
    unsubscribe = names.firstIndex(of: "unsubscribe")
    routes = campaign.routes.map { route in
      Route(queue: BoundText(route.queue, binding), skills: route.skills.map { BoundText($0, binding) })
    }
    var choices = 0
    let unsubscribes = campaign.purpose == .marketing && unsubscribe != nil
    frames = campaign.steps.map { step in
      project.channels.map { channel in
        let body = step.bodies[channel.name].map {
          BodyProgram(
            $0, channel: channel, hasRoutes: !campaign.routes.isEmpty,
            unsubscribes: unsubscribes && channel.addressKind == .email, choices: &choices, binding)
        }
        return JobFrame(body, channel, step, campaign, project, now: decisions.now, batch: batch)
      }
    }
    self.choices = choices
  }
}

/// What is the same in all jobs of a step on a channel.
final class JobFrame: Sendable {
  /// Nil: the message is empty.
  let body: BodyProgram?
  let channel: Channel
  let isSMS: Bool
  /// Behind the attempts.
  let head: [UInt8]
  let purpose: [UInt8]
  /// Up to the subject's key.
  let step: [UInt8]

  init(
    _ body: BodyProgram?, _ channel: Channel, _ step: Step, _ campaign: Campaign, _ project: Project, now: Instant,
    batch: String
  ) {
    self.body = body
    self.channel = channel
    isSMS = channel.isSMS
    var head: [UInt8] = []
    head.appendField("batch", batch)
    head.appendField("campaign", campaign.id)
    head.appendField("channel", channel.name)
    head.appendField("created_at", now.rfc3339)
    self.head = head
    var purpose: [UInt8] = []
    purpose.appendField("purpose", campaign.purpose.rawValue)
    purpose += ",\"quiet\":[".utf8
    self.purpose = purpose
    var name: [UInt8] = [UInt8(ascii: "]")]
    name.appendField("schema", "herald.job/1")
    name.appendField("step", step.name)
    name += ",\"subject\":{\"entity\":".utf8
    name.appendJSON(project.entities[campaign.each].name)
    name += ",\"key\":".utf8
    self.step = name
  }
}

extension [UInt8] {
  /// `,"name":"value"`
  mutating func appendField(_ name: String, _ value: String) {
    append(UInt8(ascii: ","))
    appendJSON(name)
    append(UInt8(ascii: ":"))
    appendJSON(value)
  }
}
