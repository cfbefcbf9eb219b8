import Campaigns
import DemoShop
import Diagnostics
import Platform

/// The YAML loader: herald.yaml, campaigns, snippets, and the rules and texts in them.
struct ProjectTarget: FuzzTarget {
  static let name = "projects"
  static let language = FuzzLanguage(
    seeds: library.values.sorted() + ProjectSeeds.all,
    words: [
      "\n", "\n  ", "\n    ", "- ", ": ", ":\n", "{", "}", "[", "]", ", ", "\"", "'", "|\n", ">\n", "#", "&a ", "*a",
      "!t ",
      "? ", "--- ", "...", "%YAML 1.2\n", "\t", "\r\n", "\u{FEFF}", "\u{2028}", "\u{85}", "\\", "~", "null", "yes",
      "purpose: ", "service", "marketing", "legal", "each: ", "order", "start: ", "when: ", "unless: ", "until: ",
      "via: ", "email", "sms", "agent", "send: ", "after: ", "1h", "before: ", "between: ", "21:00-08:00", "quiet: ",
      "cap: ", "3 per 7d", "one_per: ", "holdout: ", "10%", "split: ", "limit: ", "priority: ", "begins: ",
      "2026-01-01", "route: ", "subject: ", "text: ", "html: ", "data: ", "fields: ", "channels: ", "zone: ",
      "Europe/Berlin", "{{ order.key }}", "order.total > 3", "format: ", "%d.%m.%Y", "facts: ", "holidays: ", "any: ",
    ],
    nests: [
      Mutator.Nest("[", "", "]"), Mutator.Nest("{a: ", "1", "}"), Mutator.Nest("- ", "a", ""),
      Mutator.Nest("{", "", "}"),
      Mutator.Nest("? ", "a", ""), Mutator.Nest("a: &a [*a, ", "1", "]"), Mutator.Nest("\"", "x", "\""),
      Mutator.Nest("when: not (", "true", ")"), Mutator.Nest("a:\n ", "1", ""), Mutator.Nest("#", "", "\n"),
    ])

  /// The shop that the program carries, by file.
  private static let library = Dictionary(
    uniqueKeysWithValues: Library.project.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })

  private let folder: String

  init(scratch: String) throws {
    folder = scratch
    for (path, text) in Self.library { try FileSystem.replace(scratch + "/" + path, with: Array(text.utf8)) }
  }

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    let text = String(decoding: bytes, as: UTF8.self)
    // Most texts are read as what they seem to be.
    let isHouse = (text.contains("channels:") || text.contains("data:")) != dice.once(in: 10)
    let path = isHouse ? "herald.yaml" : "late.yaml"
    let loaded: LoadedProject
    if dice.once(in: 8) {
      // As bytes, from the disk.
      do throws(Errno) {
        try FileSystem.replace(folder + "/" + path, with: bytes)
        loaded = loadProject(directory: folder, state: nil)
        if isHouse {
          try FileSystem.replace(folder + "/" + path, with: Array((Self.library[path] ?? "").utf8))
        } else {
          try FileSystem.unlink(folder + "/" + path)
        }
      } catch { throw Finding("the scratch folder: \(error.words)") }
    } else {
      var files = ["herald.yaml": Self.library["herald.yaml"] ?? ""]
      files[path] = text
      if dice.once(in: 8) { files["snippets/made_up.liquid"] = text }
      loaded = loadProject(files: files)
    }
    for diagnostic in loaded.diagnostics where diagnostic.file == path && diagnostic.position != nil {
      try diagnostic.checkPlace(in: SourceText.lines(of: text))
    }
    if loaded.project == nil, !loaded.diagnostics.contains(where: { $0.severity == .error }) {
      throw Finding("no project, and no error")
    }
  }
}
