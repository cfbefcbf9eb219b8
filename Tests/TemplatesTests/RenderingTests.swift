import CivilTime
import Diagnostics
import Testing

@testable import Templates

@Suite struct RenderingTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var template: String
    var result: String
    var testDescription: String { name }
    init(_ name: String, _ template: String, _ result: String) {
      self.name = name
      self.template = template
      self.result = result
    }
  }

  @Test(arguments: [
    Case("text alone", "No tags, {no} braces } %}", "No tags, {no} braces } %}"),
    Case("paths", "{{ shop }}: {{ order.key }}, {{ customer.points }}", "Trailhead: #1001, 120"),
    Case("a link", "{{ links.order }}", "https://trailhead.example/orders/%231001"),
    Case("first of a list", "You left {{ cart.items.first.name }}", "You left Trail tent"),
    Case("last by number", "{{ cart.items[-1].name }}", "Peg"),
    Case("size", "{{ cart.items.size }} item{% if cart.items.size > 1 %}s{% endif %}", "2 items"),
    Case(
      "a loop",
      "Cart:{%- for item in cart.items %}\n{{ item.quantity }} x {{ item.name }}, {{ item.price | money }}{% endfor %}",
      "Cart:\n1 x Trail tent, €89.90\n12 x Peg, €0.50"),
    Case("a range", "{%- for n in (0..3) %}{{ n }}{% unless forloop.last %},{% endunless %}{% endfor %}", "0,1,2,3"),
    Case("a list of texts", "{{ order.tags | join: \", \" }}", "gift, rush"),
    Case("map", "{{ cart.items | map: \"name\" | join: \" and \" }}", "Trail tent and Peg"),
    Case("where", "{% assign few = cart.items | where: \"quantity\", 1 %}{{ few.first.name }}", "Trail tent"),
    Case("sum", "{{ cart.items | sum: \"price\" }}", "90.4"),
    Case("sort", "{% assign s = cart.items | sort: \"price\" %}{{ s.first.name }}", "Peg"),
    Case("default for what is missing", "{{ order.backorder.reason | default: \"out of stock\" }}", "out of stock"),
    Case("default for a path", "{{ order.backorder.reason | default: customer.key }}", "zoe@example.com"),
    Case("an empty text that was assigned", "item{% assign s = \"\" %}{{ s }}", "item"),
    Case("a guard", "{% if order.backorder.reason %}{{ order.backorder.reason }}{% else %}no{% endif %}", "no"),
    Case("case", "{% case customer.points %}{% when 1, 2 %}few{% when 120 %}many{% else %}?{% endcase %}", "many"),
    Case("capture", "{% capture x %}<{{ shop }}>{% endcapture %}{{ x }}{{ x | size }}", "<Trailhead>11"),
    Case("raw block", "{% raw %}{{ not_a_name }}{% endraw %}", "{{ not_a_name }}"),
    Case("comments", "a{% comment %}{{ not_a_name }}{% endcomment %}{% # nor this %}b", "ab"),
    Case("break", "{% for n in (1..9) %}{% if n == 3 %}{% break %}{% endif %}{{ n }}{% endfor %}", "12"),
    Case(
      "a loop variable over a global name",
      "{% for order in customer.orders %}{{ order.key }}{% else %}none{% endfor %}{{ order.key }}", "none#1001"),
    Case("html is left alone in texts", "{{ customer.first_name }}", "Zoë <3"),
    Case("sign", "{{ order.key | sign }}", "024371d663c8c624f9923e45861e76c6"),
    Case(
      "a date with all kinds of directives", "{{ order.ship_by | date: \"%-d/%02m/%y %^a %k:%M %:z %j %% %e\" }}",
      "5/03/26 THU  0:00 +00:00 064 %  5"),
    Case("strip_html", "{{ \"<!-- <script> -->a<b>c</b><script>x</script>d < e\" | strip_html }}", "acd < e"),
    Case("strip_html of what is never closed", "{{ \"<script>a<style>b<i>c\" | strip_html }}", "abc"),
    Case("escape_once", "{{ \"&lt;<&#39;&x;&#x27;&\" | escape_once }}", "&lt;&lt;&#39;&x;&amp;#x27;&amp;"),
    Case("url_decode", "{{ \"a%2Bb+c%3d%\" | url_decode }}", "a+b c=%"),
    Case("url_encode", "{{ order.key | url_encode }}", "%231001"),
    Case("now", "{{ \"now\" | date: \"%H:%M\" }} {{ now | date: \"%H:%M\" }}", "11:20 11:20"),
  ])
  func prints(_ item: Case) {
    #expect(render(item.template) == item.result)
  }

  @Test(arguments: [
    ("UTC", "en", "5 March, 00:00"), ("America/New_York", "en", "4 March, 19:00"),
    ("Europe/Berlin", "de", "5 März, 01:00"),
  ])
  func datesAreTheRecipients(zone: String, locale: String, result: String) {
    #expect(render("{{ order.ship_by | date: \"%-d %B, %H:%M\" }}", zone: zone, locale: locale) == result)
  }

  @Test(arguments: [
    ("{{ order.total | money }}", "en", "€1,234.50"),
    ("{{ order.total | money: order.currency }}", "en", "$1,234.50"),
    ("{{ order.total | money }}", "de", "1.234,50\u{A0}€"),
  ])
  func moneyIsTheRecipients(template: String, locale: String, result: String) {
    #expect(render(template, locale: locale) == result)
  }

  @Test func pathsAreInOrderOfUse() {
    let text = """
      {{ customer.first_name }} {% for i in cart.items %}{{ i.name }}{{ links.order }}{% endfor %}
      {% if customer.first_name %}{{ customer.first_name }}{% endif %}{{ cart.items.first.name }}{{ shop | default: "x" }}
      """
    let (template, problems) = Template.compile(SourceText(text, file: "a.yaml"), scope: ShopScope())
    #expect(problems.isEmpty)
    #expect(template?.paths.map(\.text) == ["customer.first_name", "cart.items", "links.order", "shop"])
    #expect(template?.paths.map(\.isRequired) == [true, false, true, false])
    #expect(template?.paths.map(\.position.column) == [4, 39, 67, 95])
    #expect(template?.paths[1].shape == .list(.record(4)))
    #expect(template?.paths[1].file == "a.yaml")
  }

  @Test func valuesAreAskedOnce() {
    final class Counting: TemplateValues {
      var asked: [Int] = []
      func value(ofPath index: Int) -> TemplateValue {
        asked.append(index)
        return .text("x")
      }
    }
    let text =
      "{{ shop }}{% for n in (1..3) %}{{ customer.key }}{% endfor %}{{ shop }}{% if order.total %}{{ order.key }}{% endif %}"
    let template = Template.compile(SourceText(text), scope: ShopScope()).template
    let values = Counting()
    var (bytes, context) = ([UInt8](), TemplateContext.test())
    try? template?.render(values, into: &bytes, context: &context)
    #expect(values.asked == [0, 1, 2, 3])
  }
}
