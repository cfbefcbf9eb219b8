/// Writes a time as Ruby's strftime does, which Liquid's `date` filter takes: with the flags `-` (no padding), `_`
/// (blanks), `0` (zeros), `^` (upper case), `#` (the other case) and `:` (colons in `%z`), and a width. Names are the
/// locale's, `%x` is its short date. What is no directive is written as it stands. Never fails.
package func formatTime(
  _ instant: Instant, pattern: String, zone: Zone, locale: LocaleData, into bytes: inout [UInt8]
) {
  let writer = TimeWriter(instant: instant, zone: zone, locale: locale)
  writer.write(Array(pattern.utf8)[...], into: &bytes)
}

/// A time in all its parts, on its way into a text.
struct TimeWriter {
  let instant: Instant
  let zone: Zone
  let locale: LocaleData
  let wall: WallClock
  /// Seconds east.
  let offset: Int
  let weekday: Int

  init(instant: Instant, zone: Zone, locale: LocaleData) {
    self.instant = instant
    self.zone = zone
    self.locale = locale
    wall = zone.wall(at: instant)
    offset = zone.offset(at: instant.seconds)
    weekday = wall.date.weekday
  }

  /// What stands between the percent sign and the letter.
  struct Flags {
    /// Nil: as the letter has it. `-` is 0.
    var padding: UInt8?
    var width: Int?
    var isUpperCase = false
    var isOtherCase = false
    var colons = 0
  }

  func write(_ pattern: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
    var rest = pattern
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let start = rest.startIndex - 1
      var flags = readFlags(&rest)
      // glibc's modifiers for other calendars and digits change nothing here.
      if let modifier = rest.first, modifier == UInt8(ascii: "E") || modifier == UInt8(ascii: "O") {
        rest.removeFirst()
      }
      guard let letter = rest.popFirst(), let field = field(letter, &flags) else {
        bytes.append(contentsOf: pattern[start..<rest.startIndex])
        continue
      }
      field.write(flags, into: &bytes)
    }
  }

  private func readFlags(_ rest: inout ArraySlice<UInt8>) -> Flags {
    var flags = Flags()
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "-"): flags.padding = 0
      case UInt8(ascii: "_"): flags.padding = UInt8(ascii: " ")
      case UInt8(ascii: "0") where flags.width == nil: flags.padding = UInt8(ascii: "0")
      case UInt8(ascii: "^"): flags.isUpperCase = true
      case UInt8(ascii: "#"): flags.isOtherCase = true
      case UInt8(ascii: ":"): flags.colons += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        // A width beyond any line is somebody's mistake or attack.
        flags.width = min((flags.width ?? 0) * 10 + Int(byte - 0x30), 1000)
      default: return flags
      }
      rest.removeFirst()
    }
    return flags
  }

  enum Field {
    case number(Int64, width: Int, padding: UInt8)
    case text(String)
    /// Digits and colons with a sign before them.
    case offset(sign: String, digits: String)
    /// The first digits of a fraction in nanoseconds.
    case fraction(Int32, digits: Int)
    indirect case nested(TimeWriter, String)
  }
}
