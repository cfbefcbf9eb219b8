import Testing

@testable import Spool

@Suite struct NameTests {
  static let id = "0comv4ipe94g7papus235532rg"

  @Test(arguments: [
    "5.1772447400.9999999999.01.\(id).json", "0.0000000000.1772447400.99.\(id).json",
  ]) func jobNamesGoThereAndBack(text: String) throws { #expect(try #require(JobName(text)).description == text) }

  @Test(arguments: [
    "", "lock", "@5.1772447400.9999999999.01.\(id).json", "5.177244740.9999999999.01.\(id).json",
    "5.1772447400.9999999999.1.\(id).json", "5.1772447400.9999999999.01.\(id).json.receipt",
    "5.1772447400.9999999999.01.\(id.uppercased()).json", "5.1772447400.9999999999.01.\(id.dropLast()).json",
    "5.1772447400.9999999999.01.\(id)", "x.1772447400.9999999999.01.\(id).json",
    "5.+772447400.9999999999.01.\(id).json",
  ]) func otherNamesAreNoJobs(text: String) { #expect(JobName(text) == nil) }

  @Test func jobNamesSortAsTheirTexts() throws {
    let names = try [(1, 5, 9, 1), (1, 5, 9, 2), (1, 5, 8, 3), (0, 99, 9, 1), (1, 4, 99, 1)].map {
      try #require(
        JobName(rank: $0.0, notBefore: Int64($0.1), expires: Int64($0.2), attempt: $0.3, id: Self.id))
    }
    #expect(names.sorted().map(\.description) == names.map(\.description).sorted())
  }

  @Test(arguments: ["5.1772447400.\(id)-00012", "5.1772447460.retry"]) func chunkNamesGoThereAndBack(text: String)
    throws
  {
    #expect(try #require(ChunkName(text)).description == text)
  }

  @Test(arguments: ["", "queue", "5.1772447400", "5.1772447400.\(id)", "5.1772447400.\(id)-", "5.1772447400.retry-x"])
  func otherNamesAreNoChunks(text: String) { #expect(ChunkName(text) == nil) }

  @Test(arguments: [
    ("email", true), ("sms-2", true), ("WhatsApp", true), ("stage", false), ("lock", false), ("FORMAT", false),
    ("", false), ("../x", false), (".x", false), ("a b", false), ("a\u{11}", false), ("a/b", false),
  ]) func channelNames(name: String, isOne: Bool) { #expect(SpoolFolder.isChannelName(name) == isOne) }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0)), ("2026-03-02T10:30:00Z", 1_772_447_400), ("2000-02-29T23:59:59Z", 951_868_799),
    ("1969-12-31T23:59:59Z", -1), ("2100-03-01T00:00:00Z", 4_107_542_400),
  ]) func times(text: String, seconds: Int64) {
    #expect(UTCText.seconds(text) == seconds)
    #expect(UTCText.text(seconds) == text)
  }

  @Test(arguments: ["", "2026-03-02", "2026-03-02T10:30:00", "2026-03-02T10:30:00+01:00", "2026-13-02T10:30:00Z"])
  func otherTimes(text: String) { #expect(UTCText.seconds(text) == nil) }

  @Test func fractionsOfSecondsAreCut() { #expect(UTCText.seconds("2026-03-02T10:30:00.25Z") == 1_772_447_400) }

  /// 30 s · 3^attempt, six hours at most, and a fifth more at most; the same each time it is asked.
  @Test(arguments: [(1, 90), (2, 270), (3, 810), (4, 2430), (5, 7290), (6, 21600), (7, 21600), (98, 21600)])
  func theNextAttempt(attempt: Int, wait: Int64) throws {
    let name = try #require(JobName(rank: 4, notBefore: 0, expires: nil, attempt: attempt, id: Self.id))
    let next = try #require(name.nextAttempt(now: 1000))
    #expect(next.attempt == attempt + 1)
    #expect((1000 + wait...1000 + wait + wait / 5).contains(next.notBefore))
    #expect(name.nextAttempt(now: 1000) == next)
  }
}
