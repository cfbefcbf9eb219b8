// Declarations that other modules build on; each moves into a file of its own as it is filled in.

package struct Zone: Hashable, Sendable {
  package let name: String
  package static let utc = Zone(name: "UTC")
  package static func named(_ name: String) -> Zone? { name == "UTC" ? utc : nil }
  package func offset(at seconds: Int64) -> Int { 0 }
  package func wall(at instant: Instant) -> WallClock {
    WallClock(localSeconds: instant.seconds, nanosecond: instant.nanoseconds)
  }
  package func instant(of wall: WallClock) -> Instant? {
    Instant(seconds: wall.localSeconds, nanoseconds: wall.nanosecond)
  }
  package static var databaseVersion: String { "unknown" }
  package static func zones(ofCountry country: String) -> [Zone] { [] }
  package static var allNames: [String] { [] }
}

package struct TimeFormat: Hashable, Sendable {
  package let pattern: String
  package struct Problem: Error, Hashable, Sendable {
    package var message: String
    package var advice: String?
    /// Where in the pattern, in characters from 0.
    package var offset: Int
  }
  package static func compile(_ pattern: String) -> Result<TimeFormat, Problem> { .success(TimeFormat(pattern: pattern)) }
  /// Microseconds since 1970.
  package func parse(_ bytes: UnsafeRawBufferPointer, zone: Zone, endOfDay: Bool) -> Int64? { nil }
}

package enum ISOTime {
  /// Microseconds since 1970.
  package static func parse(_ bytes: UnsafeRawBufferPointer, zone: Zone, endOfDay: Bool) -> Int64? { nil }
  package static func parse(_ text: String, zone: Zone) -> Instant? { nil }
}

extension Instant {
  package var rfc3339: String { "" }
  package func rfc3339(in zone: Zone) -> String { "" }
}

extension TimeSpan {
  package init?(text: String) { return nil }
  package var text: String { "0s" }
  package var words: String { "0 s" }
}

package func formatTime(
  _ instant: Instant, pattern: String, zone: Zone, locale: LocaleData, into bytes: inout [UInt8]
) {}

package struct LocaleData: Sendable {
  package let identifier: String
  package static func named(_ identifier: String) -> LocaleData { LocaleData(identifier: "en") }
  package func money(_ amount: Double, currency: String) -> String { "\(amount) \(currency)" }
}

/// `10:00-12:00`
package struct DayWindow: Hashable, Sendable {
  /// 0 ..< 1440.
  package let startMinute: Int
  /// 1 ... 1440; at or before the start: the window wraps midnight.
  package let endMinute: Int
  package struct Problem: Error, Hashable, Sendable {
    package var message: String
    package var advice: String?
  }
  package static func parse(_ text: String) -> Result<DayWindow, Problem> { .failure(Problem(message: "not yet")) }
  package func contains(_ wall: WallClock) -> Bool { false }
}

package struct QuietHours: Hashable, Sendable {
  package struct Problem: Error, Hashable, Sendable {
    /// Of the bad entry in the list.
    package var index: Int
    package var message: String
    package var advice: String?
  }
  package static let none = QuietHours()
  package static func parse(_ texts: [String]) -> Result<QuietHours, Problem> { .success(none) }
  package var isEmpty: Bool { true }
  package func union(_ other: QuietHours) -> QuietHours { self }
  package func isQuiet(at instant: Instant, zone: Zone, holidays: Set<CivilDate>) -> Bool { false }
  package func end(after instant: Instant, zone: Zone, holidays: Set<CivilDate>) -> Instant? { instant }
  package func periods(
    from start: Instant, to end: Instant, zone: Zone, holidays: Set<CivilDate>
  ) -> [(start: Instant, end: Instant)] { [] }
  // Several zones: quiet if any of them is.
  package func isQuiet(at instant: Instant, zones: [Zone], holidays: Set<CivilDate>) -> Bool { false }
  package func end(after instant: Instant, zones: [Zone], holidays: Set<CivilDate>) -> Instant? { instant }
  package func periods(
    from start: Instant, to end: Instant, zones: [Zone], holidays: Set<CivilDate>
  ) -> [(start: Instant, end: Instant)] { [] }
}

package struct BusinessCalendar: Sendable {
  package var zone: Zone
  package var holidays: Set<CivilDate>
  package init(zone: Zone, holidays: Set<CivilDate> = []) {
    self.zone = zone
    self.holidays = holidays
  }
  package func isBusinessDay(_ date: CivilDate) -> Bool { date.weekday < 5 && !holidays.contains(date) }
  package func addBusinessDays(_ n: Int64, to instant: Instant) -> Instant? { nil }
  package func businessDaysUntil(from: Instant, to: Instant) -> Int64 { 0 }
  package func startOfDay(_ instant: Instant, zone: Zone) -> Instant? { nil }
}
