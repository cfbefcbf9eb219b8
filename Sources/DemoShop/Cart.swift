import Platform

/// One cart, as the export will show it: a row an item, the cart's own cells on each.
struct Cart {
  var buyer: Buyer
  /// Seconds since 1970.
  var updated: Int64
  var hasLink = true
  /// Into `Words.shelf`, with how many of it; not empty.
  var items: [(item: Int, quantity: Int)]
}

extension DemoShop {
  /// The cart at `index`, oldest first; the cast's are the last.
  func cart(_ index: Int) -> Cart {
    guard index < counts.crowdCarts else {
      return cast.carts[index - counts.crowdCarts].part.cart(of: cast.carts[index - counts.crowdCarts].member, now)
    }
    var dice = Dice(seed: seed, .cart, index)
    let span = min(span, 60 * Self.day)
    var updated = now - span + Int64(index) * span / Int64(counts.crowdCarts)
    let crowd = cast.members.count..<counts.customers
    var buyer = Buyer.customer(crowd.lowerBound + dice.below(crowd.count))
    if dice.perMille(20) { buyer = .guest(dice.below(counts.crowdOrders)) }
    if dice.perMille(5) { buyer = .nobody }
    // Three in ten were ordered half an hour later or so: by whoever placed the order of that time.
    let ordered = Int((updated + dice.seconds(300..<3600) - opened) * Int64(counts.crowdOrders) / self.span)
    if dice.perMille(300), ordered < counts.crowdOrders {
      let order = order(ordered)
      buyer = order.buyer
      updated = min(updated, order.created - 60)
    }
    let items = (0..<1 + dice.below(2) + dice.below(3)).map { _ in
      (item: dice.below(words.shelf.count), quantity: 1 + dice.below(4) / 2)
    }
    return Cart(buyer: buyer, updated: updated, hasLink: dice.perMille(995), items: items)
  }

  func writeCart(_ index: Int, into file: inout ExportWriter) throws(Errno) {
    let cart = cart(index)
    let total = cart.items.reduce(0) { $0 + words.shelf[$1.item].cents * $1.quantity }
    for (item, quantity) in cart.items {
      file.write("c-")
      file.write(index)
      file.next()
      file.address(of: cart.buyer, self)
      file.nextTime(cart.updated, style: index)
      file.next()
      file.money(cents: total)
      file.next()
      if cart.hasLink {
        file.write("https://kettle.example/cart/")
        file.write(index)
      }
      file.next(words.shelf[item].name)
      file.next()
      file.money(cents: words.shelf[item].cents)
      file.next()
      file.write(quantity)
      try file.endRow()
    }
  }
}
