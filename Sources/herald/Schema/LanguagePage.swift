import Rules
import Templates

/// Lays the rules' functions and the templates' filters and tags out within 80 columns.
struct LanguagePage {
  let terminal: Terminal

  func lines() -> [String] {
    var lines = [terminal.bold("rules")]
    lines += section("names", RuleReference.names)
    lines += section("of lists", RuleReference.macros)
    lines += section("functions", RuleReference.functions)
    lines += ["", terminal.bold("templates")]
    lines += [terminal.dim("  names")]
    lines += ["  each record by its name, as in rules; links.NAME, shop, now"]
    lines += [terminal.dim("  tags")] + TemplateReference.tags.map { "  " + $0 }
    for group in TemplateReference.filters {
      lines += [terminal.dim("  filters: \(group.theme)")]
      lines += EntityPage.wrapped(group.names.joined(separator: ", "), EntityPage.width - 2).map { "  " + $0 }
      lines += ["    " + group.example]
    }
    return lines
  }

  private func section(_ title: String, _ entries: [RuleReference]) -> [String] {
    let width = entries.map(\.example.count).max() ?? 0
    return [terminal.dim("  \(title)")] + entries.map { "  \(HelpText.pad($0.example, width))  \($0.meaning)" }
  }
}
