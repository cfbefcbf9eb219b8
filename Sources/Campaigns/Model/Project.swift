package import CivilTime
package import Diagnostics
package import Rules
package import Tables
package import Templates

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
  /// `links.NAME` in templates.
  package var links: [Link] = []
  package var entities: [EntitySource] = []
  /// Entity i of the schema below `entities.count` is `entities[i]`; the entities of `items` follow.
  package var schema: Schema
  package var campaigns: [Campaign] = []
  /// Campaigns that could not be understood: they sit out, the others run.
  package var broken: [BrokenCampaign] = []
  /// Warnings of herald.yaml and of all files.
  package var warnings: [Diagnostic] = []

  package struct Link: Sendable {
    package var name: String
    package var url: Template
  }

  package struct BrokenCampaign: Sendable {
    package var id: String
    package var file: String
    package var problems: [Diagnostic]
  }
}

/// One `data:` entry.
package struct EntitySource: Sendable {
  package var name: String
  package var mapping: ExportMapping
  /// Nil lifts the gate.
  package var fresh: TimeSpan?
  /// False with `covers: no`.
  package var covers: Bool
  package var duplicates: DuplicatePolicy
}

package enum DuplicatePolicy: Hashable, Sendable {
  case error, first, last
  /// By the index of a timestamp or number field.
  case newest(field: Int)
}

package struct Channel: Sendable {
  package var name: String
  package var from: String?
  /// Nil: the house's. `none`: an empty `QuietHours`.
  package var quiet: QuietHours?
  package var addressKind: AddressKind
}

package enum AddressKind: Hashable, Sendable { case email, phone, other }

package enum Purpose: String, Hashable, Sendable, CaseIterable { case legal, service, marketing }
