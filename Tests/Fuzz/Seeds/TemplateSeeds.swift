/// Messages as campaigns have them, and some of each tag and filter.
enum TemplateSeeds {
  static let all = [
    "Hi {{ customer.first_name | default: 'there' }}, your order {{ order.key }} is on its way.",
    "{% if order.is_gift %}A gift{% elsif order.total > 100 %}Much{% else %}Some{% endif %} for you",
    "{% for item in order.items limit: 2 offset: 1 reversed %}{{ forloop.index }}. {{ item.name }} {{ item.price | money }}{% if forloop.last %}.{% endif %}{% else %}none{% endfor %}",
    "{%- unless order.tags contains 'a' -%} {{- shop -}} {%- endunless -%}",
    "{% case order.total %}{% when 1, 2 or 3 %}few{% when nil %}none{% else %}{{ order.total | round: 1 }}{% endcase %}",
    "{% assign n = order.total | times: 2 | minus: 0.5 | divided_by: 3 %}{{ n | floor }} {{ n | ceil | at_most: 5 }}",
    "{% capture all %}{% for t in order.tags %}{{ t }},{% endfor %}{% endcapture %}{{ all | split: ',' | uniq | sort | join: '#' }}",
    "{{ order.paid_at | date: '%A, %d. %B %Y %H:%M %z' }} {{ now | date: '%s' }} {{ 'now' | date: '%-d' }}",
    "{% comment %}{{ nothing }}{% endcomment %}{% # inline %}{% raw %}{{ kept }}{% endraw %}",
    "{% render 'card', title: shop, items: order.items %}{% render 'loop' for order.items as x %}",
    "{{ shop | upcase | append: '!' | prepend: '<' | escape | escape_once | url_encode | url_decode | strip_html }}",
    "{{ customer.first_name | truncate: 5, '…' | replace: 'Z', 'S' | remove: 'o' | capitalize | slice: -3, 2 }}",
    "{{ order.items | map: 'name' | join: ', ' | truncatewords: 2 }} {{ order.items | where: 'price', 1 | size }} {{ order.items | sum: 'price' }}",
    "{% for i in (1..3) %}{% for j in (i..3) %}{% if j == 2 %}{% continue %}{% endif %}{% break %}{% endfor %}{{ i }}{% endfor %}",
    "{{ x.a | first }} {{ x['b'] }} {{ x.c | default: 'c', allow_false: true }} {{ x.a[-1] | raw }} {{ x | sign }}",
    "<p>{{ shop | newline_to_br }}</p>{% if shop == blank or shop == empty %}x{% endif %}{{ 10 | modulo: 3 | plus: 1 | abs }}",
  ]
}
