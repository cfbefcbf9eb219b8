/// A project with forty mistakes, one of each kind. A `‸` stands where each is; what is said of it stands below its file.
enum FortyMistakes {
  struct File {
    var name: String
    var text: String
    /// Of each mark, in their order: how the message begins, and the advice.
    var expected: [(String, String)] = []
  }

  static let files = [
    File(
      name: "herald.yaml",
      text: """
        id: shop
        ‸colour: red
        zone: ‸Europe/Berln
        locale: ‸english
        currency: ‸euro
        holidays: holidays.txt
        quiet: [‸21-8, sun]
        limit: ‸2000

        channels:
          email: {to: [customer.email, customer.key], consent: customer.email_ok}
          sms: {to: customer.phone, consent: {service: customer.sms_ok}, max_length: 1}
          whatsapp: {to: customer.phone, ‸recepts: yes}
          push: {to: customer.‸device}
        suppress:
          ‸emial: bounces.csv

        links:
          order: https://shop.example/o/{{ order.‸kye }}

        data:
          customer:
            file: customers.csv
            key: Email
            fields: {email: Email, phone: Phone, first_name: Name, email_ok: Mail, sms_ok: SMS}
          order:
            file: orders.csv
            key: Name
            fresh: ‸soon
            duplicates: ‸newest by create
            fields: {customer: Email, created_at: Created, total: {column: Total, type: ‸nummer}, status: Status}
          shipment:
            file: shipments.csv
            key: Number
            fields: {order: Order, status: {column: Status, map: ‸aftrship}, expected_at: Expected}
          ticket:
            file: tickets.csv
            key: Ticket
            fields: {customer: Email, opened_at: ‸Opend}

        facts:
          customer.is_regular: customer.orders.‸sise() > 3
          ‸client.is_vip: true

        """,
      expected: [
        ("herald.yaml has no key “colour”", "there is"),
        ("there is no time zone “Europe/Berln”", "did you mean “Europe/Berlin”?"),
        ("“english” is no locale", "such as en"), ("“euro” is no currency", "three letters"),
        ("“21” is not a time of the day", "as in 21:00-08:00"),
        ("“limit” must be a number per run", "such as 2000 per run"),
        ("channel whatsapp has no key “recepts”", "did you mean “receipts”?"),
        ("customer has no field “device”", "there is"),
        ("there is no channel “emial”", "did you mean “email”?"), ("order has no “kye”", "did you mean “key”?"),
        ("“fresh” must be a duration", "such as 90m"),
        ("order has no field “create”", "did you mean “created_at”?"),
        ("“type” must be string", "did you mean “number”?"),
        ("there is no vocabulary “aftrship”", "did you mean “aftership”?"),
        ("tickets.csv: the header has no column “Opend”", "did you mean “Opened”?"),
        ("there is no function “sise”", "did you mean “size”?"), ("there is no “client” in data", "there is"),
      ]),
    File(
      name: "holidays.txt", text: "2026-01-01\n‸25.12.2026\n",
      expected: [("“25.12.2026” is no date", "one date a line")]),
    File(
      name: "rules.yaml",
      text: """
        # What is wrong with rules and keys.
        purpose: service
        each: shipment
        start: shipment.‸expectd_at
        ‸whn: shipment.status == "lost"
        when:
          - now - shipment.expected_at ‸> 3
        unless:
          - told(‸"oder", 7d)
        one_per: ‸customer.tickets
        priority: ‸11
        via: [email, ‸fax]
        send:
          - after: 2d
            before: ‸1d
            email: {subject: Late, text: Late}

        """,
      expected: [
        ("shipment has no field “expectd_at”", "did you mean “expected_at”?"),
        ("a campaign has no key “whn”", "did you mean “when”?"),
        ("cannot order duration and int", "write the unit: 3d"),
        ("there is no campaign “oder”", "did you mean “order”?"),
        ("“one_per” needs one value", "name what tells"), ("“priority” must be a whole number, 0 to 9", "such as 1"),
        ("there is no channel “fax”", "there is"), ("the window closes before it opens", "both are counted"),
      ]),
    File(
      name: "texts.yaml",
      text: """
        # What is wrong with texts.
        purpose: marketing
        each: order
        start: order.created_at
        split: ‸{a: 50%, b: 60%}
        via: [‸email]
        send:
          - after: 1h
            email:
              subject: "{{ order.key | ‸upcas }}"
              text: "{{ order.‸totl }} {% render ‸'fotter' %} {% render 'hello' %}"
              ‸reply: care@shop.example

        """,
      expected: [
        ("the parts of “split” make 110%", "they must make 100%"),
        ("marketing by e-mail needs links.unsubscribe", "add it to herald.yaml"),
        ("there is no filter “upcas”", "did you mean “upcase”?"), ("order has no “totl”", "did you mean “total”?"),
        ("there is no snippet “fotter”", "did you mean “footer”?"),
        ("email has no key “reply”", "did you mean “reply_to”?"),
      ]),
    File(
      name: "snippets/hello.liquid", text: "Hello {{ ‸custmer.first_name | default: \"there\" }}",
      expected: [("there is no “custmer”", "did you mean “customer”?")]),
    File(name: "snippets/footer.liquid", text: "Bye."),
    File(
      name: "legal.yaml",
      text: """
        # What has no end.
        purpose: ‸legal
        each: order
        start: order.created_at
        via: [email]
        send:
          - email: {subject: A, text: B}

        """,
      expected: [("a legal campaign without “before” needs “begins”", "such as begins:")]),
    File(
      name: "shape.yaml",
      text: """
        # What YAML reads in its own way.
        purpose: service
        each: order
        send:
          - email: {subject: A, text: B}
            email: {subject: ‸{{ order.key }}, text: B}

        """,
      expected: [("a value cannot begin with “{{” in YAML", "quote the text")]),
    File(
      name: "order.yaml",
      text: """
        # What only the data can tell.
        purpose: service
        each: order
        start: order.created_at
        when: order.status != ‸"deliverd"
        via: [email, sms]
        send:
          - after: 1h
            email: {subject: "{{ ‸customer.first_name }}", text: Hello}
            sms: ‸"{% if customer.first_name %}{{ customer.first_name }}, your order {{ order.key }} is with us since this morning, and it will leave our warehouse by tomorrow noon, wrapped with care as you asked, together with the gift.{% endif %} Thank you!"

        """,
      expected: [
        ("order.status is “deliverd” in none of 3 rows", "did you mean “delivered”?"),
        ("customer.first_name is empty in 1 of 3 rows", "say what stands there instead"),
        ("with the longest values of the data this takes 2 segments", "shorten it"),
      ]),
    File(
      name: "order.test.yaml",
      text: """
        run: {from: 2026-03-02 10:00, to: 2026-03-02 12:00, every: 15m}
        tests:
          - name: an hour later
            given:
              order: [{key: o1, ‸staus: paid}]
            expect: []
            because: ‸untl

        """,
      expected: [
        ("order has no field “staus”", "did you mean “status”?"),
        ("“untl” is no outcome", "did you mean “until”?"),
      ]),
    File(
      name: "customers.csv",
      text: "Email,Phone,Name,Mail,SMS\na@x.example,+491701234567,Wilhelmine Friederike,yes,yes\n"
        + "b@x.example,,,yes,no\nc@x.example,,Bo,no,no\n"),
    File(
      name: "orders.csv",
      text: "Name,Email,Created,Total,Status\no1,a@x.example,2026-03-01,3,paid\no2,b@x.example,2026-03-01,4,delivered\n"
        + "o3,c@x.example,2026-03-01,5,paid\n"),
    File(name: "shipments.csv", text: "Number,Order,Status,Expected\ns1,o1,Delivered,2026-03-01\n"),
    File(name: "tickets.csv", text: "Ticket,Email,Opened\nt1,a@x.example,2026-03-01\n"),
  ]
}
