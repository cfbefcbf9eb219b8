import Tables

/// The words of one carrier or tracker for what becomes of a parcel, as statuses.
///
/// Each has its own: the same letters say different things at different carriers (`DL` is delivered at FedEx and out for
/// delivery at UPS). A word that a vocabulary does not have is unreadable, never guessed.
package struct TrackingVocabulary: Sendable {
  /// As `map:` names it.
  package let name: String
  package let words: [String: TrackingStatus]
  /// Words by which a tracker says that it does not know: read as an empty cell.
  package let silent: [String]
  /// Words are read in any case; a carrier's letters are not (FedEx has an `Ow`).
  package let ignoresCase: Bool

  init(
    _ name: String, ignoresCase: Bool, _ words: [TrackingStatus: [String]], silent: [String] = []
  ) {
    self.name = name
    self.ignoresCase = ignoresCase
    self.silent = silent
    let pairs = words.flatMap { status, words in words.map { ($0, status) } }
    self.words = Dictionary(pairs) { first, _ in first }
  }

  /// A carrier's codes: letters between blanks.
  init(_ name: String, codes: [TrackingStatus: String]) {
    self.init(name, ignoresCase: false, codes.mapValues { $0.split(separator: " ").map(String.init) })
  }

  package static let all = [aftership, easypost, shippo, shipengine, karrio, usps, ups, fedex]
  package static var names: [String] { all.map(\.name) }
  package static func named(_ name: String) -> TrackingVocabulary? { all.first { $0.name == name } }

  /// Makes a field read its column by this vocabulary.
  func apply(to field: inout FieldMapping) {
    field.map = WordMap(words.mapValues(\.rawValue), isClosed: true, ignoresCase: ignoresCase)
    field.nullWords = silent
  }
}
