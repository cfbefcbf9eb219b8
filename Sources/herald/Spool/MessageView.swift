import Campaigns
import JSON
import Templates

/// A job's message in the form in which its reader would see it.
struct MessageView {
  private(set) var lines: [String] = []

  /// - Parameter channel: nil for one that herald.yaml no longer has; its message then shows what it is.
  init(_ job: JSONValue, _ message: JSONValue, _ channel: Channel?) {
    let to = job["to"]?["address"]?.string ?? ""
    if channel?.isSMS ?? false, let text = message["text"]?.string {
      shortMessage(text, to, message)
    } else if channel.map({ $0.addressKind == .email && !$0.isStaff }) ?? true, message["subject"] != nil {
      mail(message, to, job["to"]?["name"]?.string)
    } else if Self.has(message, only: ["from", "queue", "skills", "title", "note"]), message["title"] != nil {
      task(message, to)
    } else if Self.has(message, only: ["from", "template", "values", "text"]) {
      chat(message, to)
    } else {
      lines.append("To: " + Printable.line(to))
      lines += PrettyJSON.lines(message).map(Printable.line)
    }
  }

  private static func has(_ message: JSONValue, only keys: Set<String>) -> Bool {
    message.members.map { $0.allSatisfy { keys.contains($0.key) } } ?? false
  }

  /// For a person of the shop.
  private mutating func task(_ message: JSONValue, _ to: String) {
    header("To", to)
    header("Queue", message["queue"]?.string)
    let skills = (message["skills"]?.array ?? []).compactMap(\.string)
    header("Skills", skills.isEmpty ? nil : skills.joined(separator: ", "))
    header("Title", message["title"]?.string)
    if let note = message["note"]?.string { lines += [""] + Printable.lines(note) }
  }

  /// The provider has a template's text; we have what goes into it.
  private mutating func chat(_ message: JSONValue, _ to: String) {
    header("From", message["from"]?.string)
    header("To", to)
    header("Template", message["template"]?.string)
    for (number, value) in (message["values"]?.array ?? []).enumerated() {
      lines.append("  {{\(number + 1)}} " + Printable.line(value.string ?? PrettyJSON.lines(value).joined()))
    }
    if let text = message["text"]?.string { lines += [""] + Printable.lines(text) }
  }

  private mutating func mail(_ message: JSONValue, _ to: String, _ name: String?) {
    header("From", message["from"]?.string)
    header("To", name.map { "\($0) <\(to)>" } ?? to)
    header("Reply-To", message["reply_to"]?.string)
    header("Subject", message["subject"]?.string)
    for member in message["headers"]?.members ?? [] { header(member.key, member.value.string) }
    lines.append("")
    let (text, html) = (message["text"]?.string, message["html"]?.string)
    if let text { lines += Printable.lines(text) }
    guard let html else { return }
    lines.append("(\(text == nil ? "HTML only" : "and HTML"): \(grouped(html.utf8.count)) bytes; --json has it)")
  }

  private mutating func shortMessage(_ text: String, _ to: String, _ message: JSONValue) {
    header("From", message["from"]?.string)
    header("To", to)
    lines += [""] + Printable.lines(text)
    let size = SMSText.size(of: text)
    lines += ["", "(\(counted(size.segments, "segment")) of \(size.encoding.rawValue), \(grouped(size.units)) units)"]
  }

  private mutating func header(_ name: String, _ value: String?) {
    if let value { lines.append("\(name): " + Printable.line(value)) }
  }
}

/// Text of others on our terminal: nothing in it may move the cursor or change colours.
enum Printable {
  /// One line of it.
  static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  static func lines(_ text: String) -> [String] {
    text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map {
      line(String($0).replacing("\t", with: "    "))
    }
  }

  /// Also what turns the direction of a line, so that an address cannot look like another.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }
}
