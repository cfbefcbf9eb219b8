import Campaigns
import CivilTime
import Rules

/// Where a text about a subject comes from: straight from a column where a rule is a field and nothing more.
enum TextSource: Sendable {
  case field(FieldReader)
  case program(Program)
  /// There is no rule, or it is never a text.
  case nothing

  init(_ program: Program?, _ store: RecordStore) {
    guard let program else {
      self = .nothing
      return
    }
    guard let path = program.path else {
      self = .program(program)
      return
    }
    let reader = FieldReader(path, store)
    self = reader.isText ? .field(reader) : .nothing
  }
}

/// Where a condition on a subject comes from.
enum ConditionSource: Sendable {
  case field(FieldReader)
  case program(Program)

  init(_ program: Program, _ store: RecordStore) {
    let reader = program.path.map { FieldReader($0, store) }
    self = if let reader, reader.isBool { .field(reader) } else { .program(program) }
  }
}

/// Where a sequence's start comes from.
enum StartSourceOfSubject: Sendable {
  case field(FieldReader)
  case program(Program)

  init(_ program: Program, _ store: RecordStore) {
    let reader = program.path.map { FieldReader($0, store) }
    self = if let reader, reader.isTimestamp { .field(reader) } else { .program(program) }
  }
}

/// What is asked of every candidate of a campaign, with the columns at hand.
final class CampaignCells: Sendable {
  /// The subject's own key.
  let subjectKey: FieldReader
  let start: StartSourceOfSubject?
  /// Of `one_per`; a value that is no text is not among them.
  let onePer: [FieldReader?]
  /// By channel (index in the project's); nil where the campaign does not reach it.
  let reach: [Reach?]
  let prefer: TextSource
  let customer: TextSource
  let zone: TextSource
  let country: TextSource
  let locale: TextSource
  let name: TextSource

  struct Reach: Sendable {
    let to: [TextSource]
    let consent: ConditionSource?
  }

  init(_ program: CampaignProgram, channels: Int, _ store: RecordStore) {
    subjectKey = FieldReader(FieldPath(keyOf: program.campaign.each), store)
    start = program.start.map { StartSourceOfSubject($0, store) }
    onePer = program.onePer.map { rule in
      let reader = rule.path.map { FieldReader($0, store) }
      return reader?.isText ?? false ? reader : nil
    }
    reach = (0..<channels).map { channel in
      program.reach[channel].map { reach in
        Reach(
          to: reach.to.map { TextSource($0, store) }, consent: reach.consent.map { ConditionSource($0, store) })
      }
    }
    prefer = TextSource(program.prefer, store)
    customer = TextSource(program.recipient.key, store)
    zone = TextSource(program.recipient.zone, store)
    country = TextSource(program.recipient.country, store)
    locale = TextSource(program.recipient.locale, store)
    name = TextSource(program.recipient.name, store)
  }
}

extension GateContext {
  /// The bytes of a text about a subject; nil where it is unknown or empty.
  @inline(__always)
  func withText<Result>(
    _ source: TextSource, _ subject: RecordID, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result? {
    switch source {
    case .nothing: return nil
    case .field(let reader):
      return unsafe reader.withText(subject) { unsafe $0.isEmpty ? nil : body($0) } ?? nil
    case .program(let program):
      guard case .string(var text)? = try? evaluator.evaluate(program, subject: subject), !text.isEmpty else {
        return nil
      }
      return text.withUTF8 { unsafe body(UnsafeRawBufferPointer($0)) }
    }
  }

  func text(_ source: TextSource, _ subject: RecordID) -> String? {
    unsafe withText(source, subject) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Appends the text; false where there is none.
  func append(_ source: TextSource, _ subject: RecordID, to bytes: inout [UInt8]) -> Bool {
    unsafe withText(source, subject) { unsafe bytes.append(contentsOf: $0) } != nil
  }

  func holds(_ source: ConditionSource, _ subject: RecordID, start: Instant) -> Bool {
    switch source {
    case .field(let reader): reader.bool(subject) ?? false
    case .program(let program): evaluator.decide(program, subject: subject, start: start) == .yes
    }
  }
}
