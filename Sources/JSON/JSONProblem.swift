/// Where and why bytes are not JSON.
package struct JSONProblem: Error, Hashable, Sendable {
  /// In bytes, from the first that was given.
  package var offset: Int
  /// In one sentence without a full stop, and without a word of the text itself.
  package var message: String
  /// Nothing is wrong but that the text ends too early: as if it was cut off.
  package var isUnexpectedEnd: Bool

  package init(offset: Int, message: String, isUnexpectedEnd: Bool = false) {
    self.offset = offset
    self.message = message
    self.isUnexpectedEnd = isUnexpectedEnd
  }
}
