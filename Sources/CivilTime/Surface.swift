// Declarations that other modules build on; each moves into a file of its own as it is filled in.

package func formatTime(
  _ instant: Instant, pattern: String, zone: Zone, locale: LocaleData, into bytes: inout [UInt8]
) {}

package struct LocaleData: Sendable {
  package let identifier: String
  package static func named(_ identifier: String) -> LocaleData { LocaleData(identifier: "en") }
  package func money(_ amount: Double, currency: String) -> String { "\(amount) \(currency)" }
}
