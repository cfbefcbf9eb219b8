import Campaigns
import CivilTime
import Rules

/// What every candidate of a campaign shares in a run, and what one thread has found out meanwhile.
final class GateContext {
  let decisions: CampaignDecisions
  let cells: CampaignCells
  let evaluator: Evaluator
  let forgotten: Forgotten
  var whereabouts: Whereabouts
  /// By channel and place: whether it is quiet there now, and until when.
  var quiet: [[QuietNow?]]
  /// A recipient's address, while it is looked at.
  var address: [UInt8] = []

  var project: Project { decisions.project }
  var program: CampaignProgram { decisions.program }
  var now: Instant { decisions.now }
  /// By entity: what the run knows of the export.
  var exports: [ExportState] { decisions.exports }
  var suppression: SuppressionList { decisions.suppression }

  struct QuietNow {
    var isQuiet: Bool
    var end: Instant?
  }

  init(_ decisions: CampaignDecisions, evaluator: Evaluator) {
    self.decisions = decisions
    self.evaluator = evaluator
    cells = decisions.cells
    forgotten = decisions.history.forgotten
    whereabouts = Whereabouts(shop: decisions.project.zone)
    quiet = Array(repeating: [], count: decisions.channels.count)
  }
}

/// A channel as one campaign uses it.
struct CampaignChannel: Sendable {
  let name: String
  let lowercased: [UInt8]
  let isStaff: Bool
  let kind: AddressKind
  /// The channel's quiet hours, else the house's, and what the campaign adds to them; none for our own people.
  let quiet: QuietHours
  /// No address of it is spared, so none has to be asked for.
  let sparesNobody: Bool
  /// By step: whether it has a body for it.
  let hasBody: [Bool]
}

/// Where recipients may be, each set of zones by number, 0 for the shop's.
struct Whereabouts {
  private(set) var places: [[Zone]]
  private var zones = KeySet()
  private var countries = KeySet()
  private var placeOfZone: [Int?] = []
  private var placeOfCountry: [Int?] = []

  init(shop: Zone) { places = [[shop]] }

  /// Nil: no such zone.
  mutating func place(ofZone name: UnsafeRawBufferPointer) -> Int? {
    let (index, isNew) = unsafe zones.insert(name)
    if isNew { placeOfZone.append(Zone.named(zones.string(index)).map { add([$0]) }) }
    return placeOfZone[index]
  }

  /// Nil: no such country.
  mutating func place(ofCountry code: UnsafeRawBufferPointer) -> Int? {
    let (index, isNew) = unsafe countries.insert(code)
    if isNew {
      let found = Zone.zones(ofCountry: countries.string(index))
      placeOfCountry.append(found.isEmpty ? nil : add(found))
    }
    return placeOfCountry[index]
  }

  private mutating func add(_ zones: [Zone]) -> Int {
    places.append(zones)
    return places.count - 1
  }
}

extension GateContext {
  /// The recipient's zone; unknown: every zone of their country; unknown: the shop's.
  func zones(of subject: RecordID) -> [Zone] {
    // First the place, which may be a new one.
    let place = place(of: subject)
    return whereabouts.places[place]
  }

  /// The same by number.
  func place(of subject: RecordID) -> Int {
    if let place = unsafe withText(cells.zone, subject, { unsafe whereabouts.place(ofZone: $0) }) ?? nil {
      return place
    }
    return unsafe withText(cells.country, subject) { unsafe whereabouts.place(ofCountry: $0) ?? 0 } ?? 0
  }
}
