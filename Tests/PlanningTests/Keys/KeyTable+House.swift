/// The keys of herald.yaml.
extension KeyTable {
  static func channel(_ keys: String) -> [(String, String)] {
    [("consent: customer.email_ok}", "consent: customer.email_ok, \(keys)}")]
  }

  /// The text prints this beside what it prints.
  static func prints(_ text: String) -> (String, String) { ("subject: Hi", "subject: \"\(text)\"") }

  static let house = [
    KeyCase(
      "herald.id", house: [("id: test", "id: other")], given: [prints("{{ order.key | sign }}")], shows: ["O1/1h"]),
    KeyCase(
      "herald.shop", house: [("shop: Test", "shop: Tea")], given: [prints("{{ shop }}")],
      shows: [#""subject":"Tea""#]),
    // 12:00 without a zone is 11:00 UTC in Berlin, and so due.
    KeyCase(
      "herald.zone", house: [("zone: UTC", "zone: Asia/Tokyo")],
      rows: ["orders": ["O1,anna@x.example,2026-03-02 20:00,,open,5"]], shows: ["O1/1h: sent email"]),
    KeyCase(
      "herald.locale", house: [("zone: UTC", "zone: UTC\nlocale: de")], given: [prints("{{ order.total | money }}")],
      rows: ["customers": ["anna@x.example,Anna,,,,,,true,true"]], shows: ["1.250,50"]),
    KeyCase(
      "herald.currency", house: [("currency: EUR", "currency: USD")], given: [prints("{{ order.total | money }}")],
      shows: ["$"]),
    KeyCase(
      "herald.holidays", house: [("zone: UTC", "zone: UTC\nholidays: days.txt"), ("quiet: none", "quiet: holidays")],
      files: ["days.txt": "2026-03-02\n"], shows: ["O1/1h: quiet"]),
    KeyCase("herald.quiet", house: [("quiet: none", "quiet: 12:00-14:00")], shows: ["O1/1h: quiet"]),
    KeyCase(
      "herald.caps", "caps.marketing", house: [("limit: none", "caps: {marketing: [1 per 7d]}\nlimit: none")],
      given: [marketing], rows: ["orders": rowsOfTwo], shows: ["O2/1h: outranked"]),
    KeyCase(
      "herald.limit", house: [("limit: none", "limit: 1 per run")], rows: ["orders": rowsOfTwo], shows: ["O2/1h: limit"]
    ),
    KeyCase(
      "herald.prefer", givenHouse: [("sms: {", "de: {")],
      house: [("prefer: customer.favourite", "prefer: customer.locale")],
      given: [("via: [email]", "via: [preferred, email]"), (body, "\(body)\n    de: {text: T}")],
      shows: ["O1/1h: sent de"]),
    KeyCase(
      "herald.suppress", "suppress.all", house: [("", "suppress: {email: {all: gone.csv}}")],
      files: ["gone.csv": "anna@x.example\n"], shows: ["O1/1h: suppressed"]),
    KeyCase(
      "suppress.service", house: [("", "suppress: {email: {service: gone.csv}}")],
      files: ["gone.csv": "anna@x.example\n"], shows: ["O1/1h: suppressed"]),
    KeyCase(
      "suppress.marketing", house: [("", "suppress: {email: {marketing: gone.csv}}")], given: [marketing],
      files: ["gone.csv": "anna@x.example\n"], shows: ["O1/1h: suppressed"]),
    KeyCase(
      "suppress.legal", house: [("", "suppress: {email: {legal: gone.csv}}")],
      given: [("purpose: service", "purpose: legal\nbegins: 2026-01-01")], files: ["gone.csv": "anna@x.example\n"],
      shows: ["O1/1h: suppressed"]),
    KeyCase("herald.only_to", house: [("", "only_to: [me@x.example]")], shows: ["O1/1h: suppressed"]),
    KeyCase(
      "herald.links", house: [("links: {", "links: {order: 'https://x.example/{{ order.key }}', ")],
      campaign: [prints("{{ links.order }}")], shows: ["https://x.example/O1"]),
    KeyCase(
      "herald.facts", house: [("facts:\n", "facts:\n  order.double: order.total * 2\n")],
      campaign: [prints("{{ order.double }}")], shows: [#""subject":"2501.0""#]),
  ]

  static let channels = [
    KeyCase(
      "herald.channels", "channels.to", house: [("to: [customer.email, customer.key]", "to: customer.name")],
      shows: ["O1/1h: unreachable"]),
    KeyCase(
      "channels.consent", "consent.marketing",
      house: [("consent: customer.email_ok", "consent: {marketing: customer.sms_ok}")], given: [marketing],
      rows: ["customers": ["anna@x.example,Anna,,,,,,true,false"]], shows: ["O1/1h: no-consent"]),
    KeyCase(
      "consent.service", house: [("consent: customer.email_ok", "consent: {service: customer.sms_ok}")],
      rows: ["customers": ["anna@x.example,Anna,,,,,,true,false"]], shows: ["O1/1h: no-consent"]),
    KeyCase(
      "consent.legal", house: [("consent: customer.email_ok", "consent: {legal: customer.sms_ok}")],
      given: [("purpose: service", "purpose: legal\nbegins: 2026-01-01")],
      rows: ["customers": ["anna@x.example,Anna,,,,,,true,false"]], shows: ["O1/1h: no-consent"]),
    KeyCase("channels.from", house: channel("from: Tea <t@x.example>"), shows: [#""from":"Tea <t@x.example>""#]),
    KeyCase("channels.quiet", house: channel("quiet: 12:00-14:00"), shows: ["O1/1h: quiet"]),
    KeyCase(
      "channels.max_length", house: [("sms: {to: customer.phone", "sms: {max_length: 1, to: customer.phone")],
      given: sms("    sms: \"\(String(repeating: "x", count: 161))\""), shows: ["O1/1h: no-data"]),
    // What it costs is counted by the message, and by the segment of short ones; the table of plan shows it.
    KeyCase(
      "channels.cost", house: [("sms: {to: customer.phone", "sms: {cost: 0.07, to: customer.phone")],
      given: sms("    sms: \"\(String(repeating: "x", count: 161))\""), shows: ["volume: sms 1/2 0.14"]),
  ]

  static func orders(_ keys: String) -> [(String, String)] {
    [("file: orders.csv\n", "file: orders.csv\n    \(keys)\n")]
  }
  static func column(_ name: String, _ text: String) -> [(String, String)] {
    [("\(name): \(name)", "\(name): \(text)")]
  }

  static let data = [
    KeyCase(
      "herald.data", "data.file", house: [("file: orders.csv", "file: more/*.csv")],
      files: ["more/a.csv": ordersHeader + "\nO7,anna@x.example,2026-03-02T09:00:00Z,,open,5\n"],
      shows: ["O7/1h: sent email"]),
    KeyCase("data.delimiter", house: orders("delimiter: ;"), shows: ["problem: "]),
    KeyCase("data.format", house: orders("format: jsonl"), shows: ["problem: "]),
    KeyCase(
      "data.encoding", house: [("file: customers.csv\n", "file: customers.csv\n    encoding: windows-1252\n")],
      rows: ["customers": ["anna@x.example,Änna,,,,,,true,true"]], shows: ["of Ã„nna"]),
    KeyCase(
      "data.key", house: [("key: Order\n    fields: {customer", "key: [Order, Email]\n    fields: {customer")],
      shows: ["O1"]),
    KeyCase(
      "data.fresh", house: orders("fresh: 1h"), made: "2026-03-02T10:30:00Z", isNowGiven: false,
      shows: ["O1/1h: stale-data"]),
    KeyCase(
      "data.covers",
      house: ["orders", "customers"].map { ("file: \($0).csv\n", "file: \($0).csv\n    covers: no\n") },
      made: "2026-03-02T09:30:00Z", shows: ["O1/1h: sent email"]),
    KeyCase(
      "data.fields", house: [("status: status, total", "status: Email, total")], given: [prints("{{ order.status }}")],
      shows: [#""subject":"anna@x.example""#]),
    KeyCase(
      "data.items", house: [("items: {name: Item, price: Price}", "items: {name: Price, price: Item}")],
      given: [
        ("each: order", "each: cart"), ("start: order.created_at", "start: cart.updated_at"),
        ("{{ order.key }}", "{{ cart.items.first.name }}"),
      ], rows: ["carts": ["C1,anna@x.example,2026-03-02T10:00:00Z,50,Tent,77"]], shows: ["77 of Anna"]),
    KeyCase(
      "data.duplicates", house: orders("duplicates: last"),
      rows: [
        "orders": [
          "O1,anna@x.example,2026-03-02T09:00:00Z,,open,1", "O1,anna@x.example,2026-03-02T09:00:00Z,,open,2",
        ]
      ], shows: ["O1/1h: sent email"]),
    KeyCase(
      "data.reject_limit", house: orders("reject_limit: 90%"),
      rows: ["orders": (KeyCase.rows["orders"] ?? []) + ["O2,too,few"]], shows: ["O1/1h: sent email"]),
    KeyCase(
      "field.column", house: column("created_at", "{column: paid_at}"), given: [prints("{{ order.created_at }}")],
      rows: ["orders": ["O1,anna@x.example,2026-03-02T09:00:00Z,2026-03-02T10:15:00Z,open,1"]], shows: ["10:15"]),
    KeyCase(
      "field.type", house: column("paid_at", "{column: paid_at, type: string}"), given: [prints("{{ order.paid_at }}")],
      rows: ["orders": ["O1,anna@x.example,2026-03-02T09:00:00Z,soon,open,1"]], shows: [#""subject":"soon""#]),
    KeyCase(
      "field.format", house: column("created_at", "{column: created_at, format: '%d.%m.%Y %H:%M'}"),
      rows: ["orders": ["O1,anna@x.example,02.03.2026 09:00,,open,1"]], shows: ["O1/1h: sent email"]),
    KeyCase(
      "field.zone", house: column("created_at", "{column: created_at, zone: Asia/Tokyo}"),
      rows: ["orders": ["O1,anna@x.example,2026-03-02 20:00,,open,1"]], shows: ["O1/1h: sent email"]),
    KeyCase(
      "field.time", house: column("created_at", "{column: created_at, time: end of day}"),
      rows: ["orders": ["O1,anna@x.example,2026-03-01,,open,1"]], now: "2026-03-02T00:30:00Z", shows: ["decisions: 0"]),
    KeyCase(
      "field.map", house: column("status", "{column: status, map: {open: waiting}}"),
      given: [top("when: order.status == \"waiting\"")], shows: ["O1/1h: sent email"]),
    KeyCase(
      "field.null", house: column("status", "{column: status, null: open}"),
      given: [top("when: order.status == null")],
      shows: ["O1/1h: sent email"]),
    KeyCase(
      "field.apostrophe", house: [("phone: Phone", "phone: {column: Phone, apostrophe: strip}")],
      given: [prints("{{ customer.phone }}")],
      rows: ["customers": ["anna@x.example,Anna,'+491701234567,,,,,true,true"]],
      shows: [#""subject":"+491701234567""#]),
    KeyCase(
      "field.decimal", house: column("total", "{column: total, decimal: comma}"),
      given: [prints("{{ order.total }}")],
      rows: ["orders": ["O1,anna@x.example,2026-03-02T09:00:00Z,,open,\"12,5\""]], shows: [#""subject":"12.5""#]),
  ]

  static let ordersHeader = TestShop.headers["orders"] ?? ""
}
