import Campaigns
import Diagnostics

/// A small shop for tests, of which one file is replaced.
enum Fixture {
  static let house = """
    id: shop
    shop: Shop
    zone: Europe/Berlin
    currency: EUR
    channels:
      email: {to: [customer.email, customer.key], consent: customer.email_ok}
      sms: {to: customer.phone, consent: {marketing: customer.sms_ok, service: customer.sms_ok}}
      agent: {to: "'care@shop.example'"}
    prefer: customer.favourite
    links:
      order: https://shop.example/o/{{ order.key }}
      unsubscribe: https://shop.example/u/{{ customer.key }}
    data:
      customer:
        file: customers.csv
        key: Email
        fields: {email: Email, phone: Phone, name: Name, email_ok: Mail, sms_ok: SMS, favourite: Best, tags: Tags}
      order:
        file: orders.csv
        key: Name
        fields: {customer: Email, created_at: Created, total: Total, status: Status}
        items: {name: Item, price: Price}
      shipment:
        file: shipments.csv
        key: Number
        fields: {order: Order, status: Status, expected_at: {column: Expected, time: end of day}, delivered_at: Delivered}
      stock:
        file: stock.csv
        key: SKU
        fields: {counted_at: Counted}
    facts:
      customer.is_regular: customer.orders.size() > 3

    """

  static let campaign = """
    # A day late.
    purpose: service
    each: shipment
    start: shipment.expected_at
    when: shipment.delivered_at == null
    via: [email]
    send:
      - after: 1d
        email:
          subject: Late
          text: Your parcel for {{ order.key }} is late.

    """

  /// Loads the shop with these files in place of its own, without the markers in them.
  static func load(_ files: [String: String]) -> LoadedProject {
    var all = ["herald.yaml": house]
    for (name, text) in files { all[name] = text.replacing("‸", with: "") }
    return loadProject(files: all)
  }

  /// Where the markers of a text stand.
  static func marks(in text: String) -> [SourcePosition] {
    var marks: [SourcePosition] = []
    for (number, line) in SourceText.lines(of: text).enumerated() {
      var column = 1
      for scalar in line.unicodeScalars {
        if scalar == "‸" { marks.append(SourcePosition(line: number + 1, column: column)) } else { column += 1 }
      }
    }
    return marks
  }
}
