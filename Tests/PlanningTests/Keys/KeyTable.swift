import Foundation
import Testing

/// Every key that herald.yaml and campaigns may have, each with a case that fails if the key is ignored.
enum KeyTable {
  static let cases: [KeyCase] = campaigns + steps + house + channels + data

  /// Keys that another suite holds, with the function that does.
  static let elsewhere = [
    "data.preset": "PresetTests.reads",
    "campaign.fallback_after": "FallbackTests.decides",
    "channels.receipts": "ReceiptsTests.aChannelNeedsReceipts",
    "data.shrink": "ExportGuardTests.nextExport",
    "herald.metrics": "MetricsTests.aRunWritesThem",
    "herald.keep": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "keep.jobs": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "keep.decisions": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "keep.rejects": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "keep.pages": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "keep.messages": "PersonalDataTests.eachKindIsKeptAsLongAsItsKeySays",
    "channels.rate": "DrainCommandTests.rateOfHeraldYAML",
    "channels.on_unknown": "DrainCommandTests.onUnknownOfHeraldYAML",
    "herald.surge": "RunLimitTests.limits",
    "herald.state": "RunTests.stateOfHeraldYAML",
    "herald.purposes": "MistakeTests.mistake",
    "purposes.legal": "MistakeTests.mistake",
    "purposes.service": "MistakeTests.mistake",
    "purposes.marketing": "MistakeTests.mistake",
  ]

  /// Keys of what a later version does; `check` says so of each that a campaign would miss.
  static let later: [String] = []
}

@Suite struct KeyTests {
  /// What a case shows is there with the key, and not without.
  @Test(arguments: KeyTable.cases) func makesADifference(_ test: KeyCase) throws {
    let with = try test.observation(changed: true)
    #expect(test.missing(in: with) == [], "\(with)")
    let without = try test.observation(changed: false)
    #expect(without != with, "the case shows nothing that is not there without the key")
  }

  /// The table has every key that the readers of campaign files ask for, and the readers ask for all of the table's.
  @Test func everyKeyIsListed() throws {
    let listed = KeyTable.cases.flatMap(\.keys) + KeyTable.elsewhere.keys + KeyTable.later
    let names = Set(listed.compactMap { $0.split(separator: ".").last.map(String.init) })
    let asked = try keysOfReaders()
    #expect(asked.subtracting(names) == [])
    #expect(asked.count > 80)
  }

  @Test(arguments: KeyTable.elsewhere.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
  func theOtherTestIsThere(_ entry: [String]) throws {
    let parts = entry[1].split(separator: ".").map(String.init)
    let sources = try texts(below: "Tests")
    #expect(sources.contains { $0.contains("struct \(parts[0])") && $0.contains("func \(parts[1])(") }, "\(entry)")
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func texts(below folder: String) throws -> [String] {
    let root = Self.root.appending(path: folder)
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }

  /// `take("cap")`, `require("each"` and their kin in Sources/Campaigns, case files aside.
  private func keysOfReaders() throws -> Set<String> {
    let folders = ["Drafts", "House", "Checking"].map { "Sources/Campaigns/\($0)" }
    var keys: Set<String> = []
    for text in try folders.flatMap({ try texts(below: $0) }) {
      for match in text.matches(of: #/(?:take|require|unlessNone|span|add)\("([a-z_]+)"/#) {
        keys.insert(String(match.1))
      }
    }
    return keys
  }
}
