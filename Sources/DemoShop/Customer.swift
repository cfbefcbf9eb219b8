/// One customer, as the exports will show them.
struct Customer {
  /// Cells of a consent column.
  enum Answer { case yes, no, empty }
  enum Favourite { case none, email, sms, whatsapp }
  /// The list of addresses, if any, that the customer's is on.
  enum Suppression { case none, bounced, unsubscribed }

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
  var suppressed = Suppression.none
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
    if index % 40 == 0, customer.emailOK == .yes { customer.suppressed = .unsubscribed }
    customer.knowsZone = dice.perMille(950)
    customer.knowsCountry = customer.knowsZone || dice.perMille(500)
    return customer
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
