import CivilTime

/// A cell as the contract sees it: empty, not to be understood, or a value.
enum Cell: Hashable, Sendable {
  case missing
  /// It does not parse: unknown even to `has` and `== null`.
  case bad
  case text(String)
  case number(Double)
  case time(Int64)
  case bool(Bool)

  var csv: String {
    switch self {
    case .missing: ""
    case .bad: "soon?"
    case .text(let text): text
    case .number(let number): number == number.rounded() ? "\(Int(number))" : "\(number)"
    case .time(let seconds): instantText(seconds)
    case .bool(let value): value ? "true" : "false"
    }
  }
}

func instantText(_ seconds: Int64) -> String { Instant(seconds: seconds)?.rfc3339 ?? "" }

func spanText(_ seconds: Int64) -> String {
  for (unit, letter) in [(86_400, "d"), (3600, "h"), (60, "m")] as [(Int64, String)]
  where seconds % unit == 0 && seconds != 0 {
    return "\(seconds / unit)\(letter)"
  }
  return "\(seconds)s"
}

let minute: Int64 = 60
let hour: Int64 = 3600
let day: Int64 = 86_400

/// A record as its export shows it.
struct ModelRow: Hashable, Sendable {
  var key: String
  /// How the key is written, where that differs.
  var writtenKey: String?
  var cells: [String: Cell]
  var items: [[String: Cell]] = []
  /// An older row of the same key comes before it (`duplicates: newest by`).
  var stale: [String: Cell]?
}

/// What the exports hold, by entity.
struct ShopState: Sendable {
  var rows: [String: [ModelRow]] = [:]

  func row(_ entity: String, _ key: String) -> ModelRow? { rows[entity]?.first { $0.key == key } }
}

/// The model shop's entities, in words that both sides share.
enum Model {
  static let entities = ["customer", "order", "shipment", "cart", "ticket"]
  static let files = [
    "customer": "customers", "order": "orders", "shipment": "shipments", "cart": "carts", "ticket": "tickets",
  ]
  static let keyColumn = [
    "customer": "Email", "order": "Order", "shipment": "Parcel", "cart": "Cart", "ticket": "Ticket",
  ]
  /// Fields in the order of their columns; the first link is the way to the customer.
  static let fields: [String: [(name: String, column: String)]] = [
    "customer": ["name", "email", "phone", "zone", "country", "favourite", "email_ok", "sms_ok"].map { ($0, $0) },
    "order": [
      ("customer", "Email"), ("created_at", "created_at"), ("paid_at", "paid_at"), ("status", "status"),
      ("total", "total"),
    ],
    "shipment": [
      ("order", "Order"), ("expected_at", "expected_at"), ("delivered_at", "delivered_at"), ("status", "status"),
      ("checked_at", "checked_at"),
    ],
    "cart": [("customer", "Email"), ("updated_at", "updated_at"), ("total", "total")],
    "ticket": [("customer", "Email"), ("opened_at", "opened_at"), ("closed_at", "closed_at")],
  ]
  static let items = ["cart": ["name", "price"]]
  static let links = ["order": "customer", "shipment": "order", "cart": "customer", "ticket": "customer"]
  /// To-many lists: (entity, list) → (entity of the members, their link).
  static let lists: [String: [String: (entity: String, link: String)]] = [
    "customer": [
      "orders": ("order", "customer"), "carts": ("cart", "customer"), "tickets": ("ticket", "customer"),
    ],
    "order": ["shipments": ("shipment", "order")],
  ]
  /// The entities on the way from a record to its customer, itself first.
  static func way(_ entity: String) -> [String] { [entity] + (links[entity].map(way) ?? []) }

  static func csv(_ entity: String, _ shop: ShopState) -> String {
    let fields = fields[entity] ?? []
    let own = items[entity] ?? []
    let itemColumns = own.map { "item_" + $0 }
    var lines = [([keyColumn[entity] ?? ""] + fields.map(\.column) + itemColumns).joined(separator: ",")]
    for row in shop.rows[entity] ?? [] {
      func line(_ cells: [String: Cell], _ item: [String: Cell]) -> String {
        ([row.writtenKey ?? row.key] + fields.map { (cells[$0.name] ?? .missing).csv }
          + own.map { (item[$0] ?? .missing).csv }).joined(separator: ",")
      }
      if let stale = row.stale { lines.append(line(stale, [:])) }
      lines.append(line(row.cells, row.items.first ?? [:]))
      for item in row.items.dropFirst() { lines.append(line([:], item)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
