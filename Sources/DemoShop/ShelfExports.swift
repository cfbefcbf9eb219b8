import Platform

/// What the shop sells, and who waits for some of it.
extension DemoShop {
  func writeShelf(to directory: String, _ calendar: DayNames) throws(Errno) {
    var products = try ExportWriter(
      directory + "/products.csv", "SKU,Name,Price,Stock,Link,Goes With,Goes With Link", calendar)
    for index in words.shelf.indices { try write(words.shelf[index], index, into: &products) }
    try products.finish(modified: instant)

    var wishes = try ExportWriter(directory + "/wishes.csv", "Wish,Email,SKU,Asked", calendar)
    let waiting = cast.members.indices.filter { cast.members[$0].part == .waitsForTea }
    let crowd = cast.members.count..<counts.customers
    for index in 0..<counts.orders / 200 {
      var dice = Dice(seed: seed, .wish, index)
      let asked = now - dice.seconds(Self.hour..<20 * Self.day)
      let product = dice.below(words.shelf.count)
      try write(crowd.lowerBound + dice.below(crowd.count), product, asked, index, into: &wishes)
    }
    for (index, member) in waiting.enumerated() {
      try write(member, 0, now - 9 * Self.day, counts.orders / 200 + index, into: &wishes)
    }
    try wishes.finish(modified: instant)
  }

  /// Every fourth is sold out.
  private func stock(_ product: Int) -> Int { product % 4 == 3 ? 0 : 6 + product * 37 % 60 }

  private func write(_ product: Words.Product, _ index: Int, into file: inout ExportWriter) throws(Errno) {
    file.sku(index)
    file.next(product.name)
    file.next()
    file.money(cents: product.cents)
    file.next()
    file.write(stock(index))
    file.next()
    file.productLink(index)
    file.next(product.goesWith.map { words.shelf[$0].name } ?? [])
    file.next()
    if let partner = product.goesWith { file.productLink(partner) }
    try file.endRow()
  }

  private func write(
    _ customer: Int, _ product: Int, _ asked: Int64, _ index: Int, into file: inout ExportWriter
  ) throws(Errno) {
    file.write("w-")
    file.write(index)
    file.next()
    file.address(of: self.customer(customer), words)
    file.next()
    file.sku(product)
    file.nextTime(asked, style: index)
    try file.endRow()
  }
}

extension ExportWriter {
  fileprivate mutating func productLink(_ product: Int) {
    write("https://kettle.example/p/kc-")
    write(product + 1, digits: 2)
  }
}
