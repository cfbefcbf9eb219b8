import Campaigns
import CivilTime
import Rules
import Templates

/// The values of a text's paths for one candidate, from the store through the campaign's bindings.
struct RuleValues: TemplateValues {
  let text: TextProgram
  let writer: JobWriter
  let subject: RecordID
  let start: Instant
  let context: TemplateContext

  func value(ofPath index: Int) -> TemplateValue {
    switch text.bindings[index] {
    case .program(let program):
      guard let value = try? writer.evaluator.evaluate(program, subject: subject, start: start) else { return .nothing }
      return TemplateValue(value, in: writer.records)
    case .link(let link): return writer.link(link, self).map { .text($0) } ?? .nothing
    case .shop: return .text(writer.project.shop)
    case .now: return .time(writer.evaluatorNow)
    case .unknown: return .nothing
    }
  }
}

/// A text of a campaign with its bindings compiled.
struct TextProgram: Sendable {
  enum Binding: Sendable {
    case program(Program)
    case link(Int)
    case shop, now, unknown
  }

  let template: Template
  let bindings: [Binding]

  init(_ text: Text, schema: Schema, links: [String]) {
    template = text.template
    bindings = text.bindings.map { binding in
      switch binding {
      case .rule(let rule): .program(Program(rule.checked, schema: schema))
      case .link(let name): links.firstIndex(of: name).map { .link($0) } ?? .unknown
      case .shop: .shop
      case .now: .now
      case .unknown: .unknown
      }
    }
  }
}

/// What template values read records from.
struct RecordReader: Sendable {
  let store: RecordStore
  let schema: Schema
  let now: Instant
  let calendar: BusinessCalendar
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
    let entity = reader.schema.entities[Int(id.entity)]
    if let field = entity.fields.firstIndex(where: { $0.name == name }) {
      guard case .value(let value) = reader.store.read(field: field, of: id) else { return .nothing }
      return TemplateValue(value, in: reader)
    }
    if let fact = entity.facts.firstIndex(where: { $0.name == name }) { return self.fact(fact) }
    guard let link = entity.links.firstIndex(where: { $0.name == name }) else { return .nothing }
    if entity.links[link].kind == .one {
      return reader.store.follow(link: link, of: id).map { .record(StoredRecord(id: $0, reader: reader)) } ?? .nothing
    }
    return .list(
      reader.store.list(link: link, of: id).map { .record(StoredRecord(id: $0, reader: reader)) })
  }

  private func fact(_ index: Int) -> TemplateValue {
    let entity = Int(id.entity)
    let expression = Checked.fact(of: .subject(entity: entity), entity: entity, fact: index)
    let evaluator = Evaluator(
      store: reader.store, schema: reader.schema, now: reader.now, calendar: reader.calendar)
    guard let value = try? evaluator.evaluate(expression, subject: id) else { return .nothing }
    return TemplateValue(value, in: reader)
  }
}
