import Campaigns
import Rules

extension Campaign {
  /// Every expression that somebody wrote and that deciding and rendering evaluates.
  var everyRule: [Rule] {
    [start].compactMap { $0 } + when + unless + until + onePer + steps.flatMap { $0.when + $0.unless }
      + reach.values.flatMap { $0.to + ($0.consent.map { [$0] } ?? []) } + routes.compactMap(\.when)
      + [prefer, recipient.key].compactMap { $0 }
  }

  /// Fields of the recipient that are read because of their name. Where they are unknown there is something else to go by.
  var impliedRules: [Rule] { [recipient.zone, recipient.country, recipient.locale, recipient.name].compactMap { $0 } }

  /// Every text, those of the links included.
  var everyText: [Text] {
    steps.flatMap { $0.bodies.values.flatMap { $0.parts.flatMap { $0.content.texts } } } + links.values
      + routes.flatMap { [$0.queue] + $0.skills }
  }
}

extension Body.Content {
  fileprivate var texts: [Text] {
    switch self {
    case .text(let text): [text]
    case .list(let elements): elements.flatMap(\.texts)
    case .map(let entries): entries.flatMap { $0.content.texts }
    case .byLocale(let choices): choices.flatMap { $0.content.texts }
    case .byVariant(let choices): choices.flatMap(\.texts)
    }
  }
}

extension FetchCollector {
  /// What a text reads. The members of a list's records are found by name while rendering, so all their fields and
  /// facts are read.
  func collect(_ text: Text) {
    for binding in text.bindings {
      guard case .rule(let rule) = binding else { continue }
      for node in visit(rule.checked) {
        for field in schema.entities[node.entity].fields.indices { node.need(field, isNamed: false) }
        for fact in schema.entities[node.entity].facts {
          if let body = fact.body { visit(body, receiver: node) }
        }
      }
    }
  }
}
