import Diagnostics

/// Tags that are no part of the language, or stand where they do not belong.
extension TemplateParser {
  /// Liquid's other tags, each with what to use instead.
  private static let refused: [String: String] = [
    "include": "use {% render 'name' %}: it sees only what it is given",
    "liquid": "write each statement in a tag of its own",
    "echo": "use {{ value }}",
    "cycle": "use forloop.index with “modulo” and {% if %}",
    "tablerow": "use {% for %} inside your own table",
    "increment": "use {% assign n = n | plus: 1 %}",
    "decrement": "use {% assign n = n | minus: 1 %}",
    "ifchanged": "keep the last value with {% assign %} and compare with {% if %}",
    "doc": "use {% comment %}",
  ]

  private static let known = [
    "if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase", "for", "endfor", "break",
    "continue", "assign", "capture", "endcapture", "comment", "endcomment", "raw", "endraw", "render",
  ]

  /// What a tag that has no end of its own stands in.
  private static let openings = ["else": "if", "elsif": "if", "when": "case", "break": "for", "continue": "for"]

  mutating func reportStray(_ tag: Tag) {
    if let advice = Self.refused[tag.name] {
      report("“\(tag.name)” is not part of the language", advice: advice, at: tag.range)
    } else if tag.name.hasPrefix("end"), Self.refused[String(tag.name.dropFirst(3))] != nil {
      return  // Said at its beginning.
    } else if Self.known.contains(tag.name) {
      if let block = open.last {
        report(
          "“\(tag.name)” has no place inside “\(block.name)”", advice: "expected “end\(block.name)” first",
          at: tag.range)
      } else {
        let opening = tag.name.hasPrefix("end") ? String(tag.name.dropFirst(3)) : Self.openings[tag.name] ?? "if"
        report(
          "“\(tag.name)” has nothing to belong to", advice: "take it out, or write {% \(opening) … %} before it",
          at: tag.range)
      }
    } else if tag.name == "set" || tag.name == "let" || tag.name == "var" {
      report("there is no tag “\(tag.name)”", advice: "use {% assign name = value %}", at: tag.range)
    } else if tag.name == "elseif" || tag.name == "elif" {
      report("there is no tag “\(tag.name)”", advice: "use {% elsif … %}", at: tag.range)
    } else if tag.name == "end", let block = open.last {
      report("there is no tag “end”", advice: "use {% end\(block.name) %}", at: tag.range)
    } else {
      report(
        "there is no tag “\(tag.name)”",
        advice: nearest(to: tag.name, in: Self.known).map { "did you mean “\($0)”?" }
          ?? "tags are if, unless, case, for, assign, capture, render, comment and raw", at: tag.range)
    }
  }

  mutating func reportUnclosed(_ tag: Tag) {
    report("“\(tag.name)” is never closed", advice: "end it with {% end\(tag.name) %}", at: tag.range)
  }
}
