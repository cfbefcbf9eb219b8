/// A house and campaigns that name every key.
enum ProjectSeeds {
  static let all = [
    """
    id: made-up
    shop: Made Up
    zone: Europe/Berlin
    locale: de
    currency: EUR
    holidays: [2026-12-25, 2026-12-26]
    quiet: [21:00-08:00, sun, holidays]
    caps: {marketing: 3 per 7d, all: 1 per day}
    limit: 2000 per run
    surge: 10x
    prefer: customer.favourite
    channels:
      email: {to: [customer.email, customer.key], consent: customer.email_ok, from: "shop@example.com", rate: 10 per 1s, cost: 0.001}
      sms: {to: customer.phone, consent: {marketing: customer.sms_ok, service: 'true'}, quiet: ["20:00-09:00"], max_length: 2}
      agent: {to: "'care@example.com'"}
    suppress: {email: {all: bounces.csv, marketing: unsubscribed.csv}}
    links: {order: "https://shop.example/o/{{ order.key }}", unsubscribe: "https://shop.example/u/{{ customer.key | sign }}"}
    data:
      customer: {file: customers.csv, key: Email, fields: {email: Email, email_ok: Mail, zone: Zone, tags: Tags}}
      order:
        file: "orders-*.csv.gz"
        format: csv
        delimiter: ";"
        encoding: windows-1252
        key: [Name, Shop]
        fresh: 25h
        covers: no
        shrink: 80%
        duplicates: newest by created_at
        reject_limit: 2%
        fields:
          customer: Email
          created_at: {column: Created, format: ["%d.%m.%Y %H:%M", epoch], zone: UTC}
          ship_by: {column: Ship, time: end of day}
          total: {column: Total, type: double, decimal: ",", null: [N/A, "-"]}
          status: {column: Status, map: {S: shipped, D: delivered}}
        items: {name: Item, price: Price}
    facts:
      customer.is_regular: customer.orders.size() > 3
      order.is_late: now > order.ship_by and order.status != 'shipped'
    keep: {jobs: 30d, messages: 730d}
    metrics: var/herald.prom

    """,
    """
    # Two lines
    # of description.
    id: late-order
    purpose: legal
    each: order
    begins: 2026-01-01
    start: order.ship_by
    when:
      - order.is_late
      - "customer.orders.exists(o, o.total > 30)"
    unless: told("late-order", 7d)
    until: order.status == "delivered"
    one_per: [order, order.ship_by]
    priority: 9
    via: [preferred, email, sms]
    fallback_after: 2h
    quiet: ["22:00-07:00"]
    holdout: 10%
    split: {a: 50%, b: 50%}
    again_after: 90d
    limit: 500 per run
    send:
      - name: first
        after: 1h30m
        before: 3d
        between: 10:00-12:00
        when: order.total > 3
        skip: ok
        email:
          subject: {a: "Your order {{ order.key }}", b: "Late"}
          text: |
            Hi {{ customer.key }},
            {% for item in order.items %}- {{ item.name }}
            {% endfor %}
          html: "<p>{{ shop }}</p>"
          headers: {X-Made-Up: "1"}
        sms: {en: "{{ shop }}", de: "{{ links.order }}"}
        any: {subject: S, text: T}
        agent: {queue: care, skills: [german], title: "Late: {{ order.key }}", note: "…"}
    route:
      - {when: order.total > 1000, queue: vip, skills: [german]}
      - {queue: care}

    """,
    "- a\n- b: {c: [1, 2, {d: e}]}\n  f: >-\n    folded\n    text\n",
  ]
}
