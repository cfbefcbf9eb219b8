import CivilTime
import Rules
import Tables
import Templates

/// Values for a text as long as the data has them: each path's own longest, whether or not one record has all of them.
struct LongestValues: TemplateValues {
  let check: DataCheck
  let campaign: Campaign
  let text: Text
  let context: TemplateContext

  func value(ofPath index: Int) -> TemplateValue {
    switch text.bindings[index] {
    case .rule(let rule): check.longest(rule.checked, rule.type)
    case .link(let name): link(name)
    case .shop: .text(check.project.shop)
    case .now: .time(DataCheck.longTime)
    case .unknown: .nothing
    }
  }

  private func link(_ name: String) -> TemplateValue {
    guard let link = campaign.links[name] else { return .nothing }
    var bytes: [UInt8] = []
    var context = context
    let values = LongestValues(check: check, campaign: campaign, text: link, context: context)
    guard (try? link.template.render(values, into: &bytes, context: &context)) != nil else { return .nothing }
    return .text(String(decoding: bytes, as: UTF8.self))
  }
}

/// A record of longest values.
private struct LongestRecord: TemplateRecord {
  let check: DataCheck
  let entity: Int

  func member(_ name: String) -> TemplateValue {
    let known = check.project.schema.entities[entity]
    if let field = known.fields.firstIndex(where: { $0.name == name }) {
      return check.longest(Uses.FieldUse(entity: entity, field: field))
    }
    if let fact = known.facts.first(where: { $0.name == name }) { return check.unmeasured(fact.type) }
    guard let link = known.links.first(where: { $0.name == name }) else { return .nothing }
    let record = TemplateValue.record(LongestRecord(check: check, entity: link.target))
    return link.kind == .one ? record : .list([record])
  }
}

extension DataCheck {
  /// A Wednesday in September, which is as long as times get.
  static let longTime = Instant(microseconds: 1_790_805_600_000_000)

  /// The longest value that the data has for an expression. A list of records has one of them.
  func longest(_ checked: Checked, _ type: RuleType) -> TemplateValue {
    switch checked {
    case .field(_, let entity, let field): return longest(Uses.FieldUse(entity: entity, field: field))
    case .one(_, let entity, let link):
      return .record(LongestRecord(check: self, entity: project.schema.entities[entity].links[link].target))
    case .many(_, let entity, let link):
      return .list([.record(LongestRecord(check: self, entity: project.schema.entities[entity].links[link].target))])
    default: return unmeasured(type)
    }
  }

  func longest(_ use: Uses.FieldUse) -> TemplateValue {
    guard let column = profile(of: use)?.column, column.known > 0 else { return .nothing }
    switch column.type {
    case .string, .key: return column.longest.map { .text($0.text) } ?? .nothing
    case .list:
      let words = column.longest?.text.split(separator: ",").map { TemplateValue.text(String($0)) }
      return .list(words ?? [])
    case .bool: return .bool(false)
    case .int: return column.integers.map { .int(wider($0, \.magnitude)) } ?? .nothing
    case .double: return column.doubles.map { .double(wider($0, \.magnitude)) } ?? .nothing
    case .timestamp: return .time(Self.longTime)
    case .duration: return column.integers.map { .text(TimeSpan(seconds: $0.upperBound / 1_000_000).text) } ?? .nothing
    }
  }

  /// What the data does not say: a fact's value. A text of which nothing is known prints nothing, so its length is not
  /// judged.
  func unmeasured(_ type: RuleType?) -> TemplateValue {
    switch type {
    case .bool: .bool(false)
    case .int: .int(1000)
    case .double: .double(1000.5)
    case .timestamp: .time(Self.longTime)
    default: .nothing
    }
  }

  private func wider<Number: Numeric & Comparable, Size: Comparable>(
    _ range: ClosedRange<Number>, _ size: (Number) -> Size
  ) -> Number {
    // A sign takes room, too.
    range.lowerBound < 0 && size(range.lowerBound) >= size(range.upperBound) ? range.lowerBound : range.upperBound
  }
}
