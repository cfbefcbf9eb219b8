extension TimeSpan {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// Reads `1h30m`, `2d`, `250ms`: numbers with a unit of `w d h m s ms`, added up. Nil if the text is none, has blanks
  /// or a sign, or is beyond the range of 64-bit seconds.
  package init?(text: String) {
    var bytes = Substring(text).utf8
    guard !bytes.isEmpty else { return nil }
    var seconds: Int64 = 0
    var milliseconds: Int64 = 0
    while !bytes.isEmpty {
      let digits = bytes.prefix { $0 &- 0x30 <= 9 }
      let unit = bytes.dropFirst(digits.count).prefix { $0 &- 0x30 > 9 }
      bytes = bytes.dropFirst(digits.count + unit.count)
      guard let number = Int64(Substring(digits)),
        let size = Self.units.first(where: { $0.name == Substring(unit) })?.milliseconds
      else { return nil }
      if size == 1 {
        seconds += number / 1000
        milliseconds += number % 1000
      } else {
        let (product, tooLarge) = number.multipliedReportingOverflow(by: size / 1000)
        let (sum, overflow) = seconds.addingReportingOverflow(product)
        guard !tooLarge, !overflow, sum <= Int64.max / 2 else { return nil }
        seconds = sum
      }
      guard seconds <= Int64.max / 2, milliseconds <= Int64.max / 2 else { return nil }
    }
    self.init(seconds: seconds + milliseconds / 1000, nanoseconds: Int32(milliseconds % 1000) * 1_000_000)
  }

  /// As `init(text:)` reads it, the largest units first: `1d12h`, `0s`. Weeks only where nothing is left over; what is
  /// finer than a millisecond is cut; a negative span has a `-` before it (which is not read).
  package var text: String {
    let (isNegative, seconds, milliseconds) = magnitude
    var text = ""
    var rest = seconds
    for (name, size) in Self.units.dropLast() {
      let size = UInt64(size / 1000)
      guard rest >= size, name != "w" || rest % size == 0 && milliseconds == 0 else { continue }
      text += "\(rest / size)\(name)"
      rest %= size
    }
    if milliseconds > 0 { text += "\(milliseconds)ms" }
    return text.isEmpty ? "0s" : (isNegative ? "-" : "") + text
  }

  /// For people, its two largest units: `2 days 4 h`, `45 min`, `0 s`.
  package var words: String {
    let (isNegative, seconds, milliseconds) = magnitude
    if seconds == 0 { return milliseconds == 0 ? "0 s" : (isNegative ? "-" : "") + "\(milliseconds) ms" }
    let days = seconds / 86_400
    let parts = [
      (days, days == 1 ? "day" : "days"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
    ]
    let first = parts.firstIndex { $0.0 > 0 } ?? 0
    let written = parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (isNegative ? "-" : "") + written.joined(separator: " ")
  }

  private var magnitude: (isNegative: Bool, seconds: UInt64, milliseconds: UInt64) {
    let isNegative = seconds < 0
    // −0.5 s is (−1, 500,000,000).
    let borrow = isNegative && nanoseconds > 0
    let size = isNegative && borrow ? (seconds + 1).magnitude : seconds.magnitude
    return (isNegative, size, UInt64(borrow ? 1_000_000_000 - nanoseconds : nanoseconds) / 1_000_000)
  }
}
