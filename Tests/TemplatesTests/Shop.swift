import CivilTime
import Diagnostics
import Testing

@testable import Templates

/// The names of a small shop, as a campaign's scope gives them.
struct ShopScope: TemplateScope {
  static let records: [(name: String, members: [(String, TemplateShape)])] = [
    (
      "customer",
      [
        ("first_name", .text), ("key", .text), ("high_value", .bool), ("orders", .list(.record(1))),
        ("points", .number),
      ]
    ),
    (
      "order",
      [
        ("key", .text), ("total", .number), ("currency", .text), ("ship_by", .time), ("customer", .record(0)),
        ("backorder", .record(3)), ("items", .list(.record(4))), ("tags", .list(.text)),
      ]
    ),
    (
      "cart",
      [("total", .number), ("url", .text), ("items", .list(.record(4))), ("updated_at", .time), ("note", .any)]
    ),
    ("backorder", [("ships_at", .time), ("reason", .text)]),
    ("item", [("name", .text), ("price", .number), ("quantity", .number)]),
    ("links", [("order", .text), ("survey", .text)]),
  ]

  static let globals: [(String, TemplateShape)] = [
    ("shop", .text), ("now", .time), ("customer", .record(0)), ("order", .record(1)), ("cart", .record(2)),
    ("links", .record(5)),
  ]

  private func members(_ record: Int?) -> [(String, TemplateShape)] {
    record.map { Self.records[$0].members } ?? Self.globals
  }

  func shape(of name: String, in record: Int?) -> TemplateShape? { members(record).first { $0.0 == name }?.1 }
  func names(in record: Int?) -> [String] { members(record).map(\.0) }
}

/// A record of a test's data, as a store would give it.
struct ObjectRecord: TemplateRecord {
  var members: [(String, TemplateValue)]
  func member(_ name: String) -> TemplateValue { members.first { $0.0 == name }?.1 ?? .nothing }
}

extension TemplateValue {
  static func item(_ name: TemplateValue, _ price: Double, _ quantity: Int64) -> TemplateValue {
    .record(
      ObjectRecord(members: [("name", name), ("price", .double(price)), ("quantity", .int(quantity))]))
  }

  static let shop = TemplateValue.object([
    ("shop", .text("Trailhead")),
    ("now", .time(Instant(microseconds: 1_772_450_400_000_000))),
    ("customer", .object([("first_name", .text("Zoë <3")), ("key", .text("zoe@example.com")), ("points", .int(120))])),
    (
      "order",
      .object([
        ("key", .text("#1001")), ("total", .double(1234.5)), ("currency", .text("USD")),
        ("ship_by", .time(Instant(microseconds: 1_772_668_800_000_000))),  // 2026-03-05 00:00 UTC
        ("tags", .list([.text("gift"), .text("rush")])),
        ("items", .list([])),
      ])
    ),
    (
      "cart",
      .object([
        ("total", .double(89.9)), ("url", .text("https://trailhead.example/c17?a=1&b=2")),
        ("items", .list([.item(.text("Trail tent"), 89.9, 1), .item(.text("Peg"), 0.5, 12)])),
      ])
    ),
    ("links", .object([("order", .text("https://trailhead.example/orders/%231001"))])),
  ])
}

/// What a strict template of the shop prints, or why it does not.
func render(
  _ text: String, _ data: TemplateValue = .shop, options: Template.Options = .init(), zone: String = "UTC",
  locale: String = "en"
) -> String {
  let (template, diagnostics) = Template.compile(SourceText(text), scope: ShopScope(), options: options)
  guard let template else { return "refused: " + diagnostics.map(\.message).joined(separator: "; ") }
  var bytes = Array("kept".utf8)
  var context = TemplateContext.test(zone: Zone.named(zone) ?? .utc, locale: locale)
  do throws(RenderProblem) {
    try template.render(ObjectValues(data: data, paths: template.paths), into: &bytes, context: &context)
  } catch {
    #expect(bytes == Array("kept".utf8), "a failed rendering leaves the output as it was")
    return "problem at \(error.position.line):\(error.position.column): \(error.message)"
  }
  #expect(bytes.starts(with: "kept".utf8))
  return String(decoding: bytes.dropFirst(4), as: UTF8.self)
}
