import CivilTime
import Platform

/// The four exports that tell of orders, written in one pass.
struct OrderExports: ~Copyable {
  var orders: ExportWriter
  var shipments: ExportWriter
  var tickets: ExportWriter
  var backorders: ExportWriter
  private var parcels = 0
  private var complaints = 0

  init(in directory: String, _ calendar: DayNames) throws(Errno) {
    // All are open before the first is moved in: a part of a noncopyable value cannot be taken down again.
    let orders = try ExportWriter(
      directory + "/orders.csv", "Order,Email,Created,Paid,Fulfilled,Cancelled,Total,Currency", calendar)
    let shipments = try ExportWriter(
      directory + "/shipments.csv", "Tracking Number,Order,Carrier,Status,Last Update,Promised,Delivered", calendar)
    let tickets = try ExportWriter(directory + "/tickets.csv", "Ticket,Email,Opened,Closed", calendar)
    let backorders = try ExportWriter(directory + "/backorders.csv", "Order,Ships,Reason", calendar)
    self.orders = orders
    self.shipments = shipments
    self.tickets = tickets
    self.backorders = backorders
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
    try orders.endRow()

    if let parcel = order.parcel { try write(parcel, index, of: shop) }
    if let parcel = order.secondParcel { try write(parcel, index, of: shop) }
    if order.isHeldBack(at: shop.now) { try writeBackorder(index, of: shop) }
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
    try shipments.endRow()
  }

  private mutating func writeBackorder(_ index: Int, of shop: borrowing DemoShop) throws(Errno) {
    backorders.orderName(index)
    backorders.next()
    if index % 3 != 0 { backorders.date(day: shop.now / DemoShop.day + 3 + Int64(index % 11)) }
    backorders.next(shop.words.reasons[index % shop.words.reasons.count])
    try backorders.endRow()
  }

  consuming func finish(modified: Instant) throws(Errno) {
    try orders.finish(modified: modified)
    try shipments.finish(modified: modified)
    try tickets.finish(modified: modified)
    try backorders.finish(modified: modified)
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
}
