package import CivilTime

/// A value while rendering.
package enum TemplateValue: Sendable {
  /// Liquid's nil: an empty cell, a record that is not there.
  case nothing
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case text(String)
  case time(Instant)
  case list([TemplateValue])
  case record(any TemplateRecord)
  /// Both ends included; empty if the second is less than the first.
  case range(Int64, Int64)
  /// The words `empty` and `blank`, which are for comparing with.
  case empty, blank
  /// An object with its own names, in order: data of the lax mode.
  case object([(String, TemplateValue)])
}

/// A record that is read while rendering: the element of a list, or what a to-one link reaches.
package protocol TemplateRecord: Sendable {
  /// `.nothing` where the cell is empty or there is no such member.
  func member(_ name: String) -> TemplateValue
}

/// Where a rendering finds the values of its template's `paths`.
package protocol TemplateValues {
  /// By index in `Template.paths`; asked when first needed, at most once in a rendering.
  /// An empty cell, a cell that did not parse and a missing record are `.nothing`.
  func value(ofPath index: Int) -> TemplateValue
  /// Appends the value of a path as it stands, if it is a text: quicker than making a value of it.
  func append(path index: Int, to output: inout [UInt8]) -> PathText
}

/// What a path came to when its text was asked for.
package enum PathText: Sendable {
  /// Its bytes are appended, maybe none.
  case text
  case nothing
  /// It is no text, or `value(ofPath:)` knows better.
  case value
}

extension TemplateValues {
  package func append(path index: Int, to output: inout [UInt8]) -> PathText { .value }
}
