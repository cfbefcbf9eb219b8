/// The keys of a campaign.
extension KeyTable {
  static let send = "  - after: 1h\n    before: 3d\n"
  static let body = #"    email: {subject: Hi, text: "{{ order.key }} of {{ customer.name }}"}"#
  static let marketing = ("purpose: service", "purpose: marketing")
  static let nextDay = "2026-03-03T09:30:00Z"

  /// A further step of the campaign.
  static func step(_ lines: String) -> (String, String) { (body, "\(body)\n  - \(lines)\n\(body)") }

  /// Keys at the campaign's top.
  static func top(_ lines: String) -> (String, String) { ("via:", "\(lines)\nvia:") }

  static let campaigns = [
    KeyCase(
      "campaign.purpose", campaign: [marketing], rows: ["customers": ["anna@x.example,Anna,,,DE,de,,false,"]],
      shows: ["O1/1h: no-consent"]),
    KeyCase(
      "campaign.each", "campaign.start",
      campaign: [
        ("each: order", "each: cart"), ("start: order.created_at", "start: cart.updated_at"),
        ("order.key", "cart.key"),
      ], rows: ["carts": ["C1,anna@x.example,2026-03-02T10:00:00Z,50,Tent,50"]], shows: ["C1/1h: sent email"]),
    KeyCase("campaign.when", campaign: [top("when: order.total > 5000")], shows: ["O1/1h: no-match"]),
    KeyCase("campaign.unless", campaign: [top("unless: order.status == \"open\"")], shows: ["O1/1h: unless"]),
    KeyCase("campaign.until", campaign: [top("until: order.status == \"open\"")], shows: ["O1/1h: until"]),
    KeyCase(
      "campaign.via", "step.sms", campaign: [("via: [email]", "via: [sms, email]"), (body, "\(body)\n    sms: short")],
      shows: ["O1/1h: sent sms", #""message":{"text":"short"}"#]),
    KeyCase("campaign.send", "step.after", campaign: [("after: 1h", "after: 2h")], shows: ["O1/2h: sent email"]),
    KeyCase("campaign.id", campaign: [top("id: other")], shows: [#""campaign":"other""#]),
    KeyCase("campaign.begins", campaign: [top("begins: 2026-03-03")], shows: ["decisions: 0"]),
    KeyCase(
      "campaign.one_per", campaign: [top("one_per: customer")],
      rows: ["orders": rowsOfTwo], shows: ["O2/1h: already-sent", #""one_per":["anna@x.example"]"#]),
    KeyCase(
      "campaign.priority", campaign: [top("priority: 9\ncap: 1 per 7d")], rows: ["orders": rowsOfTwo],
      files: ["other.yaml": KeyCase.campaign], shows: ["O2/1h: outranked"]),
    KeyCase("campaign.cap", campaign: [top("cap: 1 per 7d")], rows: ["orders": rowsOfTwo], shows: ["O2/1h: outranked"]),
    KeyCase("campaign.quiet", campaign: [top("quiet: 12:00-14:00")], shows: ["O1/1h: quiet"]),
    KeyCase("campaign.holdout", campaign: [top("holdout: 100%")], shows: ["O1/1h: holdout"]),
    KeyCase(
      "campaign.split",
      campaign: [top("split: {plain: 0%, gift: 100%}"), ("subject: Hi", "subject: {plain: Hi, gift: Gift}")],
      shows: [#""subject":"Gift""#, #""variant":"gift""#]),
    KeyCase(
      "campaign.again_after", campaign: [top("again_after: 20h")], before: ["2026-03-02T12:00:00Z"], now: nextDay,
      shows: ["O1/1h: sent email"]),
    KeyCase(
      "campaign.limit", campaign: [top("limit: 1 per run")], rows: ["orders": rowsOfTwo],
      shows: ["O1/1h: limit", "O2/1h: limit"]),
    KeyCase(
      "campaign.route", "route.queue", "route.skills", "step.agent", "agent.title", "agent.note", givenHouse: [agent],
      campaign: [
        ("via: [email]", "via: [agent]\nroute: {queue: care, skills: [calm]}"),
        (body, "    agent: {title: Call, note: Now}"),
      ],
      shows: [
        "O1/1h: sent agent", #""message":{"note":"Now","queue":"care","skills":["calm"],"title":"Call"}"#,
      ]),
    KeyCase(
      "route.when", givenHouse: [agent],
      campaign: [
        ("via: [email]", "via: [agent]\nroute: [{when: order.total > 9999, queue: gold}, {queue: care}]"),
        (body, "    agent: {title: Call}"),
      ], shows: [#""message":{"queue":"care","title":"Call"}"#]),
    KeyCase(
      "agent.queue", "agent.skills", givenHouse: [agent],
      campaign: [
        ("via: [email]", "via: [agent]"), (body, "    agent: {title: Call, queue: mine, skills: [claims]}"),
      ], shows: [#""message":{"queue":"mine","skills":["claims"],"title":"Call"}"#]),
    KeyCase(
      "campaign.skip", campaign: [("before: 3d", "before: 2h"), top("skip: ok"), step("after: 2h30m")],
      shows: ["O1/2h30m: sent email"]),
    KeyCase("campaign.enabled", campaign: [top("enabled: no")], shows: ["decisions: 0"]),
  ]

  static let steps = [
    KeyCase(
      "step.name", campaign: [("  - after: 1h", "  - name: first\n    after: 1h")], shows: ["O1/first: sent email"]),
    KeyCase("step.before", campaign: [("before: 3d", "before: 2h")], now: nextDay, shows: ["decisions: 0"]),
    KeyCase(
      "step.between", campaign: [("before: 3d", "before: 3d\n    between: 14:00-15:00")], shows: ["O1/1h: quiet"]),
    KeyCase(
      "step.skip", campaign: [("before: 3d", "before: 2h\n    skip: ok"), step("after: 2h30m")],
      shows: ["O1/2h30m: sent email"]),
    KeyCase(
      "step.when", campaign: [("before: 3d", "before: 3d\n    when: order.total > 5000")], shows: ["O1/1h: no-match"]),
    KeyCase(
      "step.unless", campaign: [("before: 3d", "before: 3d\n    unless: order.total > 5")], shows: ["O1/1h: unless"]),
    KeyCase(
      "step.email", "email.subject", "email.text", "email.html", "email.from", "email.reply_to", "email.headers",
      campaign: [
        (
          body,
          "    email: {subject: S, text: T, html: <b>H</b>, from: f@x.example, reply_to: r@x.example, headers: {X-Y: z}}"
        )
      ],
      shows: [
        #""message":{"from":"f@x.example","headers":{"X-Y":"z"},"html":"<b>H</b>","reply_to":"r@x.example","subject":"S","text":"T"}"#
      ]),
    KeyCase(
      "step.any", "any.subject", "any.text", "any.html",
      campaign: [(body, "    any: {subject: S, text: T, html: <i>I</i>}")],
      shows: [#""message":{"html":"<i>I</i>","subject":"S","text":"T"}"#]),
    KeyCase("sms.text", campaign: sms("    sms: {text: short}"), shows: [#""message":{"text":"short"}"#]),
    KeyCase(
      "step.whatsapp", "whatsapp.template", "whatsapp.values", givenHouse: [whatsapp],
      campaign: [
        ("via: [email]", "via: [whatsapp]"), (body, #"    whatsapp: {template: t1, values: ["{{ order.key }}"]}"#),
      ], shows: [#""message":{"template":"t1","values":["O1"]}"#]),
    KeyCase(
      "whatsapp.text", givenHouse: [whatsapp],
      campaign: [("via: [email]", "via: [whatsapp]"), (body, #"    whatsapp: {text: Hi}"#)],
      shows: [#""message":{"text":"Hi"}"#]),
    KeyCase(
      "step.webhook", givenHouse: [("channels:\n", "channels:\n  webhook: {to: order.key}\n")],
      campaign: [("via: [email]", "via: [webhook]"), (body, "    webhook: {deep: {a: [x, \"{{ order.key }}\"]}}")],
      shows: [#""message":{"deep":{"a":["x","O1"]}}"#]),
    KeyCase(
      "text by locale", campaign: [("subject: Hi", "subject: {en: Hi, de: Hallo}")], shows: [#""subject":"Hallo""#]),
  ]

  static let rowsOfTwo = [
    "O1,anna@x.example,2026-03-02T09:00:00Z,,open,10", "O2,anna@x.example,2026-03-02T10:00:00Z,,open,10",
  ]
  static let agent = ("channels:\n", "channels:\n  agent: {to: \"'care@x.example'\"}\n")
  static let whatsapp = ("channels:\n", "channels:\n  whatsapp: {to: customer.phone}\n")
  static func sms(_ text: String) -> [(String, String)] { [("via: [email]", "via: [sms]"), (body, text)] }
}
