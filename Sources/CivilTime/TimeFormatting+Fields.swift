extension TimeWriter {
  /// What the letter stands for; nil for none.
  func field(_ letter: UInt8, _ flags: inout Flags) -> Field? {
    dateField(letter, &flags) ?? clockField(letter, &flags) ?? wholeField(letter)
  }

  private func number(_ value: Int, _ width: Int = 2, _ padding: UInt8 = UInt8(ascii: "0")) -> Field {
    .number(Int64(value), width: width, padding: padding)
  }

  private func dateField(_ letter: UInt8, _ flags: inout Flags) -> Field? {
    let date = wall.date
    switch Character(Unicode.Scalar(letter)) {
    case "Y": return number(date.year, 4)
    case "C": return number(date.year / 100)
    case "y": return number(date.year % 100)
    case "m": return number(date.month)
    case "d": return number(date.day)
    case "e": return number(date.day, 2, UInt8(ascii: " "))
    case "j": return number(date.dayOfYear, 3)
    case "u": return number(weekday + 1, 1)
    case "w": return number((weekday + 1) % 7, 1)
    case "U": return number((date.dayOfYear + 6 - (weekday + 1) % 7) / 7)
    case "W": return number((date.dayOfYear + 6 - weekday) / 7)
    case "V": return number(isoWeek.week)
    case "G": return number(isoWeek.year, 4)
    case "g": return number(isoWeek.year % 100)
    case "B": return name(locale.months[date.month - 1], &flags)
    case "b", "h": return name(locale.shortMonths[date.month - 1], &flags)
    case "A": return name(locale.weekdays[weekday], &flags)
    case "a": return name(locale.shortWeekdays[weekday], &flags)
    default: return nil
    }
  }

  /// The other case of a name is upper case.
  private func name(_ name: String, _ flags: inout Flags) -> Field {
    if flags.isOtherCase { flags.isUpperCase = true }
    return .text(name)
  }

  private func clockField(_ letter: UInt8, _ flags: inout Flags) -> Field? {
    let blank = UInt8(ascii: " ")
    let hourOfTwelve = (wall.hour + 11) % 12 + 1
    switch Character(Unicode.Scalar(letter)) {
    case "H": return number(wall.hour)
    case "k": return number(wall.hour, 2, blank)
    case "I": return number(hourOfTwelve)
    case "l": return number(hourOfTwelve, 2, blank)
    case "M": return number(wall.minute)
    case "S": return number(wall.second)
    case "L": return .fraction(wall.nanosecond, digits: 3)
    case "N": return .fraction(wall.nanosecond, digits: 9)
    case "s": return .number(instant.seconds, width: 1, padding: UInt8(ascii: "0"))
    case "p":
      let half = locale.halvesOfDay[wall.hour / 12]
      return .text(flags.isOtherCase ? half.lowercased() : half)
    case "P": return .text(locale.halvesOfDay[wall.hour / 12].lowercased())
    case "z": return offsetField(colons: flags.colons)
    case "Z":
      let abbreviation = zone.abbreviation(at: instant)
      return .text(flags.isOtherCase ? abbreviation.lowercased() : abbreviation)
    default: return nil
    }
  }

  /// Directives that stand for others.
  private func wholeField(_ letter: UInt8) -> Field? {
    switch Character(Unicode.Scalar(letter)) {
    case "F": return .nested(self, "%Y-%m-%d")
    case "D": return .nested(self, "%m/%d/%y")
    case "x": return .nested(self, locale.shortDate)
    case "T", "X": return .nested(self, "%H:%M:%S")
    case "R": return .nested(self, "%H:%M")
    case "r": return .nested(self, "%I:%M:%S %p")
    case "c": return .nested(self, "%a %b %e %H:%M:%S %Y")
    case "v": return .nested(self, "%e-%^b-%Y")
    case "+": return .nested(self, "%a %b %e %H:%M:%S %Z %Y")
    case "n": return .text("\n")
    case "t": return .text("\t")
    case "%": return .text("%")
    default: return nil
    }
  }

  private func offsetField(colons: Int) -> Field {
    let size = abs(offset)
    let colon = colons > 0 ? ":" : ""
    var digits = "\(padded(size / 3600))\(colon)\(padded(size / 60 % 60))"
    if colons > 1 { digits += ":\(padded(size % 60))" }
    return .offset(sign: offset < 0 ? "-" : "+", digits: digits)
  }

  /// ISO 8601's: weeks begin on Monday, and week 1 has the year's first Thursday.
  private var isoWeek: (year: Int, week: Int) {
    let thursday = wall.date.adding(days: Int64(3 - weekday))
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }
}

extension TimeWriter.Field {
  func write(_ flags: TimeWriter.Flags, into bytes: inout [UInt8]) {
    switch self {
    case .number(let value, let width, let padding):
      pad(String(value), flags.padding ?? padding, flags.padding == 0 ? 0 : flags.width ?? width, into: &bytes)
    case .text(let text): write(text, flags, into: &bytes)
    case .offset(let sign, let digits):
      bytes.append(contentsOf: sign.utf8)
      pad(digits, UInt8(ascii: "0"), (flags.width ?? 0) - 1, into: &bytes)
    case .fraction(let nanoseconds, let digits):
      let nine = String(1_000_000_000 + Int(nanoseconds)).utf8.dropFirst()
      let width = flags.width ?? digits
      bytes.append(contentsOf: nine.prefix(width))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, width - 9)))
    case .nested(let writer, let pattern):
      var inner: [UInt8] = []
      writer.write(Array(pattern.utf8)[...], into: &inner)
      write(String(decoding: inner, as: UTF8.self), flags, into: &bytes)
    }
  }

  private func write(_ text: String, _ flags: TimeWriter.Flags, into bytes: inout [UInt8]) {
    pad(
      flags.isUpperCase ? text.uppercased() : text, flags.padding ?? UInt8(ascii: " "), flags.width ?? 0, into: &bytes)
  }

  private func pad(_ text: String, _ padding: UInt8, _ width: Int, into bytes: inout [UInt8]) {
    if padding != 0 { bytes.append(contentsOf: repeatElement(padding, count: max(0, width - text.count))) }
    bytes.append(contentsOf: text.utf8)
  }
}
