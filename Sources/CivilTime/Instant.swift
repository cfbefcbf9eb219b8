/// A point on the UTC time line, in seconds and nanoseconds since 1970-01-01T00:00:00Z (no leap seconds).
///
/// The range is CEL's: years 0001 to 9999; arithmetic that leaves it returns nil.
package struct Instant: Hashable, Comparable, Sendable {
  package let seconds: Int64
  /// 0 ..< 1,000,000,000, also before 1970.
  package let nanoseconds: Int32

  package static let minimumSeconds: Int64 = -62_135_596_800  // 0001-01-01T00:00:00Z
  package static let maximumSeconds: Int64 = 253_402_300_799  // 9999-12-31T23:59:59Z

  package init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard (0..<1_000_000_000).contains(nanoseconds),
      (Self.minimumSeconds...Self.maximumSeconds).contains(seconds)
    else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// From a column's unit. The caller vouches for the range, as the readers of exports do.
  package init(microseconds: Int64) {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    seconds = remainder < 0 ? quotient - 1 : quotient
    nanoseconds = Int32((remainder < 0 ? remainder + 1_000_000 : remainder) * 1000)
  }

  /// Microseconds since 1970: the unit of columns, which holds all years of the range. Finer digits are cut.
  package var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds) / 1000 }

  package static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }

  package func adding(_ span: TimeSpan) -> Instant? {
    var nanoseconds = self.nanoseconds + span.nanoseconds
    var (seconds, overflow) = self.seconds.addingReportingOverflow(span.seconds)
    if nanoseconds >= 1_000_000_000 {
      nanoseconds -= 1_000_000_000
      seconds += 1
    }
    return overflow ? nil : Instant(seconds: seconds, nanoseconds: nanoseconds)
  }

  package func subtracting(_ span: TimeSpan) -> Instant? { span.negated.flatMap(adding) }

  package func since(_ earlier: Instant) -> TimeSpan {
    let nanoseconds = self.nanoseconds - earlier.nanoseconds
    let seconds = self.seconds - earlier.seconds
    return TimeSpan(
      seconds: nanoseconds < 0 ? seconds - 1 : seconds,
      nanoseconds: nanoseconds < 0 ? nanoseconds + 1_000_000_000 : nanoseconds)
  }
}

/// A length of time, exact: `d` is 24 hours. May be negative.
package struct TimeSpan: Hashable, Comparable, Sendable {
  package let seconds: Int64
  /// 0 ..< 1,000,000,000, also in negative spans: −0.5 s is (−1, 500,000,000).
  package let nanoseconds: Int32

  package static let zero = TimeSpan(seconds: 0)

  package init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package var negated: TimeSpan? {
    guard seconds != .min else { return nil }
    return nanoseconds == 0
      ? TimeSpan(seconds: -seconds) : TimeSpan(seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds)
  }

  package func adding(_ other: TimeSpan) -> TimeSpan? {
    let nanoseconds = self.nanoseconds + other.nanoseconds
    let (sum, overflow) = seconds.addingReportingOverflow(other.seconds)
    guard !overflow else { return nil }
    guard nanoseconds >= 1_000_000_000 else { return TimeSpan(seconds: sum, nanoseconds: nanoseconds) }
    let (carried, late) = sum.addingReportingOverflow(1)
    return late ? nil : TimeSpan(seconds: carried, nanoseconds: nanoseconds - 1_000_000_000)
  }

  package static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
}
