import Platform

/// One customer, as the exports will show them.
struct Customer {
  /// Cells of a consent column.
  enum Answer { case yes, no, empty }
  enum Favourite { case none, email, sms, whatsapp }

  var index: Int
  /// Into `Place.all`.
  var place: Int
  /// Into `Words.firstNames`.
  var firstName: Int
  var emailOK = Answer.yes
  var smsOK = Answer.no
  var favourite = Favourite.none
  var hasPhone = true
  /// The address has two `@`: nobody can be mailed there, and it is the key all the same. Only in the cast, where no
  /// notice is owed by law to anyone who cannot be reached: that would make each run of the demo a person's business.
  var isMisspelt = false
  var knowsZone = true
  var knowsCountry = true
  var whatsApp = false
}

extension DemoShop {
  /// The customer at `index`: one of the cast, or one of the crowd behind them.
  func customer(_ index: Int) -> Customer {
    var dice = Dice(seed: seed, .customer, index)
    var customer = Customer(
      index: index, place: dice.below(Place.all.count), firstName: dice.below(words.firstNames.count))
    if index < cast.members.count {
      customer.place = cast.members[index].place
      cast.members[index].part.dress(&customer)
      return customer
    }
    customer.emailOK = dice.perMille(640) ? .yes : dice.perMille(800) ? .no : .empty
    customer.smsOK = dice.perMille(420) ? .yes : dice.perMille(850) ? .no : .empty
    customer.whatsApp = dice.perMille(300)
    customer.hasPhone = dice.perMille(800)
    customer.favourite =
      switch dice.below(10) {
      case 0..<4: .email
      case 4, 5: .sms
      case 6, 7: .whatsapp
      default: .none
      }
    customer.knowsZone = dice.perMille(950)
    customer.knowsCountry = customer.knowsZone || dice.perMille(500)
    return customer
  }

  func writeCustomers(into file: inout ExportWriter, _ step: () -> Void) throws(Errno) {
    for index in 0..<counts.customers {
      let customer = customer(index)
      // The rest of what they are is not needed anywhere else, so it has dice of its own.
      var dice = Dice(seed: ~seed, .customer, index)
      file.address(of: customer, words, capital: dice.perMille(50))
      file.next(words.firstNames[customer.firstName])
      file.next(words.lastNames[dice.below(words.lastNames.count)])
      file.next()
      if customer.hasPhone { file.phone(in: Place.all[customer.place].phones, &dice) }
      file.next(customer.knowsCountry ? words.countries[customer.place] : [])
      file.next(customer.knowsZone ? words.zones[customer.place] : [])
      file.next(customer.emailOK.cell)
      file.next(customer.smsOK.cell)
      file.next(customer.favourite.cell)
      let tag =
        customer.whatsApp
        ? Words.firstWhatsAppTag + dice.below(words.tags.count - Words.firstWhatsAppTag)
        : dice.below(Words.firstWhatsAppTag)
      file.next(words.tags[tag])
      try file.endRow()
      step()
    }
  }
}

extension Customer.Answer {
  var cell: StaticString {
    switch self {
    case .yes: "yes"
    case .no: "no"
    case .empty: ""
    }
  }
}

extension Customer.Favourite {
  var cell: StaticString {
    switch self {
    case .none: ""
    case .email: "email"
    case .sms: "sms"
    case .whatsapp: "whatsapp"
    }
  }
}
