package import Diagnostics

/// A project's folder as it was read: herald.yaml, and every other `*.yaml` in it; `*.test.yaml` where they are asked for.
///
/// Every problem of every file is reported at once. A problem of herald.yaml leaves no project; a problem of a campaign
/// puts that campaign into `broken` and leaves the others whole.
package struct LoadedProject: Sendable {
  package var project: Project?
  /// The same with what could be understood of a herald.yaml that has problems: to be looked at, not to be run.
  package var understood: Project?
  /// All problems and warnings, in the order of files and positions.
  package var diagnostics: [Diagnostic]
  /// The test files without errors, if they were asked for.
  package var cases: [CaseFile] = []
}

/// - Parameters:
///   - state: the folder that stands for `var/`, relative to where the program runs; nil: herald.yaml's.
///   - outcomes: what `because` of a test may say. Nil: no test file is read; a run has no need of them.
package func loadProject(directory: String, state: String?, outcomes: [String]? = nil) -> LoadedProject {
  do throws(Diagnostic) {
    return loadProject(try ProjectFolder(directory: directory), state: state, outcomes: outcomes)
  } catch {
    return LoadedProject(project: nil, diagnostics: [error])
  }
}

/// A project from texts by path (`herald.yaml`, `late.yaml`, `snippets/footer.liquid`): for tests, nothing is read.
package func loadProject(
  files: [String: String], directory: String = ".", state: String? = nil, outcomes: [String]? = nil
) -> LoadedProject {
  loadProject(ProjectFolder(files: files, directory: directory), state: state, outcomes: outcomes)
}

private func loadProject(_ folder: ProjectFolder, state: String?, outcomes: [String]?) -> LoadedProject {
  guard folder.has("herald.yaml") else {
    let place = folder.directory == "." ? "this folder" : folder.directory
    let missing = Diagnostic(
      .error, "there is no herald.yaml in \(place)",
      advice: "“herald init DIR” makes a project to start from; “-C DIR” names another folder")
    return LoadedProject(project: nil, diagnostics: [missing])
  }
  var loader = ProjectLoader(folder)
  let project = loader.load(state: state)
  var loaded = LoadedProject(
    project: loader.isSound ? project : nil, understood: project, diagnostics: loader.diagnostics)
  guard let outcomes else { return loaded }
  let cases = CaseLoader(folder: folder, project: project, outcomes: outcomes).load()
  loaded.cases = loader.isSound ? cases.files : []
  loaded.diagnostics += cases.diagnostics
  return loaded
}
