/// Where customers live: zones all round the globe, so that it is day for someone at any hour.
struct Place {
  /// IANA name.
  var zone: StaticString
  /// ISO 3166.
  var country: StaticString
  var phones: PhoneRange
  /// ISO 639: what most people speak there.
  var language: StaticString = "en"

  /// Numbers that regulators keep free for fiction, so that a demo which is drained to a real gateway rings nobody:
  /// 555-01xx (NANPA), 07700 900xxx (Ofcom), 06 39 98 xx xx (Arcep).
  enum PhoneRange { case america, britain, france }

  /// The first twelve follow each other by three hours at most: the cast lives there (`Part`).
  static let cast = 12

  static let all: [Place] = [
    Place(zone: "Pacific/Honolulu", country: "US", phones: .america),
    Place(zone: "America/Phoenix", country: "US", phones: .america),
    Place(zone: "America/Bogota", country: "CO", phones: .america, language: "es"),
    Place(zone: "America/Sao_Paulo", country: "BR", phones: .america, language: "pt-BR"),
    Place(zone: "Europe/Lisbon", country: "PT", phones: .france, language: "pt"),
    Place(zone: "Europe/Berlin", country: "DE", phones: .france, language: "de"),
    Place(zone: "Africa/Nairobi", country: "KE", phones: .britain),
    Place(zone: "Asia/Kolkata", country: "IN", phones: .britain),
    Place(zone: "Asia/Bangkok", country: "TH", phones: .britain),
    Place(zone: "Asia/Tokyo", country: "JP", phones: .america, language: "ja"),
    Place(zone: "Australia/Brisbane", country: "AU", phones: .britain),
    Place(zone: "Pacific/Auckland", country: "NZ", phones: .britain),
    Place(zone: "Europe/Lisbon", country: "PT", phones: .france, language: "pt"),
    Place(zone: "Europe/Lisbon", country: "PT", phones: .britain, language: "pt"),
    Place(zone: "Europe/Madrid", country: "ES", phones: .france, language: "es"),
    Place(zone: "Europe/Paris", country: "FR", phones: .france, language: "fr"),
    Place(zone: "Europe/Paris", country: "FR", phones: .france, language: "fr"),
    Place(zone: "Europe/London", country: "GB", phones: .britain),
    Place(zone: "Europe/London", country: "GB", phones: .britain),
    Place(zone: "Europe/Berlin", country: "DE", phones: .france, language: "de"),
    Place(zone: "Europe/Stockholm", country: "SE", phones: .britain, language: "sv"),
    Place(zone: "Europe/Athens", country: "GR", phones: .france, language: "el"),
    Place(zone: "America/New_York", country: "US", phones: .america),
    Place(zone: "America/Chicago", country: "US", phones: .america),
    Place(zone: "America/Los_Angeles", country: "US", phones: .america),
    Place(zone: "America/Toronto", country: "CA", phones: .america),
    Place(zone: "Asia/Karachi", country: "PK", phones: .britain),
    Place(zone: "Asia/Dubai", country: "AE", phones: .britain),
    Place(zone: "Asia/Singapore", country: "SG", phones: .america),
    Place(zone: "Pacific/Pago_Pago", country: "AS", phones: .america),
  ]
}
