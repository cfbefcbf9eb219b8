import Campaigns
import Diagnostics
import Tables

let schemaCommand = Command(
  name: "schema", operands: "[ENTITY]", summary: "fields, types, what they hold; the functions: the author's reference",
  details: "For each kind of record: its fields with type, column, share of empty cells and examples (names and "
    + "addresses masked), its links both ways and its facts. Without ENTITY also what rules and templates may use. "
    + "Works without exports; shares and examples are unknown then.",
  options: [
    .init(name: "json", help: "print JSON Lines"),
    .init(name: "threads", value: "N", help: "how many threads (default: one a core); the result is the same"),
  ],
  examples: [.init(line: "herald schema order", says: "what a rule or a text can say about an order")],
  takes: 0...1
) { invocation in try SchemaRun(invocation).run() }

/// One `schema`.
struct SchemaRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let wanted = try entities(project)
    let threads = try invocation.threads()
    let terminal = invocation.terminal
    for (place, entity) in wanted.enumerated() {
      let reference = EntityReference(entity, project, profile(project.entities[entity].mapping, threads))
      if invocation.has("json") {
        SchemaLines(terminal: terminal).print(reference)
      } else {
        if place > 0 { terminal.print("") }
        for line in EntityPage(entity: reference, terminal: terminal).lines() { terminal.print(line) }
      }
    }
    guard invocation.operands.isEmpty else { return .fine }
    if invocation.has("json") {
      SchemaLines(terminal: terminal).printLanguage()
    } else {
      terminal.print("")
      for line in LanguagePage(terminal: terminal).lines() { terminal.print(line) }
    }
    return .fine
  }

  private func entities(_ project: Project) throws -> [Int] {
    guard let name = invocation.operands.first else { return Array(project.entities.indices) }
    let names = project.entities.map(\.name)
    guard let entity = names.firstIndex(of: name) else {
      throw UsageError(message: "there is no entity “\(name)”", advice: suggestion(for: name, in: names))
    }
    return [entity]
  }

  /// Nil where there is no export; one that cannot be read says why.
  private func profile(_ mapping: ExportMapping, _ threads: Int) -> ExportProfile? {
    guard Export.isThere(mapping) else { return nil }
    do throws(Diagnostic) {
      return try Export(opening: mapping).profile(threads: threads)
    } catch {
      invocation.report([error])
      return nil
    }
  }
}
