import JSON
import Testing

@testable import Planning

/// The headers of a marketing mail: those of the law beside those of its body.
@Suite struct HeaderTests {
  static let link = "<https://test.example/u?c=anna@x.example>"

  @Test(arguments: [
    ("none of its own", "", ["List-Unsubscribe", "List-Unsubscribe-Post"], link),
    ("others", "X-Tag: spring", ["List-Unsubscribe", "List-Unsubscribe-Post", "X-Tag"], link),
    (
      "the same in another case", "list-unsubscribe: <https://elsewhere.example>, X-Tag: a",
      ["List-Unsubscribe-Post", "X-Tag", "list-unsubscribe"], nil
    ),
  ])
  func areMerged(_ name: String, _ own: String, _ names: [String], _ link: String?) throws {
    let headers = own.isEmpty ? "" : ", headers: {\(own)}"
    let shop = try TestShop(
      campaigns: [
        "news": """
        purpose: marketing
        each: order
        start: order.created_at
        via: [email]
        send:
          - after: 1h
            email: {subject: Hi, text: Hello\(headers)}

        """
      ],
      [
        "customers": ["anna@x.example,Anna,,,,,,true,true"],
        "orders": ["O1,anna@x.example,2026-03-02T10:00:00Z,,open,50"],
      ])
    let line = try #require(try shop.jobs().first)
    let found = try #require(try JSONValue.parse(line)["message"]?["headers"]?.members)
    #expect(found.map(\.key) == names, "\(name)")
    #expect(found.first { $0.key == "List-Unsubscribe" }?.value.string == link)
    #expect(
      found.first { $0.key == "list-unsubscribe" }?.value.string == (link == nil ? "<https://elsewhere.example>" : nil))
  }
}
