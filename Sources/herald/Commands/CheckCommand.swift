import Campaigns
import Diagnostics
import Planning

let checkCommand = Command(
  name: "check", operands: "[PATH…]", summary: "everything that can be known without running, all problems at once",
  details: "Reads herald.yaml, every campaign and its tests, and the exports that are there: rules and texts are "
    + "compared with what the columns hold. With paths, tells only what concerns those files. Exits 78 for errors; "
    + "warnings alone are fine.",
  examples: [.init(line: "herald -C campaigns check", says: "checks the whole project")],
  takes: 0...1000
) { invocation in
  let directory = invocation.directory(near: invocation.operands)
  let loaded = loadProject(directory: directory, state: invocation.value("state"), outcomes: Outcome.stopping)
  var found = loaded.diagnostics
  if let project = loaded.understood { found += DataCheck.warnings(project, threads: try invocation.threads()) }
  let wanted = invocation.operands.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
  let told = found.inOrderOfFiles.filter { diagnostic in
    wanted.isEmpty || wanted.contains { name in diagnostic.file?.hasSuffix(name) ?? true }
  }
  invocation.report(told)
  let errors = told.count { $0.severity == .error }
  let warnings = told.count { $0.severity == .warning }
  guard errors == 0, let project = loaded.project else {
    invocation.terminal.print(
      "\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")")
    return .configuration
  }
  let count = project.campaigns.count
  let tests = loaded.cases.reduce(0) { $0 + $1.cases.count }
  invocation.terminal.print(
    "\(count) campaign\(count == 1 ? "" : "s")"
      + (tests == 0 ? "" : " with \(tests) test\(tests == 1 ? "" : "s")")
      + ", \(project.entities.count) exports: no errors"
      + (warnings == 0 ? "" : ", \(warnings) warning\(warnings == 1 ? "" : "s")"))
  return .fine
}
