import CivilTime
import Platform

/// The exports that tell of customers, written in one pass.
struct CustomerExports: ~Copyable {
  private var customers: ExportWriter
  private var loyalty: ExportWriter
  private var bounced: ExportWriter
  private var unsubscribed: ExportWriter

  init(in directory: String, _ calendar: DayNames) throws(Errno) {
    let customers = try ExportWriter(
      directory + "/customers.csv",
      "Email,First Name,Last Name,Phone,Country,Time Zone,Language,Accepts Email,Accepts SMS,Favourite Channel,Tags",
      calendar)
    let loyalty = try ExportWriter(directory + "/loyalty.csv", "Email,Points,Worth,Expires", calendar)
    let bounced = try ExportWriter(directory + "/bounced.csv", "Email", calendar)
    let unsubscribed = try ExportWriter(directory + "/unsubscribed.csv", "Email", calendar)
    self.customers = customers
    self.loyalty = loyalty
    self.bounced = bounced
    self.unsubscribed = unsubscribed
  }

  mutating func write(_ customer: Customer, of shop: borrowing DemoShop) throws(Errno) {
    let words = shop.words
    // The rest of what they are is not needed anywhere else, so it has dice of its own.
    var dice = Dice(seed: ~shop.seed, .customer, customer.index)
    customers.address(of: customer, words, capital: dice.perMille(50))
    customers.next(words.firstNames[customer.firstName])
    customers.next(words.lastNames[dice.below(words.lastNames.count)])
    customers.next()
    if customer.hasPhone { customers.phone(in: Place.all[customer.place].phones, &dice) }
    customers.next(customer.knowsCountry ? words.countries[customer.place] : [])
    customers.next(customer.knowsZone ? words.zones[customer.place] : [])
    customers.next(customer.index % 10 == 9 ? [] : words.languages[customer.place])
    customers.next(customer.emailOK.cell)
    customers.next(customer.smsOK.cell)
    customers.next(customer.favourite.cell)
    let tag =
      customer.whatsApp
      ? Words.firstWhatsAppTag + dice.below(words.tags.count - Words.firstWhatsAppTag)
      : dice.below(Words.firstWhatsAppTag)
    customers.next(words.tags[tag])
    try customers.endRow()
    if let points = shop.points(of: customer.index) { try write(points, of: customer, words) }
    switch customer.suppressed {
    case .none: break
    case .bounced:
      bounced.address(of: customer, words)
      try bounced.endRow()
    case .unsubscribed:
      unsubscribed.address(of: customer, words)
      try unsubscribed.endRow()
    }
  }

  private mutating func write(_ points: Points, of customer: Customer, _ words: Words) throws(Errno) {
    loyalty.address(of: customer, words)
    loyalty.next()
    loyalty.write(points.cents)
    loyalty.next()
    loyalty.money(cents: points.cents)
    loyalty.next()
    loyalty.date(day: points.expires)
    try loyalty.endRow()
  }

  consuming func finish(modified: Instant) throws(Errno) {
    try customers.finish(modified: modified)
    try loyalty.finish(modified: modified)
    try bounced.finish(modified: modified)
    try unsubscribed.finish(modified: modified)
  }
}

/// Loyalty points: each is worth a cent.
struct Points {
  var cents: Int
  /// Days since 1970.
  var expires: Int64
}

extension DemoShop {
  /// One in eight of the crowd is a member of the programme.
  func points(of customer: Int) -> Points? {
    if customer < cast.members.count {
      guard cast.members[customer].part == .hasPoints else { return nil }
      return Points(cents: 850 + customer, expires: now / Self.day + 28)
    }
    guard customer % 8 == 0 else { return nil }
    var dice = Dice(seed: seed &+ 1, .customer, customer)
    return Points(cents: 20 + dice.below(60) * dice.below(60), expires: now / Self.day + Int64(dice.below(360)))
  }
}
