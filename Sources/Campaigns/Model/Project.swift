package import CivilTime
package import Diagnostics
package import Rules

/// A shop's herald.yaml and campaigns, read and checked.
package struct Project: Sendable {
  /// The project's folder, as given.
  package var directory: String
  /// Part of every job's id; never changes.
  package var id: String
  package var shop: String
  package var zone: Zone
  package var locale: String
  package var currency: String
  package var calendar: BusinessCalendar
  /// Absolute path of the state folder (`var/` unless `state:` moves it).
  package var state: String
  /// The house's quiet hours.
  package var quiet: QuietHours
  package var channels: [Channel] = []
  /// The links of herald.yaml. Their texts are each campaign's own.
  package var links: [Link] = []
  package var entities: [EntitySource] = []
  /// Entity i of the schema below `entities.count` is `entities[i]`; the entities of `items` follow.
  package var schema: Schema
  package var campaigns: [Campaign] = []
  /// Campaigns that could not be understood: they sit out, the others run.
  package var broken: [BrokenCampaign] = []
  /// How each field came to its type.
  package var typeOrigins: [Uses.FieldUse: TypeOrigin] = [:]
  /// As herald.yaml has them: their expressions, in its order.
  package var factTexts: [FactText] = []
  /// What rules and facts compare fields with.
  package var literals: [FieldLiteral] = []
  /// Warnings of herald.yaml and of all files.
  package var warnings: [Diagnostic] = []

  package var caps: [Purpose: [Cap]] = [:]
  /// Messages in one run; nil: no limit.
  package var limit: Int?
  /// A campaign's day against its usual one; nil: no guard.
  package var surge: Double? = 10
  package var suppressions: [Suppression] = []
  /// Addresses, trimmed and lower-cased; nobody else is written to. Nil: everybody may be.
  package var onlyTo: Set<String>?
  package var keep = Retention()
  /// Where Prometheus text goes, as written.
  package var metrics: String?

  package struct Link: Sendable {
    package var name: String
    /// The template, as it stands in herald.yaml.
    package var source: SourceText
  }

  package enum TypeOrigin: Hashable, Sendable {
    /// herald.yaml, or a preset, names it.
    case said
    /// The field's name promises it.
    case name
    /// It holds the key of a record.
    case link
    /// The first rule that used it: `late.yaml:12`.
    case use(String)
    /// Nothing: a text.
    case usual
  }

  package struct FactText: Sendable {
    package var entity: Int
    package var name: String
    /// On one line.
    package var text: String
  }

  package struct BrokenCampaign: Sendable {
    package var id: String
    package var file: String
    package var problems: [Diagnostic]
  }
}

package enum Purpose: String, Hashable, Sendable, CaseIterable { case legal, service, marketing }
