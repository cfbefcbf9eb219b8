import CivilTime
import Testing

@Suite struct TimeSpanTextTests {
  @Test(arguments: [
    ("1h30m", 5400, 0, "1h30m", "1 h 30 min"), ("2d", 172_800, 0, "2d", "2 days"),
    ("36h", 129_600, 0, "1d12h", "1 day 12 h"),
    ("1w", 604_800, 0, "1w", "7 days"), ("90s", 90, 0, "1m30s", "1 min 30 s"),
    ("250ms", 0, 250_000_000, "250ms", "250 ms"),
    ("0s", 0, 0, "0s", "0 s"), ("0ms", 0, 0, "0s", "0 s"), ("1d12h", 129_600, 0, "1d12h", "1 day 12 h"),
    ("90d", 7_776_000, 0, "90d", "90 days"),
    ("7d", 604_800, 0, "1w", "7 days"), ("10d", 864_000, 0, "10d", "10 days"),
    ("1500ms", 1, 500_000_000, "1s500ms", "1 s"),
    ("1h1h", 7200, 0, "2h", "2 h"), ("30m1h", 5400, 0, "1h30m", "1 h 30 min"), ("45m", 2700, 0, "45m", "45 min"),
    ("007d", 604_800, 0, "1w", "7 days"),
    ("1d30s", 86_430, 0, "1d30s", "1 day"), ("999ms2ms", 1, 1_000_000, "1s1ms", "1 s"),
  ])
  func reads(_ text: String, seconds: Int64, nanoseconds: Int32, canonical: String, words: String) throws {
    let span = try #require(TimeSpan(text: text))
    #expect(span == TimeSpan(seconds: seconds, nanoseconds: nanoseconds))
    #expect(span.text == canonical)
    #expect(span.words == words)
    #expect(TimeSpan(text: canonical) == span)
  }

  @Test(arguments: [
    "", "5", "d", "1x", "1 d", " 1d", "1d ", "-1d", "+1d", "1.5h", "1D", "1day", "1dd", "1h30", "h1", "1ns", "1us",
    "1M", "٣d",
    "99999999999999999999s", "9223372036854775807w", "9223372036854775807s", "9000000000000000000s9000000000000000000s",
    "1µs",
  ])
  func isNoSpan(_ text: String) { #expect(TimeSpan(text: text) == nil) }

  @Test func negativeSpansAreWritten() throws {
    let half = try #require(TimeSpan(text: "1h30m")?.negated)
    #expect(half.text == "-1h30m" && half.words == "-1 h 30 min")
    #expect(TimeSpan(seconds: -1, nanoseconds: 500_000_000).text == "-500ms")
    #expect(TimeSpan(seconds: -2, nanoseconds: 500_000_000).words == "-1 s")
    #expect(TimeSpan(seconds: 0, nanoseconds: 999).text == "0s")
    #expect(TimeSpan(seconds: .min).text.hasPrefix("-"))
  }
}
