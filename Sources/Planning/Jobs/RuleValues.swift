import Campaigns
import CivilTime
import Rules
import Synchronization
import Templates

/// The values of a text's paths for one candidate, from the store through the campaign's bindings. One a thread, told
/// whom and what it is about.
final class RuleValues: TemplateValues {
  private let texts: JobTexts
  private let evaluator: Evaluator
  var bindings: [BoundText.Binding]
  var subject: RecordID
  var start: Instant
  var context: TemplateContext

  init(
    _ texts: JobTexts, _ evaluator: Evaluator, bindings: [BoundText.Binding], subject: RecordID, start: Instant,
    context: TemplateContext
  ) {
    self.texts = texts
    self.evaluator = evaluator
    self.bindings = bindings
    self.subject = subject
    self.start = start
    self.context = context
  }

  func value(ofPath index: Int) -> TemplateValue {
    switch bindings[index] {
    case .field(let reader):
      unsafe reader.withText(subject) { unsafe .text(String(decoding: $0, as: UTF8.self)) } ?? .nothing
    case .program(let program):
      if let value = try? evaluator.evaluate(program, subject: subject, start: start) {
        TemplateValue(value, in: texts.records)
      } else {
        .nothing
      }
    case .link(let link): self.link(link)
    case .shop: .text(texts.decisions.project.shop)
    case .now: .time(texts.decisions.now)
    case .unknown: .nothing
    }
  }

  func append(path index: Int, to output: inout [UInt8]) -> PathText {
    switch bindings[index] {
    case .field(let reader):
      return unsafe reader.withText(subject) {
        unsafe output.append(contentsOf: $0)
        return .text
      } ?? .nothing
    case .shop:
      output.append(contentsOf: texts.decisions.project.shop.utf8)
      return .text
    case .program, .link, .now, .unknown: return .value
    }
  }

  /// A link of herald.yaml inside a text; a link that cannot be made prints nothing, so the text that prints it fails.
  private func link(_ index: Int) -> TemplateValue {
    var bytes: [UInt8] = []
    var context = context
    let inner = RuleValues(
      texts, evaluator, bindings: texts.links[index].bindings, subject: subject, start: start, context: context)
    do { try texts.links[index].template.render(inner, into: &bytes, context: &context) } catch { return .nothing }
    return .text(String(decoding: bytes, as: UTF8.self))
  }
}

/// What the texts of a campaign are bound to.
struct TextBinding {
  let schema: Schema
  let store: RecordStore
  /// Names of links, sorted.
  let links: [String]
}

/// A text of a campaign with its bindings compiled, the columns of its fields at hand.
struct BoundText: Sendable {
  enum Binding: Sendable {
    case field(FieldReader)
    case program(Program)
    case link(Int)
    case shop, now, unknown
  }

  let template: Template
  let bindings: [Binding]

  init(_ text: Text, _ binding: TextBinding) {
    template = text.template
    bindings = text.bindings.map { path in
      switch path {
      case .rule(let rule):
        let program = Program(rule.checked, schema: binding.schema)
        let reader = program.path.map { FieldReader($0, binding.store) }
        return if let reader, reader.isText { .field(reader) } else { .program(program) }
      case .link(let name): return binding.links.firstIndex(of: name).map { .link($0) } ?? .unknown
      case .shop: return .shop
      case .now: return .now
      case .unknown: return .unknown
      }
    }
  }
}

/// What template values read records from.
final class RecordReader: Sendable {
  let store: RecordStore
  private let schema: Schema
  private let now: Instant
  private let calendar: BusinessCalendar
  /// By entity: its members by name.
  private let members: [[String: Member]]
  private let facts = Mutex<[RecordMember: Program]>([:])

  private struct RecordMember: Hashable {
    var entity: Int
    var fact: Int
  }

  enum Member {
    case field(Int), fact(Int), one(Int), many(Int)
  }

  init(store: RecordStore, schema: Schema, now: Instant, calendar: BusinessCalendar) {
    self.store = store
    self.schema = schema
    self.now = now
    self.calendar = calendar
    members = schema.entities.map { entity in
      // Of several with the same name the first: fields, then facts, then links.
      var members: [String: Member] = [:]
      for (index, link) in entity.links.enumerated().reversed() {
        members[link.name] = link.kind == .one ? .one(index) : .many(index)
      }
      for (index, fact) in entity.facts.enumerated().reversed() { members[fact.name] = .fact(index) }
      for (index, field) in entity.fields.enumerated().reversed() { members[field.name] = .field(index) }
      return members
    }
  }

  func member(_ name: String, of id: RecordID) -> Member? { members[Int(id.entity)][name] }

  func fact(_ index: Int, of id: RecordID) -> TemplateValue {
    let entity = Int(id.entity)
    let program = facts.withLock { known in
      let member = RecordMember(entity: entity, fact: index)
      if let program = known[member] { return program }
      let expression = Checked.fact(of: .subject(entity: entity), entity: entity, fact: index)
      let program = Program(expression, schema: schema)
      known[member] = program
      return program
    }
    let evaluator = Evaluator(store: store, schema: schema, now: now, calendar: calendar)
    guard let value = try? evaluator.evaluate(program, subject: id) else { return .nothing }
    return TemplateValue(value, in: self)
  }
}

extension TemplateValue {
  init(_ value: Value, in reader: RecordReader) {
    self =
      switch value {
      case .null: .nothing
      case .bool(let value): .bool(value)
      case .int(let value): .int(value)
      case .double(let value): .double(value)
      case .string(let value): .text(value)
      case .timestamp(let value): .time(value)
      case .duration(let value): .text(value.text)
      case .list(let elements): .list(elements.map { TemplateValue($0, in: reader) })
      case .record(let id): .record(StoredRecord(id: id, reader: reader))
      }
  }
}

/// A record inside a rendering: the element of a list. Its members are found by name.
struct StoredRecord: TemplateRecord {
  let id: RecordID
  let reader: RecordReader

  func member(_ name: String) -> TemplateValue {
    switch reader.member(name, of: id) {
    case .field(let field):
      guard case .value(let value) = reader.store.read(field: field, of: id) else { return .nothing }
      return TemplateValue(value, in: reader)
    case .fact(let fact): return reader.fact(fact, of: id)
    case .one(let link):
      return reader.store.follow(link: link, of: id).map { .record(StoredRecord(id: $0, reader: reader)) } ?? .nothing
    case .many(let link):
      return .list(reader.store.list(link: link, of: id).map { .record(StoredRecord(id: $0, reader: reader)) })
    case nil: return .nothing
    }
  }
}
