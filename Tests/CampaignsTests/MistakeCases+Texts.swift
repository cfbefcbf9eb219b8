extension MistakeCases {
  private static let subject = "subject: Late"
  private static let text = "Your parcel for {{ order.key }} is late."

  /// What a campaign says.
  static let texts = [
    Case(
      "a misspelt key of a body", ["subject": "‸subjet"], "email has no key “subjet” / did you mean “subject”?"),
    Case(
      "no subject", ["subject: Late\n      text": "‸text"],
      "email has no “subject” / the line that the reader sees first"),
    Case(
      "no text", ["    email": "    ‸email", "      text: \(text)\n": ""],
      "this e-mail has neither “text” nor “html” / add one of them"),
    Case(
      whole: "an e-mail that is a text",
      Fixture.campaign.replacing("email:\n      subject: Late\n      text: \(text)", with: "email: ‸Late"),
      "“email” must be a mapping / write email: {subject: …, text: …}"),
    Case("an unknown field", ["order.key": "order.‸kye"], "order has no “kye” / did you mean “key”?"),
    Case("an unknown record", ["order.key": "‸oder.key"], "there is no “oder” / did you mean “order”?"),
    Case("an unknown link", ["order.key": "links.‸ordr"], "links has no “ordr” / did you mean “order”?"),
    Case(
      "an unknown filter", ["order.key": "order.key | ‸upcas"], "there is no filter “upcas” / did you mean “upcase”?"),
    Case(
      "a field in the middle of a literal block",
      [text: "|\n        Dear {{ customer.name }},\n\n        your {{ order.‸kye }}"],
      "order has no “kye” / did you mean “key”?"),
    Case("an open tag", ["{{ order.key }}": "‸{{ order.key"], "…"),
    Case(
      "texts by something else", [subject: "subject: ‸{plain: A, gift: B}"],
      "“subject” must be a text, or one for each locale / such as {en: …, de: …}"),
    Case(
      "no text in the shop's locale", [subject: "subject: ‸{fr: A, de: B}"],
      "“subject” has no text in “en”, the shop's locale / add it: it is for everybody whose language is not here"),
    Case(
      "a header's name", [subject: "subject: Late\n      headers: {‸\"X Y\": z}"],
      "“X Y” cannot be a header's name / letters, digits and dashes, such as X-Campaign"),
    Case(
      "headers that are not the campaign's",
      [
        subject:
          "subject: Late\n      headers: {‸From: a, ‸bcc: b, ‸Content-Type: c, ‸DKIM-Signature: d, ‸Message-ID: e, X-Tag: f}"
      ],
      "“From” cannot be set here / use “from” of the e-mail or of the channel",
      "“bcc” cannot be set here / a message has one recipient",
      "“Content-Type” cannot be set here / leave it away: it follows from “text” and “html”",
      "“DKIM-Signature” cannot be set here / leave it away: the mail server signs",
      "“Message-ID” cannot be set here / leave it away: it is made of the job's id"),
    Case(
      whole: "a link that has no meaning here",
      """
      purpose: service
      each: stock
      start: stock.counted_at
      via: [agent]
      send:
        - agent: {title: "Count {{ stock.key }}", note: "{{ ‸links.order }}"}

      """, "links.order does not work here: there is no “order”…"),
    Case(
      whole: "a variant that is none, and one that lacks",
      """
      purpose: marketing
      each: order
      start: order.created_at
      split: {plain: 50%, gift: 50%}
      via: [email]
      send:
        - after: 1h
          email:
            subject: ‸{plain: A, ‸gif: B}
            text: C

      """,
      "“subject” has no text for “gift” of “split” / add it", "“split” has no “gif” / did you mean “gift”?"),
  ]
}
