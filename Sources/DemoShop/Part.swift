/// What happens to one of the cast; the words behind each say what comes of it.
enum Part: CaseIterable {
  // payment-failed, fraud-check
  case cardRefused, underReview  // sent at any hour
  // delayed-dispatch, delayed-dispatch-renewed
  case heldBack  // sent by WhatsApp, or quiet
  case heldBackByMail  // sent at any hour
  case heldBackAgain  // until, for the renewed notice is sent at any hour
  // shipped, out-for-delivery, delivery-attempt-failed, delivery-exception, ready-for-pickup, delivered
  case justShipped, inTheVan, notAtHome, parcelBroken, waitsAtKiosk, justArrived  // sent at any hour
  // delayed-shipment
  case lateParcel  // sent by SMS, or quiet
  case lateParcelByMail  // sent at any hour, and a person calls: high-value-late
  case lateParcelArrived  // no-match, by the newer of two rows
  case lateParcelUnknown  // no-data: the carrier's status is empty
  case lateParcelDisputed  // unless: an open ticket
  case lateParcelCancelled  // until
  // abandoned-cart
  case cartHour, cartDay, cartThreeDays  // sent, or quiet
  case cartClosing  // the first step's window closes within the hour: expired, where it is quiet now
  case cartFresh  // due in half an hour, which these exports can't prove: stale-data in a later run
  case cartSmall  // no-match
  case cartWithoutLink  // no-data
  case cartOrdered  // until; its order is confirmed by order-confirmed
  case cartDisputed  // unless
  case cartUnreachable, cartWithoutConsent, cartSuppressed
  // post-sale-survey
  case survey, surveyByMail  // sent, or quiet
  case surveyDisputed  // unless
  case surveyUnreachable, surveyWithoutConsent
  // return-received, cross-sell, high-value-reward, win-back, back-in-stock, loyalty-expiring
  case sentBack  // sent at any hour
  case likesWhatCame, spentMuch, goneForMonths  // sent, or quiet
  case waitsForTea  // sent at any hour
  case hasPoints  // sent at any hour
}

extension Part {
  /// How many.
  var orders: Int {
    switch self {
    case .cartHour, .cartDay, .cartThreeDays, .cartClosing, .cartFresh, .cartSmall, .cartWithoutLink, .cartUnreachable,
      .cartWithoutConsent, .cartSuppressed, .waitsForTea, .hasPoints:
      0
    case .goneForMonths: 3
    // A ticket is an order's, so the disputed cart needs one, too.
    default: 1
    }
  }

  var hasCart: Bool {
    switch self {
    case .cartHour, .cartDay, .cartThreeDays, .cartClosing, .cartFresh, .cartSmall, .cartWithoutLink, .cartOrdered,
      .cartDisputed, .cartUnreachable, .cartWithoutConsent, .cartSuppressed:
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
    case .cartSuppressed: customer.suppressed = customer.place % 2 == 0 ? .bounced : .unsubscribed
    default: customer.hasPhone = false
    }
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
