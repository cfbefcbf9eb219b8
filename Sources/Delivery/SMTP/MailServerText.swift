import Diagnostics

/// The parts of a mail server's address, read strictly: what is not understood is never guessed.
struct MailServerText {
  var isSecure = false
  var host = ""
  var port = 0
  var user: String?
  var options: [String: String] = [:]

  init(_ text: String) throws(Diagnostic) {
    var rest = try scheme(of: text)
    if let mark = rest.firstIndex(of: "?") {
      try readOptions(rest[rest.index(after: mark)...])
      rest = rest[..<mark]
    }
    if rest.last == "/" { rest.removeLast() }
    if let at = rest.lastIndex(of: "@") {
      try readUser(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    try readHost(rest)
  }

  private mutating func scheme(of text: String) throws(Diagnostic) -> Substring {
    for (scheme, isSecure) in [("smtp://", false), ("smtps://", true)] where text.lowercased().hasPrefix(scheme) {
      self.isSecure = isSecure
      return text.dropFirst(scheme.count)
    }
    throw Diagnostic(.error, "this is no address of a mail server", advice: "write smtp://HOST:PORT or smtps://HOST")
  }

  /// Never repeats what stands there: it may be a password.
  private mutating func readUser(_ text: Substring) throws(Diagnostic) {
    if text.contains(":") {
      throw Diagnostic(
        .error, "a password must not stand in the address, where every process list shows it",
        advice: "write smtp://USER@HOST, and put the password into the variable HERALD_SMTP_PASSWORD, or into a file "
          + "that HERALD_SMTP_PASSWORD_FILE names")
    }
    guard let user = Self.decoded(text), !user.isEmpty, user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      throw Diagnostic(.error, "the user before the @ cannot be read", advice: "write smtp://USER@HOST")
    }
    self.user = user
  }

  private mutating func readHost(_ text: Substring) throws(Diagnostic) {
    var name = text
    var digits: Substring?
    if text.first == "[", let close = text.firstIndex(of: "]") {
      name = text[text.index(after: text.startIndex)..<close]
      let rest = text[text.index(after: close)...]
      guard rest.isEmpty || rest.first == ":", name.utf8.allSatisfy(Self.isIPv6) else { throw Self.noHost }
      digits = rest.isEmpty ? nil : rest.dropFirst()
    } else {
      if let colon = text.firstIndex(of: ":") {
        name = text[..<colon]
        digits = text[text.index(after: colon)...]
      }
      guard Self.isHost(name) else { throw Self.noHost }
    }
    host = name.lowercased()
    port = isSecure ? 465 : 25
    guard let digits else { return }
    guard let number = Int(digits), (1...65_535).contains(number), digits.utf8.allSatisfy({ $0 &- 0x30 <= 9 }) else {
      throw Diagnostic(
        .error, "the port of the mail server is no number from 1 to 65535", advice: "such as smtp://HOST:587")
    }
    port = number
  }

  private static let noHost = Diagnostic(.error, "the mail server has no host name", advice: "write smtp://HOST:PORT")

  private mutating func readOptions(_ text: Substring) throws(Diagnostic) {
    for option in text.split(separator: "&") {
      let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard MailServer.options.contains(name) else {
        // A password would stand here, too.
        let isSecret = name.lowercased().hasPrefix("pass")
        throw Diagnostic(
          .error, "a mail server has no option “\(name)”",
          advice: isSecret
            ? "the password comes from HERALD_SMTP_PASSWORD or HERALD_SMTP_PASSWORD_FILE"
            : suggestion(for: name, in: MailServer.options))
      }
      guard parts.count == 2, let value = Self.decoded(parts[1]), !value.isEmpty, !value.utf8.contains(0) else {
        throw Diagnostic(.error, "the option “\(name)” has no value", advice: "write \(name)=VALUE")
      }
      guard options.updateValue(value, forKey: name) == nil else {
        throw Diagnostic(.error, "the option “\(name)” is there twice", advice: "write it once")
      }
    }
  }

  /// Letters, digits, dots and dashes.
  static func isHost(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.count <= 253
      && name.utf8.allSatisfy {
        $0 &- 0x30 <= 9 || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
      }
  }

  private static func isIPv6(_ byte: UInt8) -> Bool {
    byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 < 6 || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
  }

  /// Without its percent signs; nil if one is not followed by two digits, or the result is not UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
