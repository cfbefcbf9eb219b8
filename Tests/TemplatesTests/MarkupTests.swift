import Diagnostics
import Testing

@testable import Templates

@Suite("HTML bodies and subjects") struct MarkupTests {
  private static let options = Template.Options(
    escaping: .html,
    snippets: ["b": SourceText("<b>{{ text }}</b>")])

  private static let data = TemplateValue.object([
    ("shop", .text("A & B <\"'>")), ("customer", .object([("first_name", .text("x\r\ny<"))])),
    (
      "cart",
      .object([("total", .double(1.5)), ("url", .text("https://x/?a=1&b=2")), ("note", .list([.text("<"), .int(1)]))])
    ),
  ])

  @Test(arguments: [
    ("<p>{{ shop }}</p>", "<p>A &amp; B &lt;&quot;&#39;&gt;</p>"),
    ("{{ shop | raw }}", "A & B <\"'>"),
    ("{{ shop | upcase }}", "A &amp; B &lt;&quot;&#39;&gt;"),
    ("{{ shop | escape }}", "A &amp; B &lt;&quot;&#39;&gt;"),
    ("{{ shop | raw | append: '<' }}", "A &amp; B &lt;&quot;&#39;&gt;&lt;"),
    ("{{ '<' }}{{ 1 }}", "&lt;1"),
    ("<a href=\"{{ cart.url }}\">", "<a href=\"https://x/?a=1&amp;b=2\">"),
    ("{{ customer.first_name | newline_to_br }}", "x<br />\ny&lt;"),
    ("{{ customer.first_name | newline_to_br | append: '>' }}", "x&lt;br /&gt;\ny&amp;lt;&gt;"),
    ("{% capture c %}<i>{{ shop }}</i>{% endcapture %}{{ c }}", "<i>A &amp; B &lt;&quot;&#39;&gt;</i>"),
    ("{% capture c %} <i>{{ cart.total }}</i> {% endcapture %}{{ c | strip }}", "<i>1.5</i>"),
    ("{% capture c %}<i>{% endcapture %}{% assign d = c %}{{ d }}{{ c | append: '' }}", "<i>&lt;i&gt;"),
    ("{% capture c %}<i>{% endcapture %}{% assign c = shop %}{{ c }}", "A &amp; B &lt;&quot;&#39;&gt;"),
    ("{% assign e = shop | escape %}{{ e }}", "A &amp; B &lt;&quot;&#39;&gt;"),
    ("{% render 'b', text: shop %}", "<b>A &amp; B &lt;&quot;&#39;&gt;</b>"),
    ("{% capture c %}{% render 'b', text: '<' %}{% endcapture %}{{ c }}", "<b>&lt;</b>"),
    ("{{ cart.note }}", "&lt;1"),
  ])
  func escapes(template: String, result: String) {
    #expect(render(template, Self.data, options: Self.options) == result)
  }

  @Test(arguments: [
    ("Hello {{ customer.first_name }}", "Hello xy<"),
    ("{% if shop %}\n{{ shop }}\r\n{% endif %}", "A & B <\"'>"),
    ("one line", "one line"),
  ])
  func subjectsAreOneLine(template: String, result: String) {
    #expect(render(template, Self.data, options: Template.Options(isSubject: true)) == result)
  }
}
