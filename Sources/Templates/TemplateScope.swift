/// What names a template may use: the global names, and the members of records.
///
/// A record is named by a number of the scope's own choosing, such as the index of an entity in the schema.
package protocol TemplateScope {
  /// The shape of a member of a record, or of a global name (`record` nil). Nil: there is no such name.
  func shape(of name: String, in record: Int?) -> TemplateShape?
  /// All names of a record, or all global names, for suggestions.
  func names(in record: Int?) -> [String]
  /// Whether a name that has no shape may be right all the same, so that nothing is said of it.
  func mayHave(_ name: String, in record: Int?) -> Bool
}

extension TemplateScope {
  package func mayHave(_ name: String, in record: Int?) -> Bool { false }
}

/// What is known of a value before rendering.
package indirect enum TemplateShape: Hashable, Sendable {
  /// Anything: nothing is checked.
  case any
  case text, number, bool, time
  case list(TemplateShape)
  /// Has members, which the scope knows by this number. To-one links and groups of names (`links`) are records.
  case record(Int)
}
