package import CivilTime

/// One of `channels:`.
package struct Channel: Sendable {
  package var name: String
  package var from: String?
  /// Nil: the house's. `none`: an empty `QuietHours`.
  package var quiet: QuietHours?
  package var addressKind: AddressKind
  /// Tasks for our own people: no consent, cap or quiet hours apply.
  package var isStaff: Bool
  package var rate: Rate?
  /// Of one message, in the shop's currency.
  package var cost: Double?
  package var maxLength: Int?
  /// Delivery reports come back.
  package var receipts: Bool { reports != nil }
  /// How they are read.
  package var reports: ReportMapping?
  package var onUnknown: UnknownPolicy = .unknown

  /// Its texts go out as short messages (`SMSText`), and `max_length` counts their segments.
  package var isSMS: Bool {
    addressKind == .phone && name.lowercased().split { $0 == "_" || $0 == "-" || $0 == "." }.contains("sms")
  }
}

package enum AddressKind: Hashable, Sendable { case email, phone, other }
