import Diagnostics
import JSON

/// Why a row cannot be read.
enum RejectReason: Hashable, Sendable {
  case fieldCount(found: Int, expected: Int)
  case quoteInsideValue
  case textBehindQuote
  case openQuote
  case notUTF8
  case tooLong(limit: Int)
  case notJSON(String)
  case notObject
  case keyNotScalar
  case tooManyItems

  /// In one sentence without a full stop, and what to do about it.
  var words: (message: String, advice: String?) {
    switch self {
    case .fieldCount(let found, let expected):
      (
        "this row has \(found == 1 ? "1 field" : "\(found) fields") where the header has \(expected)",
        found > expected ? "a value that holds the delimiter needs quotes around it" : nil
      )
    case .quoteInsideValue:
      ("a quote inside a value that does not begin with one", "put the whole value in quotes and double those inside")
    case .textBehindQuote: ("text behind a closing quote", "a quote inside a quoted value must be doubled")
    case .openQuote: ("this quote is never closed", nil)
    case .notUTF8:
      ("bytes that are not UTF-8", "if the file is in another encoding, name it: “encoding: windows-1252”")
    case .tooLong(let limit): ("a row of more than \(limit >> 20) MiB", "is a line end or a quote missing?")
    case .notJSON(let message): ("this line is not JSON: \(message)", nil)
    case .notObject: ("this line is JSON, but not an object", "each line must be an object: {…}")
    case .tooManyItems: ("a record of more than \(ColumnVector.capacity) items", nil)
    case .keyNotScalar: ("the key is neither text nor a number", nil)
    }
  }
}
