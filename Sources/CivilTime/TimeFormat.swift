/// How times are written in a column of an export: strftime's pattern, or `epoch` or `epoch_ms`.
package struct TimeFormat: Hashable, Sendable {
  /// As it was given.
  package let pattern: String
  let items: [Item]
  /// Whether the pattern names an hour; without it, a time is a date alone.
  let hasTime: Bool

  /// Why a pattern cannot be used.
  package struct Problem: Error, Hashable, Sendable {
    /// `%Q is not known here`
    package var message: String
    package var advice: String?
    /// Where in the pattern, in characters from 0.
    package var offset: Int
  }

  /// One step of reading.
  enum Item: Hashable, Sendable {
    case literal(UInt8)
    /// Any blanks, also none.
    case blanks
    case field(Field)
  }

  /// The letter that stands for it in a pattern.
  enum Field: UInt8, Hashable, Sendable, CaseIterable {
    case year = 0x59  // Y
    case shortYear = 0x79  // y
    case month = 0x6D  // m
    case day = 0x64  // d
    case hour = 0x48  // H
    case hourOfTwelve = 0x49  // I
    case minute = 0x4D  // M
    case second = 0x53  // S
    case fraction = 0x66  // f
    case halfOfDay = 0x70  // p
    case offset = 0x7A  // z
    case zeroZone = 0x5A  // Z
    case monthName = 0x62  // b
    case weekdayName = 0x61  // a
    case dayOfYear = 0x6A  // j
    /// Without a fraction, which is `%f`'s.
    case wholeEpochSeconds = 0x73  // s
    case epochSeconds = 0x01
    case epochMilliseconds = 0x00
  }
}
