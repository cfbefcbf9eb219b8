import Campaigns
import CivilTime
import Testing

@testable import Planning

/// The range that is pushed into a scan holds every start that a window admits.
@Suite struct WindowsTests {
  @Test func theRangeHoldsWhatIsAdmitted() throws {
    let shop = try SequenceTests.shop()
    let campaign = try #require(try shop.project().campaigns.first)
    let now = try #require(ISOTime.parse("2026-03-10T12:00:00Z", zone: .utc))
    for lastRun in [nil, now.subtracting(TimeSpan(seconds: 900)), now.subtracting(TimeSpan(seconds: 9 * 86_400))] {
      let windows = Windows(campaign, now: now, lastRun: lastRun)
      let range = try #require(windows.startRange)
      var admitted = 0
      for minutes in 0..<(20 * 24 * 60) {
        let start = try #require(now.subtracting(TimeSpan(seconds: Int64(minutes) * 60)))
        guard windows.admits(start) else { continue }
        admitted += 1
        #expect(range.contains(start.microseconds))
      }
      #expect(admitted > 0)
    }
  }
}
