import Synchronization

/// What messages need of a locale: names of months and days, and how numbers and money are written.
///
/// English (`en`, `en-US`) is built in. Others are asked of the toolchain's ICU, once a locale and once a currency of
/// it, and kept; never for each message.
package struct LocaleData: Sendable {
  /// What a locale calls things. The names are those that stand in a date (Russian “марта”, not “март”).
  struct Names: Sendable {
    /// January first.
    var months: [String]
    var shortMonths: [String]
    /// Monday first.
    var weekdays: [String]
    var shortWeekdays: [String]
    /// AM and PM.
    var halvesOfDay: [String]
    /// strftime's `%x`: `%d.%m.%Y`.
    var shortDate: String
    var number: NumberStyle
  }

  private final class Storage: Sendable {
    let identifier: String
    let names: Names
    /// By ISO 4217 code.
    let money = Mutex<[String: NumberStyle]>([:])

    init(_ identifier: String, _ names: Names) {
      self.identifier = identifier
      self.names = names
    }
  }

  private let storage: Storage

  /// As ICU writes it: `pt_BR`; `en` where the name that was asked for means nothing.
  package var identifier: String { storage.identifier }
  /// January first.
  package var months: [String] { storage.names.months }
  package var shortMonths: [String] { storage.names.shortMonths }
  /// Monday first.
  package var weekdays: [String] { storage.names.weekdays }
  package var shortWeekdays: [String] { storage.names.shortWeekdays }
  /// AM and PM.
  package var halvesOfDay: [String] { storage.names.halvesOfDay }
  var shortDate: String { storage.names.shortDate }
  package var decimalSeparator: String { storage.names.number.decimal }
  package var groupingSeparator: String { storage.names.number.grouping }
  /// Digits of the group next to the decimal mark, and of those before it: (3, 2) in `12,34,567`.
  package var groupingSizes: (primary: Int, secondary: Int) {
    (storage.names.number.primaryGroup, storage.names.number.secondaryGroup)
  }

  package static let english = LocaleData(storage: Storage("en", .english))

  private static let known = Mutex<[String: LocaleData]>([:])

  /// The data of `pt-BR`, `pt_BR` or `pt_BR.UTF-8`. A region that means nothing is ignored; an unknown language is
  /// English.
  package static func named(_ identifier: String) -> LocaleData {
    if identifier == "en" || identifier == "en-US" || identifier == "en_US" || identifier.isEmpty { return english }
    if let locale = known.withLock({ $0[identifier] }) { return locale }
    let locale = read(identifier)
    return known.withLock { known in
      // Whoever was first has the money that is already known.
      if let first = known[identifier] { return first }
      known[identifier] = locale
      return locale
    }
  }

  private static func read(_ identifier: String) -> LocaleData {
    let name = String(identifier.prefix { $0 != "." && $0 != "@" }).split { $0 == "-" || $0 == "_" }
    let canonical = name.joined(separator: "_")
    guard let language = name.first?.lowercased(), SystemLocales.hasLanguage(language) else { return english }
    if canonical == "en" || canonical == "en_US" { return english }
    guard let names = SystemLocales.names(canonical) ?? SystemLocales.names(language) else { return english }
    return LocaleData(storage: Storage(canonical, names))
  }

  /// An amount as the locale writes it, with the currency's own digits: €89.90, 89,90 €, ¥90. Halves are rounded away
  /// from zero. The blanks in it do not break (U+00A0 and U+202F). A currency that is no ISO 4217 code stands as it is.
  package func money(_ amount: Double, currency: String) -> String {
    let code = currency.uppercased()
    if let style = storage.money.withLock({ $0[code] }) { return style.write(amount) }
    let style = identifier == "en" ? .english(currency: code) : learn(code)
    storage.money.withLock { $0[code] = style }
    return style.write(amount)
  }

  /// A plain number with so many digits behind the decimal mark (at most 4): 1,234.50.
  package func number(_ value: Double, fractionDigits: Int) -> String {
    var style = storage.names.number
    style.fractionDigits = min(max(fractionDigits, 0), 4)
    return style.write(value)
  }

  private func learn(_ code: String) -> NumberStyle {
    let isCode = code.utf8.count == 3 && code.utf8.allSatisfy { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
    // ICU is asked about a code that is its own symbol (XTS is for tests), which then gives way to what was written.
    guard var style = SystemLocales.money(identifier, currency: isCode ? code : "XTS") else {
      return .english(currency: code)
    }
    if !isCode {
      style.positivePrefix = style.positivePrefix.replacing("XTS", with: code)
      style.positiveSuffix = style.positiveSuffix.replacing("XTS", with: code)
      style.negativePrefix = style.negativePrefix.replacing("XTS", with: code)
      style.negativeSuffix = style.negativeSuffix.replacing("XTS", with: code)
    }
    return style
  }
}
