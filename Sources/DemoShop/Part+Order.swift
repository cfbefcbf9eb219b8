extension Part {
  /// The member's order of that number, oldest first.
  func order(_ number: Int, of member: Int, _ now: Int64) -> Order {
    let (minute, hour, day) = (DemoShop.minute, DemoShop.hour, DemoShop.day)
    // A shade more than the step asks for: it has come due within the hour.
    let shade = 30 * minute
    var order = Part.sent(at: now - 14 * day, by: member)
    switch self {
    case .cardRefused:
      order = Part.placed(at: now - 40 * minute, by: member)
      order.paid = nil
    case .underReview:
      order = Part.placed(at: now - 2 * hour, by: member)
      order.review = (now - hour, nil)
    case .heldBack, .heldBackByMail: order.fulfilled = nil
    case .heldBackAgain: (order.fulfilled, order.dateSet) = (nil, now - 3 * hour)
    case .justShipped:
      order.fulfilled = now - hour
      order.parcel = Part.parcel(.inTransit, scanned: now - shade)
    case .inTheVan: order.parcel = Part.parcel(.outForDelivery, scanned: now - shade)
    case .notAtHome: order.parcel = Part.parcel(.attemptFailed, scanned: now - hour)
    case .parcelBroken: order.parcel = Part.parcel(.exception, scanned: now - hour)
    case .waitsAtKiosk: order.parcel = Part.parcel(.readyForPickup, scanned: now - hour)
    case .justArrived: order.parcel = Part.parcel(.delivered, scanned: now - hour)
    case .lateParcel, .lateParcelByMail, .lateParcelArrived, .lateParcelUnknown, .lateParcelDisputed,
      .lateParcelCancelled:
      makeLate(&order, now)
    case .survey, .surveyByMail, .surveyDisputed, .surveyUnreachable, .surveyWithoutConsent:
      order.parcel = Part.parcel(.delivered, scanned: now - 5 * day - shade)
    case .cartDisputed: order.parcel = Part.parcel(.delivered, scanned: now - 20 * day - shade)
    case .sentBack:
      order = Part.sent(at: now - 30 * day, by: member)
      order.parcel = Part.parcel(.delivered, scanned: now - 20 * day)
      order.returned = now - 2 * hour
    case .likesWhatCame:
      order = Part.sent(at: now - 18 * day, by: member)
      order.parcel = Part.parcel(.delivered, scanned: now - 14 * day - shade)
    case .spentMuch:
      order = Part.sent(at: now - 2 * day - shade, by: member)
      order.cents = 45_000 + member
      order.parcel = Part.parcel(.inTransit, scanned: now - hour)
    case .goneForMonths:
      order = Part.sent(at: now - Int64([300, 200, 90][number]) * day - shade, by: member)
      order.parcel = Part.parcel(.delivered, scanned: order.created + 4 * day)
    default: order = Part.placed(at: now - hour, by: member)
    }
    if self == .lateParcelDisputed || self == .cartDisputed || self == .surveyDisputed {
      order.ticket = (opened: now - day, closed: nil)
    }
    return order
  }

  private static func placed(at time: Int64, by member: Int) -> Order {
    var order = Order(buyer: .customer(member), created: time, cents: 4200 + member)
    order.paid = time + 90
    return order
  }

  private static func sent(at time: Int64, by member: Int) -> Order {
    var order = placed(at: time, by: member)
    order.fulfilled = time + DemoShop.day
    return order
  }

  /// A parcel of which the carrier last heard then; it was promised for two days later.
  private static func parcel(_ status: Parcel.Status, scanned time: Int64) -> Parcel {
    Parcel(
      promised: time / DemoShop.day + 2, delivered: status == .delivered ? time : nil, status: status, checked: time)
  }

  private func makeLate(_ order: inout Order, _ now: Int64) {
    let day = DemoShop.day
    var parcel = Parcel(promised: (now - 4 * day) / day, delivered: nil, status: .inTransit, checked: now - day)
    switch self {
    case .lateParcelByMail: order.cents += 50_000
    case .lateParcelArrived:
      parcel.status = .delivered
      parcel.delivered = now - 2 * day
      parcel.isListedTwice = true
    case .lateParcelUnknown: parcel.status = .empty
    case .lateParcelCancelled: order.cancelled = now - 3 * DemoShop.hour
    default: break
    }
    order.parcel = parcel
  }
}
