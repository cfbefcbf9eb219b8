/// What the shop's exports are written with, as the bytes of CSV cells: quoted where they must be.
struct Words {
  let firstNames: [[UInt8]]
  /// `firstNames` as the beginning of an address: letters of ASCII, lower case.
  let addresses: [[UInt8]]
  let lastNames: [[UInt8]]
  /// What the shop sells.
  let shelf: [Product]
  let carriers: [[UInt8]]
  let currencies: [[UInt8]]
  let reasons: [[UInt8]]
  let refusals: [[UInt8]]
  let pickupPoints: [[UInt8]]
  let zones: [[UInt8]]
  let countries: [[UInt8]]
  let languages: [[UInt8]]
  let tags: [[UInt8]]

  init() {
    firstNames = Words.people.map { Words.cell($0.name) }
    addresses = Words.people.map { Array($0.address.utf8) }
    lastNames = [
      "Rossi", "Müller", "García", "Smith", "O'Neil", "Dubois", "Jansen", "Kowalski", "Nielsen", "Bianchi", "Novák",
      "Silva", "Moreau", "Weber", "Çelik", "Lindqvist", "Papadopoulos", "Horvat", "佐藤", "Tran", "Blum, née Katz",
      "Okafor", "Reed", "Sharma", "\"Mac\" McLeod", "Kaʻiulani", "de la Cruz",
    ].map(Words.cell)
    shelf = Words.products.map { Product(name: Words.cell($0.name), cents: $0.cents, goesWith: $0.goesWith) }
    carriers = ["DHL", "GLS", "DPD", "UPS", "PostNL", "FedEx"].map(Words.cell)
    currencies = ["EUR", "GBP", "USD"].map(Words.cell)
    reasons = [
      "the spring picking is late", "lost at sea, the whole crate", "the \"Heron\" cups broke in the kiln",
      "more orders than tea", "",
    ].map(Words.cell)
    refusals = ["insufficient funds", "wrong security code", "expired card", ""].map(Words.cell)
    pickupPoints = [
      "Kiosk Almeida, Rua Nova 12", "Späti am Eck", "The \"Corner\" shop, 3 High Street", "Parcel locker 117", "",
    ].map(Words.cell)
    zones = Place.all.map { Words.cell($0.zone.description) }
    countries = Place.all.map { Words.cell($0.country.description) }
    languages = Place.all.map { Words.cell($0.language.description) }
    tags = ["", "oolong", "wholesale", "whatsapp", "whatsapp, oolong", "newsletter-2024, whatsapp"].map(Words.cell)
  }

  /// Tags from here on hold `whatsapp`.
  static let firstWhatsAppTag = 3

  private static let people: [(name: String, address: String)] = [
    ("Anna", "anna"), ("Luca", "luca"), ("Marta", "marta"), ("Jürgen", "juergen"), ("Zoë", "zoe"),
    ("François", "francois"), ("Ólafur", "olafur"), ("Mei", "mei"), ("Arjun", "arjun"), ("Sofía", "sofia"),
    ("John", "john"), ("Emma", "emma"), ("Noah", "noah"), ("Léa", "lea"), ("Giulia", "giulia"), ("Paweł", "pawel"),
    ("Søren", "soren"), ("Chloé", "chloe"), ("Aroha", "aroha"), ("Kofi", "kofi"), ("Inês", "ines"), ("Keiko", "keiko"),
    ("", "nobody"), ("D'Arcy", "darcy"), ("Robert \"Bob\"", "bob"), ("Hana, Café Blau", "hana"),
    ("Studio Fern\n(front desk)", "studio"), ("Ann-Marie", "annmarie"), ("Ji-woo", "jiwoo"), ("Nguyễn", "nguyen"),
  ]

  struct Product {
    /// A cell.
    var name: [UInt8]
    var cents: Int
    /// Into the shelf.
    var goesWith: Int?
  }

  private static let products: [(name: String, cents: Int, goesWith: Int?)] = [
    ("Morning Fog 100 g", 1400, 5), ("House Breakfast 250 g", 950, 4), ("Iron Goddess 250 g", 2300, 7),
    ("Smoke & Pine 100 g", 1650, 4), ("Tin with a lid", 1000, nil), ("Strainer", 790, nil), ("Kyusu, 300 ml", 5200, 8),
    ("Gaiwan", 3500, 2), ("Cup \"Heron\"", 1450, nil), ("Travel flask", 2850, 1), ("Scale", 6100, 5),
    ("Spoon, cherry wood", 420, nil), ("Gift box\n(without a card)", 690, nil), ("White Peony 50 g", 1890, 7),
    ("Chai, loose, 500 g", 1990, 9), ("Samovar", 24900, 1),
  ]

  /// A CSV cell (RFC 4180): quoted if it holds a quote, a comma or a line end.
  static func cell(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let quote = UInt8(ascii: "\"")
    guard bytes.contains(where: { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }) else {
      return bytes
    }
    return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
