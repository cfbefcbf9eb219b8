extension MistakeCases {
  static let house = [
    Case(house: "an unknown key", ["zone:": "‸colour: red\nzone:"], "herald.yaml has no key “colour”…"),
    Case(
      house: "an unknown zone", ["Europe/Berlin": "‸Europe/Berln"],
      "there is no time zone “Europe/Berln” / did you mean “Europe/Berlin”?"),
    Case(
      house: "no zone", ["id:": "‸id:", "zone: Europe/Berlin\n": ""],
      "herald.yaml has no “zone” / such as zone: Europe/Berlin"),
    Case(
      house: "values of many kinds",
      [
        "currency: EUR": """
        currency: ‸euro
        quiet: [‸21-8]
        caps: {marketing: ‸lots, legal: ‸1 per day}
        limit: ‸7
        surge: ‸10
        holidays: ‸h.txt
        keep: {jobs: ‸3x, ‸letters: 1d}
        locale: ‸english
        purposes: {‸leagl: [a]}
        suppress: {‸emial: a.csv}
        """
      ],
      "“euro” is no currency / three letters, such as EUR or USD", "…",
      "“marketing” must be a number per time / such as 1 per day or 3 per 7d",
      "no cap holds a legal message back / remove it",
      "“limit” must be a number per run / such as 2000 per run, or none",
      "“surge” must be a factor / such as 10x, or none",
      "warning: there is no file “h.txt”, so no weekday counts as a holiday / write it, one date a line, or remove the key",
      "“jobs” must be a duration / such as 90m, 24h, 1d12h or 2w", "keep has no key “letters”…",
      "“english” is no locale / such as en, de or pt-BR", "purposes has no key “leagl” / did you mean “legal”?",
      "there is no channel “emial” / did you mean “email”?"),
    Case(
      house: "a channel's unknown field", ["customer.phone": "customer.‸phon"],
      "customer has no field “phon” / did you mean “phone”?"),
    Case(
      house: "a channel's unknown field of another record", ["customer.phone": "order.‸phone"],
      "order has no field “phone”…"),
    Case(
      house: "a channel's unknown key", ["sms: {to": "sms: {‸too: x, to"],
      "channel sms has no key “too” / did you mean “to”?"),
    Case(
      house: "a channel without address", ["{to: customer.phone, consent": "{‸consent"],
      "channel sms has no “to” / the field with the address, such as to: customer.email"),
    Case(house: "a reserved channel", ["  sms:": "  ‸any:"], "“any” cannot be a channel's name…"),
    Case(
      house: "a fact's mistake", ["size() > 3": "‸sise() > 3"], "there is no function “sise” / did you mean “size”?"),
    Case(
      house: "a fact of nothing", ["customer.is_regular": "‸client.is_regular"],
      "there is no “client” in data…"),
    Case(
      house: "a fact that is a link", ["customer.is_regular": "‸customer.orders"],
      "customer already has a “orders” / give the fact another name"),
    Case(
      house: "a fact without a record", ["customer.is_regular": "‸is_regular"],
      "a fact is named after a record / such as order.ship_by"),
    Case(
      house: "a link's unknown field", ["{{ order.key }}": "{{ order.‸kye }}"],
      "order has no “kye” / did you mean “key”?"),
    Case(
      house: "a field's mistakes", ["time: end of day": "time: ‸noon, format: \"‸%Q\", map: ‸upps, zone: ‸X"],
      "“time” must be end of day or start of day, not “noon” / choose one of them", "%Q …",
      "there is no vocabulary “upps” / did you mean “ups”?",
      "there is no time zone “X”…"),
    Case(
      house: "an export's mistakes",
      [
        "file: orders.csv": """
        file: orders.csv
            preset: ‸x
            fresh: ‸soon
            duplicates: ‸newest name
            delimiter: ‸ab
            encoding: ‸ebcdic
            covers: ‸perhaps
            reject_limit: ‸5
        """
      ],
      "there is no preset “x” / the presets are shopify-orders, shopify-customers, …",
      "“fresh” must be a duration / such as 90m, 24h, 1d12h or 2w", "“duplicates” must be…",
      "“delimiter” must be one character / such as \";\" or tab",
      "“encoding” must be UTF-8, windows-1252 or latin1, not “ebcdic” / choose one of them",
      "“covers” must be yes or no / write one of the two",
      "“reject_limit” must be a percentage / such as 10%"),
    Case(
      house: "a misspelt preset, which would have had the key",
      ["file: orders.csv\n    key: Name": "file: orders.csv\n    preset: ‸shopify-order"],
      "there is no preset “shopify-order” / did you mean “shopify-orders”? the presets are…"
    ),
    Case(
      house: "two vocabularies, and words that are none",
      [
        "fields: {order: Order":
          "fields: {order: Order, a: {column: A, map: [ups, ‸fedex]}, b: {column: B, map: [ups, {ZZ: ‸[x]}]}, c: {column: C, apostrophe: ‸drop}"
      ],
      "“ups” and “fedex” give the same words different meanings / give each carrier's parcels an export of their own",
      "“ZZ” must stand for one text / such as ZZ: delivered",
      "“apostrophe” must be strip or keep, not “drop” / choose one of them"),
    Case(
      house: "newest by nothing", ["file: orders.csv": "file: orders.csv\n    duplicates: ‸newest by create"],
      "order has no field “create” / did you mean “created_at”?"),
    Case(
      house: "newest by a text", ["file: orders.csv": "file: orders.csv\n    duplicates: ‸newest by status"],
      "“newest by” needs a time or a number, and order.status is a text / give the field a type: {column: …, type: timestamp}"
    ),
    Case(
      house: "a field where a link comes back",
      ["tags: Tags": "orders: Total", "fields: {customer": "fields: {‸customer"],
      "customer has a field “orders”, and this link gives it another / give the field of customer another name"),
    Case(
      house: "a field called key", ["tags: Tags": "‸key: Tags"],
      "“key” is the name of what “key:” maps / give the field another name"),
    Case(
      house: "an entity with a word's name", ["stock:": "‸shop:"],
      "“shop” cannot name a kind of record / a word of letters, digits and underscores"),
    Case(
      house: "no data", ["data:": "‸dat:"], "herald.yaml has no key “dat” / did you mean “data”?"),
    Case(
      house: "no channels",
      [
        "id:": "‸id:",
        """
        channels:
          email: {to: [customer.email, customer.key], consent: customer.email_ok}
          sms: {to: customer.phone, consent: {marketing: customer.sms_ok, service: customer.sms_ok}}
          agent: {to: "'care@shop.example'"}

        """: "",
      ], "herald.yaml has no “channels” / such as email: {to: customer.email, consent: customer.email_ok}"),
  ]
}
