import Diagnostics
import Testing

@testable import Templates

/// What `check` says of a template. `⟦` and `⟧` stand around each place that a problem is expected at, in order; a
/// problem that nobody expects fails the test.
@Suite struct CheckingTests {
  @Test(
    arguments: [
      ("{{ ⟦custmer⟧.first_name }}", "there is no “custmer”", "did you mean “customer”?"),
      ("{{ customer.⟦frist_name⟧ }}", "customer has no “frist_name”", "did you mean “first_name”?"),
      (
        "{{ customer⟦['x']⟧ }}", "customer has no “x”", "there is “first_name”, “high_value”, “key”, “orders”, “points”"
      ),
      (
        "Line one\n{{ order.customer.⟦nmae⟧ }}", "order.customer has no “nmae”",
        "there is “first_name”, “high_value”, “key”, “orders”, “points”"
      ),
      (
        "{% for item in cart.items %}{{ item.⟦nam⟧ }}{% endfor %}", "item has no “nam”", "did you mean “name”?"
      ),
      ("{{ cart.items.first.⟦prise⟧ }}", "cart.items.first has no “prise”", "did you mean “price”?"),
      (
        "{% assign f = cart.items.first %}{{ f.⟦nam⟧ }}", "f has no “nam”", "did you mean “name”?"
      ),
      (
        "{{ cart.items | map: ⟦\"nam\"⟧ | join }}", "the records of this list have no “nam”", "did you mean “name”?"
      ),
      (
        "{{ cart.items.⟦name⟧ }}", "“cart.items” is a list and has no “name”",
        "use {% for item in cart.items %}, or cart.items.first.name"
      ),
      ("{{ cart.total.⟦amount⟧ }}", "“cart.total” is a number and has no “amount”", nil),
      ("{{ ⟦forloop⟧.index }}", "there is no “forloop”", "“forloop” is only for the inside of a “for”"),
      (
        "{% for n in (1..3) %}{{ forloop.⟦idnex⟧ }}{% endfor %}", "forloop has no “idnex”", "did you mean “index”?"
      ),
      ("{{ shop | ⟦upcse⟧ }}", "there is no filter “upcse”", "did you mean “upcase”?"),
      ("{{ shop | ⟦truncate⟧: 1, 2, 3 }}", "“truncate” takes 0 to 2 arguments, not 3", nil),
      ("{{ shop | ⟦upcase⟧: 1 }}", "“upcase” takes no argument, not 1", nil),
      ("{{ shop | ⟦default⟧ }}", "“default” takes 1 to 2 arguments, not 0", nil),
      ("{{ shop | truncate: 5, ⟦ellipsis⟧: '-' }}", "“truncate” has no argument “ellipsis”", nil),
      ("{{ customer.high_value | ⟦date⟧: \"%d\" }}", "“date” needs a time, not true or false", nil),
      (
        "{% ⟦include⟧ 'x' %}", "“include” is not part of the language",
        "use {% render 'name' %}: it sees only what it is given"
      ),
      (
        "{% ⟦liquid⟧ assign x = 1 %}", "“liquid” is not part of the language",
        "write each statement in a tag of its own"
      ),
      ("{% ⟦echo⟧ shop %}", "“echo” is not part of the language", "use {{ value }}"),
      ("{% ⟦cycle⟧ 'a', 'b' %}", "“cycle” is not part of the language", "use forloop.index with “modulo” and {% if %}"),
      (
        "{% ⟦tablerow⟧ x in y %}{% endtablerow %}", "“tablerow” is not part of the language",
        "use {% for %} inside your own table"
      ),
      ("{% ⟦increment⟧ x %}", "“increment” is not part of the language", "use {% assign n = n | plus: 1 %}"),
      ("{% ⟦decrement⟧ x %}", "“decrement” is not part of the language", "use {% assign n = n | minus: 1 %}"),
      (
        "{% ⟦ifchanged⟧ %}{% endifchanged %}", "“ifchanged” is not part of the language",
        "keep the last value with {% assign %} and compare with {% if %}"
      ),
      ("{% ⟦doc⟧ %}{% enddoc %}", "“doc” is not part of the language", "use {% comment %}"),
      ("{% ⟦fro⟧ x in order.items %}", "there is no tag “fro”", "did you mean “for”?"),
      ("{% if shop %}{% ⟦elseif⟧ shop %}{% endif %}", "there is no tag “elseif”", "use {% elsif … %}"),
      ("{% ⟦if⟧ shop %}never", "“if” is never closed", "end it with {% endif %}"),
      ("{% for n in (1..2) %}{% ⟦if⟧ shop %}{% endfor %}", "“if” is never closed", "end it with {% endif %}"),
      ("{% if shop %}{% ⟦endfor⟧ %}{% endif %}", "“endfor” has no place inside “if”", "expected “endif” first"),
      ("{% ⟦endif⟧ %}", "“endif” has nothing to belong to", "take it out, or write {% if … %} before it"),
      ("{% ⟦raw⟧ %}{{ x }}", "“raw” is never closed", "end it with {% endraw %}"),
      ("{% ⟦comment⟧ %}{{ x }}", "“comment” is never closed", "end it with {% endcomment %}"),
      ("Hi ⟦{{⟧ shop", "this is never closed", "end it with }}"),
      ("Hi ⟦{%⟧ if shop", "this is never closed", "end it with %}"),
      ("Hi ⟦{{ }}⟧", "there is nothing to print", "write {{ name }}"),
      ("{% if shop %}a{% ⟦else⟧ if cart.total %}b{% endif %}", "“else” has no condition", "use {% elsif … %}"),
      ("{% if shop %}a{% else %}b{% ⟦else⟧ %}c{% endif %}", "this is never reached: “else” is the last", nil),
      (
        "{% unless shop %}a{% else %}b{% ⟦elsif⟧ shop %}c{% endunless %}", "this is never reached: “else” is the last",
        nil
      ),
      ("{% case shop %}{% else %}b{% ⟦when⟧ 'x' %}c{% endcase %}", "this is never reached: “else” is the last", nil),
      ("{% ⟦case⟧ shop %}a{% when 'x' %}c{% endcase %}", "what stands before the first “when” is never printed", nil),
      (
        "{{ order.ship_by | date: \"%-d ⟦%Q⟧\" }}", "“%Q” means nothing in a date",
        "as in strftime: %-d %B %Y is 5 March 2026, and %% is a percent sign"
      ),
      (
        "{{ order.ship_by | date: '100⟦% ⟧off' }}", "“% ” means nothing in a date",
        "as in strftime: %-d %B %Y is 5 March 2026, and %% is a percent sign"
      ),
      ("{% if ⟦⟧%}{% endif %}", "expected a value, but the tag ends", nil),
      ("{% if ⟦not⟧ shop %}{% endif %}", "there is no “not”", "use {% unless … %}, or compare with == false"),
      ("{% if shop ⟦=⟧ 'x' %}{% endif %}", "“=” is one too many here", "compare with =="),
      (
        "{% if ⟦(⟧shop and shop) %}{% endif %}", "parentheses hold a range of numbers, such as (1..5)",
        "conditions cannot be grouped: use one {% if %} inside another"
      ),
      ("{{ shop | append: ⟦“⟧x” }}", "““” means nothing here", "write texts between straight quotes, \"…\" or '…'"),
      ("{{ order.total ⟦+⟧ 1 }}", "“+” means nothing here", "add with a filter: {{ a | plus: b }}"),
      ("{{ shop | append: ⟦\"x }}⟧", "the text that begins here is never closed", "end it with \""),
      (
        "{% for x in ⟦cart.total⟧ %}{% endfor %}", "“cart.total” is a number",
        "“for” goes through a list or a range (1..5)"
      ),
      ("{% if ⟦order.ship_by > 3⟧ %}{% endif %}", "cannot order a time and a number", nil),
      (
        "{% if ⟦cart.total contains 3⟧ %}{% endif %}", "a number cannot contain anything",
        "“contains” asks a text or a list"
      ),
      (
        "{% assign ⟦order⟧ = 1 %}", "“order” is a name of the data", "choose another name to assign to"
      ),
      (
        "{{ ⟦order⟧ }}", "“order” is a record",
        "print one of its fields: order.backorder, order.currency, order.customer …"
      ),
      (
        "{{ ⟦order.tags⟧ }}", "“order.tags” is a list", "use {% for item in order.tags %}, or | join: \", \""
      ),
      ("{% ⟦break⟧ %}", "“break” is only for the inside of a “for”", nil),
      ("{{ ⟦[⟧shop] }}", "a computed name cannot be checked", "write the name itself"),
      ("{% render ⟦shop⟧ %}", "expected the snippet's name in quotes, but found “shop”", nil),
      ("{% render ⟦'fotter'⟧ %}", "there is no snippet “fotter”", "did you mean “footer”?"),
      ("{{ ⟦99999999999999999999⟧ }}", "the number 99999999999999999999 is too large", nil),
    ] as [(String, String, String?)])
  func refuses(marked: String, message: String, advice: String?) {
    let (text, places) = unmarked(marked)
    let options = Template.Options(snippets: ["footer": SourceText("{{ shop }}", file: "snippets/footer")])
    let (template, found) = Template.compile(SourceText(text, file: "a.yaml"), scope: ShopScope(), options: options)
    #expect(template == nil)
    #expect(found.map(\.message) == [message])
    #expect(found.map(\.advice) == [advice])
    #expect(found.compactMap(\.position) == places)
    #expect(found.allSatisfy { $0.file == "a.yaml" && $0.severity == .error && $0.sourceLine != nil })
  }

  @Test(arguments: [
    (
      "{% if shop and cart.total ⟦or⟧ shop %}x{% endif %}",
      "“and” and “or” are mixed: Liquid reads them from the right, so “a and b or c” is “a and (b or c)”"
    ),
    ("{% if ⟦cart.total == 'x'⟧ %}x{% endif %}", "a number never equals a text"),
    ("{{ ⟦order.ship_by⟧ }}", "“order.ship_by” is a time, printed as 2026-03-31 17:05"),
  ])
  func warns(marked: String, message: String) {
    let (text, places) = unmarked(marked)
    let (template, found) = Template.compile(SourceText(text), scope: ShopScope())
    #expect(template != nil)
    #expect(found.map(\.message) == [message])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.compactMap(\.position) == places)
  }

  @Test func reportsEverything() {
    let (text, places) = unmarked(
      "{{ ⟦a⟧ }}\n{% ⟦fi⟧ %}{{ shop | ⟦b⟧ }}\n\n  {% if ⟦⟧%}{{ ⟦c⟧ }}{% endif %}{% ⟦endfor⟧ %}")
    let found = Template.compile(SourceText(text), scope: ShopScope()).diagnostics
    #expect(found.count == places.count)
    #expect(Set(found.compactMap(\.position)) == Set(places))
  }

  /// The text without marks, and where the opening ones stood.
  private func unmarked(_ marked: String) -> (String, [SourcePosition]) {
    var (text, places) = ("", [SourcePosition]())
    var (line, column) = (1, 1)
    for character in marked {
      switch character {
      case "⟦": places.append(SourcePosition(line: line, column: column))
      case "⟧": break
      default:
        text.append(character)
        (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
      }
    }
    return (text, places)
  }
}
