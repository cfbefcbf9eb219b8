import Campaigns
import CivilTime
import JSON
import Platform
import Rules
import Templates

/// Renders the jobs of one campaign on one thread: the message in the recipient's language, and what a worker must know
/// about it. Everything is written into one growing buffer.
final class JobWriter {
  let texts: JobTexts
  let gate: GateContext
  let decisions: CampaignDecisions
  let values: RuleValues
  /// For whom texts are rendered; `values` has another, for the links inside them.
  private var context: TemplateContext
  var project: Project { decisions.project }
  var program: CampaignProgram { decisions.program }
  var evaluator: Evaluator { gate.evaluator }
  var tongues: Tongues
  /// A rendered text, before it is JSON.
  private var scratch: [UInt8] = []
  /// By channel and place: the quiet periods of the next 14 days.
  var periods: [[QuietPeriods?]]
  /// What a provider bills for the message that is being written.
  private var segments: Int?

  init(_ texts: JobTexts) {
    self.texts = texts
    decisions = texts.decisions
    gate = texts.decisions.context()
    let project = texts.decisions.project
    tongues = Tongues(shop: project.locale, choices: texts.choices)
    periods = Array(repeating: [], count: project.channels.count)
    context = TemplateContext(
      zone: project.zone, locale: .english, currency: project.currency, signer: texts.signer, now: texts.decisions.now)
    values = RuleValues(
      texts, gate.evaluator, bindings: [], subject: RecordID(entity: 0, row: 0), start: texts.decisions.now,
      context: context)
  }

  /// Whom texts are for from now on.
  func turn(to decision: Decision, zone: Zone) {
    values.subject = decision.subject
    values.start = decision.start
    context.zone = zone
    context.locale = tongues.locale
    values.context.zone = zone
    values.context.locale = tongues.locale
    speak(tongues.language)
  }

  private func speak(_ language: LocaleData) {
    context.language = language
    values.context.language = language
  }

  /// What a person wants other than the records say: for `resend` and `try`.
  struct Wish: Sendable {
    var id: String?
    var address: String?
    var locale: String?
    /// Nobody's message: marked in the job and, for people who read mail, in the subject.
    var isTrial = false
  }

  /// The job of a decision to send; nil where it has no address or no identity. Throws where a printed value is empty.
  func write(_ decision: Decision, at index: Int, _ wish: Wish = Wish()) throws(RenderProblem) -> Job? {
    var block = JobBlock()
    guard try append(decision, at: index, to: &block, wish), let mark = block.marks.first else { return nil }
    return Job(decision, mark, project, id: wish.id, bytes: block.bytes)
  }

  /// Appends the job of a decision to send; false where it has no address or no identity. After a problem the block is as
  /// it was.
  func append(
    _ decision: Decision, at index: Int, to block: inout JobBlock, _ wish: Wish? = nil
  ) throws(RenderProblem) -> Bool {
    guard let channel = decision.channel, let keys = try? decisions.keys(decision.subject, gate).get() else {
      return false
    }
    if let address = wish?.address {
      gate.address = Array(address.utf8)
    } else {
      guard case .valid = gate.findAddress(channel, decision.subject) else { return false }
    }
    let frame = texts.frames[decision.step][channel]
    let id = keys.job(
      step: program.campaign.steps[decision.step].name, repetition: decision.repetition, channel: frame.channel.name)
    let start = block.bytes.count
    segments = frame.isSMS ? 1 : nil
    do throws(RenderProblem) {
      try appendLine(decision, id, frame, wish, to: &block.bytes)
    } catch {
      block.bytes.removeSubrange(start...)
      throw error
    }
    block.marks.append(
      JobBlock.Mark(
        decision: Int32(index), attempt: Int32(decision.attempt), end: block.bytes.count, id: id,
        segments: segments.map { Int32(clamping: $0) }))
    return true
  }

  /// Why the text of a decision to send cannot be made; nil if it can.
  func problem(_ decision: Decision) -> Reason? {
    var block = JobBlock()
    swap(&block.bytes, &trial)
    defer { swap(&block.bytes, &trial) }
    block.bytes.removeAll(keepingCapacity: true)
    return render(decision, at: 0, into: &block)
  }

  /// What is rendered only to see whether it can be.
  private var trial: [UInt8] = []

  /// Appends the job; else says why it cannot be made.
  func render(_ decision: Decision, at index: Int, into block: inout JobBlock) -> Reason? {
    let start = block.bytes.count
    do throws(RenderProblem) {
      guard try append(decision, at: index, to: &block) else { return Reason.none }
    } catch {
      if case .empty(let path) = error.cause { return .empty(path: path) }
      return .text(error.message)
    }
    guard let channel = decision.channel, let longest = project.channels[channel].maxLength, let segments,
      segments > longest
    else { return nil }
    block.bytes.removeSubrange(start...)
    block.marks.removeLast()
    return .tooLong(segments: segments, limit: longest)
  }

  // MARK: - The message

  /// Appends the message, an object with its keys sorted.
  func appendMessage(_ decision: Decision, _ frame: JobFrame, to out: inout [UInt8]) throws(RenderProblem) {
    guard let body = frame.body else {
      out += "{}".utf8
      return
    }
    let start = out.count
    do throws(RenderProblem) {
      try append(body.members, decision, frame, isMessage: true, to: &out)
    } catch {
      throw firstProblem(body.members, decision, frame) ?? error
    }
    if frame.isSMS, out[start...].contains(where: SMSText.mayBeginBlank) {
      let plain = SMSText.withPlainBlanks(Array(out[start...]))
      out.replaceSubrange(start..., with: plain)
    }
  }

  private func append(
    _ members: BodyProgram.Members, _ decision: Decision, _ frame: JobFrame, isMessage: Bool, to out: inout [UInt8]
  ) throws(RenderProblem) {
    out.append(UInt8(ascii: "{"))
    let start = out.count
    for member in members.sorted {
      let place = out.count
      if place > start { out.append(UInt8(ascii: ",")) }
      out.append(contentsOf: member.quoted)
      // What a provider bills is the text.
      let counted = isMessage && frame.isSMS && member.key == "text"
      if try !append(member.content, decision, frame, counted: counted, to: &out) { out.removeSubrange(place...) }
    }
    out.append(UInt8(ascii: "}"))
  }

  /// Appends a member's value; false where it has none.
  private func append(
    _ source: BodyProgram.Source, _ decision: Decision, _ frame: JobFrame, counted: Bool, to out: inout [UInt8]
  ) throws(RenderProblem) -> Bool {
    switch source {
    case .content(let content): try append(content, decision, frame, counted: counted, to: &out)
    case .constant(let json): out.append(contentsOf: json)
    case .queue:
      guard let route = route(decision) else { return false }
      try append(.text(route.queue), decision, frame, counted: false, to: &out)
    case .skills:
      guard let route = route(decision), !route.skills.isEmpty else { return false }
      try append(.list(route.skills.map { .text($0) }), decision, frame, counted: false, to: &out)
    case .unsubscribe: return appendUnsubscribe(to: &out)
    case .headers(let own):
      var json: [UInt8] = []
      try append(own, decision, frame, counted: false, to: &json)
      var headers: [UInt8] = []
      out.append(contentsOf: appendUnsubscribe(to: &headers) ? Self.merged(json, headers) : json)
    }
    return true
  }

  private func append(
    _ content: BodyProgram.Content, _ decision: Decision, _ frame: JobFrame, counted: Bool, to out: inout [UInt8]
  ) throws(RenderProblem) {
    switch content {
    case .text(let text):
      try render(text)
      if counted { countSegments() }
      out.appendJSON(scratch)
    case .list(let elements):
      out.append(UInt8(ascii: "["))
      for (place, element) in elements.enumerated() {
        if place > 0 { out.append(UInt8(ascii: ",")) }
        try append(element, decision, frame, counted: false, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .map(let members): try append(members, decision, frame, isMessage: false, to: &out)
    case .byLocale(let choices):
      guard let choice = tongues.choice(choices) else {
        out += "null".utf8
        return
      }
      let outer = context.language
      speak(choice.language)
      defer { speak(outer) }
      try append(choices.contents[choice.index], decision, frame, counted: counted, to: &out)
    case .byVariant(let contents):
      let variant = min(decision.variant ?? 0, contents.count - 1)
      try append(contents[variant], decision, frame, counted: counted, to: &out)
    }
  }

  private func render(_ text: BoundText) throws(RenderProblem) {
    scratch.removeAll(keepingCapacity: true)
    values.bindings = text.bindings
    try text.template.render(values, into: &scratch, context: &context)
  }

  private func countSegments() {
    if scratch.contains(where: SMSText.mayBeginBlank) { scratch = SMSText.withPlainBlanks(scratch) }
    let text = scratch
    segments = unsafe SMSText.size(ofUTF8: text.span.bytes).segments
  }

  private func route(_ decision: Decision) -> JobTexts.Route? {
    gate.route(decision.subject, start: decision.start).map { texts.routes[$0] }
  }

  /// RFC 8058: one click ends it.
  private func appendUnsubscribe(to out: inout [UInt8]) -> Bool {
    guard let link = texts.unsubscribe, (try? render(texts.links[link])) != nil else { return false }
    scratch.insert(UInt8(ascii: "<"), at: 0)
    scratch.append(UInt8(ascii: ">"))
    out += "{\"List-Unsubscribe\":".utf8
    out.appendJSON(scratch)
    out += ",\"List-Unsubscribe-Post\":\"List-Unsubscribe=One-Click\"}".utf8
    return true
  }

  /// Of several texts that cannot be made, the first that the author wrote.
  private func firstProblem(
    _ members: BodyProgram.Members, _ decision: Decision, _ frame: JobFrame
  ) -> RenderProblem? {
    for member in members.sorted.sorted(by: { $0.written < $1.written }) {
      do throws(RenderProblem) {
        if case .content(.map(let inner)) = member.content {
          if let problem = firstProblem(inner, decision, frame) { throw problem }
        } else {
          var nowhere: [UInt8] = []
          _ = try append(member.content, decision, frame, counted: false, to: &nowhere)
        }
      } catch {
        return error
      }
    }
    return nil
  }
}
