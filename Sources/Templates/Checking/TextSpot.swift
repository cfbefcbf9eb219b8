/// Where in a JSON text or a form a template's own text has come to: what decides how the next output is escaped.
struct TextSpot: Sendable {
  /// JSON: between the quotes of a string, and behind a backslash in it.
  private(set) var isInString = false
  private var isEscaped = false
  /// A form: behind the `=` of a field.
  private var isInValue = false
  /// Inside `{% capture %}`: what is printed there is printed again later, and escaped then.
  var isCaptured = false

  /// Goes past a piece of the template's own text and returns what is printed of it.
  mutating func pass(_ text: ArraySlice<UInt8>, _ escaping: Escaping) -> [UInt8] {
    if isCaptured { return Array(text) }
    switch escaping {
    case .json:
      for byte in text { passJSON(byte) }
      return Array(text)
    case .form: return passForm(text)
    case .none, .html, .url: return Array(text)
    }
  }

  private mutating func passJSON(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = isInString
    } else if byte == UInt8(ascii: "\"") {
      isInString.toggle()
    }
  }

  /// Fields end with their lines; blanks in front of a name, and the `&` of other tools, are not part of it.
  private mutating func passForm(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    for byte in text {
      switch byte {
      case UInt8(ascii: "\n"):
        isInValue = false
        output.append(byte)
      case UInt8(ascii: "\r"): break
      case UInt8(ascii: "=") where !isInValue:
        isInValue = true
        output.append(byte)
      case UInt8(ascii: " ") where !isInValue, UInt8(ascii: "\t") where !isInValue, UInt8(ascii: "&") where !isInValue:
        break
      default: PercentText.append(CollectionOfOne(byte), to: &output)
      }
    }
    return output
  }
}
