/// What templates may use, for the author's reference: by theme, each with an example that compiles.
package struct TemplateReference: Sendable {
  package var theme: String
  package var names: [String]
  package var example: String

  private init(_ theme: String, _ names: [Filter], _ example: String) {
    self.theme = theme
    self.names = names.map(\.rawValue)
    self.example = example
  }

  package static let filters = [
    TemplateReference("if empty", [.default], "{{ customer.name | default: \"there\" }}"),
    TemplateReference("times", [.date], "{{ order.created_at | date: \"%-d %B %Y\" }}"),
    TemplateReference("money", [.money], "{{ order.total | money: order.currency }}"),
    TemplateReference(
      "links", [.sign, .urlEncode, .urlDecode], "{{ order.key | url_encode }}&s={{ order.key | sign }}"),
    TemplateReference(
      "texts",
      [
        .upcase, .downcase, .capitalize, .truncate, .truncatewords, .strip, .lstrip, .rstrip, .replace, .replaceFirst,
        .remove, .append, .prepend, .split, .slice, .size,
      ], "{{ order.key | truncate: 20 }}"),
    TemplateReference(
      "lists",
      [.join, .first, .last, .map, .where, .sort, .sum, .uniq, .reverse, .concat, .compact],
      "{{ order.items | map: \"name\" | join: \", \" }}"),
    TemplateReference(
      "numbers",
      [.round, .floor, .ceil, .plus, .minus, .times, .dividedBy, .modulo, .abs, .atLeast, .atMost],
      "{{ order.total | divided_by: 100 | floor }}"),
    TemplateReference(
      "HTML", [.escape, .escapeOnce, .raw, .newlineToBr, .stripHTML, .stripNewlines],
      "{{ customer.name | strip_html }}"),
  ]

  /// Tags as they are written.
  package static let tags = [
    "{% if order.total > 30 %} … {% elsif … %} … {% else %} … {% endif %}",
    "{% unless order.paid_at %} … {% endunless %}",
    "{% case order.status %}{% when \"a\", \"b\" %} … {% else %} … {% endcase %}",
    "{% for item in order.items limit: 3 %} … {% else %} … {% endfor %}",
    "{% break %}  {% continue %}  forloop.index, .first, .last, .length …",
    "{% assign name = customer.name | upcase %}",
    "{% capture line %} … {% endcapture %}",
    "{% render \"footer\", order: order %}   from snippets/footer.liquid",
    "{% comment %} … {% endcomment %}  {% # one line %}  {% raw %} … {% endraw %}",
    "{%- … -%}  {{- … -}}   without the blanks and line ends around it",
  ]
}
