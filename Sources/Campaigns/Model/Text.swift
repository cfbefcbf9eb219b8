package import Diagnostics
package import Rules
package import Templates

/// A template with what each of its paths stands for in one campaign.
package struct Text: Sendable {
  package var template: Template
  /// Aligned with `template.paths`.
  package var bindings: [TemplateBinding]
  /// Where it begins.
  package var place: SourcePlace?
}

/// Where the value of a template's path comes from.
package enum TemplateBinding: Sendable {
  /// An expression over the campaign's subject.
  case rule(CheckedRule)
  /// A link of herald.yaml: a key of `Campaign.links`.
  case link(String)
  case shop
  case now
  /// Never there: the path was no name of the campaign's.
  case unknown
}
