/// Makes up the house's rules, and a sequence of runs.
struct RandomHouse {
  static func quiet(_ dice: inout Dice) -> QuietModel {
    let from = dice.int(0...23) * 60 + dice.pick([0, 0, 30])
    var window = QuietModel(days: nil, from: from, to: (from + dice.pick([60, 300, 660]) - 1) % 1440 + 1)
    switch dice.int(1...4) {
    case 1: window = QuietModel(days: Set(dice.some(Array(0...6)).prefix(2)))
    case 2: window.days = Set(dice.some(Array(0...6)).prefix(3))
    case 3: if dice.chance(50) { window = QuietModel(days: dice.chance(50) ? [] : [6], onHolidays: true) }
    default: break
    }
    return window
  }

  static func cap(_ dice: inout Dice) -> CapModel {
    CapModel(count: dice.pick([1, 1, 1, 2, 3]), span: dice.pick([nil, hour, day, 2 * day, 7 * day]))
  }

  static func make(_ dice: inout Dice, now: Int64) -> HouseModel {
    var house = HouseModel()
    house.zone = dice.pick(["UTC", "Europe/Berlin", "America/New_York"])
    if dice.chance(40) { house.quiet = (0..<dice.int(1...2)).map { _ in quiet(&dice) } }
    house.holidays = (0...6).map { String(instantText(now + Int64($0) * day).prefix(10)) }.filter { _ in dice.chance(30)
    }
    if dice.chance(50) { house.caps = (0..<dice.int(1...2)).map { _ in cap(&dice) } }
    if dice.chance(15) { house.limit = dice.int(1...5) }
    house.channels = [
      ChannelModel(
        name: "email", to: ["customer.email", "customer.key"],
        consent: dice.chance(70) ? ["marketing": "email_ok"] : ["marketing": "email_ok", "legal": "email_ok"],
        quiet: dice.chance(50) ? (dice.chance(50) ? [] : [quiet(&dice)]) : nil),
      ChannelModel(
        name: "sms", to: ["customer.phone"],
        consent: dice.chance(50) ? ["marketing": "sms_ok", "service": "sms_ok"] : ["marketing": "sms_ok"],
        quiet: dice.chance(30) ? [quiet(&dice)] : nil),
      ChannelModel(name: "agent", to: ["care@reference.example"], consent: [:]),
    ]
    for index in 0..<2 { house.channels[index].receipts = dice.chance(60) }
    if dice.chance(30) {
      house.suppress["email"] = ["all": ["c1@x.example"], "marketing": ["C2@Mail.example", "guest1@x.example"]]
    }
    if dice.chance(20) {
      house.suppress["sms"] = [dice.pick(["all", "service"]): ["+49 170 1234502", "+491701234503"]]
    }
    if dice.chance(7) {
      house.onlyTo = ["c1@x.example", "c2@mail.example", "c3@x.example", "+491701234501", "care@reference.example"]
    }
    for entity in Model.entities {
      if dice.chance(60) { house.uncovering.insert(entity) }
      if dice.chance(15) { house.fresh[entity] = dice.pick([hour, 30 * hour]) }
    }
    return house
  }

  static func scenario(seed: UInt64) -> Scenario {
    var dice = Dice(seed: seed)
    var now = dice.pick([1_772_452_800, 1_774_728_000, 1_792_864_800, 1_782_885_600, 1_798_624_800] as [Int64])
    var house = make(&dice, now: now)
    // In every second shop most messages go, so that much becomes of their jobs.
    let isOpen = dice.chance(50)
    if isOpen { open(&house, &dice) }
    let ids = (0..<dice.int(1...4)).map { "c\($0)" }
    var maker = RandomCampaign(dice, ids: ids)
    var campaigns = ids.map { maker.make($0, now: now) }
    dice = maker.dice
    if isOpen { for index in campaigns.indices { open(&campaigns[index], &dice) } }
    var shop = RandomShop(dice, now: now, isOpen: isOpen)
    var shown = ShopState()
    var made: [String: Int64] = [:]
    let isNowGiven = shop.dice.chance(30)
    var runs: [RunModel] = []
    for number in 0..<shop.dice.int(isOpen ? 5...9 : 3...7) {
      if number > 0 {
        let spans = [900, 1800, hour, 3 * hour, 6 * hour, 12 * hour, day, 25 * hour, 2 * day, 4 * day]
        now += shop.dice.pick(isOpen ? Array(spans.prefix(6)) : spans)
        if shop.dice.chance(10) { now += Int64(shop.dice.int(-1...1)) }
        shop.change(now)
        if shop.dice.chance(15) { edit(&campaigns, &shop.dice) }
      }
      for entity in Model.entities where made[entity] == nil || shop.dice.chance(85) {
        shown.rows[entity] = shop.world.rows[entity]
        made[entity] = now - (shop.dice.chance(50) ? 0 : 900 * Int64(shop.dice.int(0...6)))
      }
      var run = RunModel(now: now, shop: shown, made: made, campaigns: campaigns)
      if shop.dice.chance(8) { run.stopped = [shop.dice.pick(ids + ["all"])] }
      if shop.dice.chance(10) { run.allowed = [shop.dice.pick(ids + ["all"]): shop.dice.int(3...6)] }
      run.threads = shop.dice.pick([1, 3])
      run.isNowGiven = isNowGiven
      run.fates = shop.dice.next() | 1
      runs.append(run)
    }
    return Scenario(house: house, runs: runs, isCalm: shop.dice.chance(35))
  }

  private static func open(_ house: inout HouseModel, _ dice: inout Dice) {
    house.uncovering = Set(Model.entities)
    house.fresh = [:]
    house.onlyTo = nil
    if dice.chance(80) { house.limit = nil }
    if dice.chance(70) {
      house.quiet = []
      for index in house.channels.indices { house.channels[index].quiet = nil }
    }
  }

  private static func open(_ campaign: inout CampaignModel, _ dice: inout Dice) {
    if campaign.start != nil { campaign.when = campaign.when.filter { _ in dice.chance(20) } }
    campaign.unless = Array(campaign.unless.prefix(dice.chance(50) ? 1 : 0))
    if dice.chance(50) { campaign.until = [] }
    // What happens while a job waits.
    let each = campaign.each
    let field = { (name: String) in FieldPath(root: each, field: name) }
    let ends: [String: Condition] = [
      "order": .equals(field("status"), "delivered"), "shipment": .notNull(field("delivered_at")),
      "cart": .time(.field(field("updated_at")), .more, .start), "ticket": .notNull(field("closed_at")),
      "customer": .isNull(field("name")),
    ]
    if let end = ends[each] {
      switch dice.int(1...4) {
      case 1, 2: campaign.until = [end]
      case 3: campaign.unless = [end]
      default: break
      }
    }
    if dice.chance(80) { campaign.holdout = nil }
    if dice.chance(70) { campaign.quiet = [] }
    if campaign.purpose != "legal" { campaign.begins = nil }
    if !campaign.via.contains("agent") || dice.chance(50) {
      campaign.via = ["email", "sms"].shuffled(using: &dice) + campaign.via.filter { !["email", "sms"].contains($0) }
    }
    for step in campaign.steps.indices {
      if dice.chance(80) { campaign.steps[step].between = nil }
      if dice.chance(70) { campaign.steps[step].when = [] }
      if dice.chance(70) { campaign.steps[step].unless = [] }
      if dice.chance(70) { campaign.steps[step].bodies = ["any"] + campaign.via.filter { $0 == "agent" } }
      if campaign.steps[step].before != nil || dice.chance(60) {
        campaign.steps[step].before = campaign.steps[step].after + dice.pick([6 * hour, 2 * day, 5 * day])
      }
    }
  }

  /// The ops team changes a campaign between two runs.
  private static func edit(_ campaigns: inout [CampaignModel], _ dice: inout Dice) {
    let index = dice.int(0...(campaigns.count - 1))
    switch dice.int(1...3) {
    case 1: campaigns[index].priority = dice.int(0...9)
    case 2: if !campaigns[index].split.isEmpty { campaigns[index].split = [("plain", 70), ("gift", 30)] }
    default: campaigns[index].isEnabled.toggle()
    }
  }
}
