import Diagnostics
import Tables

/// Finds the test files of a project and has each read.
struct CaseLoader {
  let folder: ProjectFolder
  let project: Project
  /// What `because` may say.
  let outcomes: [String]

  static let ending = ".test.yaml"

  /// The files that are right, and what is wrong with the others; a warning leaves a file right.
  func load() -> (files: [CaseFile], diagnostics: [Diagnostic]) {
    var files: [CaseFile] = []
    var diagnostics: [Diagnostic] = []
    for name in folder.names where !name.hasPrefix(".") && name.hasSuffix(Self.ending) {
      let problems = ProblemList()
      if let file = read(name, problems), !problems.hasErrors { files.append(file) }
      diagnostics += problems.all
    }
    return (files, diagnostics)
  }

  private func read(_ name: String, _ problems: ProblemList) -> CaseFile? {
    do throws(Diagnostic) {
      var found: [Diagnostic] = []
      let root = readYAML(try folder.file(name), problems: &found)
      problems.add(found)
      guard let root, var keys = MappingReader(root, "a test file", problems) else { return nil }
      let id = keys.take("campaign")?.text("campaign", problems) ?? String(name.dropLast(Self.ending.count))
      // Of a campaign that sits out only its own problems are worth telling.
      if project.broken.contains(where: { $0.id == id }) { return nil }
      guard let campaign = project.campaigns.first(where: { $0.id == id }) else {
        problems.add(unknown(id, keys))
        return nil
      }
      let reader = CaseReader(project: project, campaign: campaign, outcomes: outcomes, problems: problems)
      return CaseFile(name: name, campaign: id, cases: reader.read(&keys))
    } catch {
      problems.add(error)
      return nil
    }
  }

  private func unknown(_ id: String, _ keys: MappingReader) -> Diagnostic {
    let ids = (project.campaigns.map(\.id) + project.broken.map(\.id)).sorted()
    let message = "there is no campaign “\(id)” to test"
    if let node = keys.node["campaign"] { return node.diagnostic(message, advice: suggestion(for: id, in: ids)) }
    let near = nearest(to: id, in: ids).map { "did you mean “\($0)”? " } ?? ""
    return keys.node.file.diagnostic(
      message, advice: near + "The file is named after its campaign, or names it: “campaign: …”", at: keys.node.start)
  }
}
