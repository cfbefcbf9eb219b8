/// A mail server's reply: `550 5.1.1 No such user here` (RFC 5321, RFC 2034).
struct SMTPReply: Hashable, Sendable {
  let code: Int
  /// What follows the code, the lines of a long reply joined; UTF-8 as far as it is.
  let text: String

  /// The three numbers after the code, where the server gives them: `5.1.1`.
  var status: (kind: Int, subject: Int, detail: Int)? {
    let word = text.prefix { $0 != " " }.split(separator: ".", omittingEmptySubsequences: false)
    guard word.count == 3, let kind = Int(word[0]), let subject = Int(word[1]), let detail = Int(word[2]) else {
      return nil
    }
    return (kind, subject, detail)
  }

  var isPositive: Bool { (200..<300).contains(code) }
  var isTemporary: Bool { (400..<500).contains(code) }
  var isPermanent: Bool { (500..<600).contains(code) }

  /// Whether it says who we are not allowed to be, rather than that the recipient can't be reached: a login that is
  /// missing, a sender that is refused (many servers say so only at the recipient), a relay that is not for us.
  var isAboutUs: Bool {
    if [530, 534, 535, 538].contains(code) { return true }
    if let (_, subject, detail) = status {
      if subject == 7, [0, 8, 9, 11, 12, 13, 14].contains(detail) { return true }
      if subject == 1, [7, 8].contains(detail) { return true }
    }
    return text.lowercased().contains("relay")
  }

  /// Whether it refuses the message for its size.
  var isAboutSize: Bool { code == 552 || status.map { $0.subject == 3 && $0.detail == 4 } ?? false }

  /// Whether it refuses by policy (`5.7.1`): of a sender's address or reputation as well as of a recipient's wishes.
  var isPolicy: Bool { status.map { $0.subject == 7 } ?? false }

  /// For a receipt: addresses, and words of the recipient's address, are left out.
  func words(without recipient: String) -> String {
    let local = String(recipient.prefix { $0 != "@" }).lowercased()
    var words: [String] = []
    for word in text.withoutControls.split(separator: " ") {
      let bare = word.lowercased().drop { !$0.isLetter && !$0.isNumber }
      let isPersonal =
        word.contains("@")
        || !local.isEmpty && bare.hasPrefix(local)
          && !bare.dropFirst(local.count)
            .contains { $0.isLetter || $0.isNumber }
      words.append(isPersonal ? "…" : String(word))
    }
    let line = "\(code) " + words.joined(separator: " ")
    return line.count <= Self.longest ? line : line.prefix(Self.longest - 1) + "…"
  }

  private static let longest = 200

  /// What the server calls a message that it took, where its words are known.
  ///
  /// Postfix, Exim, OpenSMTPD and sendmail, Exchange, Gmail, Amazon SES.
  var queueID: String? {
    let words = text.withoutControls.split(separator: " ").map(String.init)
    let lower = words.map { $0.lowercased() }
    for (index, word) in lower.enumerated() {
      if word == "as", index > 0, lower[index - 1] == "queued", index + 1 < words.count { return id(words[index + 1]) }
      if word.hasPrefix("id=") { return id(String(words[index].dropFirst(3))) }
      if word.hasPrefix("[internalid=") { return id(String(words[index].dropFirst(12))) }
      if word == "message", index > 0, lower[index...].starts(with: ["message", "accepted", "for", "delivery"]) {
        return id(words[index - 1])
      }
      if word == "-", index > 0, lower[(index + 1)...].first == "gsmtp" { return id(words[index - 1]) }
    }
    // “Ok 0100018b…-000000”: one long word behind the ok.
    if lower.count == 2, lower[0] == "ok", words[1].count >= 16 { return id(words[1]) }
    return nil
  }

  /// Letters, digits and what ids have between them; nil for anything else, and for an address.
  private func id(_ word: String) -> String? {
    let bare = word.drop { "<[(\"'".contains($0) }.prefix { !">])\"',;".contains($0) }
    guard bare.contains(where: { $0.isNumber }), !bare.contains("@"), bare.count <= 120,
      bare.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return String(bare)
  }
}
