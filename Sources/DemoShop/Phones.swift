extension ExportWriter {
  /// A number as people and spreadsheets leave them: with blanks and brackets, or behind an apostrophe.
  mutating func phone(in range: Place.PhoneRange, _ dice: inout Dice) {
    let last = dice.below(10_000)
    if dice.perMille(300) { write("'") }
    let spaced = dice.perMille(400)
    switch range {
    case .america:
      write(spaced ? "+1 (" : "+1")
      write(Self.areaCodes[last % Self.areaCodes.count], digits: 3)
      write(spaced ? ") 555-01" : "55501")
      write(last / 100, digits: 2)
    case .britain:
      write(spaced ? "+44 7700 900" : "+447700900")
      write(last % 1000, digits: 3)
    case .france:
      write(spaced ? "+33 6 39 98 " : "+3363998")
      write(last / 100, digits: 2)
      if spaced { write(" ") }
      write(last % 100, digits: 2)
    }
  }

  private static let areaCodes = [201, 202, 212, 303, 305, 312, 404, 415, 503, 512, 602, 617, 702, 808, 907]
}

extension ExportWriter {
  /// The address that is a customer's key, in every export.
  mutating func address(of customer: Customer, _ words: Words, capital: Bool = false) {
    var name = words.addresses[customer.firstName]
    if capital { name[0] -= 32 }
    write(name)
    write(".")
    write(customer.index)
    write(customer.isMisspelt ? "@@mail" : "@mail")
    write(customer.index % 97)
    write(".example")
  }

  mutating func guestAddress(_ number: Int) {
    write("guest.")
    write(number)
    write("@post.example")
  }

  mutating func address(of buyer: Buyer, _ shop: borrowing DemoShop) {
    switch buyer {
    case .customer(let index): address(of: shop.customer(index), shop.words)
    case .guest(let number): guestAddress(number)
    case .nobody: break
    }
  }
}

/// Who stands in an order's or a cart's Email column.
enum Buyer {
  case customer(Int)
  /// Named by address only: no row among the customers.
  case guest(Int)
  /// The cell is empty.
  case nobody
}
