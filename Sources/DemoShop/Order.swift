/// One order with its parcels, as the exports will show them. Times are seconds since 1970.
struct Order {
  var buyer: Buyer
  var created: Int64
  var paid: Int64?
  var fulfilled: Int64?
  var cancelled: Int64?
  var cents: Int
  /// Into `Words.currencies`.
  var currency = 0
  /// Into `Words.shelf`: what it was chiefly for.
  var product = 0
  var parcel: Parcel?
  var secondParcel: Parcel?
  /// A complaint, if there was one.
  var ticket: (opened: Int64, closed: Int64?)?
  /// The payment provider holds it back, or did.
  var review: (opened: Int64, closed: Int64?)?
  /// When the warehouse last wrote down its new date; nil: a day after it was paid.
  var dateSet: Int64?
  /// When it came back.
  var returned: Int64?
}

/// One parcel of an order.
struct Parcel {
  enum Status {
    case labelCreated, inTransit, outForDelivery, attemptFailed, readyForPickup, exception, delivered, returned, empty
  }

  /// Days since 1970.
  var promised: Int64
  var delivered: Int64?
  var status: Status
  var checked: Int64
  /// The export lists an older scan of it, too.
  var isListedTwice = false
}

extension Parcel.Status {
  var cell: StaticString {
    switch self {
    case .labelCreated: "label_created"
    case .inTransit: "in_transit"
    case .outForDelivery: "out_for_delivery"
    case .attemptFailed: "attempt_failed"
    case .readyForPickup: "ready_for_pickup"
    case .exception: "exception"
    case .delivered: "delivered"
    case .returned: "returned"
    case .empty: ""
    }
  }
}

extension DemoShop {
  static let minute: Int64 = 60
  static let hour: Int64 = 3600
  static let day: Int64 = 86400

  /// The order at `index`, oldest first; the cast's are the last.
  func order(_ index: Int) -> Order {
    var dice = Dice(seed: seed, .order, index)
    guard index < counts.crowdOrders else {
      let role = cast.orders[index - counts.crowdOrders]
      return role.part.order(role.number, of: role.member, now)
    }
    return crowdOrder(created: created(index) + dice.seconds(0..<max(1, orderGap)), number: index, &dice)
  }

  /// Orders come in at an even pace, so that the order of a time is found without a search.
  func created(_ index: Int) -> Int64 { opened + Int64(index) * span / Int64(counts.crowdOrders) }

  private var orderGap: Int64 { span / Int64(counts.crowdOrders) }

  private func crowdOrder(created: Int64, number: Int, _ dice: inout Dice) -> Order {
    let crowd = cast.members.count..<counts.customers
    let buyer = dice.perMille(30) ? Buyer.guest(number) : .customer(crowd.lowerBound + dice.below(crowd.count))
    var order = Order(buyer: buyer, created: created, cents: 890 + dice.below(70) * dice.below(250))
    order.currency = max(0, dice.below(8) - 5)
    let paid = created + dice.seconds(20..<1800)
    if dice.perMille(985) { order.paid = paid <= now ? paid : nil }
    // What was never paid is cancelled in the end, and some who paid change their minds.
    let regret = created + dice.seconds(Self.hour..<2 * Self.day)
    if dice.perMille(20) || (order.paid == nil && dice.perMille(900)) { order.cancelled = regret <= now ? regret : nil }
    order.product = dice.below(words.shelf.count)
    ship(&order, cancels: regret <= now && order.cancelled != nil, &dice)
    complain(&order, &dice)
    haveTrouble(&order, number: number)
    return order
  }

  private func ship(_ order: inout Order, cancels: Bool, _ dice: inout Dice) {
    guard let paid = order.paid, !cancels else { return }
    let isBackordered = dice.perMille(15)
    let wait =
      isBackordered
      ? dice.seconds(6 * Self.day..<20 * Self.day) : dice.seconds(4 * Self.hour..<44 * Self.hour)
    guard paid + wait <= now else { return }
    order.fulfilled = paid + wait
    order.parcel = parcel(sent: paid + wait, &dice)
    if dice.perMille(120) { order.secondParcel = parcel(sent: paid + wait, &dice) }
  }

  private func parcel(sent: Int64, _ dice: inout Dice) -> Parcel {
    let promised = (sent + dice.seconds(3 * Self.day..<5 * Self.day)) / Self.day
    var arrival = sent + dice.seconds(Self.day..<4 * Self.day)
    let isStuck = dice.perMille(40)
    if isStuck { arrival += dice.seconds(3 * Self.day..<14 * Self.day) }
    let isLost = dice.perMille(3)
    let checked = now - dice.seconds(10 * Self.minute..<20 * Self.hour)
    var parcel = Parcel(promised: promised, delivered: nil, status: .inTransit, checked: max(sent, checked))
    parcel.isListedTwice = dice.perMille(20)
    let hasNoStatus = dice.perMille(8)
    let isOut = dice.perMille(60)
    if isLost, now - sent > 20 * Self.day {
      parcel.status = .returned
      parcel.checked = sent + 20 * Self.day
    } else if isOut, !isLost, arrival <= now, now - arrival < 4 * Self.day {
      parcel.status = .readyForPickup
      parcel.checked = arrival
    } else if !isLost, arrival <= now {
      parcel.status = .delivered
      parcel.delivered = arrival
      parcel.checked = arrival
    } else if hasNoStatus {
      parcel.status = .empty
    } else if isStuck || isLost {
      parcel.status = dice.perMille(300) ? .exception : .inTransit
    } else if now - sent < 6 * Self.hour {
      parcel.status = .labelCreated
    } else if arrival - now < 8 * Self.hour {
      parcel.status = isOut ? .attemptFailed : .outForDelivery
    }
    return parcel
  }

  private func complain(_ order: inout Order, _ dice: inout Dice) {
    guard dice.perMille(20) else { return }
    let opened = order.created + dice.seconds(Self.day..<6 * Self.day)
    let closed = opened + dice.seconds(Self.hour..<20 * Self.day)
    guard opened <= now else { return }
    order.ticket = (opened, closed <= now ? closed : nil)
  }

  /// What goes wrong with a few, by their number.
  private func haveTrouble(_ order: inout Order, number: Int) {
    if let paid = order.paid, number % 90 == 7 {
      let closed = paid + Int64(1 + number % 20) * Self.hour
      order.review = paid + 60 <= now ? (paid + 60, closed <= now ? closed : nil) : nil
    }
    if number % 4 == 0 { order.dateSet = now - Int64(1 + number % 20) * Self.hour }
    if let delivered = order.parcel?.delivered, number % 30 == 11 {
      let returned = delivered + Int64(5 + number % 12) * Self.day
      order.returned = returned <= now ? returned : nil
    }
  }
}
