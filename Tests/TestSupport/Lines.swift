import Testing

/// A group of cases, one a line, under a name.
package struct Lines: CustomTestStringConvertible, Sendable {
  package let name: String
  package let text: String

  package init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  package var testDescription: String { name }
}
