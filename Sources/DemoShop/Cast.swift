/// The customers whose stories are written beforehand: each part, once in each of the first places.
///
/// The crowd behind them is made by dice, and a small one may lack this or that. With the cast, each campaign is sent by
/// day and held by night somewhere at any hour, and each way to stop a message is there.
struct Cast {
  /// By the customer's index.
  let members: [(part: Part, place: Int)]
  let orders: [(part: Part, member: Int)]
  let carts: [(part: Part, member: Int)]

  init(places: Int) {
    members = (0..<places).flatMap { place in Part.allCases.map { (part: $0, place: place) } }
    orders = members.indices.filter { [members] in members[$0].part.hasOrder }.map { [members] in (members[$0].part, $0)
    }
    carts = members.indices.filter { [members] in members[$0].part.hasCart }.map { [members] in (members[$0].part, $0) }
  }

  static var ordersPerPlace: Int { Part.allCases.count(where: \.hasOrder) }
}

/// What happens to one of the cast; the words behind each say what comes of it.
enum Part: CaseIterable {
  // delayed-shipment
  case lateParcel  // sent by SMS, or quiet
  case lateParcelByMail  // sent at any hour
  case lateParcelArrived  // no-match, by the newer of two rows
  case lateParcelUnknown  // no-data: the carrier's status is empty
  case lateParcelDisputed  // unless: an open ticket
  case lateParcelCancelled  // until
  // delayed-dispatch
  case heldBack  // sent by WhatsApp, or quiet
  case heldBackByMail  // sent at any hour
  // abandoned-cart
  case cartHour, cartDay, cartThreeDays  // sent, or quiet
  case cartClosing  // the first step's window closes within the hour: expired, where it is quiet now
  case cartFresh  // due in half an hour, which these exports can't prove: stale-data in a later run
  case cartSmall  // no-match
  case cartWithoutLink  // no-data
  case cartOrdered  // until
  case cartDisputed  // unless
  case cartUnreachable, cartWithoutConsent
  // post-sale-survey
  case survey, surveyByMail  // sent, or quiet
  case surveyDisputed  // unless
  case surveyUnreachable, surveyWithoutConsent
}

extension Part {
  var hasOrder: Bool {
    switch self {
    case .cartHour, .cartDay, .cartThreeDays, .cartClosing, .cartFresh, .cartSmall, .cartWithoutLink, .cartDisputed,
      .cartUnreachable, .cartWithoutConsent:
      // A ticket is an order's, so the disputed cart needs one.
      self == .cartDisputed
    default: true
    }
  }

  var hasCart: Bool {
    switch self {
    case .cartHour, .cartDay, .cartThreeDays, .cartClosing, .cartFresh, .cartSmall, .cartWithoutLink, .cartOrdered,
      .cartDisputed, .cartUnreachable, .cartWithoutConsent:
      true
    default: false
    }
  }

  /// What the customer wants, and how they can be reached.
  func dress(_ customer: inout Customer) {
    switch self {
    case .lateParcel: (customer.favourite, customer.smsOK) = (.sms, .yes)
    case .heldBack: customer.whatsApp = true
    case .survey: (customer.favourite, customer.whatsApp) = (.whatsapp, true)
    case .cartUnreachable, .surveyUnreachable: (customer.isMisspelt, customer.hasPhone) = (true, false)
    case .cartWithoutConsent: customer.emailOK = customer.place % 2 == 0 ? .no : .empty
    case .surveyWithoutConsent: customer.emailOK = .no
    default: customer.hasPhone = false
    }
  }

  func order(of member: Int, _ now: Int64) -> Order {
    let (hour, day) = (DemoShop.hour, DemoShop.day)
    var order = Order(buyer: .customer(member), created: now - 14 * day, cents: 4200 + member)
    order.paid = order.created + 90
    order.fulfilled = order.created + day
    switch self {
    case .lateParcel, .lateParcelByMail, .lateParcelArrived, .lateParcelUnknown, .lateParcelDisputed,
      .lateParcelCancelled:
      order.parcel = Parcel(promised: (now - 4 * day) / day, delivered: nil, status: .inTransit, checked: now - day)
    case .survey, .surveyByMail, .surveyDisputed, .surveyUnreachable, .surveyWithoutConsent, .cartDisputed:
      // A shade over five days: the survey has come due within the hour.
      let arrival = now - (self == .cartDisputed ? 20 : 5) * day - hour / 2
      order.parcel = Parcel(
        promised: arrival / day, delivered: arrival, status: .delivered, checked: arrival)
    case .heldBack, .heldBackByMail:
      order.fulfilled = nil
    default:
      (order.created, order.paid, order.fulfilled) = (now - hour, now - hour + 90, nil)
    }
    if self == .lateParcelArrived {
      order.parcel?.status = .delivered
      order.parcel?.delivered = now - 2 * day
      order.parcel?.isListedTwice = true
    }
    if self == .lateParcelUnknown { order.parcel?.status = .empty }
    if self == .lateParcelCancelled { order.cancelled = now - 3 * hour }
    if self == .lateParcelDisputed || self == .cartDisputed || self == .surveyDisputed {
      order.ticket = (opened: now - day, closed: nil)
    }
    return order
  }

  func cart(of member: Int, _ now: Int64) -> Cart {
    let age: Int64 =
      switch self {
      case .cartDay: 30 * DemoShop.hour
      case .cartThreeDays: 75 * DemoShop.hour
      case .cartClosing: 23 * DemoShop.hour + 30 * DemoShop.minute
      case .cartFresh: 30 * DemoShop.minute
      default: 3 * DemoShop.hour
      }
    // The first on the shelf at 14.00: one is too little to remind of, two are enough.
    let items = [(item: 0, quantity: self == .cartSmall ? 1 : 2)] + (self == .cartSmall ? [] : [(item: 8, quantity: 1)])
    return Cart(buyer: .customer(member), updated: now - age, hasLink: self != .cartWithoutLink, items: items)
  }
}
