import CivilTime
import JSON

/// What follows from a recipient's locale, found out once for each: how it is written, its data, and which of a
/// campaign's texts is the nearest.
struct Tongues {
  private struct Tongue {
    var name: String
    var quoted: [UInt8] = []
    var locale: LocaleData
    /// Of a text without locales, which is in the shop's: an English sentence has English months, whoever reads it.
    var language: LocaleData
    /// By number of the text.
    var choices: [Choice??]
  }

  struct Choice {
    var index: Int
    var language: LocaleData
  }

  private let shop: String
  private let choices: Int
  private var names = KeySet()
  private var known: [Tongue] = []
  /// The recipient's.
  private var current = 0

  init(shop: String, choices: Int) {
    self.shop = shop
    self.choices = choices
  }

  /// Who is written to; empty: in the shop's locale.
  mutating func select(_ name: UnsafeRawBufferPointer) {
    let (index, isNew) = unsafe name.isEmpty ? names.insert(shop) : names.insert(name)
    if isNew {
      let name = names.string(index)
      var tongue = Tongue(
        name: name, locale: LocaleData.named(name), language: Self.language(ofText: shop, for: name),
        choices: Array(repeating: nil, count: choices))
      tongue.quoted.appendJSON(name)
      known.append(tongue)
    }
    current = index
  }

  var quoted: [UInt8] { known[current].quoted }
  var locale: LocaleData { known[current].locale }
  var language: LocaleData { known[current].language }

  /// The text for the recipient; nil where there is none at all.
  mutating func choice(_ texts: BodyProgram.ByLocale) -> Choice? {
    if let choice = known[current].choices[texts.number] { return choice }
    let name = known[current].name
    let nearest = Self.nearest(to: name, fallback: shop, in: texts.locales)
    let choice = nearest.flatMap { nearest in texts.locales.firstIndex { $0 == nearest } }.map { index in
      Choice(index: index, language: Self.language(ofText: texts.locales[index], for: name))
    }
    known[current].choices[texts.number] = .some(choice)
    return choice
  }

  /// The recipient's locale, its language, the shop's, its language, the first there is.
  static func nearest(to locale: String, fallback: String, in choices: [String]) -> String? {
    for wanted in [locale, fallback] {
      if let exact = choices.first(where: { normalLocale($0) == normalLocale(wanted) }) { return exact }
      if let near = choices.first(where: { languageCode($0) == languageCode(wanted) }) { return near }
    }
    return choices.first
  }

  private static func language(ofText locale: String, for recipient: String) -> LocaleData {
    LocaleData.named(languageCode(locale) == languageCode(recipient) ? recipient : locale)
  }

  private static func normalLocale(_ name: String) -> String { name.replacing("_", with: "-").lowercased() }
  private static func languageCode(_ name: String) -> String { String(normalLocale(name).prefix { $0 != "-" }) }
}
