import CivilTime
import Diagnostics

/// A campaign file as it was read: its shape is right, its expressions and texts are not yet checked.
struct CampaignDraft {
  var id: String
  var file: String
  var summary: String
  /// The whole file, for problems that have no better place.
  var root: YAMLNode
  var purpose: Purpose
  var purposeNode: YAMLNode
  /// Whether `purpose`, `each` and `start` are the file's own; what stands here for one that is missing is not checked.
  var has = (purpose: true, each: true, start: true)
  var each: YAMLNode
  var start: YAMLNode
  var when: [YAMLNode] = []
  var unless: [YAMLNode] = []
  var until: [YAMLNode] = []
  var begins: Instant?
  var onePer: [YAMLNode] = []
  var priority = 5
  var quiet: QuietHours?
  var via: [YAMLNode]
  var steps: [StepDraft] = []
  var enabled = true
  var fallbackAfter: TimeSpan?
  var routes: [RouteDraft] = []
  var caps: [Cap] = []
  var holdout: Double?
  var split: [Campaign.Variant] = []
  var againAfter: TimeSpan?
  var limit: Int?
}

struct StepDraft {
  /// The step's place in the file.
  var node: YAMLNode
  var name: String
  var after: TimeSpan
  var before: TimeSpan?
  var between: DayWindow?
  var skip: Bool
  var when: [YAMLNode]
  var unless: [YAMLNode]
  /// By channel's name, or `any`.
  var bodies: [YAMLEntry]

  /// The body that a channel has here: its own, else `any`.
  func body(for channel: String) -> YAMLEntry? {
    bodies.first { $0.name == channel } ?? bodies.first { $0.name == "any" }
  }
}

struct RouteDraft {
  var when: YAMLNode?
  var queue: YAMLNode
  var skills: [YAMLNode]
}
