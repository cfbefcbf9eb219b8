/// What a `JSONReader` comes upon. Ranges are of the bytes that were given; those of strings lie between the quotes.
package enum JSONToken: Hashable, Sendable {
  case beginObject, endObject, beginArray, endArray
  /// `isEscaped`: there is a `\` in it, so `JSONReader.unescape` says what it means.
  case key(Range<Int>, isEscaped: Bool)
  case string(Range<Int>, isEscaped: Bool)
  case number(Range<Int>)
  case bool(Bool)
  case null
  /// The value is complete, and only blanks follow it.
  case end
}
