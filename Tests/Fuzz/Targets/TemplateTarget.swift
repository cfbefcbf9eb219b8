import CivilTime
import Diagnostics
import Templates

/// The templates' lexer, parser, binder and renderer, strict and lax, as text, subject and HTML.
struct TemplateTarget: FuzzTarget {
  static let name = "templates"
  static let language = FuzzLanguage(
    seeds: TemplateSeeds.all,
    words: [
      "{{", "}}", "{%", "%}", "{{-", "-}}", "{%-", "-%}", "if", "elsif", "else", "endif", "unless", "endunless", "case",
      "when", "endcase", "for", "in", "endfor", "break", "continue", "assign", "capture", "endcapture", "comment",
      "endcomment", "raw", "endraw", "render", "'card'", "with", "as", "for", "limit:", "offset:", "reversed", "#",
      "shop", "order", ".total", ".items", ".first", ".size", "customer", ".first_name", "now", "x", "[", "]", "(1..3)",
      "(", "..", ")", "|", ":", ",", "'", "\"", "'a'", "1", "-2", "3.5", "nil", "empty", "blank", "true", "==", "!=",
      "<", ">=", "contains", "and", "or", "=", "forloop", ".index", "default", "date", "'%Y-%m-%d'", "money", "sign",
      "upcase", "truncate", "split", "join", "map", "where", "sort", "sum", "uniq", "slice", "round", "divided_by",
      "modulo", "times", "escape", "url_decode", "strip_html", "replace", "newline_to_br", "concat", "compact", "\n",
    ],
    nests: [
      Mutator.Nest("{% if shop %}", "x", "{% endif %}"), Mutator.Nest("{% unless shop %}", "x", "{% endunless %}"),
      Mutator.Nest("{% for i in order.items %}", "x", "{% endfor %}"),
      Mutator.Nest("{% capture x %}", "x", "{% endcapture %}"),
      Mutator.Nest("{% case 1 %}{% when 1 %}", "x", "{% endcase %}"),
      Mutator.Nest("{% comment %}", "x", "{% endcomment %}"),
      Mutator.Nest("{% raw %}", "x", "{% endraw %}"), Mutator.Nest("{{ order[", "'a'", "] }}"),
      Mutator.Nest("{{ ", "x", " }}"), Mutator.Nest("{{ (", "1", "..2) }}"), Mutator.Nest("{{ x | upcase", "", " }}"),
      Mutator.Nest("{% if shop %}{% else %}", "x", "{% endif %}"), Mutator.Nest("<", "b", ">"),
    ])

  private let snippets = [
    "card": SourceText(
      "{{ title }}{{ card }}{% for i in items %}{{ i.name }}{{ forloop.index }}{% endfor %}", file: "card"),
    "loop": SourceText("{% render 'card', title: x %}{% break %}", file: "loop"),
  ]

  private let context = TemplateContext(
    zone: Zone.named("Europe/Berlin") ?? .utc, locale: .named("de"), currency: "EUR",
    signer: Signer(key: Array("key".utf8)), now: Instant(microseconds: 1_773_144_000_000_000))

  init(scratch: String) throws {}

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    let source = SourceText(String(decoding: bytes, as: UTF8.self))
    var options = Template.Options(
      escaping: dice.once(in: 3) ? .html : .none, isSubject: dice.once(in: 4), isLax: dice.once(in: 2),
      snippets: snippets)
    // A snippet that may name itself.
    if dice.once(in: 8) { options.snippets["card"] = source }
    let (template, diagnostics) = Template.compile(source, scope: MadeUpScope(), options: options)
    if !diagnostics.isEmpty {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
        Substring(String(decoding: $0, as: UTF8.self))
      }
      for diagnostic in diagnostics where diagnostic.file == nil { try diagnostic.checkPlace(in: lines) }
    }
    guard let template else {
      if !diagnostics.contains(where: { $0.severity == .error }) { throw Finding("no template, and no error") }
      return
    }
    let isFull = !dice.once(in: 4)
    guard let first = try render(template, isFull) else { return }
    guard try render(template, isFull) == first else { throw Finding("two renderings differ") }
    if options.isSubject, first.contains(0x0A) || first.contains(0x0D) { throw Finding("a subject of two lines") }
  }

  /// Nil: a problem, which must leave the output as it was.
  private func render(_ template: Template, _ isFull: Bool) throws(Finding) -> [UInt8]? {
    var output = Array("kept".utf8)
    var context = context
    do throws(RenderProblem) {
      try template.render(MadeUpValues(paths: template.paths, isFull: isFull), into: &output, context: &context)
    } catch {
      guard output == Array("kept".utf8) else { throw Finding("a failed rendering left something behind") }
      return nil
    }
    guard output.starts(with: "kept".utf8) else { throw Finding("what stood before is gone") }
    return Array(output.dropFirst(4))
  }
}

/// The names of a small shop.
struct MadeUpScope: TemplateScope {
  static let members: [[(name: String, shape: TemplateShape)]] = [
    [("shop", .text), ("now", .time), ("order", .record(1)), ("customer", .record(2)), ("x", .any)],
    [
      ("key", .text), ("total", .number), ("paid_at", .time), ("is_gift", .bool), ("items", .list(.record(3))),
      ("tags", .list(.text)), ("customer", .record(2)),
    ],
    [("first_name", .text), ("points", .number), ("orders", .list(.record(1)))],
    [("name", .text), ("price", .number)],
  ]

  func shape(of name: String, in record: Int?) -> TemplateShape? {
    Self.members[record ?? 0].first { $0.name == name }?.shape
  }
  func names(in record: Int?) -> [String] { Self.members[record ?? 0].map(\.name) }
}

struct MadeUpValues: TemplateValues {
  var paths: [TemplatePath]
  var isFull: Bool

  func value(ofPath index: Int) -> TemplateValue {
    guard isFull || index % 2 == 0 else { return .nothing }
    return Self.value(paths[index].names.last ?? "", depth: 0)
  }

  fileprivate static func value(_ name: String, depth: Int) -> TemplateValue {
    switch name {
    case "total", "price": .double(1234.5)
    case "points": .int(-7)
    case "now", "paid_at": .time(Instant(microseconds: 1_773_144_000_000_000))
    case "is_gift": .bool(true)
    case "items", "orders": .list([.record(MadeUpRecord(depth: depth)), .record(MadeUpRecord(depth: depth + 1))])
    case "tags": .list([.text("a"), .text("é"), .nothing, .int(3)])
    case "x": .object([("a", .list([.int(1), .text("<b>")])), ("b", .range(1, 5)), ("c", .nothing)])
    default: .text("Zoë <3 & \"1\"\r\n")
    }
  }
}

struct MadeUpRecord: TemplateRecord {
  var depth: Int
  func member(_ name: String) -> TemplateValue {
    depth < 3 ? MadeUpValues.value(name, depth: depth + 1) : .nothing
  }
}
