/// A person or a shop with its address, as a mail's head names it.
package struct Mailbox: Hashable, Sendable {
  /// Without line breaks and other controls; empty where there is none.
  package let name: String
  /// Fit for MAIL FROM and RCPT TO.
  package let address: String

  /// Nil if the address is none: this is where a line break or a second recipient would slip in.
  package init?(name: String = "", address: String) {
    guard Self.isAddress(address) else { return nil }
    self.name = name.withoutControls
    self.address = address
  }

  /// Reads `a@shop.example`, `Shop <a@shop.example>` or `"Shop, Inc." <a@shop.example>`.
  package init?(_ text: some StringProtocol) {
    let text = text.withoutControls
    guard text.last == ">", let open = text.lastIndex(of: "<") else {
      self.init(address: text)
      return
    }
    let address = text[text.index(after: open)...].dropLast()
    self.init(name: Self.unquoted(text[..<open]), address: String(address).withoutControls)
  }

  /// Reads one mailbox or several with commas between them; nil if one of them is none.
  package static func list(_ text: String) -> [Mailbox]? {
    var boxes: [Mailbox] = []
    for part in split(text) {
      guard let box = Mailbox(part) else { return nil }
      boxes.append(box)
    }
    return boxes.isEmpty ? nil : boxes
  }

  package var domain: Substring { address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...] }

  /// At commas outside of quotes.
  private static func split(_ text: String) -> [Substring] {
    var isQuoted = false
    var isEscaped = false
    return text.split { character in
      defer { isEscaped = isQuoted && !isEscaped && character == "\\" }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      return character == "," && !isQuoted
    }
  }

  private static func unquoted(_ name: Substring) -> String {
    let name = name.withoutControls
    guard name.count >= 2, name.first == "\"", name.last == "\"" else { return name }
    var text = ""
    var isEscaped = false
    for character in name.dropFirst().dropLast() {
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { text.append(character) }
    }
    return text
  }

  /// One @ with something on both sides, and nothing that ends an address in a mail's head or in SMTP.
  private static func isAddress(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")), at != bytes.startIndex,
      bytes.index(after: at) != bytes.endIndex
    else { return false }
    return bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"()<>[]:;,\\\"".utf8.contains($0) }
      && bytes[bytes.index(after: at)...].allSatisfy { $0 != UInt8(ascii: "@") }
  }
}

extension StringProtocol {
  /// Line breaks and other controls are blanks, and the ends are trimmed: one line, whatever came in.
  var withoutControls: String {
    var text = String(self)
    if !utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
      text.unicodeScalars = String.UnicodeScalarView(unicodeScalars.map { $0.endsLine ? " " : $0 })
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { $0 != " " }), let last = scalars.lastIndex(where: { $0 != " " })
    else { return "" }
    return first == scalars.startIndex && scalars.index(after: last) == scalars.endIndex
      ? text : String(scalars[first...last])
  }
}

extension Unicode.Scalar {
  /// A control, or what Unicode calls the end of a line or a paragraph.
  fileprivate var endsLine: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029
  }
}
