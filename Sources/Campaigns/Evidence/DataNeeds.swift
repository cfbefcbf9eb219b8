package import Rules
package import Tables
import Templates

/// A column of an export, as the schema's fields are numbered in it.
package struct ExportColumn: Hashable, Sendable {
  /// Index into the project's entities.
  package var export: Int
  package var column: ColumnIndex
}

extension Project {
  /// Where the cells of a field are: those of `items` stand in their owner's export.
  package func column(of use: Uses.FieldUse) -> ExportColumn? {
    guard schema.entities[use.entity].isItems else {
      return use.entity < entities.count ? ExportColumn(export: use.entity, column: use.field) : nil
    }
    let owner = schema.entities.firstIndex { $0.links.contains { $0.kind == .items && $0.target == use.entity } }
    return owner.map { ExportColumn(export: $0, column: 1 + entities[$0].mapping.fields.count + use.field) }
  }

  /// `order.status`
  package func name(of use: Uses.FieldUse) -> String {
    "\(schema.entities[use.entity].name).\(schema.entities[use.entity].fields[use.field].name)"
  }

  func mapping(of use: Uses.FieldUse) -> FieldMapping? {
    guard let place = column(of: use), place.column > 0 else { return nil }
    let mapping = entities[place.export].mapping
    let fields = mapping.fields + mapping.items
    return place.column <= fields.count ? fields[place.column - 1] : nil
  }
}

extension Body.Content {
  /// All texts below, with the locale they are for.
  func texts(locale: String) -> [(text: Text, locale: String)] {
    switch self {
    case .text(let text): [(text, locale)]
    case .list(let elements): elements.flatMap { $0.texts(locale: locale) }
    case .map(let entries): entries.flatMap { $0.content.texts(locale: locale) }
    case .byVariant(let contents): contents.flatMap { $0.texts(locale: locale) }
    case .byLocale(let choices): choices.flatMap { $0.content.texts(locale: $0.locale) }
    }
  }
}

extension Campaign {
  /// Every text of a step or route, and the links that they use.
  func texts(locale: String) -> [(text: Text, locale: String)] {
    steps.flatMap { step in
      step.bodies.sorted { $0.key < $1.key }.flatMap { $0.value.parts.flatMap { $0.content.texts(locale: locale) } }
    } + routes.flatMap { ([$0.queue] + $0.skills).map { ($0, locale) } }
      + links.sorted { $0.key < $1.key }.map { ($0.value, locale) }
  }

  /// What has a value in every candidate, since the rules are unknown otherwise, and unknown never sends.
  var alwaysKnown: Set<Checked> {
    var known = start?.checked.neededToBeKnown ?? []
    for rule in when { known.formUnion(rule.checked.needed(whenTrue: true)) }
    for rule in unless + until { known.formUnion(rule.checked.needed(whenTrue: false)) }
    return known
  }
}
