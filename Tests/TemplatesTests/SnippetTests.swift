import Diagnostics
import Testing

@testable import Templates

@Suite struct SnippetTests {
  private static let options = Template.Options(
    snippets: [
      "hello": "Hello {{ name | default: \"there\" }},",
      "line": "{{ item.quantity }} x {{ item.name }}{% if more %}; {% endif %}",
      "footer": "{{ shop }} · {{ links.order }}",
      "person": "{{ person.first_name }}/{{ person.points }}",
      "wrong": "{{ shop }}\n  {{ item.nam }}",
      "loop": "{% render 'loop' %}",
      "ping": "{% render 'pong' %}", "pong": "{% render 'ping' %}",
      "assigns": "{% assign person = 'x' %}{% assign n = 1 %}{{ person }}",
      "nested": "{% for item in items %}{% render 'line', item: item, more: false %}{% endfor %}",
      "counted": "{{ forloop.index }}/{{ forloop.length }} ",
      "part": "{% for n in (1..9) %}[{% break %}{% endfor %}",
    ].reduce(into: [:]) { $0[$1.key] = SourceText($1.value, file: "snippets/\($1.key)") })

  @Test(arguments: [
    ("{% render 'hello', name: nil %}", "Hello there,"),
    ("{% render 'hello', name: shop %}", "Hello Trailhead,"),
    ("{% assign name = 'x' %}{% render 'hello', name: customer.key %}{{ name }}", "Hello zoe@example.com,x"),
    ("{% render 'footer' %}", "Trailhead · https://trailhead.example/orders/%231001"),
    ("{% render 'line' for cart.items as item, more: true %}", "1 x Trail tent; 12 x Peg; "),
    ("{% render 'person', person: customer %}", "Zoë <3/120"),
    ("{% render 'person' with customer %}", "Zoë <3/120"),
    ("{% render 'person' with customer as person %}", "Zoë <3/120"),
    ("{% render 'assigns', person: customer %}{{ customer.points }}", "x120"),
    ("{% render 'nested', items: cart.items %}", "1 x Trail tent12 x Peg"),
    (
      "{% for i in cart.items %}{% render 'line', item: i, more: forloop.first %}{% endfor %}",
      "1 x Trail tent; 12 x Peg"
    ),
    ("{% render 'counted' for cart.items as item %}", "1/2 2/2 "),
    ("{% for n in (1..2) %}{{ n }}{% render 'part' %}{% endfor %}", "1[2["),
  ])
  func renders(template: String, result: String) {
    #expect(render(template, options: Self.options) == result)
  }

  @Test func pathsOfSnippetsAreItsOwn() {
    let text = "{{ customer.key }}{% render 'footer' %}{% render 'person' with order.customer %}"
    let template = Template.compile(SourceText(text), scope: ShopScope(), options: Self.options).template
    #expect(
      template?.paths.map(\.text)
        == [
          "customer.key", "shop", "links.order", "order.customer", "order.customer.first_name", "order.customer.points",
        ])
    #expect(template?.paths[1].file == "snippets/footer")
  }

  @Test(arguments: [
    ("{% render 'wrong' for cart.items as item %}", "item has no “nam”", "snippets/wrong", 2),
    ("{% render 'person', person: order %}", "order has no “first_name”; order has no “points”", "snippets/person", 1),
    ("{% render 'hello' %}", "there is no “name”", "snippets/hello", 1),
    ("{% render 'loop' %}", "the snippet “loop” renders itself", "snippets/loop", 1),
    ("{% render 'ping' %}", "the snippet “ping” renders itself", "snippets/pong", 1),
    (
      "{% render 'wrong', item: cart.items.first %}{% render 'wrong', item: cart.items.last %}", "item has no “nam”",
      "snippets/wrong", 2
    ),
  ])
  func problemsAreInTheSnippet(template: String, message: String, file: String, line: Int) {
    let found = Template.compile(SourceText(template), scope: ShopScope(), options: Self.options).diagnostics
    #expect(found.map(\.message).joined(separator: "; ") == message)
    #expect(found.allSatisfy { $0.file == file && $0.position?.line == line })
  }

  @Test func manySnippetsAreRefused() {
    var snippets = ["s0": SourceText("x")]
    for level in 1...25 {
      let inner = "{% render 's\(level - 1)' %}"
      snippets["s\(level)"] = SourceText(inner + inner)
    }
    let found = Template.compile(
      SourceText("{% render 's25' %}"), scope: ShopScope(), options: Template.Options(snippets: snippets)
    ).diagnostics
    #expect(found.contains { $0.message.contains("rendered from over 1000 places") })
  }
}
