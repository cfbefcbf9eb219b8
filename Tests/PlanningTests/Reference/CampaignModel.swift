/// Hours or days when nobody is disturbed; days of the week from Monday = 0, nil for every day.
struct QuietModel: Hashable, Sendable {
  var days: Set<Int>?
  var onHolidays = false
  /// Minutes of the day; the end at or before the start wraps midnight.
  var from = 0
  var to = 1440

  static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  var text: String {
    var words = days.map { $0.sorted().map { Self.names[$0] } } ?? []
    if onHolidays { words.append("holidays") }
    let time = "\(clockText(from))-\(clockText(to))"
    if words.isEmpty { return time }
    return words.joined(separator: ",") + (from == 0 && to == 1440 ? "" : " " + time)
  }
}

func clockText(_ minutes: Int) -> String {
  let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
  return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
}

struct CapModel: Hashable, Sendable {
  var count: Int
  /// Nil: the recipient's calendar day.
  var span: Int64?
  var text: String { "\(count) per \(span.map(spanText) ?? "day")" }
}

struct StepModel: Sendable {
  var name: String?
  var after: Int64
  var before: Int64?
  var between: QuietModel?
  var skip = false
  var when: [Condition] = []
  var unless: [Condition] = []
  /// Channels with a body, `any` among them.
  var bodies: [String]
  /// The text prints the customer's name.
  var printsName = false

  var id: String { name ?? spanText(after) }
}

struct CampaignModel: Sendable {
  var id: String
  var purpose: String
  var each: String
  /// Nil: `first_seen`.
  var start: TimeTerm?
  var when: [Condition] = []
  var unless: [Condition] = []
  var until: [Condition] = []
  var onePer: [FieldPath] = []
  var priority = 5
  var caps: [CapModel] = []
  var quiet: [QuietModel] = []
  var holdout: Int?
  var split: [(name: String, percent: Int)] = []
  var again: Int64?
  var limit: Int?
  var begins: Int64?
  var isEnabled = true
  var via: [String]
  var fallbackAfter: Int64?
  var steps: [StepModel]

  /// When the step's window closes, counted from the start; nil: never.
  func before(_ index: Int) -> Int64? {
    let step = steps[index]
    if let before = step.before { return before }
    switch purpose {
    case "legal": return nil
    case "service": return step.after + 7 * day
    default: return index + 1 < steps.count ? min(steps[index + 1].after, step.after + day) : step.after + day
    }
  }

  var yaml: String {
    var lines = ["purpose: \(purpose)", "each: \(each)", "start: \(start?.text ?? "first_seen")"]
    func rules(_ name: String, _ rules: [Condition], _ indent: String = "") {
      if rules.isEmpty { return }
      lines.append("\(indent)\(name):")
      lines += rules.map { "\(indent)  - '\($0.text)'" }
    }
    rules("when", when)
    rules("unless", unless)
    rules("until", until)
    if onePer.count == 1 { lines.append("one_per: \(onePer[0].text)") }
    if onePer.count > 1 { lines.append("one_per: [\(onePer.map(\.text).joined(separator: ", "))]") }
    if priority != 5 { lines.append("priority: \(priority)") }
    if !caps.isEmpty { lines.append("cap: [\(caps.map(\.text).joined(separator: ", "))]") }
    if !quiet.isEmpty { lines.append("quiet: [\(quiet.map { "\"\($0.text)\"" }.joined(separator: ", "))]") }
    if let holdout { lines.append("holdout: \(holdout)%") }
    if !split.isEmpty { lines.append("split: {\(split.map { "\($0.name): \($0.percent)%" }.joined(separator: ", "))}") }
    if let again { lines.append("again_after: \(spanText(again))") }
    if let limit { lines.append("limit: \(limit) per run") }
    if let begins { lines.append("begins: \(instantText(begins))") }
    if !isEnabled { lines.append("enabled: false") }
    if via.contains("agent") { lines.append("route: {queue: care}") }
    lines.append("via: [\(via.joined(separator: ", "))]")
    if let fallbackAfter { lines.append("fallback_after: \(spanText(fallbackAfter))") }
    lines.append("send:")
    for step in steps {
      lines.append("  - after: \(spanText(step.after))")
      if let name = step.name { lines.append("    name: \(name)") }
      if let before = step.before { lines.append("    before: \(spanText(before))") }
      if let between = step.between { lines.append("    between: \(between.text)") }
      if step.skip { lines.append("    skip: ok") }
      rules("when", step.when, "    ")
      rules("unless", step.unless, "    ")
      lines += step.bodies.map { "    \($0): \(body($0, step))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func body(_ channel: String, _ step: StepModel) -> String {
    let text = step.printsName ? "\"Hello {{ customer.name }}\"" : "Hello"
    switch channel {
    case "sms": return text
    case "agent": return "{title: Call, note: \(text)}"
    default: return "{subject: Hello, text: \(text)}"
    }
  }
}

struct ChannelModel: Sendable {
  var name: String
  var to: [String]
  /// By purpose: the customer's field.
  var consent: [String: String]
  /// Nil: the house's.
  var quiet: [QuietModel]?
  /// Delivery reports come back.
  var receipts = false

  var yaml: String {
    var parts = ["to: [\(to.map { $0.contains("@") ? "\"'\($0)'\"" : $0 }.joined(separator: ", "))]"]
    if consent.count == 1, let marketing = consent["marketing"] {
      parts.append("consent: customer.\(marketing)")
    } else if !consent.isEmpty {
      let each = consent.sorted { $0.key < $1.key }.map { "\($0.key): customer.\($0.value)" }
      parts.append("consent: {\(each.joined(separator: ", "))}")
    }
    if let quiet {
      parts.append(quiet.isEmpty ? "quiet: none" : "quiet: [\(quiet.map { "\"\($0.text)\"" }.joined(separator: ", "))]")
    }
    if receipts { parts.append("receipts: yes") }
    return "{\(parts.joined(separator: ", "))}"
  }
}

struct HouseModel: Sendable {
  var zone = "UTC"
  var quiet: [QuietModel] = []
  var holidays: [String] = []
  var caps: [CapModel] = []
  var limit: Int?
  var channels: [ChannelModel] = []
  /// By channel and purpose (or `all`): addresses.
  var suppress: [String: [String: [String]]] = [:]
  var onlyTo: [String]?
  /// Entities whose export is not asked to be made after a step was due.
  var uncovering: Set<String> = []
  var fresh: [String: Int64] = [:]

  func listFile(_ channel: String, _ purpose: String) -> String { "suppress-\(channel)-\(purpose).csv" }

  var yaml: String {
    var lines = ["id: reference", "shop: Reference", "zone: \(zone)", "currency: EUR"]
    lines.append(quiet.isEmpty ? "quiet: none" : "quiet: [\(quiet.map { "\"\($0.text)\"" }.joined(separator: ", "))]")
    if !holidays.isEmpty { lines.append("holidays: holidays.txt") }
    if !caps.isEmpty { lines.append("caps: {marketing: [\(caps.map(\.text).joined(separator: ", "))]}") }
    lines.append(limit.map { "limit: \($0) per run" } ?? "limit: none")
    lines.append("links: {unsubscribe: \"https://reference.example/u?c={{ customer.key }}\"}")
    lines.append("prefer: customer.favourite")
    lines.append("channels:")
    lines += channels.map { "  \($0.name): \($0.yaml)" }
    if !suppress.isEmpty {
      lines.append("suppress:")
      for (channel, lists) in suppress.sorted(by: { $0.key < $1.key }) {
        let each = lists.keys.sorted().map { "\($0): \(listFile(channel, $0))" }
        lines.append("  \(channel): {\(each.joined(separator: ", "))}")
      }
    }
    if let onlyTo { lines.append("only_to: [\(onlyTo.map { "\"\($0)\"" }.joined(separator: ", "))]") }
    lines.append("data:")
    for entity in Model.entities { lines += entityLines(entity) }
    lines.append("facts:")
    for (entity, facts) in Fact.all.sorted(by: { $0.key < $1.key }) {
      lines += facts.sorted { $0.key < $1.key }.map { "  \(entity).\($0.key): '\($0.value.text)'" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func entityLines(_ entity: String) -> [String] {
    let fields = (Model.fields[entity] ?? []).map {
      // Else a total that no rule counts with would be any text.
      $0.name == "total" ? "total: {column: total, type: number}" : "\($0.name): \($0.column)"
    }.joined(separator: ", ")
    var lines = [
      "  \(entity):", "    file: \(Model.files[entity] ?? "").csv", "    key: \(Model.keyColumn[entity] ?? "")",
      "    reject_limit: 100%", "    shrink: 100%", "    fields: {\(fields)}",
    ]
    if let items = Model.items[entity] {
      lines.append("    items: {\(items.map { "\($0): item_\($0)" }.joined(separator: ", "))}")
    }
    if entity == "shipment" { lines.append("    duplicates: newest by checked_at") }
    if let fresh = fresh[entity] { lines.append("    fresh: \(spanText(fresh))") }
    if uncovering.contains(entity) { lines.append("    covers: no") }
    return lines
  }
}
