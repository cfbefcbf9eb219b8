import Campaigns
package import CivilTime
package import JSON

/// A message that a rehearsed run would have spooled.
package struct RehearsedMessage: Sendable {
  package var at: Instant
  /// The job, parsed.
  package var job: JSONValue

  package var step: String { job["step"]?.string ?? "" }
  package var channel: String { job["channel"]?.string ?? "" }

  /// What it has under a key of `expect`; nil if it has no such thing.
  func value(of key: String) -> JSONValue? {
    switch key {
    case "step", "customer", "locale", "variant": job[key]
    case "via": job["channel"]
    case "to": job["to"]?["address"]
    case "key": job["subject"]?["key"]
    default: job["message"]?[key]
    }
  }

  /// Whether it is as a test names it.
  func agrees(_ part: ExpectedMessage.Part, _ project: Project) -> Bool {
    switch (part.key, part.value) {
    case ("at", .instant(let instant)): at == instant
    case ("to", .text(let text)): value(of: "to")?.string == normalAddress(text, project)
    case ("key", .text(let text)), ("customer", .text(let text)):
      value(of: part.key)?.string == GivenValue.normalKey(text)
    case (_, let expected): value(of: part.key).map { expected.agrees($0) } ?? false
    }
  }

  private func normalAddress(_ text: String, _ project: Project) -> String {
    let kind = project.channels.first { $0.name == channel }?.addressKind
    return kind.flatMap { Address.normalise(text, as: $0) } ?? text
  }
}

extension ExpectedMessage.Value {
  /// Line ends behind a text do not count: YAML's `|` adds one, and templates do.
  func agrees(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.text(let text), .string(let other)): text.withoutLastLineEnds == other.withoutLastLineEnds
    case (.text(let text), .number(let other)): text == other
    case (.text(let text), .bool(let flag)): text == (flag ? "true" : "false")
    case (.list(let list), .array(let others)):
      list.count == others.count && zip(list, others).allSatisfy { $0.agrees($1) }
    case (.map(let entries), .object): entries.allSatisfy { entry in value[entry.key].map(entry.value.agrees) ?? false }
    default: false
    }
  }
}

extension String {
  var withoutLastLineEnds: Substring {
    var text = self[...]
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
