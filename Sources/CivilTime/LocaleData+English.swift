extension LocaleData.Names {
  static let english = LocaleData.Names(
    months: EnglishNames.months, shortMonths: EnglishNames.months.map { String($0.prefix(3)) },
    weekdays: EnglishNames.weekdays, shortWeekdays: EnglishNames.weekdays.map { String($0.prefix(3)) },
    halvesOfDay: ["AM", "PM"], shortDate: "%m/%d/%y", number: NumberStyle())
}

// From CLDR's English, so that a shop that writes English never waits for ICU. A test compares it with the toolchain's.
extension NumberStyle {
  private static let symbols = [
    "AUD": "A$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "ILS": "₪", "INR": "₹",
    "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "PHP": "₱", "TWD": "NT$", "USD": "$", "VND": "₫",
  ]
  private static let wholeOnly: Set<String> = [
    "AFN", "ALL", "BIF", "CLP", "COP", "DJF", "GNF", "IDR", "IQD", "IRR", "ISK", "JPY", "KMF", "KPW", "KRW", "LAK",
    "LBP",
    "MGA", "MMK", "PKR", "PYG", "RSD", "RWF", "SLL", "SOS", "SYP", "UGX", "VND", "VUV", "XAF", "XOF", "XPF", "YER",
  ]
  private static let thousandths: Set<String> = ["BHD", "JOD", "KWD", "LYD", "OMR", "TND"]

  /// A currency without a symbol of its own is named by its code: `CHF 5.00`.
  static func english(currency code: String) -> NumberStyle {
    var style = NumberStyle()
    let symbol = symbols[code] ?? (code.isEmpty ? "" : code + "\u{A0}")
    style.positivePrefix = symbol
    style.negativePrefix = "-" + symbol
    style.fractionDigits = wholeOnly.contains(code) ? 0 : thousandths.contains(code) ? 3 : 2
    return style
  }
}
