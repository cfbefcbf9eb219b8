package import CivilTime

/// What a rendering needs besides values: whose clock and language, which shop. Also its scratch memory, so keep one a
/// thread and change the recipient's properties between messages.
package struct TemplateContext: Sendable {
  /// The recipient's.
  package var zone: Zone
  /// The recipient's: how money is written.
  package var locale: LocaleData
  /// The text's: names of months and days.
  package var language: LocaleData
  /// The shop's, for `money` without an argument: ISO 4217.
  package var currency: String
  /// For `sign`.
  package var signer: Signer
  /// The run's one instant, for `"now" | date`.
  package var now: Instant

  /// - Parameter language: nil where the text is in the recipient's.
  package init(
    zone: Zone, locale: LocaleData, language: LocaleData? = nil, currency: String, signer: Signer, now: Instant
  ) {
    self.zone = zone
    self.locale = locale
    self.language = language ?? locale
    self.currency = currency
    self.signer = signer
    self.now = now
  }
}
