import Diagnostics
import Testing

@testable import Templates

/// A blank never reaches a customer: a printed value that is empty is a problem.
@Suite struct EmptyValueTests {
  @Test(arguments: [
    ("Hi {{ order.backorder.reason }}", "problem at 1:7: “order.backorder.reason” is empty"),
    ("{{ order.backorder.reason | upcase }}", "problem at 1:4: “order.backorder.reason” is empty"),
    ("{{ order.backorder.reason | append: \",\" }}", "problem at 1:4: “order.backorder.reason” is empty"),
    ("{{ order.backorder.ships_at | date: \"%Y\" }}", "problem at 1:4: “order.backorder.ships_at” is empty"),
    ("{{ \"for \" | append: order.backorder.reason }}", "problem at 1:4: “order.backorder.reason” is empty"),
    ("{{ order.total | money: order.backorder.reason }}", "problem at 1:4: “order.backorder.reason” is empty"),
    ("{{ order.items.first.name }}", "problem at 1:4: “order.items.first.name” is empty"),
    ("{{ order.items | map: \"name\" | first }}", "problem at 1:4: “order.items” is empty"),
    ("{{ shop | slice: 0, 0 }}", "problem at 1:4: “shop” is empty"),
    (
      "{{ order.backorder.reason | default: order.backorder.reason }}",
      "problem at 1:4: “order.backorder.reason” is empty"
    ),
    ("{% assign r = order.backorder.reason | append: \"!\" %}\n {{ r }}", "problem at 2:5: “r” is empty"),
    (
      "{% if order.total > 1 %}{{ order.backorder.reason }}{% endif %}",
      "problem at 1:28: “order.backorder.reason” is empty"
    ),
    (
      "{% unless order.backorder.reason %}{{ order.backorder.reason }}{% endunless %}",
      "problem at 1:39: “order.backorder.reason” is empty"
    ),
    (
      "{% if order.backorder.reason or shop %}{{ order.backorder.reason }}{% endif %}",
      "problem at 1:43: “order.backorder.reason” is empty"
    ),
    (
      "{% if order.total < 1 %}{% else %}{{ order.backorder.reason }}{% endif %}",
      "problem at 1:38: “order.backorder.reason” is empty"
    ),
  ])
  func isAProblem(template: String, problem: String) {
    #expect(render(template) == problem)
  }

  private static let blank = TemplateValue.object([
    ("shop", .text("")), ("customer", .object([("first_name", .text("  "))])),
    ("cart", .object([("items", .list([.item(.nothing, 1, 1)]))])),
  ])

  @Test(arguments: [
    ("{{ shop }}", "problem at 1:4: “shop” is empty"),
    ("{{ customer.first_name }}", "problem at 1:4: “customer.first_name” is empty"),
    ("{% for item in cart.items %}{{ item.name }}{% endfor %}", "problem at 1:32: “item.name” is empty"),
    ("{% if shop %}[{{ shop }}]{% endif %}", "[]"),
    ("{% if shop != blank %}{{ shop }}{% else %}no{% endif %}", "no"),
    ("{% unless shop == \"\" %}{{ shop }}{% endunless %}", ""),
    ("{% if shop and customer.first_name %}[{{ shop }}{{ customer.first_name }}]{% endif %}", "[  ]"),
    ("{{ shop | default: \"x\" }}{{ \"\" }}", "x"),
    ("{{ shop | size }}", "0"),
    ("{% render 's', text: shop %}", "problem at 1:4: “text” is empty"),
    ("{% render 's', text: '' %}{% assign e = '' %}{% render 's', text: e %}", ""),
    ("{% assign e = shop %}[{{ e }}]", "problem at 1:26: “e” is empty"),
    ("{% assign e = '' %}{% if shop == 'x' %}{% assign e = shop %}{% endif %}[{{ e }}]", "[]"),
  ])
  func blankTexts(template: String, result: String) {
    let options = Template.Options(snippets: ["s": SourceText("{{ text }}")])
    #expect(render(template, Self.blank, options: options) == result)
  }
}
