import Diagnostics

/// The mapping of a well-known export, as a shop would write it under `data:`: what `preset: NAME` fills in.
///
/// Written in YAML and read by the same reader as herald.yaml, so that a shop can copy it and change it. A shop's own keys
/// come before it, its own fields and items one by one.
package struct Preset: Sendable {
  package let name: String
  /// In one line: which export of which program.
  package let summary: String
  /// What a shop must know of it, in sentences; empty if there is nothing.
  package let notes: String
  /// YAML: `key`, `format`, `delimiter`, `duplicates`, `fields`, `items`.
  package let text: String

  init(_ name: String, _ summary: String, notes: String = "", _ text: String) {
    self.name = name
    self.summary = summary
    self.notes = notes
    self.text = text
  }

  /// Every preset, by family.
  package static let all = shopify + woocommerce + platforms + marketplaces

  package static var names: [String] { all.map(\.name) }

  package static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// The text as YAML; problems in it point to a file of the preset's name.
  var root: YAMLNode? {
    var problems: [Diagnostic] = []
    return readYAML(YAMLFile(name: "preset \(name)", text: text), problems: &problems)
  }
}
