import Campaigns
import CivilTime
import JSON
import Platform
import Rules
import Templates

/// Renders the jobs of one campaign: the message in the recipient's language, and what a worker must know about it.
final class JobWriter {
  let project: Project
  let program: CampaignProgram
  let gate: GateContext
  let evaluator: Evaluator
  let evaluatorNow: Instant
  let records: RecordReader
  let links: [TextProgram]
  let linkNames: [String]
  let texts: [BodyKey: BodyProgram]
  let signer: Signer
  let batch: String
  let decisions: CampaignDecisions

  struct BodyKey: Hashable {
    var step: Int
    var channel: String
  }

  init(_ decisions: CampaignDecisions, signer: Signer, batch: String) {
    self.decisions = decisions
    self.signer = signer
    self.batch = batch
    project = decisions.project
    program = decisions.program
    gate = decisions.context()
    evaluator = gate.evaluator
    evaluatorNow = decisions.now
    records = RecordReader(
      store: decisions.store, schema: project.schema, now: decisions.now,
      calendar: project.calendar)
    let schema = project.schema
    let names = program.campaign.links.keys.sorted()
    linkNames = names
    links = names.compactMap { name in
      decisions.program.campaign.links[name].map { TextProgram($0, schema: schema, links: names) }
    }
    var texts: [BodyKey: BodyProgram] = [:]
    for (step, body) in program.campaign.steps.enumerated() {
      for (channel, body) in body.bodies {
        texts[BodyKey(step: step, channel: channel)] = BodyProgram(body, schema: schema, links: names)
      }
    }
    self.texts = texts
  }

  /// What a person wants other than the records say: for `resend` and `try`.
  struct Wish: Sendable {
    var id: String?
    var address: String?
    var locale: String?
    /// Nobody's message: marked in the job and, for people who read mail, in the subject.
    var isTrial = false
  }

  /// The job of a decision to send; throws where a printed value is empty.
  func write(_ decision: Decision, at index: Int, _ wish: Wish = Wish()) throws(RenderProblem) -> Job? {
    guard let channelIndex = decision.channel, let address = wish.address ?? address(decision, channelIndex),
      let values = try? decisions.onePerValues(decision.subject, gate).get()
    else { return nil }
    let channel = project.channels[channelIndex]
    let step = program.campaign.steps[decision.step]
    var recipient = recipient(decision.subject)
    if let locale = wish.locale { recipient.locale = locale }
    let message = try message(decision, channel: channel, recipient: recipient)
    let head = Head(
      id: wish.id
        ?? decisions.keys(values).job(step: step.name, repetition: decision.repetition, channel: channel.name).base32,
      address: address, recipient: recipient,
      onePer: program.onePer.isEmpty ? [] : values,
      message: wish.isTrial ? Self.marked(message, channel) : message, channel: channel, step: step.name,
      isTrial: wish.isTrial)
    return Job(
      decision: index, channel: channel.name, rank: 9 - program.campaign.priority, notBefore: decision.due.seconds,
      expires: decision.closes.map(\.seconds) ?? 9_999_999_999, attempt: decision.attempt, id: head.id,
      customer: recipient.key, segments: channel.isSMS ? segments(of: message) : nil, bytes: line(decision, head))
  }

  /// Of a short message, as its provider counts them.
  private func segments(of message: [UInt8]) -> Int {
    guard let text = (try? JSONValue.parse(message))?["text"]?.string else { return 1 }
    return SMSText.size(of: text).segments
  }

  private func address(_ decision: Decision, _ channel: Int) -> String? {
    guard let reach = program.reach[channel],
      case .valid(let address) = gate.address(channel, reach, decision.subject)
    else { return nil }
    return address
  }

  /// A mail whose subject says that it is a trial.
  private static func marked(_ message: [UInt8], _ channel: Channel) -> [UInt8] {
    guard channel.addressKind == .email, let value = try? JSONValue.parse(message), var members = value.members,
      let place = members.firstIndex(where: { $0.key == "subject" }), let subject = members[place].value.string
    else { return message }
    members[place].value = .string("[trial] " + subject)
    var writer = JSONWriter()
    writer.value(.object(members))
    return writer.bytes
  }

  struct Recipient {
    var key: String?
    var name: String?
    var locale: String
    var zones: [Zone]
  }

  private func recipient(_ subject: RecordID) -> Recipient {
    Recipient(
      key: gate.text(program.recipient.key, subject), name: gate.text(program.recipient.name, subject),
      locale: gate.text(program.recipient.locale, subject) ?? project.locale, zones: gate.zones(of: subject))
  }

  private func message(
    _ decision: Decision, channel: Channel, recipient: Recipient
  ) throws(RenderProblem) -> [UInt8] {
    guard let body = texts[BodyKey(step: decision.step, channel: channel.name)] else { return Array("{}".utf8) }
    let context = templateContext(recipient)
    var parts: [(key: String, json: [UInt8])] = []
    for part in body.parts {
      parts.append((part.key, try json(part.content, decision, recipient, context)))
    }
    if let from = channel.from, !parts.contains(where: { $0.key == "from" }) {
      var writer = JSONWriter()
      writer.string(from)
      parts.append(("from", writer.bytes))
    }
    if channel.isStaff { try addRoute(decision, context, to: &parts) }
    if let headers = unsubscribeHeaders(decision, channel, context) { Self.add(headers, to: &parts) }
    return channel.isSMS ? SMSText.withPlainBlanks(object(parts)) : object(parts)
  }

  private func object(_ parts: [(key: String, json: [UInt8])]) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      for part in parts.sorted(by: { $0.key < $1.key }) {
        out.key(part.key)
        out.raw(part.json)
      }
    }
    return writer.bytes
  }

  private func json(
    _ content: BodyProgram.Content, _ decision: Decision, _ recipient: Recipient, _ context: TemplateContext
  ) throws(RenderProblem) -> [UInt8] {
    switch content {
    case .text(let text):
      var writer = JSONWriter()
      writer.string(utf8: try render(text, decision, context))
      return writer.bytes
    case .list(let elements):
      var parts: [[UInt8]] = []
      for element in elements { parts.append(try json(element, decision, recipient, context)) }
      var writer = JSONWriter()
      writer.array { out in for part in parts { out.raw(part) } }
      return writer.bytes
    case .map(let entries):
      var parts: [(key: String, json: [UInt8])] = []
      for entry in entries { parts.append((entry.key, try json(entry.content, decision, recipient, context))) }
      return object(parts)
    case .byLocale(let choices):
      let locale = Self.nearest(to: recipient.locale, fallback: project.locale, in: choices.map(\.locale))
      guard let choice = choices.first(where: { $0.locale == locale }) else { return Array("null".utf8) }
      var context = context
      context.language = language(ofText: choice.locale, for: recipient)
      return try json(choice.content, decision, recipient, context)
    case .byVariant(let choices):
      return try json(choices[min(decision.variant ?? 0, choices.count - 1)], decision, recipient, context)
    }
  }

  /// Whose queue a task goes to, and what they must be able to do: the route's, beside what the body says itself.
  private func addRoute(
    _ decision: Decision, _ context: TemplateContext, to parts: inout [(key: String, json: [UInt8])]
  ) throws(RenderProblem) {
    guard let route = gate.route(decision.subject, start: decision.start) else { return }
    if !parts.contains(where: { $0.key == "queue" }) {
      var writer = JSONWriter()
      writer.string(utf8: try render(route.queue, decision, context))
      parts.append(("queue", writer.bytes))
    }
    guard !route.skills.isEmpty, !parts.contains(where: { $0.key == "skills" }) else { return }
    var skills: [[UInt8]] = []
    for skill in route.skills {
      var writer = JSONWriter()
      writer.string(utf8: try render(skill, decision, context))
      skills.append(writer.bytes)
    }
    var writer = JSONWriter()
    writer.array { out in for skill in skills { out.raw(skill) } }
    parts.append(("skills", writer.bytes))
  }

  /// The recipient's locale, its language, the shop's, its language, the first there is.
  static func nearest(to locale: String, fallback: String, in choices: [String]) -> String? {
    for wanted in [locale, fallback] {
      if let exact = choices.first(where: { normalLocale($0) == normalLocale(wanted) }) { return exact }
      if let near = choices.first(where: { languageCode($0) == languageCode(wanted) }) { return near }
    }
    return choices.first
  }

  private static func normalLocale(_ name: String) -> String { name.replacing("_", with: "-").lowercased() }
  private static func languageCode(_ name: String) -> String { String(normalLocale(name).prefix { $0 != "-" }) }

  func render(
    _ text: TextProgram, _ decision: Decision, _ context: TemplateContext
  ) throws(RenderProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var context = context
    let values = RuleValues(
      text: text, writer: self, subject: decision.subject, start: decision.start, context: context)
    try text.template.render(values, into: &bytes, context: &context)
    return bytes
  }

  /// A link of herald.yaml inside a text; a link that cannot be made prints nothing, so the text that prints it fails.
  func link(_ index: Int, _ values: RuleValues) -> String? {
    var bytes: [UInt8] = []
    var context = values.context
    let inner = RuleValues(
      text: links[index], writer: self, subject: values.subject, start: values.start, context: context)
    do { try links[index].template.render(inner, into: &bytes, context: &context) } catch { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func templateContext(_ recipient: Recipient) -> TemplateContext {
    TemplateContext(
      zone: recipient.zones.first ?? project.zone, locale: LocaleData.named(recipient.locale),
      language: language(ofText: project.locale, for: recipient), currency: project.currency, signer: signer,
      now: evaluatorNow)
  }

  /// A text without locales is in the shop's: an English sentence has English months, whoever reads it.
  private func language(ofText locale: String, for recipient: Recipient) -> LocaleData {
    LocaleData.named(Self.languageCode(locale) == Self.languageCode(recipient.locale) ? recipient.locale : locale)
  }

  /// RFC 8058: one click ends it.
  private func unsubscribeHeaders(
    _ decision: Decision, _ channel: Channel, _ context: TemplateContext
  ) -> [UInt8]? {
    guard program.campaign.purpose == .marketing, channel.addressKind == .email,
      let index = linkNames.firstIndex(of: "unsubscribe"),
      let url = try? render(links[index], decision, context)
    else { return nil }
    var writer = JSONWriter()
    writer.object { out in
      out.key("List-Unsubscribe")
      out.string("<\(String(decoding: url, as: UTF8.self))>")
      out.key("List-Unsubscribe-Post")
      out.string("List-Unsubscribe=One-Click")
    }
    return writer.bytes
  }
}
