package import CivilTime

/// What a rendering needs besides values: whose clock and language, which shop. Also its scratch memory, so keep one a
/// thread and change the recipient's properties between messages.
package struct TemplateContext: Sendable {
  /// The recipient's.
  package var zone: Zone
  /// The recipient's: names of months, and how money is written.
  package var locale: LocaleData
  /// The shop's, for `money` without an argument: ISO 4217.
  package var currency: String
  /// For `sign`.
  package var signer: Signer
  /// The run's one instant, for `"now" | date`.
  package var now: Instant

  package init(zone: Zone, locale: LocaleData, currency: String, signer: Signer, now: Instant) {
    self.zone = zone
    self.locale = locale
    self.currency = currency
    self.signer = signer
    self.now = now
  }
}
