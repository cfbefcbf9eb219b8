import CivilTime
import Platform

/// The exports that tell of orders, written in one pass.
struct OrderExports: ~Copyable {
  var orders: ExportWriter
  var shipments: ExportWriter
  var tickets: ExportWriter
  var backorders: ExportWriter
  var payments: ExportWriter
  var reviews: ExportWriter
  var refunds: ExportWriter
  private var parcels = 0
  private var attempts = 0
  private var complaints = 0

  init(in directory: String, _ calendar: DayNames) throws(Errno) {
    // All are open before the first is moved in: a part of a noncopyable value cannot be taken down again.
    let orders = try ExportWriter(
      directory + "/orders.csv", "Order,Email,Created,Paid,Fulfilled,Cancelled,Total,Currency,SKU", calendar)
    let shipments = try ExportWriter(
      directory + "/shipments.csv",
      "Tracking Number,Order,Carrier,Status,Last Update,Promised,Delivered,Pick-up Point", calendar)
    let tickets = try ExportWriter(directory + "/tickets.csv", "Ticket,Email,Opened,Closed", calendar)
    let backorders = try ExportWriter(directory + "/backorders.csv", "Order,Date Set,Ships,Reason", calendar)
    let payments = try ExportWriter(directory + "/payments.csv", "Payment,Order,Created,Status,Reason", calendar)
    let reviews = try ExportWriter(directory + "/reviews.csv", "Order,Opened,Closed", calendar)
    let refunds = try ExportWriter(directory + "/refunds.csv", "Refund,Order,Received,Amount", calendar)
    self.orders = orders
    self.shipments = shipments
    self.tickets = tickets
    self.backorders = backorders
    self.payments = payments
    self.reviews = reviews
    self.refunds = refunds
  }

  mutating func write(_ order: Order, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    let style = index &* 7 >> 2
    orders.orderName(index)
    orders.next()
    orders.address(of: order.buyer, shop)
    orders.nextTime(order.created, style: style)
    orders.nextTime(order.paid, style: style)
    orders.nextTime(order.fulfilled, style: style &+ 1)
    orders.nextTime(order.cancelled, style: style)
    orders.next()
    orders.money(cents: order.cents)
    orders.next(shop.words.currencies[order.currency])
    orders.next()
    orders.sku(order.product)
    try orders.endRow()

    if let parcel = order.parcel { try write(parcel, index, of: shop) }
    if let parcel = order.secondParcel { try write(parcel, index, of: shop) }
    if order.isHeldBack(at: shop.now) { try writeBackorder(order, index, of: shop) }
    if order.created > shop.now - 14 * DemoShop.day { try writePayments(order, index, of: shop) }
    try writeTrouble(order, index, of: shop)
    if let ticket = order.ticket {
      tickets.write("t-")
      tickets.write(complaints)
      complaints += 1
      tickets.next()
      tickets.address(of: order.buyer, shop)
      tickets.nextTime(ticket.opened, style: style)
      tickets.nextTime(ticket.closed, style: style &+ 3)
      try tickets.endRow()
    }
  }

  private mutating func write(_ parcel: Parcel, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    parcels += 1
    if parcel.isListedTwice {
      var earlier = parcel
      earlier.status = .labelCreated
      earlier.delivered = nil
      earlier.checked = parcel.checked - DemoShop.day
      try writeRow(earlier, index, of: shop)
    }
    try writeRow(parcel, index, of: shop)
  }

  private mutating func writeRow(_ parcel: Parcel, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    shipments.write("KC")
    shipments.write(parcels, digits: 9)
    shipments.next()
    shipments.orderName(index)
    shipments.next(shop.words.carriers[parcels % shop.words.carriers.count])
    shipments.next(parcel.status.cell)
    shipments.nextTime(parcel.checked, style: parcels)
    shipments.next()
    shipments.date(day: parcel.promised)
    shipments.nextTime(parcel.delivered, style: parcels &+ 2)
    let points = shop.words.pickupPoints
    shipments.next(parcel.status == .readyForPickup ? points[parcels % points.count] : [])
    try shipments.endRow()
  }

  private mutating func writeBackorder(_ order: Order, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    backorders.orderName(index)
    backorders.nextTime(order.dateSet ?? order.paid.map { $0 + DemoShop.day }, style: index)
    backorders.next()
    if index % 3 != 0 { backorders.date(day: shop.now / DemoShop.day + 3 + Int64(index % 11)) }
    backorders.next(shop.words.reasons[index % shop.words.reasons.count])
    try backorders.endRow()
  }

  /// Each try to pay, and what came of it: one in twelve is refused first.
  private mutating func writePayments(_ order: Order, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    if order.paid == nil || index % 12 == 0 {
      let tried = order.paid.map { ($0 + order.created) / 2 } ?? order.created + DemoShop.minute
      if tried <= shop.now {
        try writeAttempt(index, at: tried, "failed", shop.words.refusals[index % shop.words.refusals.count])
      }
    }
    if let paid = order.paid { try writeAttempt(index, at: paid, "captured", []) }
  }

  private mutating func writeAttempt(
    _ index: Int, at time: Int64, _ status: StaticString, _ reason: [UInt8]
  ) throws(Errno) {
    payments.write("p-")
    payments.write(attempts)
    attempts += 1
    payments.next()
    payments.orderName(index)
    payments.nextTime(time, style: 0)
    payments.next(status)
    payments.next(reason)
    try payments.endRow()
  }

  private mutating func writeTrouble(_ order: Order, _ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    if let review = order.review, review.opened > shop.now - 14 * DemoShop.day {
      reviews.orderName(index)
      reviews.nextTime(review.opened, style: 0)
      reviews.nextTime(review.closed, style: 0)
      try reviews.endRow()
    }
    if let returned = order.returned, returned > shop.now - 60 * DemoShop.day {
      refunds.write("r-")
      refunds.write(index)
      refunds.next()
      refunds.orderName(index)
      refunds.nextTime(returned, style: index)
      refunds.next()
      refunds.money(cents: order.cents)
      try refunds.endRow()
    }
  }

  consuming func finish(modified: Instant) throws(Errno) {
    try orders.finish(modified: modified)
    try shipments.finish(modified: modified)
    try tickets.finish(modified: modified)
    try backorders.finish(modified: modified)
    try payments.finish(modified: modified)
    try reviews.finish(modified: modified)
    try refunds.finish(modified: modified)
  }
}

extension Order {
  /// Paid for a while and still here: the warehouse lists it.
  func isHeldBack(at now: Int64) -> Bool {
    guard let paid, fulfilled == nil, cancelled == nil else { return false }
    return now - paid > 2 * DemoShop.day
  }
}

extension ExportWriter {
  mutating func orderName(_ index: Int) {
    write("#")
    write(1001 + index)
  }

  /// What the shop calls the product at that place on the shelf.
  mutating func sku(_ product: Int) {
    write("KC-")
    write(product + 1, digits: 2)
  }
}
