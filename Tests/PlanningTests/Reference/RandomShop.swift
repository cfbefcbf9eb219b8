/// Makes up a shop, and what happens in it from one run to the next.
struct RandomShop {
  var dice: Dice
  /// What the shop's systems know; exports show it when they are made.
  private(set) var world = ShopState()
  private var count = 0
  /// Nearly everybody can be reached.
  private let isOpen: Bool

  static let zones = [
    "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "UTC", "",
    "", "Mars/Base", "America/Los_Angeles",
  ]
  static let countries = ["", "DE", "US", "AU", "XX", "NZ", "us"]
  static let statuses = ["paid", "cancelled", "delivered", "in_transit"]

  init(_ dice: Dice, now: Int64, isOpen: Bool) {
    self.dice = dice
    self.isOpen = isOpen
    for _ in 0..<self.dice.int(2...5) { addCustomer() }
    for _ in 0..<self.dice.int(isOpen ? 4...8 : 1...6) { addOrder(now) }
    for _ in 0..<self.dice.int(0...6) { addShipment(now) }
    for _ in 0..<self.dice.int(0...4) { addCart(now) }
    for _ in 0..<self.dice.int(0...3) { addTicket(now) }
  }

  private mutating func fresh(_ letter: String) -> String {
    count += 1
    return "\(letter)\(count)"
  }

  /// On the quarter of an hour, so that edges are met; now and then a second off.
  mutating func time(_ now: Int64, days: ClosedRange<Int> = -4...2) -> Int64 {
    let quarter = now - now % 900 + Int64(dice.int(days.lowerBound * 96...days.upperBound * 96)) * 900
    return quarter + (dice.chance(10) ? Int64(dice.int(-1...1)) : 0)
  }

  private mutating func optional(_ cell: Cell, missing: Int = 15) -> Cell {
    if dice.chance(missing) { return .missing }
    switch cell {
    case .text, .missing: return cell
    default: return dice.chance(4) ? .bad : cell
    }
  }

  private mutating func text(_ values: [String]) -> Cell {
    let value = dice.pick(values)
    return value.isEmpty ? .missing : .text(value)
  }

  private mutating func addCustomer() {
    let name = fresh("c")
    let digits = "+49170123450\(count % 10)"
    world.rows["customer", default: []].append(
      ModelRow(
        key: dice.chance(10) ? name : "\(name)@x.example",
        writtenKey: nil,
        cells: [
          "name": optional(.text("Anna")),
          "email": text(["", "", "\(name)@mail.example", "no address"]),
          "phone": text(["", digits, digits, "'+49 (170) 12345-0\(count % 10)", "0170 1234"]),
          "zone": text(Self.zones), "country": text(Self.countries),
          "favourite": text(["", "", "email", "sms", "fax"]),
          "email_ok": optional(.bool(!dice.chance(20))), "sms_ok": optional(.bool(!dice.chance(30))),
        ]))
    if isOpen, let last = world.rows["customer"]?.indices.last {
      let reach = ["phone": Cell.text(digits), "email": .text("\(name)@mail.example"), "email_ok": .bool(true)]
      world.rows["customer"]?[last].cells.merge(reach.filter { _ in !dice.chance(10) }) { $1 }
      if dice.chance(80) { world.rows["customer"]?[last].cells["sms_ok"] = .bool(true) }
    }
    guard let last = world.rows["customer"]?.indices.last, let key = world.rows["customer"]?[last].key,
      key.contains("@"), dice.chance(20)
    else { return }
    world.rows["customer"]?[last].writtenKey = " " + key.uppercased()
  }

  private mutating func customerKey() -> Cell {
    if dice.chance(isOpen ? 2 : 8) { return .missing }
    if dice.chance(isOpen ? 4 : 12) { return .text("guest\(dice.int(1...2))@x.example") }
    return world.rows["customer"].flatMap { $0.isEmpty ? nil : .text(dice.pick($0).key) } ?? .missing
  }

  private mutating func addOrder(_ now: Int64) {
    world.rows["order", default: []].append(
      ModelRow(
        key: fresh("O"),
        cells: [
          "customer": customerKey(), "created_at": optional(.time(time(now)), missing: 5),
          "paid_at": optional(.time(time(now)), missing: 25), "status": text(Self.statuses + [""]),
          "total": optional(.number(Double(dice.int(1...80)) / 2)),
        ]))
  }

  private mutating func shipmentCells(_ now: Int64, checked: Int64) -> [String: Cell] {
    var order = Cell.text("O\(dice.int(1...20))")
    if let orders = world.rows["order"], !orders.isEmpty, !dice.chance(10) { order = .text(dice.pick(orders).key) }
    if dice.chance(4) { order = .missing }
    return [
      "order": order, "expected_at": optional(.time(time(now)), missing: 5),
      "delivered_at": optional(.time(time(now)), missing: 60), "status": text(Self.statuses + [""]),
      "checked_at": .time(checked),
    ]
  }

  private mutating func addShipment(_ now: Int64) {
    var row = ModelRow(key: fresh("P"), cells: shipmentCells(now, checked: now))
    if dice.chance(20) { row.stale = shipmentCells(now, checked: now - Int64(dice.int(1...5000))) }
    world.rows["shipment", default: []].append(row)
  }

  private mutating func addCart(_ now: Int64) {
    let items = (0..<dice.int(0...3)).map { _ -> [String: Cell] in
      ["name": .text("Tent"), "price": optional(.number(Double(dice.int(1...60))))]
    }
    world.rows["cart", default: []].append(
      ModelRow(
        key: fresh("K"),
        cells: [
          "customer": customerKey(), "updated_at": optional(.time(time(now)), missing: 5),
          "total": optional(.number(Double(dice.int(1...80)))),
        ], items: items))
  }

  private mutating func addTicket(_ now: Int64) {
    world.rows["ticket", default: []].append(
      ModelRow(
        key: fresh("T"),
        cells: [
          "customer": customerKey(), "opened_at": optional(.time(time(now)), missing: 5),
          "closed_at": optional(.time(time(now)), missing: 60),
        ]))
  }

  /// What happens until the next run.
  mutating func change(_ now: Int64) {
    for _ in 0..<dice.int(0...(isOpen ? 8 : 5)) { happen(now) }
  }

  private mutating func happen(_ now: Int64) {
    switch dice.int(1...12) {
    case 1: addOrder(now)
    case 2: addShipment(now)
    case 3: addCart(now)
    case 4: addTicket(now)
    case 5: if dice.chance(40) { addCustomer() }
    case 6: edit("shipment", ["delivered_at": .time(now - 900)])
    case 7: edit("cart", ["updated_at": .time(now - now % 900 - 900 * Int64(dice.int(0...8)))])
    case 8: edit("ticket", ["closed_at": dice.chance(70) ? .time(now - 60) : .missing])
    case 9: edit("order", ["status": text(Self.statuses), "paid_at": optional(.time(time(now, days: -1...0)))])
    case 10:
      edit("customer", ["email_ok": optional(.bool(dice.chance(60))), "zone": text(Self.zones)])
      if isOpen { edit("customer", ["sms_ok": .bool(dice.chance(60))]) }
    case 11:
      let entity = dice.pick(Model.entities)
      guard let rows = world.rows[entity], rows.count > 1 else { return }
      world.rows[entity]?.remove(at: dice.int(0...(rows.count - 1)))
    default: spoil()
    }
  }

  private mutating func edit(_ entity: String, _ cells: [String: Cell]) {
    guard let rows = world.rows[entity], !rows.isEmpty else { return }
    world.rows[entity]?[dice.int(0...(rows.count - 1))].cells.merge(cells) { $1 }
  }

  /// A cell becomes empty or unreadable.
  private mutating func spoil() {
    let fields = [
      "order": ["created_at", "paid_at", "total"], "shipment": ["expected_at", "delivered_at"],
      "cart": ["updated_at", "total"], "ticket": ["opened_at", "closed_at"], "customer": ["email_ok", "sms_ok"],
    ]
    let entity = dice.pick(Model.entities)
    edit(entity, [dice.pick(fields[entity] ?? []): dice.chance(50) ? .bad : .missing])
  }
}
