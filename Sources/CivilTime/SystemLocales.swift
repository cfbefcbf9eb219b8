// The one file that needs Foundation: it asks ICU by its formatters, which is slow, so the answers are kept by its
// caller.
#if canImport(FoundationInternationalization)
  import FoundationEssentials
  import FoundationInternationalization
#else
  import Foundation
#endif

/// What the toolchain's ICU knows of locales.
enum SystemLocales {
  private static let languages = Set(
    Locale.availableIdentifiers.map { identifier in String(identifier.prefix { $0 != "_" && $0 != "-" }) })

  static func hasLanguage(_ code: String) -> Bool { languages.contains(code) }

  /// Nil if the locale's dates or numbers are of a kind that cannot be learnt from examples.
  static func names(_ identifier: String) -> LocaleData.Names? {
    let locale = Locale(identifier: identifier)
    guard let zone = TimeZone(secondsFromGMT: 0), let number = number(locale) else { return nil }
    func write(_ format: Date.FormatString, _ seconds: Double) -> String {
      Date.VerbatimFormatStyle(
        format: format, locale: locale, timeZone: zone, calendar: Calendar(identifier: .gregorian)
      )
      .format(Date(timeIntervalSince1970: seconds))
    }
    let day = 86_400.0
    // 2024-01-15 and the middles of the months after it; 2024-01-01 was a Monday.
    let months = (0..<12).map { 1_705_320_000 + Double($0) * day * 30.5 }
    let weekdays = (0..<7).map { 1_704_110_400 + Double($0) * day }
    return LocaleData.Names(
      months: months.map { write("\(month: .wide)", $0) },
      shortMonths: months.map { write("\(month: .abbreviated)", $0) },
      weekdays: weekdays.map { write("\(weekday: .wide)", $0) },
      shortWeekdays: weekdays.map { write("\(weekday: .abbreviated)", $0) },
      halvesOfDay: [0, day / 2].map { write("\(dayPeriod: .standard(.abbreviated))", $0) },
      shortDate: shortDate(locale, zone), number: number)
  }

  static func money(_ identifier: String, currency: String) -> NumberStyle? {
    let style = FloatingPointFormatStyle<Double>.Currency(code: currency, locale: Locale(identifier: identifier))
    return NumberStyle(
      example: style.format(NumberStyle.example), negative: style.format(-NumberStyle.example),
      small: style.format(1234.5))
  }

  private static func number(_ locale: Locale) -> NumberStyle? {
    let style = FloatingPointFormatStyle<Double>(locale: locale).precision(.fractionLength(2))
    return NumberStyle(
      example: style.format(NumberStyle.example), negative: style.format(-NumberStyle.example),
      small: style.format(1234.5))
  }

  /// A date in digits, with its parts named again: `22.11.2033` is `%d.%m.%Y`.
  private static func shortDate(_ locale: Locale, _ zone: TimeZone) -> String {
    let style = Date.FormatStyle(
      date: .omitted, time: .omitted, locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: zone
    ).year().month(.twoDigits).day(.twoDigits)
    let written = style.format(Date(timeIntervalSince1970: 2_016_273_600))  // 2033-11-22
    guard ["2033", "11", "22"].allSatisfy({ written.contains($0) }) else { return "%Y-%m-%d" }
    return written.replacing("%", with: "%%").replacing("2033", with: "%Y").replacing("11", with: "%m")
      .replacing("22", with: "%d")
  }
}
