import Campaigns
import DemoShop
import Diagnostics
import Platform

/// The YAML loader: herald.yaml, campaigns, their tests, snippets, and the rules and texts in them.
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
      "Europe/Berlin", "{{ order.key }}", "order.total > 3", "format: ", "%d.%m.%Y", "facts: ", "tests: ", "given: ",
      "expect: ", "because: ", "assume: ", "holidays: ", "any: ",
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

  /// herald.yaml and what it and texts name: one campaign beside it is enough.
  private static let house = library.filter { path, _ in
    path == "herald.yaml" || path.hasPrefix("snippets/") || path.hasSuffix(".txt")
  }

  /// What a test's `because` may say.
  private static let outcomes = ["sent", "quiet", "no-match", "no-data", "not-due"]

  private let folder: String

  init(scratch: String) throws {
    folder = scratch
    try FileSystem.makeDirectories(scratch + "/snippets")
    for (path, text) in Self.house { try FileSystem.replace(scratch + "/" + path, with: Array(text.utf8)) }
  }

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    let text = String(decoding: bytes, as: UTF8.self)
    // Most texts are read as what they seem to be.
    let isHouse = (text.contains("channels:") || text.contains("data:")) != dice.once(in: 10)
    let isTest = text.contains("tests:") && !dice.once(in: 10)
    let path = isTest ? "delivered.test.yaml" : isHouse ? "herald.yaml" : "late.yaml"
    let loaded: LoadedProject
    if dice.once(in: 8) {
      // As bytes, from the disk.
      do throws(Errno) {
        try FileSystem.replace(folder + "/" + path, with: bytes)
        loaded = loadProject(directory: folder, state: nil, outcomes: Self.outcomes)
        if path == "herald.yaml" {
          try FileSystem.replace(folder + "/" + path, with: Array((Self.library[path] ?? "").utf8))
        } else {
          try FileSystem.unlink(folder + "/" + path)
        }
      } catch { throw Finding("the scratch folder: \(error.words)") }
    } else {
      var files = Self.house
      files[path] = text
      if isTest { files["delivered.yaml"] = Self.library["delivered.yaml"] }
      if dice.once(in: 8) { files["snippets/made_up.liquid"] = text }
      loaded = loadProject(files: files, outcomes: Self.outcomes)
    }
    let lines = loaded.diagnostics.isEmpty ? [] : SourceText.lines(of: text)
    for diagnostic in loaded.diagnostics where diagnostic.file == path && diagnostic.position != nil {
      try diagnostic.checkPlace(in: lines)
    }
    if loaded.project == nil, !loaded.diagnostics.contains(where: { $0.severity == .error }) {
      throw Finding("no project, and no error")
    }
  }
}
