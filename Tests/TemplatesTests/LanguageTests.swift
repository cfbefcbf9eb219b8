import Diagnostics
import JSON
import TestSupport
import Testing

@testable import Templates

/// Liquid beyond the cases that come with it, in the lax mode: what each line's template prints.
///
/// Behind the arrow stands the output in «», `refused` (by the compiler) or `problem` (while rendering). `␤` is a line
/// end.
@Suite("Liquid, line by line")
struct LanguageTests {
  static let data = #"""
    {"a": ["b", "a", "C"], "n": [3, 1, 2], "mix": [1, "a", null], "nested": [[1, 2], [3]], "none": [],
     "items": [{"t": "x", "p": 1}, {"t": "y", "p": 2.5}, {"t": null}, {"p": 4}], "obj": {"k": 1, "l": 2},
     "s": "héllo wörld", "words": "one two three", "e": "", "w": " \t\n ", "no": null, "yes": true, "f": 1.5,
     "neg": -3, "date": "2026-03-05T10:11:12Z"}
    """#

  static let snippets = [
    "row": "[{{ row }}{{ forloop.index }}]", "card": "{{ title }}:{{ card }}", "leak": "{{ x }}|{% assign y = 1 %}",
    "brk": "{% break %}",
  ]

  @Test(arguments: [textFilters, listFilters, numberFilters, dates, conditions, loops, blocks, mistakes])
  func lines(_ group: Lines) throws {
    let data = try JSONValue.parse(Self.data)
    for line in group.text.split(separator: "\n") {
      let arrow = try #require(line.ranges(of: "⇒").last, "\(line)")
      let template = String(line[..<arrow.lowerBound].dropLast()).replacing("␤", with: "\n")
      let wanted = String(line[arrow.upperBound...].dropFirst()).replacing("␤", with: "\n")
      let item = LiquidCase(
        name: "", template: template, data: TemplateValue(data), snippets: Self.snippets, results: nil)
      switch item.render() {
      case .success(let text): #expect("«\(text)»" == wanted, "\(template)")
      case .failure(let failure):
        #expect(failure.isAdvised, "\(template): \(failure.message)")
        #expect((failure.isRefusal ? "refused" : "problem") == wanted, "\(template): \(failure.message)")
      }
    }
  }

  static let textFilters = Lines(
    "textFilters",
    #"""
    {{ no | upcase }} ⇒ «»
    {{ 5 | append: 5 }} ⇒ «55»
    {{ 'a' | append: no }} ⇒ «a»
    {{ true | append: '!' }} ⇒ «true!»
    {{ f | prepend: 'x' }} ⇒ «x1.5»
    {{ a | upcase }} ⇒ «["B", "A", "C"]»
    {{ 'straße' | upcase }} ⇒ «STRASSE»
    {{ 'ÄÖÜ' | downcase }} ⇒ «äöü»
    {{ 'hELLO wORLD' | capitalize }} ⇒ «Hello world»
    {{ 'ähnlich' | capitalize }} ⇒ «Ähnlich»
    {{ '' | capitalize }} ⇒ «»
    {{ 'abc' | slice: 0 }} ⇒ «a»
    {{ 'abc' | slice: -2 }} ⇒ «b»
    {{ 'abc' | slice: -2, 2 }} ⇒ «bc»
    {{ 'abc' | slice: -5, 2 }} ⇒ «»
    {{ 'abc' | slice: 1, 100 }} ⇒ «bc»
    {{ 'abc' | slice: 3 }} ⇒ «»
    {{ 'abc' | slice: 4 }} ⇒ «»
    {{ 'abc' | slice: 0, 0 }} ⇒ «»
    {{ 'abc' | slice: 0, -1 }} ⇒ «»
    {{ 'abc' | slice: '1', '2' }} ⇒ «bc»
    {{ 'abc' | slice: 'x' }} ⇒ problem
    {{ s | slice: 1, 4 }} ⇒ «éllo»
    {{ s | size }} ⇒ «11»
    {{ s.size }} ⇒ «11»
    {{ s | truncate: 8 }} ⇒ «héllo...»
    {{ s | truncate: 8, '' }} ⇒ «héllo wö»
    {{ s | truncate: 8, '…' }} ⇒ «héllo w…»
    {{ s | truncate: 2 }} ⇒ «...»
    {{ s | truncate: 0 }} ⇒ «...»
    {{ s | truncate: 11 }} ⇒ «héllo wörld»
    {{ 'ab' | truncate: 1, '' }} ⇒ «a»
    {{ s | truncate: '8' }} ⇒ «héllo...»
    {{ words | truncatewords: 2 }} ⇒ «one two...»
    {{ words | truncatewords: 3 }} ⇒ «one two three»
    {{ words | truncatewords: 0 }} ⇒ «one...»
    {{ words | truncatewords: 1, '!' }} ⇒ «one!»
    {{ words | truncatewords: '2', '' }} ⇒ «one two»
    {{ '  one   two  three ' | truncatewords: 2 }} ⇒ «one two...»
    {{ 'aaa' | replace: 'a', 'b' }} ⇒ «bbb»
    {{ 'aaa' | replace: 'a' }} ⇒ «»
    {{ 'aaa' | replace_first: 'a', 'b' }} ⇒ «baa»
    {{ 'abc' | replace: '', '-' }} ⇒ «-a-b-c-»
    {{ 'abc' | replace_first: '', '-' }} ⇒ «-abc»
    {{ 'a.b' | replace: '.', '' }} ⇒ «ab»
    {{ 'aaa' | remove: 'aa' }} ⇒ «a»
    {{ 'aXa' | remove: no }} ⇒ «aXa»
    {{ 5151 | replace: 5, 'x' }} ⇒ «x1x1»
    {{ ' a b ' | strip }}| ⇒ «a b|»
    {{ ' a ' | lstrip }}| ⇒ «a |»
    {{ ' a ' | rstrip }}| ⇒ « a|»
    {{ w | strip | size }} ⇒ «0»
    {% capture x %}a␤b␤{% endcapture %}{{ x | strip_newlines }} ⇒ «ab»
    {% capture x %}a␤b{% endcapture %}{{ x | newline_to_br }} ⇒ «a<br />␤b»
    {{ 'a<b>c</b>' | strip_html }} ⇒ «ac»
    {{ '<script>x</script>y' | strip_html }} ⇒ «y»
    {{ '<!-- x > -->y' | strip_html }} ⇒ «y»
    {{ 'a < b > c' | strip_html }} ⇒ «a  c»
    {{ '1 < 2' | strip_html }} ⇒ «1 < 2»
    {{ "<a&'>" | escape }} ⇒ «&lt;a&amp;&#39;&gt;»
    {{ '"' | escape }} ⇒ «&quot;»
    {{ '&amp;' | escape }} ⇒ «&amp;amp;»
    {{ '&lt;&' | escape_once }} ⇒ «&lt;&amp;»
    {{ '&#39;&bogus &x;' | escape_once }} ⇒ «&#39;&amp;bogus &x;»
    {{ 5 | escape }} ⇒ «5»
    {{ no | escape }} ⇒ «»
    {{ 'a b&c=ü/~' | url_encode }} ⇒ «a+b%26c%3D%C3%BC%2F~»
    {{ '-_.*' | url_encode }} ⇒ «-_.%2A»
    {{ 5 | url_encode }} ⇒ «5»
    {{ 'a+b%20c%C3%BC' | url_decode }} ⇒ «a b cü»
    {{ '%' | url_decode }} ⇒ «%»
    {{ '%zz%2' | url_decode }} ⇒ «%zz%2»
    {{ 'é' | url_encode | url_decode }} ⇒ «é»
    {{ no | default: 'x' }} ⇒ «x»
    {{ '' | default: 'x' }} ⇒ «x»
    {{ none | default: 'x' }} ⇒ «x»
    {{ false | default: 'x' }} ⇒ «x»
    {{ false | default: 'x', allow_false: true }} ⇒ «false»
    {{ 0 | default: 'x' }} ⇒ «0»
    {{ ' ' | default: 'x' }} ⇒ « »
    {{ no | default }} ⇒ «»
    {{ "x" | append: "y" | upcase }} ⇒ «XY»
    """#)

  static let listFilters = Lines(
    "listFilters",
    #"""
    {{ a | join: '#' }} ⇒ «b#a#C»
    {{ a | join }} ⇒ «b a C»
    {{ n | join: 5 }} ⇒ «35152»
    {{ nested | join: '#' }} ⇒ «1#2#3»
    {{ mix | join: '#' }} ⇒ «1#a#»
    {{ nested | size }} ⇒ «2»
    {{ nested }} ⇒ «123»
    {{ nested | first | last }} ⇒ «2»
    {{ nested[1][0] }} ⇒ «3»
    {{ no | join: '#' }} ⇒ «»
    {{ 'abc' | join: '#' }} ⇒ «abc»
    {{ (1..3) | join: '#' }} ⇒ «1#2#3»
    {{ 'a,b,,c' | split: ',' | join: '#' }} ⇒ «a#b##c»
    {{ ',a,' | split: ',' | join: '#' }} ⇒ «#a»
    {{ ',,' | split: ',' | size }} ⇒ «0»
    {{ 'abc' | split: '' | join: '#' }} ⇒ «a#b#c»
    {{ s | split: '' | last }} ⇒ «d»
    {{ 'a b  c' | split: ' ' | join: '#' }} ⇒ «a#b#c»
    {{ '' | split: ',' | size }} ⇒ «0»
    {{ no | split: ',' | size }} ⇒ «0»
    {{ 'a||b' | split: '||' | join: '#' }} ⇒ «a#b»
    {{ 505 | split: 0 | join: '#' }} ⇒ «5#5»
    {{ n | sort | join }} ⇒ «1 2 3»
    {{ a | sort | join }} ⇒ «C a b»
    {{ '10,9,1' | split: ',' | sort | join }} ⇒ «1 10 9»
    {{ items | sort: 't' | map: 't' | join: '#' }} ⇒ «x#y##»
    {{ items | sort: 'p' | map: 'p' | join: '#' }} ⇒ «1#2.5#4#»
    {{ mix | sort | join: '#' }} ⇒ problem
    {{ no | sort }} ⇒ «»
    {{ mix | compact | join: '#' }} ⇒ «1#a»
    {{ items | compact: 't' | size }} ⇒ «2»
    {{ n | reverse | join: ',' }} ⇒ «2,1,3»
    {{ n | sum }} ⇒ «6»
    {{ '1,2.5' | split: ',' | sum }} ⇒ «3.5»
    {{ items | sum: 'p' }} ⇒ «7.5»
    {{ none | sum }} ⇒ «0»
    {{ items | where: 'p' | size }} ⇒ «3»
    {{ items | where: 'p', 1 | size }} ⇒ «1»
    {{ items | where: 'p', '1' | size }} ⇒ «0»
    {{ items | where: 't', 'x' | map: 'p' | join }} ⇒ «1»
    {{ items | where: 't', nil | size }} ⇒ «2»
    {{ items | map: 't' | join: '#' }} ⇒ «x#y##»
    {{ n | map: 'x' }} ⇒ problem
    {{ 'a,b,a' | split: ',' | uniq | join: ',' }} ⇒ «a,b»
    {{ items | uniq: 't' | size }} ⇒ «3»
    {{ n | concat: a | join }} ⇒ «3 1 2 b a C»
    {{ n | concat: 'x' }} ⇒ problem
    {{ n | first }}{{ n.last }}{{ n[0] }}{{ n[-1] }}{{ n[9] }}{{ n[-9] }} ⇒ «3232»
    {{ none.first }}{{ none | last }}{{ none.size }} ⇒ «0»
    {{ a | slice: 1, 2 | join: '#' }} ⇒ «a#C»
    {{ a | slice: -1 | join }} ⇒ «C»
    {{ a | slice: 5 | size }} ⇒ «0»
    {{ obj['k'] }}{{ obj.l }}{{ obj.x }}{{ obj.size }} ⇒ «122»
    {{ obj.first[0] }}{{ obj.first[1] }} ⇒ «k1»
    {{ a['0'] }}{{ obj[a[0]] }}{{ obj[nosuch] }} ⇒ «»
    {{ a.nosuch }}{{ nosuch.a.b }}{{ s.a }} ⇒ «»
    """#)

  static let numberFilters = Lines(
    "numberFilters",
    #"""
    {{ 5 | divided_by: 2 }} ⇒ «2»
    {{ -5 | divided_by: 2 }} ⇒ «-3»
    {{ 5 | divided_by: 2.0 }} ⇒ «2.5»
    {{ 5.0 | divided_by: 2 }} ⇒ «2.5»
    {{ '5' | divided_by: '2' }} ⇒ «2»
    {{ 5 | divided_by: 0 }} ⇒ problem
    {{ 5 | divided_by: no }} ⇒ problem
    {{ 5 | modulo: 0 }} ⇒ problem
    {{ -5 | modulo: 3 }} ⇒ «1»
    {{ 5.5 | modulo: 2 }} ⇒ «1.5»
    {{ '7' | plus: '3' }} ⇒ «10»
    {{ '7x' | plus: 1 }} ⇒ «8»
    {{ 'x' | plus: 1 }} ⇒ «1»
    {{ ' 7 ' | plus: 1 }} ⇒ «8»
    {{ '-7.5' | plus: 1 }} ⇒ «-6.5»
    {{ no | plus: 1 }} ⇒ «1»
    {{ 1 | plus: no }} ⇒ «1»
    {{ true | plus: 1 }} ⇒ «1»
    {{ a | plus: 1 }} ⇒ «1»
    {{ 0.1 | plus: 0.2 }} ⇒ «0.3»
    {{ 2 | times: 1.5 }} ⇒ «3.0»
    {{ '2' | times: 'x' }} ⇒ «0»
    {{ 3 | minus: 5 }} ⇒ «-2»
    {{ 5.0 | minus: 5 }} ⇒ «0.0»
    {{ 2.5 | round }}{{ -2.5 | round }}{{ 2.4 | round }} ⇒ «3-32»
    {{ 1.005 | round: 2 }} ⇒ «1.01»
    {{ 1.5 | round: 5 }} ⇒ «1.5»
    {{ 7 | round: 2 }} ⇒ «7»
    {{ 1234.5678 | round: -2 }} ⇒ «1200»
    {{ 1.5 | round: -9223372036854775808 }} ⇒ «1.5»
    {{ 1.5 | round: 9223372036854775807 }} ⇒ «1.5»
    {{ 'x' | round }} ⇒ «0»
    {{ 4.2 | ceil }}{{ -4.2 | ceil }}{{ '4.2' | ceil }}{{ 'x' | ceil }} ⇒ «5-450»
    {{ 4.8 | floor }}{{ -4.2 | floor }}{{ no | floor }} ⇒ «4-50»
    {{ neg | abs }}{{ '-3.5' | abs }}{{ no | abs }} ⇒ «33.50»
    {{ 5 | at_least: '7' }}{{ 5 | at_least: 3 }}{{ no | at_least: 1 }} ⇒ «751»
    {{ 5.5 | at_most: 5 }}{{ 'x' | at_most: 5 }}{{ 2 | at_most: 5.5 }} ⇒ «502»
    {{ 1.0 }} {{ 1.50 }} {{ -0.0 }} {{ 100000000000000000.0 }} ⇒ «1.0 1.5 -0.0 1.0e+17»
    {{ -1 }}{{ 007 }} ⇒ «-17»
    {{ 9223372036854775807 }} ⇒ «9223372036854775807»
    """#)

  static let dates = Lines(
    "dates",
    #"""
    {{ date | date: '%Y' }} ⇒ «2026»
    {{ date | date: '%d.%m.%y %H:%M:%S' }} ⇒ «05.03.26 10:11:12»
    {{ date | date: '%b %e, %A' }} ⇒ «Mar  5, Thursday»
    {{ date | date: '%-d/%-m' }} ⇒ «5/3»
    {{ date | date: '%j %U %u %p %I' }} ⇒ «064 09 4 AM 10»
    {{ date | date: '%s' }} ⇒ «1772705472»
    {{ date | date: '%%' }} ⇒ «%»
    {{ date | date: 'no mark' }} ⇒ «no mark»
    {{ date | date: '' }} ⇒ «2026-03-05T10:11:12Z»
    {{ date | date: no }} ⇒ «2026-03-05T10:11:12Z»
    {{ 'now' | date: '%Y-%m-%d' }} ⇒ «2026-03-02»
    {{ 'today' | date: '%Y' }} ⇒ «2026»
    {{ 0 | date: '%Y' }} ⇒ «1970»
    {{ '1152098955' | date: '%m/%d/%Y' }} ⇒ «07/05/2006»
    {{ -1 | date: '%Y' }} ⇒ «1969»
    {{ 'nonsense' | date: '%Y' }} ⇒ «nonsense»
    {{ '' | date: '%Y' }} ⇒ «»
    {{ no | date: '%Y' }} ⇒ «»
    {{ true | date: '%Y' }} ⇒ «true»
    {{ 'March 14, 2016' | date: '%b %d, %y' }} ⇒ «Mar 14, 16»
    {{ '2026-02-30' | date: '%d' }} ⇒ «2026-02-30»
    """#)

  static let conditions = Lines(
    "conditions",
    #"""
    {% if e %}T{% endif %}{% if 0 %}T{% endif %}{% if none %}T{% endif %}{% if 'false' %}T{% endif %} ⇒ «TTTT»
    {% if no %}T{% endif %}{% if nosuch %}T{% endif %}{% if false %}T{% endif %} ⇒ «»
    {% if 1 == 1.0 %}T{% endif %} ⇒ «T»
    {% if '1' == 1 %}T{% else %}F{% endif %} ⇒ «F»
    {% if 'a' < 'b' %}T{% endif %}{% if 'b' <= 'a' %}T{% endif %} ⇒ «T»
    {% if 1 < 'a' %}T{% endif %} ⇒ problem
    {% if no < 1 %}T{% else %}F{% endif %}{% if 1 > no %}T{% else %}F{% endif %} ⇒ «FF»
    {% if no == nosuch %}T{% endif %}{% if no != false %}T{% endif %} ⇒ «TT»
    {% if 1 <> 2 %}T{% endif %} ⇒ «T»
    {% if 'abc' contains 'b' %}T{% endif %}{% if n contains 3 %}T{% endif %}{% if obj contains 'k' %}T{% endif %} ⇒ «TTT»
    {% if '123' contains 2 %}T{% endif %}{% if (1..3) contains 2 %}T{% endif %} ⇒ «TT»
    {% if no contains 'a' %}T{% endif %}{% if 'a' contains no %}T{% endif %}{% if n contains '3' %}T{% endif %} ⇒ «»
    {% if none == empty %}T{% endif %}{% if e == empty %}T{% endif %}{% if w == empty %}T{% endif %} ⇒ «TT»
    {% if w == blank %}T{% endif %}{% if no == blank %}T{% endif %}{% if no == empty %}T{% endif %} ⇒ «TT»
    {% if false == blank %}T{% endif %}{% if 0 == blank %}T{% endif %} ⇒ «T»
    {% if true or false and false %}T{% else %}F{% endif %} ⇒ «T»
    {% if false and false or true %}T{% else %}F{% endif %} ⇒ «F»
    {% if a == a %}T{% endif %}{% if (1..2) == (1..2) %}T{% endif %} ⇒ «TT»
    {% if false %}1{% elsif yes %}2{% else %}3{% endif %} ⇒ «2»
    {% unless true %}a{% elsif true %}b{% else %}c{% endunless %} ⇒ «b»
    {% unless no %}a{% else %}b{% endunless %} ⇒ «a»
    {% case 2 %}{% when 1, 2 %}x{% when 3 %}y{% endcase %} ⇒ «x»
    {% case 'b' %}{% when 'a' or 'b' %}x{% else %}y{% endcase %} ⇒ «x»
    {% case 1 %}{% when 1 %}a{% when 1 %}b{% else %}c{% endcase %} ⇒ «ab»
    {% case no %}{% when nil %}n{% endcase %} ⇒ «n»
    {% case '1' %}{% when 1 %}a{% else %}b{% endcase %} ⇒ «b»
    {% case n.size %}{% when 3 %}three{% endcase %} ⇒ «three»
    {% case 1 %}{% else %}x{% endcase %} ⇒ «x»
    {% case 1 %}{% endcase %} ⇒ «»
    """#)

  static let loops = Lines(
    "loops",
    #"""
    {% for i in n %}{{ i }}{% endfor %}{{ i }} ⇒ «312»
    {% assign i = 9 %}{% for i in n %}{% endfor %}{{ i }} ⇒ «9»
    {% for i in n reversed %}{{ i }}{% endfor %} ⇒ «213»
    {% for i in (1..5) limit: 2 offset: 1 %}{{ i }}{% endfor %} ⇒ «23»
    {% for i in (1..5) reversed limit: 2 offset: 1 %}{{ i }}{% endfor %} ⇒ «32»
    {% for i in (1..5), limit: 2, offset: 1 %}{{ i }}{% endfor %} ⇒ «23»
    {% for i in n limit: '2' %}{{ i }}{% endfor %} ⇒ «31»
    {% for i in n limit: no %}{{ i }}{% endfor %} ⇒ «312»
    {% for i in n limit: 0 %}{{ i }}{% else %}none{% endfor %} ⇒ «none»
    {% for i in n offset: 9 %}{{ i }}{% else %}none{% endfor %} ⇒ «none»
    {% for i in (1..6) limit: 2 %}{{ i }}{% endfor %}-{% for i in (1..6) limit: 2 offset: continue %}{{ i }}{% endfor %} ⇒ «12-34»
    {% for i in (1..3) %}{{ forloop.index }}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.rindex0 }} {% endfor %} ⇒ «1032 2121 3210 »
    {% for i in n %}{% if forloop.first %}f{% endif %}{% if forloop.last %}l{% endif %}{{ forloop.length }}{% endfor %} ⇒ «f33l3»
    {% for i in (1..3) %}{% for j in (1..3) %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% endfor %} ⇒ «11 21 31 »
    {% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %} ⇒ «13»
    {% for i in (1..2) %}{% for j in (1..2) %}{{ forloop.length }}{% endfor %}{{ forloop.index }}{% endfor %} ⇒ «221222»
    {% for i in obj %}{{ i[0] }}={{ i[1] }},{% endfor %} ⇒ «k=1,l=2,»
    {% for c in 'abc' %}{{ c }},{% endfor %} ⇒ «abc,»
    {% for i in 5 %}x{% else %}none{% endfor %}{% for i in no %}x{% else %}none{% endfor %} ⇒ «nonenone»
    {% for i in (3..1) %}x{% else %}none{% endfor %} ⇒ «none»
    {% for i in (-1..1) %}{{ i }}{% endfor %} ⇒ «-101»
    {% for i in (1..'3') %}{{ i }}{% endfor %}{% for i in (1..f) %}{{ i }}{% endfor %} ⇒ «1231»
    {% for i in n %}{% assign last = i %}{% endfor %}{{ last }} ⇒ «2»
    {% for l in nested %}{% for i in l %}{{ i }}{% endfor %};{% endfor %} ⇒ «12;3;»
    {% for i in n %}{% render 'brk' %}{{ i }}{% endfor %} ⇒ «312»
    {% render 'row' for n as row %} ⇒ «[31][12][23]»
    {% render 'row' for n %} ⇒ «[31][12][23]»
    {% render 'row' with 5 as row %} ⇒ «[5]»
    {% render 'card', title: 'T', card: 2 %} ⇒ «T:2»
    {% render 'card' with 7, title: 'T' %} ⇒ «T:7»
    {% assign x = 1 %}{% render 'leak' %}{{ y }} ⇒ «|»
    {% break %}x ⇒ «»
    """#)

  static let blocks = Lines(
    "blocks",
    #"""
    {% assign x = 'a' %}{% assign x = x | append: x %}{{ x }} ⇒ «aa»
    {% assign x = n | first %}{{ x }} ⇒ «3»
    {% capture x %}a{{ 1 }}{% endcapture %}{{ x | append: x }} ⇒ «a1a1»
    a {%- if true -%} b {%- endif -%} c ⇒ «abc»
    a {{- 'b' -}} c ⇒ «abc»
    a␤{%- comment -%} x {%- endcomment -%}␤b ⇒ «ab»
    {% if true -%}  x  {%- endif %} ⇒ «x»
    a {%- assign x = 1 %} b ⇒ «a b»
    a{% if true %}␤{% endif %}b ⇒ «ab»
    {% comment %}{{ {% if %}{% endcomment %}x ⇒ «x»
    {% comment %}{% comment %}a{% endcomment %}b{% endcomment %}c ⇒ «c»
    {% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}c ⇒ «c»
    {% raw %}{{ a }}{% if %}{% endraw %} ⇒ «{{ a }}{% if %}»
    {% raw %}{% raw %}{% endraw %} ⇒ «{% raw %}»
    {% raw %}{{ }} {% endraw -%}  x ⇒ «{{ }} x»
    {% # a comment %}x ⇒ «x»
    {%- # a␤ # b -%} x ⇒ «x»
    {{ (1..3) }} ⇒ «1..3»
    {{ true }}{{ nil }}{{ empty }}{{ blank }} ⇒ «true»
    {{ '{{ a }}' }} ⇒ refused
    {{ "it's" }}{{ 'say "x"' }} ⇒ «it'ssay "x"»
    { {a} } % } ⇒ «{ {a} } % }»
    {{a[0]}}{{  a [ 0 ]  }} ⇒ «bb»
    """#)

  static let mistakes = Lines(
    "mistakes",
    #"""
    {% if %}x{% endif %} ⇒ refused
    {% if true %} ⇒ refused
    {% endif %} ⇒ refused
    {% else %} ⇒ refused
    {% for i n %}{% endfor %} ⇒ refused
    {% for in n %}{% endfor %} ⇒ refused
    {% assign x 1 %} ⇒ refused
    {% assign = 1 %} ⇒ refused
    {% capture %}{% endcapture %} ⇒ refused
    {{ 'a' | nosuch }} ⇒ refused
    {{ a | sort_natural }} ⇒ refused
    {{ a | json }} ⇒ refused
    {{ 'a' | upcase: 1 }} ⇒ refused
    {{ 'a' | append }} ⇒ refused
    {{ 'a' | append: 'b', 'c' }} ⇒ refused
    {{ 'a' | }} ⇒ refused
    {{ a ⇒ refused
    {% if true ⇒ refused
    {{ 'a }} ⇒ refused
    {% nosuch %} ⇒ refused
    {% render nosuch %} ⇒ refused
    {% render 'nosuch' %} ⇒ refused
    {% raw %} ⇒ refused
    {% comment %} ⇒ refused
    {% case %}{% endcase %} ⇒ refused
    {% case 1 %}{% when %}{% endcase %} ⇒ refused
    {% if 1 === 1 %}{% endif %} ⇒ refused
    {% if (true) %}{% endif %} ⇒ refused
    {% include 'row' %} ⇒ refused
    {% echo a %} ⇒ refused
    {% liquid echo a %} ⇒ refused
    {% cycle 'a', 'b' %} ⇒ refused
    {% tablerow i in n %}{% endtablerow %} ⇒ refused
    {% increment x %} ⇒ refused
    {% decrement x %} ⇒ refused
    {% ifchanged %}{% endifchanged %} ⇒ refused
    {% doc %}{% enddoc %} ⇒ refused
    """#)
}
