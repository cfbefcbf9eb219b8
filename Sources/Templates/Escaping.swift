/// What a rendered text is, so that what it prints cannot break out of its place.
package enum Escaping: Hashable, Sendable {
  /// Nothing is escaped.
  case none
  /// Every output is escaped unless it ends in `| raw`.
  case html
  /// The body of a request: inside quotes an output becomes what a JSON string may hold, outside a whole JSON value.
  case json
  /// The body of a request: `name=value`, a field a line; the template's own text is encoded as well.
  case form
  /// An address: outputs are percent-encoded, the template's own text is not.
  case url

  var isRequest: Bool { self == .json || self == .form || self == .url }
}

/// How one output is written.
enum Escape: Hashable, Sendable {
  case none, html
  /// Inside quotes; between other values.
  case jsonString, jsonValue
  case percent
}
