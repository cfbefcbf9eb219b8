/// The customers whose stories are written beforehand: each part, once in each of the first places.
///
/// The crowd behind them is made by dice, and a small one may lack this or that. With the cast, each campaign is sent by
/// day and held by night somewhere at any hour, and each way to stop a message is there.
struct Cast {
  /// By the customer's index.
  let members: [(part: Part, place: Int)]
  /// `number` counts a member's orders from 0, the oldest.
  let orders: [(part: Part, member: Int, number: Int)]
  let carts: [(part: Part, member: Int)]

  init(places: Int) {
    members = (0..<places).flatMap { place in Part.allCases.map { (part: $0, place: place) } }
    orders = members.indices.flatMap { [members] member in
      (0..<members[member].part.orders).map { (members[member].part, member, $0) }
    }
    carts = members.indices.filter { [members] in members[$0].part.hasCart }.map { [members] in (members[$0].part, $0) }
  }

  static var ordersPerPlace: Int { Part.allCases.reduce(0) { $0 + $1.orders } }
}
