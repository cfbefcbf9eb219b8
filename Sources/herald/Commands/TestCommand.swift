import Campaigns
import Diagnostics
import Planning
import Platform

let testCommand = Command(
  name: "test", operands: "[PATH…]", summary: "the campaign tests",
  details:
    "Runs the cases of each *.test.yaml against its campaign, in memory: no export, ledger or list of the shop's "
    + "is read. At each instant of a run, what has not happened yet is not there yet. A path names a test file, a "
    + "campaign's file or its id. Exits 1 if a test fails, 78 if a file is broken.",
  options: [.init(name: "junit", value: "FILE", help: "write the results as JUnit XML, too (- for standard output)")],
  examples: [
    .init(line: "herald -C campaigns test", says: "every test of the project"),
    .init(line: "herald test campaigns/abandoned-cart.test.yaml", says: "those of one file"),
  ],
  takes: 0...1000
) { invocation in try TestRun(invocation).run() }

/// One `test`.
struct TestRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let paths = invocation.operands
    let directory = invocation.directory(near: paths)
    let outcomes = Outcome.stopping
    let loaded = Campaigns.loadProject(directory: directory, state: invocation.value("state"), outcomes: outcomes)
    guard let project = loaded.project else {
      throw Failure(.configuration, loaded.diagnostics.filter { $0.severity == .error })
    }
    let wanted = try WantedFiles(paths, loaded, directory: directory)
    let problems = loaded.diagnostics.filter { $0.severity == .error && wanted.names($0.file) }
    let files = loaded.cases.filter { wanted.names($0) }
    invocation.report(problems)
    if files.isEmpty, problems.isEmpty {
      throw Failure(
        .nothingThere, "there are no tests here",
        advice: "write them beside a campaign: late.test.yaml for late.yaml")
    }
    let results = Rehearsal.run(files, project: project, threads: try invocation.threads())
    let report = CaseReport(files: files, results: results, problems: problems)
    // A file on standard output is the result; the report would spoil it.
    if invocation.value("junit") != "-" {
      for line in report.lines(invocation.terminal) { invocation.terminal.print(line) }
    }
    if let path = invocation.value("junit") {
      let output = try OutputFile(path, invocation.terminal)
      try output.write(Array(JUnitReport(report).xml.utf8))
      try output.finish()
    }
    return problems.isEmpty ? (report.failed == 0 ? .fine : .attention) : .configuration
  }
}

/// The files that the paths of a command line name: all, if there are none.
private struct WantedFiles {
  private let names: Set<String>?

  init(_ paths: [String], _ loaded: LoadedProject, directory: String) throws {
    let isProject = { (path: String) in path == directory || FileSystem.exists(path + "/herald.yaml") }
    guard !paths.isEmpty, !paths.contains(where: isProject) else {
      names = nil
      return
    }
    var names: Set<String> = []
    for path in paths {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let files = Self.files(of: name, loaded)
      guard !files.isEmpty else {
        let known = loaded.cases.map(\.name)
        throw Failure(.nothingThere, "there is no test “\(name)”", advice: suggestion(for: name, in: known))
      }
      names.formUnion(files)
    }
    self.names = names
  }

  /// By the name of a test file, of a campaign's file, or a campaign's id; with them the campaign's own file, whose
  /// problems keep its tests from running.
  private static func files(of name: String, _ loaded: LoadedProject) -> [String] {
    let campaigns = loaded.project.map { project in
      project.campaigns.map { (id: $0.id, file: $0.file) } + project.broken.map { (id: $0.id, file: $0.file) }
    }
    if name.hasSuffix(".test.yaml") {
      let id = loaded.cases.first { $0.name == name }?.campaign ?? String(name.dropLast(10))
      let own = campaigns?.filter { $0.id == id }.map(\.file) ?? []
      let isKnown = !own.isEmpty || loaded.diagnostics.contains { $0.file == name }
      return isKnown ? [name] + own : []
    }
    let named = campaigns?.filter { $0.id == name || $0.file == name } ?? []
    let tests = loaded.cases.filter { test in named.contains { $0.id == test.campaign } }.map(\.name)
    // A test file that is broken is none of the cases, but is asked for, too.
    return tests + named.flatMap { [$0.file, $0.id + ".test.yaml"] }
  }

  func names(_ file: CaseFile) -> Bool { names?.contains(file.name) ?? true }
  func names(_ file: String?) -> Bool { file.map { names?.contains($0) ?? true } ?? true }
}
