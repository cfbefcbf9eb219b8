import JSON
import Testing

@testable import Planning

/// Months are in the language of the text, money is as the recipient writes it.
@Suite struct TextLanguageTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let locale: String
    let expected: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "their own language", locale: "de", expected: "3. März|3 March, 49,00 €"),
    Case(name: "their region's word for it", locale: "de-AT", expected: "3. März|3 March, € 49,00"),
    Case(name: "a language that the text is not in", locale: "sv", expected: "3 March|3 March, 49,00 €"),
    Case(name: "none", locale: "", expected: "3 March|3 March, €49.00"),
  ])
  func namesOfMonths(_ test: Case) throws {
    let shop = try TestShop(
      campaigns: [
        "note": """
        purpose: service
        each: order
        start: order.created_at
        via: [email]
        send:
          - before: 9d
            email:
              subject: {en: '{{ order.created_at | date: "%-d %B" }}', de: '{{ order.created_at | date: "%-d. %B" }}'}
              text: '{{ order.created_at | date: "%-d %B" }}, {{ order.total | money }}'
        """
      ],
      [
        "customers": ["anna@x.example,Anna,,,,\(test.locale),,yes,yes"],
        "orders": ["O1,anna@x.example,2026-03-03T08:00:00Z,,open,49"],
      ], made: "2026-03-03T12:00:00Z")
    let job = try #require(try shop.jobs("2026-03-03T12:00:00Z").first)
    let message = try JSONValue.parse(Array(job.utf8))["message"]
    let printed = "\(message?["subject"]?.string ?? "")|\(message?["text"]?.string ?? "")"
    #expect(printed.replacing("\u{A0}", with: " ") == test.expected)
  }
}
