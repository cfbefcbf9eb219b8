import Campaigns
import Foundation
import TestSupport
import Testing

@testable import Planning

@Suite struct AddressTests {
  @Test(arguments: [
    ("anna@x.example", "anna@x.example"), ("  Anna@X.Example ", "anna@x.example"),
    ("a.b+c@x-y.example", "a.b+c@x-y.example"),
    ("jürgen@müller.example", "jürgen@müller.example"),
    ("anna", nil), ("@x.example", nil), ("anna@", nil), ("anna@x", nil), ("anna@@x.example", nil),
    ("a b@x.example", nil),
    (".anna@x.example", nil), ("an..na@x.example", nil), ("anna@x..example", nil), ("anna@-x.example", nil),
    ("anna@x.123", nil), ("anna@x.example, bert@x.example", nil), ("<anna@x.example>", nil),
    ("anna@x.example\nBcc: b@x.y", nil),
    (String(repeating: "a", count: 65) + "@x.example", nil),
  ])
  func email(_ text: String, _ expected: String?) { #expect(Address.normalise(text, as: .email) == expected) }

  @Test(arguments: [
    ("+49 170 1234567", "+491701234567"), ("'+33612345678", "+33612345678"), ("+44 (0)20 7031 3000", "+442070313000"),
    ("+1 (650) 253-0000", "+16502530000"), ("+1.650.253.0000", "+16502530000"), ("tel:+1-201-555-0123", "+12015550123"),
    ("0170 1234567", nil), ("0049 170 1234567", nil), ("555-0100", nil), ("+12", nil), ("+1234567890123456", nil),
    ("+0 170 1234567", nil), ("+49 170 CALLME", nil), ("", nil), ("+999 123456", nil),
  ])
  func phone(_ text: String, _ expected: String?) { #expect(Address.normalise(text, as: .phone) == expected) }
}

/// International numbers come to their E.164 form; a national one is refused, since Herald guesses no country.
@Suite struct PhoneNumberConformance {
  struct Vectors: Decodable {
    struct Vector: Decodable {
      let text: String
      let e164: String?
    }
    let vectors: [Vector]
  }

  @Test(.enabled(if: Suites.has("phone-numbers.json")))
  func international() throws {
    let data = try Data(contentsOf: Suites.folder.appendingPathComponent("phone-numbers.json"))
    var figures = ConformanceFigures("phone-numbers")
    for vector in try JSONDecoder().decode(Vectors.self, from: data).vectors {
      let found = Address.normalise(vector.text, as: .phone)
      if !vector.text.contains("+"), found == nil {
        figures.refuse()
      } else {
        figures.count(found == vector.e164, "\(vector.text): \(found ?? "refused")")
      }
    }
    figures.print()
    #expect(figures.differing == [])
    #expect(figures.agreeing + figures.refused >= 23)
  }
}
