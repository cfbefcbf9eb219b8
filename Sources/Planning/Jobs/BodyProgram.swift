import Campaigns
import JSON
import Rules

/// A step's body on one channel, with its texts compiled.
struct BodyProgram: Sendable {
  indirect enum Content: Sendable {
    case text(BoundText)
    case list([Content])
    case map(Members)
    case byLocale(ByLocale)
    case byVariant([Content])
  }

  /// Of a map, or of the message itself.
  struct Members: Sendable {
    struct Member: Sendable {
      let key: String
      /// As JSON writes it, with the colon.
      let quoted: [UInt8]
      let content: Source
      /// Its place among those that the author wrote: of several that cannot be made, the first is told of.
      let written: Int
    }
    /// By key, as they are written.
    let sorted: [Member]

    init(_ members: [(key: String, content: Source)]) {
      sorted = members.enumerated().map { place, member in
        var quoted: [UInt8] = []
        quoted.appendJSON(member.key)
        quoted.append(UInt8(ascii: ":"))
        return Member(key: member.key, quoted: quoted, content: member.content, written: place)
      }.sorted { $0.key < $1.key }
    }
  }

  /// Where a member comes from.
  enum Source: Sendable {
    case content(Content)
    /// JSON that is the same for everybody.
    case constant([UInt8])
    /// Of a route; none where no route is taken.
    case queue, skills
    /// RFC 8058; none where the link cannot be made.
    case unsubscribe
    /// The body's own headers, with those of `unsubscribe` that it does not say itself.
    case headers(Content)
  }

  final class ByLocale: Sendable {
    /// Numbered within the campaign, for what is found out once a locale.
    let number: Int
    let locales: [String]
    let contents: [Content]

    init(number: Int, locales: [String], contents: [Content]) {
      self.number = number
      self.locales = locales
      self.contents = contents
    }
  }

  let members: Members

  /// - Parameter choices: counts the texts by locale.
  init(_ body: Body, channel: Channel, hasRoutes: Bool, unsubscribes: Bool, choices: inout Int, _ binding: TextBinding)
  {
    var members = body.parts.map { ($0.key, Source.content(Content($0.content, &choices, binding))) }
    let add = { (key: String, source: Source) in
      if !members.contains(where: { $0.0 == key }) { members.append((key, source)) }
    }
    if let from = channel.from {
      var quoted: [UInt8] = []
      quoted.appendJSON(from)
      add("from", .constant(quoted))
    }
    if channel.isStaff, hasRoutes {
      add("queue", .queue)
      add("skills", .skills)
    }
    if unsubscribes, let own = members.firstIndex(where: { $0.0 == "headers" }) {
      if case .content(let content) = members[own].1 { members[own].1 = .headers(content) }
    } else if unsubscribes {
      members.append(("headers", .unsubscribe))
    }
    self.members = Members(members)
  }
}

extension BodyProgram.Content {
  init(_ content: Body.Content, _ choices: inout Int, _ binding: TextBinding) {
    switch content {
    case .text(let text): self = .text(BoundText(text, binding))
    case .list(let elements): self = .list(elements.map { Self($0, &choices, binding) })
    case .map(let entries):
      self = .map(BodyProgram.Members(entries.map { ($0.key, .content(Self($0.content, &choices, binding))) }))
    case .byLocale(let entries):
      choices += 1
      let number = choices - 1
      self = .byLocale(
        BodyProgram.ByLocale(
          number: number, locales: entries.map(\.locale),
          contents: entries.map { Self($0.content, &choices, binding) }))
    case .byVariant(let entries): self = .byVariant(entries.map { Self($0, &choices, binding) })
    }
  }
}
