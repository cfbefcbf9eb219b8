import Campaigns
import CivilTime
import JSON
import Platform
import Rules
import Templates

extension JobWriter {
  /// Quiet periods as a job has them.
  struct QuietPeriods {
    /// To the horizon, 14 days from now.
    var all: [(start: Instant, end: Instant)]
    var horizon: Instant
  }

  /// Appends the job as one line: keys sorted, the last byte a newline. Its address is the gate's.
  func appendLine(
    _ decision: Decision, _ id: Hash128, _ frame: JobFrame, _ wish: Wish?, to out: inout [UInt8]
  ) throws(RenderProblem) {
    let cells = gate.cells
    let place = meet(decision, wish)
    let isTrial = wish?.isTrial ?? false
    // Eight attempts of its own, also for a message that was taken back and is told under a later one.
    out += "{\"attempt_limit\":".utf8
    out.appendNumber(min(99, decision.attempt + 7))
    out.append(contentsOf: frame.head)
    appendText("customer", cells.customer, decision.subject, to: &out)
    if let closes = decision.closes { out.appendTime(",\"expires_at\":\"", closes) }
    out += ",\"id\":\"".utf8
    if let wished = wish?.id { out += wished.utf8 } else { id.appendBase32(to: &out) }
    out += "\",\"locale\":".utf8
    out.append(contentsOf: tongues.quoted)
    out += ",\"message\":".utf8
    let start = out.count
    try appendMessage(decision, frame, to: &out)
    if isTrial { mark(from: start, frame.channel, &out) }
    out.appendTime(",\"not_before\":\"", decision.due)
    appendOnePer(decision.subject, to: &out)
    out.append(contentsOf: frame.purpose)
    if !isTrial { appendQuiet(decision, place, to: &out) }
    out.append(contentsOf: frame.step)
    unsafe decisions.store.withKey(of: decision.subject) { unsafe out.appendJSON($0.bytes) }
    out += "},\"to\":{\"address\":".utf8
    out.appendJSON(gate.address)
    appendText("name", cells.name, decision.subject, to: &out)
    out.append(UInt8(ascii: "}"))
    if isTrial { out += ",\"trial\":true".utf8 }
    if let variant = decision.variant { out.appendField("variant", program.campaign.split[variant].name) }
    out += "}\n".utf8
  }

  /// Tells texts whom they are for, and says where that is.
  private func meet(_ decision: Decision, _ wish: Wish?) -> Int {
    let place = gate.place(of: decision.subject)
    if var locale = wish?.locale {
      locale.withUTF8 { unsafe tongues.select(UnsafeRawBufferPointer($0)) }
    } else {
      let isKnown: Void? = unsafe gate.withText(gate.cells.locale, decision.subject) { unsafe tongues.select($0) }
      if isKnown == nil { unsafe tongues.select(UnsafeRawBufferPointer(start: nil, count: 0)) }
    }
    turn(to: decision, zone: gate.whereabouts.places[place].first ?? project.zone)
    return place
  }

  /// `,"name":"…"`, if there is a text.
  private func appendText(_ name: StaticString, _ source: TextSource, _ subject: RecordID, to out: inout [UInt8]) {
    _ = unsafe gate.withText(source, subject) { text in
      out += ",\"".utf8
      unsafe out.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
      out += "\":".utf8
      unsafe out.appendJSON(text.bytes)
    }
  }

  private func appendOnePer(_ subject: RecordID, to out: inout [UInt8]) {
    guard !program.onePer.isEmpty, let values = try? decisions.onePerValues(subject, gate).get() else { return }
    out += ",\"one_per\":[".utf8
    for (place, value) in values.enumerated() {
      if place > 0 { out.append(UInt8(ascii: ",")) }
      out.appendJSON(value)
    }
    out.append(UInt8(ascii: "]"))
  }

  /// The recipient's quiet periods until the job expires, for 14 days at most: a worker keeps them without knowing zones.
  private func appendQuiet(_ decision: Decision, _ place: Int, to out: inout [UInt8]) {
    guard let channel = decision.channel, !gate.quietHours(channel).isEmpty,
      let periods = quietPeriods(channel, place)
    else { return }
    let end = min(periods.horizon, decision.closes ?? periods.horizon)
    var isFirst = true
    for period in periods.all where period.start < end {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
      out.appendTime("[\"", period.start)
      out.appendTime(",\"", min(period.end, end))
      out.append(UInt8(ascii: "]"))
    }
  }

  /// Found out once for all who are there.
  private func quietPeriods(_ channel: Int, _ place: Int) -> QuietPeriods? {
    if place < periods[channel].count, let known = periods[channel][place] { return known }
    guard let horizon = gate.now.adding(TimeSpan(seconds: 14 * 86_400)) else { return nil }
    let found = QuietPeriods(
      all: gate.quietHours(channel).periods(
        from: gate.now, to: horizon, zones: gate.whereabouts.places[place], holidays: project.calendar.holidays),
      horizon: horizon)
    while periods[channel].count <= place { periods[channel].append(nil) }
    periods[channel][place] = found
    return found
  }

  /// Says in a mail's subject that it is a trial.
  private func mark(from start: Int, _ channel: Channel, _ out: inout [UInt8]) {
    guard channel.addressKind == .email, let value = try? JSONValue.parse(Array(out[start...])),
      var members = value.members, let place = members.firstIndex(where: { $0.key == "subject" }),
      let subject = members[place].value.string
    else { return }
    members[place].value = .string("[trial] " + subject)
    var writer = JSONWriter()
    writer.value(.object(members))
    out.replaceSubrange(start..., with: writer.bytes)
  }
}

extension [UInt8] {
  fileprivate mutating func appendNumber(_ number: Int) { append(contentsOf: String(number).utf8) }

  /// Appends a time and its closing quote behind this.
  fileprivate mutating func appendTime(_ before: StaticString, _ time: Instant) {
    unsafe append(contentsOf: UnsafeBufferPointer(start: before.utf8Start, count: before.utf8CodeUnitCount))
    time.appendRFC3339(to: &self)
    append(UInt8(ascii: "\""))
  }
}
