/// Makes up campaigns over the model shop: rules of a small grammar, and every key that decides who is told when.
struct RandomCampaign {
  var dice: Dice
  let ids: [String]
  private var each = "order"
  /// Rules may name the start.
  private var namesStart = true

  init(_ dice: Dice, ids: [String]) {
    self.dice = dice
    self.ids = ids
  }

  mutating func make(_ id: String, now: Int64) -> CampaignModel {
    each = dice.pick(["order", "order", "shipment", "shipment", "cart", "cart", "ticket", "customer"])
    let purpose = dice.pick(["marketing", "marketing", "marketing", "service", "service", "legal"])
    var campaign = CampaignModel(id: id, purpose: purpose, each: each, start: start(), via: [], steps: [])
    namesStart = campaign.start != nil
    campaign.when = rules(campaign.start == nil ? 1...2 : 0...2)
    namesStart = true
    campaign.unless = dice.chance(35) ? rules(1...2) : []
    campaign.until = dice.chance(35) ? rules(1...1) : []
    if dice.chance(30) { campaign.onePer = onePer() }
    if dice.chance(40) { campaign.priority = dice.int(0...9) }
    if dice.chance(20) { campaign.quiet = [RandomHouse.quiet(&dice)] }
    if dice.chance(30) { campaign.again = dice.pick([hour, day, 2 * day, 3 * day]) }
    if dice.chance(20) { campaign.limit = dice.int(1...3) }
    if purpose != "legal" {
      if dice.chance(30) { campaign.caps = (0..<dice.int(1...2)).map { _ in RandomHouse.cap(&dice) } }
      if dice.chance(25) { campaign.holdout = dice.pick([20, 50, 100]) }
    }
    if dice.chance(25) { campaign.split = [("plain", 40), ("gift", 60)] }
    if dice.chance(purpose == "legal" ? 100 : 15) {
      campaign.begins = now - now % hour - Int64(dice.int(12...96)) * hour
    }
    campaign.via = via(purpose)
    if dice.chance(50) { campaign.fallbackAfter = dice.pick([900, hour, 6 * hour, day]) }
    campaign.steps = steps(campaign)
    campaign.isEnabled = !dice.chance(4)
    return campaign
  }

  private mutating func via(_ purpose: String) -> [String] {
    var via = dice.some(["email", "sms"]).shuffled(using: &dice)
    if dice.chance(40) { via.insert("preferred", at: dice.int(0...via.count)) }
    if purpose == "service", dice.chance(20) { via.append("agent") }
    if purpose == "service", dice.chance(5) { via = ["agent"] }
    return via
  }

  private mutating func steps(_ campaign: CampaignModel) -> [StepModel] {
    let afters = dice.some([0, hour, 2 * hour, 6 * hour, day, 36 * hour, 2 * day, 3 * day])
    let isStaffed = campaign.via.contains("agent")
    return afters.prefix(dice.pick([1, 1, 2, 3])).sorted().map { after in
      var step = StepModel(after: after, bodies: ["any"])
      if dice.chance(20) { step.name = "step\(after / hour)" }
      if dice.chance(50) { step.before = after + dice.pick([900, hour, 5 * hour, day, 2 * day, 5 * day]) }
      if dice.chance(15), !isStaffed {
        let from = dice.int(0...23) * 60
        step.between = QuietModel(days: nil, from: from, to: (from + dice.pick([120, 480, 900]) - 1) % 1440 + 1)
      }
      step.skip = dice.chance(25)
      if dice.chance(15) { step.when = rules(1...1) }
      if dice.chance(15) { step.unless = rules(1...1) }
      if dice.chance(25) { step.bodies = campaign.via.filter { $0 != "preferred" }.shuffled(using: &dice) }
      if step.bodies.count > 1, dice.chance(50) { step.bodies.removeLast() }
      if isStaffed, !step.bodies.contains("agent") { step.bodies.append("agent") }
      step.printsName = dice.chance(20)
      return step
    }
  }

  private mutating func onePer() -> [FieldPath] {
    let choices: [String: [[FieldPath]]] = [
      "order": [[path("customer", "key")], [path("order", "status")]],
      "shipment": [
        [path("order", "key")],
        [FieldPath(root: "shipment", links: ["order"], field: "key"), path("shipment", "expected_at")],
        [path("customer", "key")],
      ],
      "cart": [[path("customer", "key")], [path("cart", "total"), path("customer", "key")]],
      "ticket": [[path("customer", "key")]],
      "customer": [[]],
    ]
    return dice.pick(choices[each] ?? [[]])
  }

  private func path(_ root: String, _ field: String) -> FieldPath { FieldPath(root: root, field: field) }

  private mutating func start() -> TimeTerm? {
    if dice.chance(15) { return nil }
    let field = { (root: String, name: String) in TimeTerm.field(FieldPath(root: root, field: name)) }
    let choices: [String: [TimeTerm]] = [
      "order": [
        field("order", "created_at"), field("order", "created_at"), field("order", "paid_at"),
        field("order", "ship_by"),
        field("order", "arrived"), .most(ListPath(root: "order", name: "shipments"), "expected_at"),
      ],
      "shipment": [
        field("shipment", "expected_at"), field("shipment", "expected_at"), field("order", "created_at"),
        field("shipment", "delivered_at"),
      ],
      "cart": [field("cart", "updated_at")],
      "ticket": [field("ticket", "opened_at")],
      "customer": [
        field("customer", "last_order"), .least(ListPath(root: "customer", name: "orders"), "created_at"),
      ],
    ]
    let term = dice.pick(choices[each] ?? [])
    return dice.chance(25) ? .plus(term, dice.pick([6 * hour, -12 * hour, day])) : term
  }

  private mutating func rules(_ count: ClosedRange<Int>) -> [Condition] {
    (0..<dice.int(count)).map { _ in condition(depth: dice.pick([0, 0, 1, 2])) }
  }

  private mutating func condition(depth: Int) -> Condition {
    guard depth > 0 else { return leaf() }
    switch dice.int(1...6) {
    case 1: return .not(condition(depth: depth - 1))
    case 2: return .notWord(condition(depth: depth - 1))
    case 3: return .and(condition(depth: depth - 1), condition(depth: depth - 1))
    case 4, 5: return .or(condition(depth: depth - 1), condition(depth: depth - 1))
    default: return .choice(leaf(), condition(depth: depth - 1), condition(depth: depth - 1))
    }
  }

  private mutating func leaf() -> Condition {
    if dice.chance(8) { return .told(dice.pick(ids), dice.pick([hour, day, 3 * day])) }
    if dice.chance(30), let list = list() { return listed(list) }
    let root = dice.pick(Model.way(each))
    return plain(root, entity: root)
  }

  /// A rule on one record's own fields.
  private mutating func plain(_ root: String, entity: String) -> Condition {
    let times = [
      "order": ["created_at", "paid_at"], "shipment": ["expected_at", "delivered_at"], "cart": ["updated_at"],
      "ticket": ["opened_at", "closed_at"],
    ][entity]
    let isPlain = root == entity
    switch dice.int(1...10) {
    case 1...3:
      if let times { return timed(FieldPath(root: root, field: dice.pick(times))) }
    case 4, 5:
      if let times {
        let path = FieldPath(root: root, field: dice.pick(times))
        return dice.pick([.isNull(path), .notNull(path), .has(path)])
      }
    case 6, 7:
      if ["order", "shipment"].contains(entity) { return worded(FieldPath(root: root, field: "status")) }
    case 8:
      if ["order", "cart"].contains(entity) {
        return .number(.field(FieldPath(root: root, field: "total")), comparison(), Double(dice.int(1...40)))
      }
    case 9:
      if entity == "ticket" { return .flag(FieldPath(root: root, field: "open")) }
      if entity == "order", isPlain {
        return .time(.field(FieldPath(root: root, field: dice.pick(["arrived", "ship_by"]))), order(), .now)
      }
      if entity == "shipment" { return worded(FieldPath(root: root, links: ["order"], field: "status")) }
    default: break
    }
    return entity == "customer" || isPlain && dice.chance(30) ? ofCustomer() : fallback(root, entity)
  }

  private mutating func fallback(_ root: String, _ entity: String) -> Condition {
    entity == "customer" ? ofCustomer() : .notNull(FieldPath(root: root, field: "key"))
  }

  private mutating func ofCustomer() -> Condition {
    let customer = { (field: String) in FieldPath(root: "customer", field: field) }
    return switch dice.int(1...6) {
    case 1: .isNull(customer(dice.pick(["email", "name", "phone", "sms_ok"])))
    case 2: .flag(customer(dice.pick(["email_ok", "sms_ok"])))
    case 3: .number(.field(customer(dice.pick(["spent", "recent"]))), comparison(), Double(dice.int(0...30)))
    case 4: .among(customer("country"), dice.some(["DE", "US", "AU"]))
    case 5: .time(.field(customer("last_order")), order(), .plus(.now, -dice.pick([hour, day, 2 * day])))
    default: .has(customer(dice.pick(["email", "zone", "favourite"])))
    }
  }

  private mutating func worded(_ path: FieldPath) -> Condition {
    switch dice.int(1...4) {
    case 1: .equals(path, dice.pick(RandomShop.statuses))
    case 2: .differs(path, dice.pick(RandomShop.statuses))
    case 3: .among(path, dice.some(RandomShop.statuses))
    default: .isNull(path)
    }
  }

  private mutating func timed(_ path: FieldPath) -> Condition {
    let span = dice.pick([900, hour, 6 * hour, day, 3 * day] as [Int64])
    let field = TimeTerm.field(path)
    switch dice.int(1...5) {
    case 1: return .time(field, order(), .plus(.now, -span))
    case 2: return .span(.now, field, order(), span)
    case 3: return .time(.now, order(), .plus(field, span))
    case 4 where namesStart: return .time(field, order(), .start)
    default: return .time(field, order(), .now)
    }
  }

  /// Of the lists within reach, one.
  private mutating func list() -> ListPath? {
    let way = Model.way(each)
    var lists = ["orders", "tickets", "carts"].map { ListPath(root: "customer", name: $0) }
    if way.contains("order") { lists.append(ListPath(root: "order", name: "shipments")) }
    if each == "cart" { lists += [ListPath(root: "cart", name: "items"), ListPath(root: "cart", name: "items")] }
    return dice.pick(lists)
  }

  private mutating func listed(_ list: ListPath) -> Condition {
    let entity = ["orders": "order", "tickets": "ticket", "carts": "cart", "shipments": "shipment"][list.name]
    let member: Condition =
      if let entity { member(entity) } else {
        .number(.field(FieldPath(root: "x", field: "price")), comparison(), Double(dice.int(1...60)))
      }
    switch dice.int(1...7) {
    case 1, 2: return .exists(list, member)
    case 3: return .all(list, member)
    case 4: return .number(.size(list), comparison(), Double(dice.int(0...2)))
    case 5: return .number(.count(list, member), comparison(), Double(dice.int(0...2)))
    case 6: return .one(list, member)
    default:
      guard let sum = ["orders": "total", "carts": "total", "items": "price"][list.name] else {
        return .exists(list, member)
      }
      return .number(.sum(list, member, sum), comparison(), Double(dice.int(1...60)))
    }
  }

  private mutating func member(_ entity: String) -> Condition {
    let one = memberLeaf(entity)
    return dice.chance(20) ? .or(one, memberLeaf(entity)) : one
  }

  private mutating func memberLeaf(_ entity: String) -> Condition {
    let times = [
      "order": ["created_at", "paid_at"], "shipment": ["expected_at", "delivered_at"], "cart": ["updated_at"],
      "ticket": ["opened_at", "closed_at"],
    ][entity]
    let time = FieldPath(root: "x", field: dice.pick(times ?? []))
    switch dice.int(1...4) {
    case 1: return dice.pick([.isNull(time), .notNull(time)])
    case 2 where ["order", "shipment"].contains(entity): return worded(FieldPath(root: "x", field: "status"))
    case 2 where entity == "ticket": return .flag(FieldPath(root: "x", field: "open"))
    default: return timed(time)
    }
  }

  private mutating func comparison() -> Comparison { dice.pick(Comparison.allCases) }
  private mutating func order() -> Comparison { dice.pick([.less, .atMost, .more, .atLeast]) }
}
