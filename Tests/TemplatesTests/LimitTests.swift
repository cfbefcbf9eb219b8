import Diagnostics
import Testing

@testable import Templates

/// Nothing hangs, overflows or crashes.
@Suite struct LimitTests {
  private static let tooLong = "problem at 1:1: the text is over 1 MiB, or its loops run over a million times"

  @Test(arguments: [
    "{% for n in (1..99999999) %}{% endfor %}x",
    "{% for n in (1..1000) %}{% for m in (1..10000) %}{% endfor %}{% endfor %}",
    "{% assign s = 'xxxxxxxxxx' %}{% for n in (1..100) %}{% assign s = s | append: s %}{% endfor %}",
    "{% assign l = 'x,y' | split: ',' %}{% for n in (1..100) %}{% assign l = l | concat: l %}{% endfor %}",
    "{% for n in (1..9999) %}{% for m in (1..90) %}0123456789{% endfor %}{% endfor %}",
    "{{ (1..9223372036854775807) | join: '' }}",
    "{{ (-9223372036854775807..9223372036854775807) | reverse | first }}",
    "{% capture c %}{% for n in (1..200000) %}0123456789{% endfor %}{% endcapture %}",
  ])
  func isCutOff(template: String) {
    #expect(render(template) == Self.tooLong)
  }

  @Test(arguments: [
    ("{{ 9223372036854775807 | plus: 1 }}", "9.223372036854776e+18"),
    ("{{ -9223372036854775807 | minus: 1 | abs }}", "9.223372036854776e+18"),
    ("{{ 9223372036854775807 | times: 9223372036854775807 | times: 1.5 }}", "1.2760588759535192e+38"),
    ("{{ 1 | divided_by: 3.0 }}", "0.3333333333333333"),
    ("{{ -7 | divided_by: 2 }} {{ -7 | modulo: 2 }} {{ 7 | modulo: -2 }}", "-4 1 -1"),
    ("{{ -9223372036854775808 | divided_by: -1 }}", "9.223372036854776e+18"),
    ("{{ 0.1 | plus: 0.2 }} {{ 2.5 | round }} {{ -2.5 | round }} {{ 15 | round: -1 }}", "0.3 3 -3 20"),
    ("{{ 1234567.891 | round: 2 }} {{ 2.675 | round: 2 }} {{ 1.005 | times: 1000 }}", "1234567.89 2.68 1005.0"),
    ("{{ 1 | divided_by: 0 }}", "problem at 1:8: a number is divided by 0"),
    ("{{ 'x' | truncate: -9223372036854775807 }}", "..."),
    ("{{ 'x' | slice: -9223372036854775807, 9223372036854775807 | default: 'none' }}", "none"),
    ("{{ (1..3) | slice: 0 | default: 'none' }}", "1"),
    (
      "{% for n in (1..3) offset: 9223372036854775807 limit: 9223372036854775807 %}{{ n }}{% else %}none{% endfor %}",
      "none"
    ),
    ("{% for n in (1..3) limit: -1 %}{{ n }}{% else %}none{% endfor %}", "none"),
    (
      "{% for n in (-9223372036854775807..9223372036854775807) reversed limit: 2 %}{{ n }} {% endfor %}",
      "-9223372036854775806 -9223372036854775807 "
    ),
  ])
  func extremesAreHarmless(template: String, result: String) {
    #expect(render(template) == result)
  }

  @Test func deepNestingIsRefused() {
    let deep = String(repeating: "{% if shop %}", count: 5000) + String(repeating: "{% endif %}", count: 5000)
    #expect(
      Template.compile(SourceText(deep), scope: ShopScope()).diagnostics.contains {
        $0.message.contains("over 100 deep")
      })
    let brackets = "{{ " + String(repeating: "order[", count: 5000) + "}}"
    #expect(Template.compile(SourceText(brackets), scope: ShopScope()).template == nil)
    let conditions = "{% if shop" + String(repeating: " and shop", count: 50_000) + " %}{% endif %}"
    #expect(Template.compile(SourceText(conditions), scope: ShopScope()).template == nil)
    let fine = String(repeating: "{% if shop %}", count: 99) + "x" + String(repeating: "{% endif %}", count: 99)
    #expect(render(fine) == "x")
  }

  /// However many mistakes there are, saying them ends.
  @Test func twoThousandMistakes() {
    for mistake in ["{% endraw %}", "{{ nobody }}", "{% if x and y or z %}{% endif %}"] {
      let text = String(repeating: mistake, count: 2000)
      let (template, diagnostics) = Template.compile(SourceText(text), scope: ShopScope())
      #expect(template == nil)
      #expect((1...200).contains(diagnostics.count) && diagnostics.contains { $0.severity == .error }, "\(mistake)")
    }
  }

  /// Pieces of templates in any order: whatever comes of it, it comes.
  @Test func anySequenceOfPieces() {
    let pieces = [
      "{{", "}}", "{%", "%}", "{%-", "-%}", "{{-", "-}}", "{", "}", "%", "-", " ", "\n", "if", "endif", "for", "in",
      "endfor",
      "else", "case", "when", "raw", "endraw", "comment", "endcomment", "capture", "assign", "render 'a'", "with", "as",
      "shop", "order", "cart.items", ".first", ".name", "[0]", "[", "]", "(1..3)", "(", "..", ")", "|", "split", ":",
      ",",
      "join", "date", "'x'", "\"", "==", "=", "<", "contains", "and", "or", "1", "-2", "3.5", "nil", "empty", "é",
      "forloop",
    ]
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var printed = 0
    for round in 0..<6000 {
      let text = (0..<next(24)).map { _ in pieces[next(pieces.count)] }.joined(separator: next(2) == 0 ? " " : "")
      var options = Template.Options(
        escaping: round % 3 == 0 ? .html : .none, isSubject: round % 5 == 0, isLax: round % 2 == 0)
      options.snippets["a"] = SourceText("{{ x }}{% break %}")
      if !render(text, options: options).hasPrefix("refused") { printed += 1 }
    }
    #expect(printed > 100)
  }
}
