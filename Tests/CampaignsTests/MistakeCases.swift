enum MistakeCases {
  typealias Case = MistakeTests.Case

  private static let when = "when: shipment.delivered_at == null"
  private static let via = "via: [email]"
  private static let subject = "subject: Late"
  private static let tags = "write “not …” instead of “!…” in a rule, or quote the text"
  private static let quote = "quote the text: \"{{ … }}\""
  private static let nothing = "there is nothing in this file / write a campaign, or delete it"

  /// YAML itself, and what Herald leaves out of it.
  static let yaml = [
    Case(
      "a rule that begins with !", [when: "when: ‸!has(shipment.delivered_at)"],
      "“!has(shipment.delivered_at)” is read as a YAML tag, and those are not supported / \(tags)"),
    Case(
      "a lone !", [when: "when: ‸! has(shipment.delivered_at)"],
      "“!” is read as a YAML tag, and those are not supported / \(tags)"),
    Case(
      "a tag before a list", [via: "via: ‸!list [email]"],
      "“!list” is read as a YAML tag, and those are not supported / \(tags)"),
    Case(
      "a template at the start", [subject: "subject: ‸{{ order.key }} is late"],
      "a value cannot begin with “{{” in YAML / \(quote)"),
    Case(
      "a template alone", [subject: "subject: ‸{{ order.key }}"], "a value cannot begin with “{{” in YAML / \(quote)"),
    Case(
      "a template's tag at the start", [subject: "subject: ‸{% if true %}x{% endif %}"],
      "a value cannot begin with “{%” in YAML / quote the text: \"{% …\""),
    Case(
      "an unquoted colon", [subject: "subject: Late‸: {{ order.key }}"],
      "a second “: ” on this line / quote the text that has a colon in it"),
    Case(
      "text behind a quote", [subject: "subject: \"Late\" ‸you are"],
      "text behind the end of a value / quote the whole value"),
    Case("an open quote", [subject: "subject: ‸\"Late"], "the quote that opens here is never closed"),
    Case(
      "an unknown escape", [subject: "subject: \"La‸\\qte\""],
      "an unknown escape / in double quotes write \\\\ for a backslash, or use single quotes"),
    Case("a tab", ["      subject": "‸\tsubject"], "a tab in the indentation / YAML is indented with spaces"),
    Case(
      "one blank too many", ["      subject": "       subject", "text": "‸text"],
      "this line's indentation fits nothing above it / line it up with line 8"),
    Case(
      "an open bracket", ["[email]": "[email", "send:": "send‸:"],
      "expected “,” or “]” here for the “[” of line 6 / quote a text that has “,”, brackets or braces in it"),
    Case("an @", [via: "via: ‸@email"], "a value cannot begin with “@” in YAML / quote the text"),
    Case("a glob", [via: "via: ‸*.csv"], "a value cannot begin with “*” in YAML / quote the text"),
    Case(
      "an anchor and its alias", [via: "via: ‸&x [email]\nuntil: ‸*x"],
      "“&x” is read as a YAML anchor, and those are not supported / remove it, or quote the text",
      "“*x” is a YAML alias, and those are not supported / write the value out, or quote the text"),
    Case("a key twice", [via: via + "\n‸via: [sms]"], "“via” is already given on line 6 / keep one of them"),
    Case(
      "a key without colon", [via: "‸via [email]"],
      "a key without “: ” after it / check the colon and the blank behind it"),
    Case("a merge key", [via: via + "\n‸<<: x"], "merge keys are not supported / write the keys out"),
    Case("a list as key", [via: via + "\n‸[a, b]: c"], "a key must be a text, not a list / quote it if it is a text"),
    Case(
      whole: "two documents", Fixture.campaign + "‸---\n" + Fixture.campaign,
      "a second document begins here / put it into a file of its own"),
    Case(
      whole: "a directive", "‸%YAML 1.1\n---\n" + Fixture.campaign,
      "YAML directives are not supported / remove the line with %"),
    Case(whole: "nothing", "‸", nothing),
    Case(whole: "only a comment", "‸# later\n", nothing),
    Case(whole: "a list", "‸- a\n", "a campaign must be a mapping, not a list / write “key: value” lines"),
    Case(
      whole: "a deep nest", String(repeating: "[", count: 50) + "‸" + String(repeating: "[", count: 50) + "\n",
      "more than 50 levels / flatten it"),
    Case("a control character", [subject: "subject: La‸\u{7}te"], "a control character / delete it"),
  ]

  /// Keys, values and rules of a campaign.
  static let campaigns = [
    Case("an unknown key", ["when:": "‸whn:"], "a campaign has no key “whn” / did you mean “when”?"),
    Case(
      "an unknown purpose", ["service": "‸servce"],
      "“purpose” must be legal, service or marketing, not “servce” / did you mean “service”?"),
    Case(
      "no start", ["purpose": "‸purpose", "start: shipment.expected_at\n": ""],
      "a campaign has no “start” / the time that steps are counted from, such as start: order.created_at"),
    Case("an empty key", [when: "‸when:"], "“when” has no value / give it one, or remove the line"),
    Case(
      "an unknown entity", ["each: shipment": "each: ‸shipmnt"],
      "there is no “shipmnt” in data / did you mean “shipment”?"),
    Case(
      "an unknown field", ["shipment.expected_at": "shipment.‸expectd_at"],
      "shipment has no field “expectd_at” / did you mean “expected_at”?"),
    Case(
      "an unknown field deep in a block",
      [when: "when:\n  - >\n    shipment.delivered_at == null\n    and shipment.‸statu != \"lost\""],
      "shipment has no field “statu” / did you mean “status”?"),
    Case(
      "a first sight of nothing",
      ["shipment.expected_at": "‸first_seen", "when: shipment.delivered_at == null\n": ""],
      "“first_seen” needs a “when” / it is the first run in which “when” was true"),
    Case(
      "a beginning that hangs on itself",
      [
        "shipment.expected_at": "first_seen",
        "when: shipment.delivered_at": "when: now > ‸start and shipment.delivered_at",
      ],
      "…"),
    Case(
      "a legal message that is capped",
      ["purpose: service": "purpose: legal\nbegins: 2026-01-01\n‸cap: 1 per 7d\n‸holdout: 10%"],
      "no cap holds a legal message back / remove “cap”, or choose another purpose",
      "no holdout holds a legal message back / remove “holdout”, or choose another purpose"),
    Case("a start that is no time", ["start: shipment.expected_at": "start: ‸5"], "…"),
    Case("a rule that is no question", [when: "when: ‸5"], "…"),
    Case("an unknown campaign", [when: "when: told(‸\"lat\", 7d)"], "there is no campaign “lat”…"),
    Case(
      "a misspelt channel", [via: "via: [email, ‸smms]"], "there is no channel “smms” / did you mean “sms”?"),
    Case("a channel twice", [via: "via: [email, ‸email]"], "“email” is in “via” twice / keep one of them"),
    Case(
      "a channel without texts", [via: "via: [email, ‸sms]"],
      "warning: no step has a message for “sms”, so it is never used / write one in “send”, or take it out of “via”"),
    Case("no channel", [via: "via: ‸[]"], "“via” is an empty list / remove it"),
    Case(
      "a channel that finds nobody",
      [
        "each: shipment": "each: stock", "shipment.expected_at": "stock.counted_at", when: "", "[email]": "[‸email]",
        "order.key": "stock.key",
      ],
      "“email” finds no address here: “customer” is not one record from here: stock does not lead to one / see herald.yaml:6"
    ),
    Case(
      "a misspelt channel of a step", ["    email:": "    ‸emial:"],
      "a step has no key “emial” / did you mean “email”?"),
    Case(
      whole: "a step without a message", Fixture.campaign + "  - ‸after: 2d\n",
      "this step has no message / such as email: {subject: …, text: …}"),
    Case(
      "no message for the channel", [via: "via: [‸sms]", "- after": "- ‸after"],
      "warning: no step has a message for “sms”, so it is never used / write one in “send”, or take it out of “via”",
      "no channel of “via” has a message in this step / add one, or “any”"),
    Case(
      "a message for no channel", ["    email:": "    ‸sms: Late\n    email:"],
      "warning: “sms” is not in “via”, so this is never used / add the channel to “via”, or remove the text"),
    Case(
      "a bad duration", ["1d": "‸1 day"], "“after” must be a duration / such as 90m, 24h, 1d12h or 2w"),
    Case(
      "a window that never opens", ["after: 1d": "after: 1d\n    before: ‸1h"],
      "the window closes before it opens: “before” is not more than “after” / both are counted from the start: write before: 2d for a day"
    ),
    Case("a bad time of the day", ["after: 1d": "after: 1d\n    between: ‸10-12"], "…"),
    Case(
      "legal without an end", ["service": "‸legal"],
      "a legal campaign without “before” needs “begins” / such as begins: 2026-01-31: what started before it is not its subject"
    ),
    Case(
      "nothing reports a delivery", [via: via + "\nfallback_after: ‸2h"],
      "warning: “fallback_after” waits for a delivery report, and no channel of “via” has receipts / write receipts: yes at a channel of herald.yaml whose provider reports deliveries, or remove it here"
    ),
    Case("a bad date", [via: via + "\nbegins: ‸31.1.2026"], "“begins” must be a date / such as 2026-01-31"),
    Case(
      whole: "steps out of order", Fixture.campaign + "  - ‸after: 2h\n    email: {subject: A, text: B}\n",
      "steps go from the earliest to the latest, and this one is due before the one above / change its “after”"),
    Case(
      whole: "steps at one time", Fixture.campaign + "  - ‸after: 24h\n    email: {subject: A, text: B}\n",
      "steps go from the earliest to the latest, and this one is due with the one above / change its “after”"),
    Case(
      whole: "two steps of one name",
      Fixture.campaign + "  - ‸name: 1d\n    after: 2d\n    email: {subject: A, text: B}\n",
      "two steps are called “1d” / give one a “name”"),
    Case(
      "values of many kinds",
      [
        via: """
        via: [email]
        priority: ‸10
        quiet: [sun, ‸21]
        holdout: ‸10
        limit: ‸5
        cap: ‸often
        again_after: ‸soon
        split: ‸{a: 50%, b: 60%}
        enabled: ‸maybe
        fallback_after: ‸2
        """
      ],
      "“priority” must be a whole number, 0 to 9 / such as 1", "…", "“holdout” must be a percentage / such as 10%",
      "“limit” must be a number per run / such as 2000 per run, or none",
      "“cap” must be a number per time / such as 1 per day or 3 per 7d",
      "“again_after” must be a duration / such as 90m, 24h, 1d12h or 2w",
      "the parts of “split” make 110% / they must make 100%", "“enabled” must be yes or no / write one of the two",
      "“fallback_after” must be a duration / such as 90m, 24h, 1d12h or 2w"),
    Case(
      whole: "a text cut by a comment",
      Fixture.campaign.replacing("subject: Late", with: "subject: Order ‸#1001 is late"),
      "warning: what follows “#” is a comment and no part of the text / quote the text if it belongs to it; else put a blank behind the #"
    ),
    Case(
      "an id with a blank", ["via:": "id: ‸a b\nvia:"],
      "“id” may have letters, digits, dots, dashes and underscores / such as abandoned-cart"),
    Case(
      "a list where one value is wanted", [via: via + "\none_per: ‸customer.tags"],
      "“one_per” needs one value, and this is a list / name what tells one message from another, such as a key"),
  ]
}
