import Campaigns
import JSON
import Tables
import Testing

/// Carriers' and trackers' words as one set of statuses.
@Suite struct PresetVocabularyTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var map: String
    /// What stands in the cell, and what it reads as: nil is missing, `?` unreadable.
    var words: [(String, String?)]
    var testDescription: String { map }
  }

  /// Reads cells as a field with `map:` does.
  static func read(_ words: [String], map: String) throws -> [String?] {
    let rows = words.enumerated().map { "\($0.offset),\"\($0.element)\"" }.joined(separator: "\n")
    let shop = try PresetShop(
      "shipment", "key: k\nfields: {status: {column: v, map: \(map)}}", "k,v\n" + rows + "\n")
    return try shop.rows().map { $0["status"] }
  }

  static let cases = [
    Case(
      map: "aftership",
      words: [
        ("Delivered", "delivered"), ("AvailableForPickup", "ready_for_pickup"),
        ("availableforpickup", "ready_for_pickup"),
        ("Exception", "exception"), ("Exception_004", "delayed"), ("Exception_010", "returning"),
        ("Exception_011", "returned"), ("InTransit_002", "picked_up"), ("Pending_003", "pending"),
        ("OutForDelivery_002", "?"), ("Shipped", "?"), ("", nil), (" Delivered ", "delivered"),
      ]),
    Case(
      map: "easypost",
      words: [
        ("pre_transit", "info_received"), ("failure", "exception"), ("return_to_sender", "returning"), ("unknown", nil),
        ("error", nil), ("Unknown", nil), ("DELIVERED", "delivered"), ("returned", "?"),
      ]),
    Case(
      map: "shippo",
      words: [("TRANSIT", "in_transit"), ("transit", "in_transit"), ("RETURNED", "returning"), ("UNKNOWN", nil)]),
    Case(
      map: "shipengine",
      words: [("accepted", "picked_up"), ("attempted_delivery", "attempt_failed"), ("unknown", nil), ("AC", "?")]),
    Case(
      map: "karrio",
      words: [("delivery_delayed", "delayed"), ("delivery_failed", "exception"), ("on_hold", "on_hold")]),
    Case(
      map: "usps",
      words: [("Delivered", "delivered"), ("picked_up", "picked_up"), ("Origin Scan", "picked_up"), ("DL", "?")]),
    Case(
      map: "ups",
      words: [
        ("DL", "out_for_delivery"), ("DD", "pending"), ("OD", "out_for_delivery"), ("AC", "ready_for_pickup"),
        ("D", "delivered"), ("d", "?"), ("FD", "?"), ("Delivered", "?"),
      ]),
    Case(
      map: "fedex",
      words: [
        ("DL", "delivered"), ("DD", "delayed"), ("FD", "in_transit"), ("Ow", "in_transit"), ("OW", "?"), ("dl", "?"),
        ("AC", "in_transit"), ("D", "?"),
      ]),
    Case(
      map: "[easypost, {parked: on_hold, Unknown: pending, delivered: left}]",
      words: [("parked", "on_hold"), ("unknown", "pending"), ("DELIVERED", "left"), ("gone", "?"), ("error", nil)]),
    Case(map: "{Da: delivered}", words: [("Da", "delivered"), ("da", "da"), ("Weg", "Weg")]),
  ]

  @Test(arguments: cases) func reads(_ test: Case) throws {
    let read = try Self.read(test.words.map(\.0), map: test.map)
    for (found, (word, expected)) in zip(read, test.words) { #expect(found == expected, "“\(word)”") }
    #expect(read.count == test.words.count)
  }

  @Test func everyVocabularyHasACase() {
    #expect(Set(TrackingVocabulary.names).subtracting(Self.cases.map(\.map)).isEmpty)
  }

  /// Nothing of a vocabulary is lost or listed twice, and every status can be met.
  @Test func wordsStandOnce() throws {
    for vocabulary in TrackingVocabulary.all {
      let words = Array(vocabulary.words.keys) + vocabulary.silent
      let folded = vocabulary.ignoresCase ? words.map { $0.lowercased() } : words
      let repeated = Dictionary(grouping: folded, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
      #expect(repeated == [], "\(vocabulary.name)")
    }
    let met = Set(TrackingVocabulary.all.flatMap { $0.words.values })
    #expect(met == Set(TrackingStatus.allCases))
  }

  @Test(.enabled(if: Shared.has("formats/tracking_status_vocab.json"), "no vocabularies beside the package"))
  func everyCollectedWordIsRead() throws {
    let value = try JSONValue.parse(Array(Shared.text("formats/tracking_status_vocab.json").utf8))
    guard case .object(let members) = value else { return }
    var seen: Set<String> = []
    for member in members where member.key != "trap" {
      let name = String(member.key.prefix { $0 != "_" })
      seen.insert(name)
      var words: [(word: String, group: String?)] = []
      switch member.value {
      case .array(let elements): words = elements.compactMap { $0.string }.map { ($0, nil) }
      case .object(let entries):
        for entry in entries {
          if let group = entry.value.array {
            words += group.compactMap(\.string).map { ($0, entry.key) }
          } else {
            words.append((entry.key, nil))
          }
        }
      default: break
      }
      #expect(!words.isEmpty)
      let read = try Self.read(words.map(\.word), map: name)
      #expect(!read.contains("?"), "\(member.key)")
      // The words of one group mean one thing.
      let groups = Dictionary(grouping: zip(words, read).filter { $0.0.group != nil }, by: { $0.0.group ?? "" })
      for (group, members) in groups { #expect(Set(members.map(\.1)).count == 1, "\(name): \(group)") }
    }
    #expect(seen == Set(TrackingVocabulary.names))
  }
}
