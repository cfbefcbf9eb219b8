import CivilTime
import Diagnostics
import Rules

/// A small shop for tests: customers with orders, shipments, carts, tickets and back-orders.
enum Shop {
  /// With every field typed, as herald.yaml or the names would have it.
  static let schema = makeSchema(typed: true)
  /// Only names, as a mapping without types gives them.
  static let untyped = makeSchema(typed: false)

  static let now = time("2026-03-10T12:00:00Z")
  static let calendar = BusinessCalendar(zone: .utc)

  static func time(_ text: String) -> Instant { ISOTime.parse(text, zone: .utc) ?? Instant(microseconds: 0) }

  private static let columns: [(String, [(String, RuleType)])] = [
    (
      "customer",
      [
        ("first_name", .string), ("phone", .string), ("zone", .string), ("email_ok", .bool), ("tags", .list(.string)),
      ]
    ),
    (
      "order",
      [
        ("customer", .string), ("created_at", .timestamp), ("paid_at", .timestamp), ("fulfilled_at", .timestamp),
        ("cancelled_at", .timestamp), ("total", .double), ("discount", .double), ("pieces", .int), ("status", .string),
      ]
    ),
    (
      "shipment",
      [("order", .string), ("status", .string), ("expected_at", .timestamp), ("delivered_at", .timestamp)]
    ),
    ("cart", [("customer", .string), ("updated_at", .timestamp), ("total", .double), ("url", .string)]),
    ("ticket", [("customer", .string), ("opened_at", .timestamp), ("closed_at", .timestamp)]),
    ("backorder", [("order", .string), ("ships_at", .timestamp), ("reason", .string)]),
  ]

  private static func makeSchema(typed: Bool) -> Schema {
    var schema = Schema()
    schema.campaigns = ["delayed-shipment", "abandoned-cart"]
    for (name, fields) in columns {
      var entity = Schema.Entity(name: name)
      entity.fields = [Schema.Field(name: "key", type: .string)]
      entity.fields += fields.map { Schema.Field(name: $0.0, type: typed ? $0.1 : nil) }
      schema.entities.append(entity)
    }
    for owner in ["order", "cart"] {
      var items = Schema.Entity(name: "\(owner).items", isItems: true)
      items.fields = [
        Schema.Field(name: "name", type: typed ? .string : nil),
        Schema.Field(name: "price", type: typed ? .double : nil),
        Schema.Field(name: "quantity", type: typed ? .int : nil),
      ]
      schema.entities.append(items)
      link(&schema, owner, "items", .items, "\(owner).items", field: "key")
    }
    for (child, parent) in [("order", "customer"), ("cart", "customer"), ("ticket", "customer"), ("shipment", "order")]
    {
      link(&schema, child, parent, .one, parent, field: parent)
      link(&schema, parent, child + "s", .many, child, field: parent)
    }
    link(&schema, "backorder", "order", .one, "order", field: "order")
    link(&schema, "order", "backorder", .one, "backorder", field: "key")
    return schema
  }

  /// `field` is the child's: of the entity itself for `.one`, of the target for `.many`.
  static func link(
    _ schema: inout Schema, _ entity: String, _ name: String, _ kind: Schema.Link.Kind, _ target: String, field: String
  ) {
    guard let from = schema.entity(named: entity), let to = schema.entity(named: target) else { return }
    let holder = kind == .many ? to : from
    let index = schema.entities[holder].fields.firstIndex { $0.name == field } ?? 0
    schema.entities[from].links.append(Schema.Link(name: name, kind: kind, target: to, field: index))
  }

  static func index(_ entity: String) -> Int { schema.entity(named: entity) ?? 0 }
}

/// A handful of records in memory. A field that a row does not name is missing.
struct ShopStore: Records {
  let schema: Schema
  private var rows: [[[Reading]]]
  /// `campaign` to the subjects that were sent it, and when.
  var sent: [(campaign: String, subject: RecordID, at: Instant)] = []
  /// Rows of items, by owner.
  private var items: [RecordID: [RecordID]] = [:]

  init(schema: Schema = Shop.schema) {
    self.schema = schema
    rows = schema.entities.map { _ in [] }
  }

  @discardableResult
  mutating func add(_ entity: String, _ cells: [String: Reading]) -> RecordID {
    let index = schema.entity(named: entity) ?? 0
    rows[index].append(schema.entities[index].fields.map { cells[$0.name] ?? .missing })
    return RecordID(entity: index, row: rows[index].count - 1)
  }

  mutating func addItem(of owner: RecordID, _ cells: [String: Reading]) {
    items[owner, default: []].append(add(schema.entities[Int(owner.entity)].name + ".items", cells))
  }

  func read(field: Int, of record: RecordID) -> Reading { rows[Int(record.entity)][Int(record.row)][field] }

  func follow(link: Int, of record: RecordID) -> RecordID? {
    let link = schema.entities[Int(record.entity)].links[link]
    guard case .value(let key) = read(field: link.field, of: record) else { return nil }
    // The far side's field that holds the key: its own, or for `order.backorder` the link back.
    let row = rows[link.target].firstIndex { $0[0] == .value(key) }
    return row.map { RecordID(entity: link.target, row: $0) }
  }

  func list(link index: Int, of record: RecordID) -> [RecordID] {
    let link = schema.entities[Int(record.entity)].links[index]
    if link.kind == .items { return items[record] ?? [] }
    let key = read(field: 0, of: record)
    return rows[link.target].indices.filter { rows[link.target][$0][link.field] == key }
      .map { RecordID(entity: link.target, row: $0) }
  }

  func told(campaign: String, since: Instant, subject: RecordID) -> Bool? {
    sent.contains { $0.campaign == campaign && $0.subject == subject && $0.at >= since }
  }
}

extension Reading {
  static func text(_ text: String) -> Reading { .value(.string(text)) }
  static func number(_ number: Double) -> Reading { .value(.double(number)) }
  static func time(_ text: String) -> Reading { .value(.timestamp(Shop.time(text))) }
}
