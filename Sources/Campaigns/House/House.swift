import CivilTime
import Diagnostics
import Rules

/// herald.yaml as it was read, before its expressions are checked.
struct House {
  var id = ""
  var shop = ""
  var zone = Zone.utc
  var locale = "en"
  var currency = ""
  var holidays: Set<CivilDate> = []
  /// As written: relative to the project.
  var state = "var"
  var quiet = QuietHours.none
  var caps: [Purpose: [Cap]] = [:]
  var limit: Int?
  var surge: Double? = 10
  var channels: [ChannelDraft] = []
  var prefer: YAMLNode?
  var suppressions: [Suppression] = []
  /// Campaigns by the purposes that they may have; nil: any.
  var purposes: [Purpose: Set<String>]?
  var onlyTo: Set<String>?
  var links: [Project.Link] = []
  var keep = Retention()
  var metrics: String?
  var entities: [EntitySource] = []
  var schema = Schema()
  /// Fields whose type herald.yaml says.
  var saidTypes: Set<Uses.FieldUse> = []
  /// Channels that herald.yaml has and that could not be understood; `preferred` among them.
  var channelDoubts = Schema.Doubts()
  /// Links whose texts have problems of their own.
  var brokenLinks: Set<String> = []
  var facts: [(entity: Int, name: String, source: SourceText)] = []

  var channelNames: [String] { channels.map(\.channel.name) }

  /// Stands for a herald.yaml that could not be read: campaigns are checked as far as they go without it.
  static var unknown: House {
    var house = House()
    house.schema.doubts.everything = true
    house.channelDoubts.everything = true
    return house
  }
}

/// One of `channels:`, its expressions not yet checked.
struct ChannelDraft {
  var channel: Channel
  /// The channel's key in herald.yaml.
  var key: YAMLNode
  var to: [YAMLNode]
  var consent: [Purpose: YAMLNode]
  /// It has a problem of its own, so that what campaigns miss in it is not their problem.
  var isBroken = false
}
