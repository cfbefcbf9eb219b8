import Campaigns
import CivilTime
import Diagnostics
import JSON

/// Compares what a test expects with what its runs did.
struct CaseVerdict {
  let project: Project
  let test: CampaignCase
  let messages: [RehearsedMessage]
  let stops: [Stop]

  var failures: [CaseFailure] {
    let pairs = MessageAlignment(expected: test.expected, came: messages) { $1.agrees($0, project) }.pairs
    return pairs.flatMap { pair -> [CaseFailure] in
      switch pair {
      case .both(let expected, let message): differences(expected, message)
      case .missing(let expected): [missing(expected)]
      case .surplus(let message): [surplus(message)]
      }
    } + [wrongReason].compactMap { $0 }
  }

  private func number(_ expected: Int) -> String {
    test.expected.count == 1 ? "the message" : "message \(expected + 1)"
  }

  private func differences(_ index: Int, _ messageIndex: Int) -> [CaseFailure] {
    let message = messages[messageIndex]
    return test.expected[index].parts.filter { !message.agrees($0, project) }.map { part in
      let came = part.key == "at" ? JSONValue.string(message.at.onWall(project.zone)) : message.value(of: part.key)
      let expected = part.value.lines(project.zone)
      guard let came else {
        return CaseFailure(
          place: part.place, message: "\(number(index)) has no “\(part.key)”",
          lines: expected.map { DiffLine(.expected, $0) } + [DiffLine(.came, summary(message))])
      }
      return CaseFailure(
        place: part.place, message: "\(number(index)) has another “\(part.key)”",
        lines: TextDiff(expected, came.lines(like: part.value)).lines)
    }
  }

  private func missing(_ index: Int) -> CaseFailure {
    let expected = test.expected[index]
    let words = expected.parts.map { "\($0.key): \($0.value.oneLine(project.zone))" }.joined(separator: ", ")
    return CaseFailure(
      place: expected.place, message: "\(number(index)) did not come",
      lines: [DiffLine(.expected, fitted("{\(words)}"))] + reasons)
  }

  private func surplus(_ index: Int) -> CaseFailure {
    CaseFailure(
      place: test.expectPlace,
      message: test.expected.isEmpty ? "a message came where none was expected" : "there was one message too many",
      lines: [DiffLine(.came, summary(messages[index]))])
  }

  /// What stopped whom, for who wonders about silence.
  private var reasons: [DiffLine] {
    if stops.isEmpty, messages.isEmpty {
      return [DiffLine(.note, "no step came due from \(wall(test.from)) to \(wall(test.to))")]
    }
    return stops.map { DiffLine(.note, words($0)) }
  }

  private func words(_ stop: Stop) -> String {
    "\(stop.subject), step \(stop.step), at \(wall(stop.at)): \(stop.outcome)"
      + (stop.words.isEmpty ? "" : ": \(stop.words)")
  }

  private var wrongReason: CaseFailure? {
    guard let because = test.because else { return nil }
    let found = stops.isEmpty ? ["not-due"] : Set(stops.map(\.outcome)).sorted()
    let isNothing = stops.isEmpty && !messages.isEmpty
    guard isNothing || Set(found) != Set(because.outcomes) else { return nil }
    let expected = DiffLine(.expected, because.outcomes.joined(separator: ", "))
    if isNothing {
      return CaseFailure(place: because.place, message: "nothing was stopped", lines: [expected] + sent)
    }
    return CaseFailure(
      place: because.place, message: "the outcome was another",
      lines: [expected, DiffLine(.came, found.joined(separator: ", "))] + reasons)
  }

  private var sent: [DiffLine] { messages.map { DiffLine(.came, summary($0)) } }

  private func wall(_ instant: Instant) -> String { instant.onWall(project.zone) }

  /// A message as an entry of `expect` would name it.
  private func summary(_ message: RehearsedMessage) -> String {
    var words = ["at: \(wall(message.at))", "step: \(message.step)", "via: \(message.channel)"]
    if Set(messages.compactMap { $0.value(of: "key")?.string }).count > 1, let key = message.value(of: "key")?.string {
      words.insert("key: \(key)", at: 1)
    }
    if let title = ["subject", "title", "template", "text"].first(where: { message.job["message"]?[$0]?.string != nil }
    ),
      let text = message.job["message"]?[title]?.string
    {
      words.append("\(title): \(text.oneLine)")
    }
    return fitted("{" + words.joined(separator: ", ") + "}")
  }

  /// Within a terminal's 80 columns, behind the sign.
  private func fitted(_ text: String) -> String { text.count <= 74 ? text : text.prefix(72) + "…}" }
}

extension ExpectedMessage.Value {
  func lines(_ zone: Zone) -> [String] {
    switch self {
    case .instant(let instant): [instant.onWall(zone)]
    case .text(let text): text.linesOfText
    case .list(let elements): elements.map { "- " + $0.oneLine(zone) }
    case .map(let entries):
      entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.oneLine(zone))" }
    }
  }

  func oneLine(_ zone: Zone) -> String {
    switch self {
    case .instant(let instant): instant.onWall(zone)
    case .text(let text): text.oneLine
    case .list(let elements): "[" + elements.map { $0.oneLine(zone) }.joined(separator: ", ") + "]"
    case .map: "{" + lines(zone).joined(separator: ", ") + "}"
    }
  }
}

extension JSONValue {
  /// Laid out as what was expected, to be compared line by line; of an object, the entries that were named.
  fileprivate func lines(like expected: ExpectedMessage.Value) -> [String] {
    switch (self, expected) {
    case (.string(let text), _): text.linesOfText
    case (.array(let elements), _): elements.map { "- " + $0.oneLine }
    case (.object(let members), .map(let names)):
      members.filter { names[$0.key] != nil }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.oneLine)" }
    default: [oneLine]
    }
  }

  private var oneLine: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let text): text
    case .string(let text): text.oneLine
    case .array(let elements): "[" + elements.map(\.oneLine).joined(separator: ", ") + "]"
    case .object(let members): "{" + members.map { "\($0.key): \($0.value.oneLine)" }.joined(separator: ", ") + "}"
    }
  }
}

extension String {
  fileprivate var linesOfText: [String] { SourceText.lines(of: String(withoutLastLineEnds)).map(String.init) }

  /// Its lines, joined by blanks.
  fileprivate var oneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
