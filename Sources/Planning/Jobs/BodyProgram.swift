import Campaigns
import Rules

/// A step's body on one channel, with its texts compiled.
struct BodyProgram: Sendable {
  indirect enum Content: Sendable {
    case text(TextProgram)
    case list([Content])
    case map([(key: String, content: Content)])
    case byLocale([(locale: String, content: Content)])
    case byVariant([Content])

    init(_ content: Body.Content, _ schema: Schema, _ links: [String]) {
      self =
        switch content {
        case .text(let text): .text(TextProgram(text, schema: schema, links: links))
        case .list(let elements): .list(elements.map { Content($0, schema, links) })
        case .map(let entries): .map(entries.map { ($0.key, Content($0.content, schema, links)) })
        case .byLocale(let choices): .byLocale(choices.map { ($0.locale, Content($0.content, schema, links)) })
        case .byVariant(let choices): .byVariant(choices.map { Content($0, schema, links) })
        }
    }
  }

  let parts: [(key: String, content: Content)]

  init(_ body: Body, schema: Schema, links: [String]) {
    parts = body.parts.map { ($0.key, Content($0.content, schema, links)) }
  }
}
