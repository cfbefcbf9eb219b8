import Testing

@testable import CivilTime

#if canImport(FoundationInternationalization)
  import FoundationEssentials
  import FoundationInternationalization
#else
  import Foundation
#endif

@Suite struct LocaleDataTests {
  @Test(arguments: [
    ("en", "EUR", 89.9, "€89.90"), ("en", "USD", 1234.5, "$1,234.50"), ("en", "JPY", 1234.5, "¥1,235"),
    ("en", "CHF", 5, "CHF\u{A0}5.00"),
    ("en", "KWD", 1.5, "KWD\u{A0}1.500"), ("en", "eur", 1, "€1.00"), ("en", "EUR", -5, "-€5.00"),
    ("en", "EUR", -0.001, "€0.00"), ("en", "", 5, "5.00"),
    ("en", "points", 5, "POINTS\u{A0}5.00"), ("en", "EUR", 1.005, "€1.01"), ("en", "EUR", 2.675, "€2.68"),
    ("en", "EUR", 0.1 + 0.2, "€0.30"), ("en", "EUR", 999.995, "€1,000.00"),
    ("en", "EUR", 99_999_999_999.99, "€99,999,999,999.99"),
    ("en", "EUR", 123_456_789_012_345, "€123,456,789,012,345.00"), ("en", "EUR", .infinity, "inf"),
    ("de", "EUR", 89.9, "89,90\u{A0}€"), ("de-DE", "EUR", 1234.5, "1.234,50\u{A0}€"),
    ("de_CH", "CHF", 1234.5, "CHF\u{A0}1’234.50"), ("fr", "EUR", 1234.5, "1\u{202F}234,50\u{A0}€"),
    ("es", "EUR", 1234.5, "1234,50\u{A0}€"), ("es", "EUR", 12345, "12.345,00\u{A0}€"),
    ("en_IN", "INR", 1_234_567, "₹12,34,567.00"), ("pt-BR", "BRL", 89.9, "R$\u{A0}89,90"),
    ("ja", "JPY", 1234, "¥1,234"), ("de", "points", 5, "5,00\u{A0}POINTS"), ("pl", "PLN", -5, "-5,00\u{A0}zł"),
    ("en-GB", "GBP", 5, "£5.00"), ("xx-YY", "EUR", 5, "€5.00"),
  ])
  func money(_ locale: String, _ currency: String, _ amount: Double, _ text: String) {
    let data = LocaleData.named(locale)
    #expect(data.money(amount, currency: currency) == text)
    #expect(data.money(amount, currency: currency) == text, "asked again")
  }

  /// What we learn from examples is what ICU says of other amounts; English is what the toolchain's ICU has.
  @Test(arguments: [
    "en", "en-GB", "en-IN", "en-ZA", "de", "de-AT", "de-CH", "fr", "fr-CH", "fr-CA", "es", "es-MX", "it", "pt-BR",
    "pt-PT", "nl", "pl", "cs", "sv",
    "nb", "da", "fi", "hu", "ro", "tr", "el", "ru", "uk", "he", "ar-EG", "ar-AE", "fa", "hi", "bn", "mr", "th", "ja",
    "ko", "zh-Hans", "zh-TW", "vi", "id",
  ])
  func agreesWithICU(_ name: String) {
    let data = LocaleData.named(name)
    let locale = Locale(identifier: name == "en" ? "en_US" : name.replacing("-", with: "_"))
    for currency in ["EUR", "USD", "GBP", "CHF", "JPY", "INR", "BRL", "KWD", "PLN", "SEK"] {
      for amount in [0, 0.5, 1, 9.99, 123.45, 1234, 12_345.67, 123_456.78, 98_765_432.1, -4.25, -1234.5] {
        let style = FloatingPointFormatStyle<Double>.Currency(code: currency, locale: locale)
        #expect(data.money(amount, currency: currency) == style.rounded(rule: .toNearestOrAwayFromZero).format(amount))
      }
    }
    #expect(data.months.count == 12 && Set(data.months).count == 12 && data.months.allSatisfy { !$0.isEmpty })
    #expect(Set(data.weekdays).count == 7 && data.shortMonths.count == 12 && data.shortWeekdays.count == 7)
  }

  @Test func englishCurrenciesAreICUs() {
    let english = LocaleData.named("en-US")
    for code in Locale.commonISOCurrencyCodes where !["XAF", "XOF", "XPF", "XCD", "XCG"].contains(code) {
      let style = FloatingPointFormatStyle<Double>.Currency(code: code, locale: Locale(identifier: "en_US"))
      #expect(english.money(1234.5, currency: code) == style.rounded(rule: .toNearestOrAwayFromZero).format(1234.5))
    }
  }

  @Test func separators() {
    #expect(LocaleData.english.decimalSeparator == "." && LocaleData.english.groupingSeparator == ",")
    #expect(LocaleData.named("de").decimalSeparator == "," && LocaleData.named("de").groupingSeparator == ".")
    #expect(LocaleData.named("hi").groupingSizes == (3, 2))
    #expect(LocaleData.named("de").number(1234.567, fractionDigits: 1) == "1.234,6")
    #expect(LocaleData.english.number(-0.4, fractionDigits: 0) == "0")
    #expect(LocaleData.named("pt-BR").identifier == "pt_BR" && LocaleData.named("klingon").identifier == "en")
  }
}
