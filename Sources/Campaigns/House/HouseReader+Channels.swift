import CivilTime
import Diagnostics
import Rules

extension HouseReader {
  mutating func readChannels() {
    if let node = keys.require("channels", advice: "such as email: {to: customer.email, consent: customer.email_ok}"),
      let entries = MappingReader(node, "channels", problems)?.node.mapping
    {
      for entry in entries {
        let errors = problems.errorCount
        if (["preferred", "any"] + StepReader.keys).contains(entry.name) || !isSlug(entry.name) {
          problems.add(
            "“\(entry.name)” cannot be a channel's name", advice: "letters, digits, dots, dashes and underscores",
            at: entry.key)
        }
        if var channel = channel(entry) {
          channel.isBroken = problems.errorCount > errors
          house.channels.append(channel)
        } else {
          house.channelDoubts.names.insert(entry.name)
        }
      }
    } else {
      house.channelDoubts.everything = true
    }
    house.prefer = keys.take("prefer")
    if house.prefer?.text("prefer", problems) == nil { house.prefer = nil }
    if house.prefer == nil, keys.has("prefer") { house.channelDoubts.names.insert("preferred") }
  }

  private func channel(_ entry: YAMLEntry) -> ChannelDraft? {
    guard var keys = MappingReader(entry.value, "channel \(entry.name)", problems) else { return nil }
    let to = keys.require("to", advice: "the field with the address, such as to: customer.email")?.texts("to", problems)
    let consent = keys.take("consent").map(consent) ?? [:]
    var channel = Channel(
      name: entry.name, from: keys.take("from")?.text("from", problems),
      quiet: keys.take("quiet")?.quietHours("quiet", problems), addressKind: addressKind(entry.name, to ?? []),
      isStaff: entry.name == "agent")
    channel.rate = keys.take("rate")?.rate("rate", problems)
    channel.cost = keys.take("cost")?.number("cost", problems)
    channel.maxLength = keys.take("max_length")?.integer("max_length", in: 1...Int.max, problems)
    channel.reports = keys.take("receipts").flatMap(reportMapping)
    channel.onUnknown = keys.take("on_unknown")?.choice("on_unknown", UnknownPolicy.self, problems) ?? .unknown
    if channel.maxLength != nil, !channel.isSMS, let place = keys.keyNode("max_length") {
      problems.add(
        "“max_length” counts the segments of short messages", advice: "remove it, or call the channel sms", at: place)
    }
    keys.finish()
    return ChannelDraft(channel: channel, key: entry.key, to: to ?? [], consent: consent)
  }

  /// One expression is what marketing asks for; a mapping has one for each purpose.
  private func consent(_ node: YAMLNode) -> [Purpose: YAMLNode] {
    guard node.mapping != nil, var keys = MappingReader(node, "consent", problems) else {
      return node.text("consent", problems) == nil ? [:] : [.marketing: node]
    }
    var consent: [Purpose: YAMLNode] = [:]
    for purpose in Purpose.allCases {
      guard let rule = keys.take(purpose.rawValue), rule.text(purpose.rawValue, problems) != nil else { continue }
      consent[purpose] = rule
    }
    keys.finish()
    return consent
  }

  /// From the channel's name, else from the field that holds the address.
  private func addressKind(_ name: String, _ to: [YAMLNode]) -> AddressKind {
    let phones = ["sms", "whatsapp", "phone", "voice", "rcs", "viber", "signal", "mobile"]
    let mails = ["email", "mail"]
    let fields = to.compactMap { $0.scalar?.split(separator: ".").last.map(String.init) }
    for word in [name] + fields {
      let parts = word.lowercased().split { $0 == "_" || $0 == "-" }.map(String.init)
      if parts.contains(where: mails.contains) { return .email }
      if parts.contains(where: phones.contains) { return .phone }
    }
    return .other
  }

  mutating func readSuppressions() {
    if let node = keys.take("only_to") {
      house.onlyTo = Set(node.texts("only_to", problems).compactMap { $0.scalar.map(normalAddress) })
    }
    guard let node = keys.take("suppress"), let entries = MappingReader(node, "suppress", problems)?.node.mapping else {
      return
    }
    for entry in entries {
      guard let channel = house.channels.firstIndex(where: { $0.channel.name == entry.name }) else {
        if house.channelDoubts.covers(entry.name) { continue }
        let advice = suggestion(for: entry.name, in: house.channelNames)
        problems.add("there is no channel “\(entry.name)”", advice: advice, at: entry.key)
        continue
      }
      for (purpose, list) in suppressionLists(entry) {
        house.suppressions += list.texts(entry.name, problems).compactMap(\.scalar).map {
          Suppression(channel: channel, purpose: purpose, path: $0)
        }
      }
    }
  }

  private func suppressionLists(_ entry: YAMLEntry) -> [(Purpose?, YAMLNode)] {
    guard entry.value.mapping != nil, var keys = MappingReader(entry.value, "suppress.\(entry.name)", problems) else {
      return [(nil, entry.value)]
    }
    var lists = keys.take("all").map { [(Purpose?.none, $0)] } ?? []
    for purpose in Purpose.allCases {
      if let list = keys.take(purpose.rawValue) { lists.append((purpose, list)) }
    }
    keys.finish()
    return lists
  }
}

/// Addresses compare trimmed and lower-cased.
func normalAddress(_ text: String) -> String { String(text.trimmingBlanks()).lowercased() }
