package import Diagnostics

/// Reads a project's folder: herald.yaml, then every other `*.yaml` in it that is not a `*.test.yaml`.
///
/// Every problem of every file is reported at once. A problem of herald.yaml leaves no project; a problem of a campaign
/// puts that campaign into `broken` and leaves the others whole.
package struct LoadedProject: Sendable {
  package var project: Project?
  /// All problems and warnings, in the order of files and positions.
  package var diagnostics: [Diagnostic]
}

package func loadProject(directory: String, state: String?) -> LoadedProject {
  fatalError()
}
