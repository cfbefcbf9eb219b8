import Foundation
import TestSupport
import Testing

/// The `console` blocks of README, run as they stand in an empty folder: each command prints what README shows.
@Suite struct ReadmeTests {
  struct Step: Sendable {
    var command: String
    var output: [String]
  }

  /// The commands of all blocks, in order, since the later ones build on the earlier.
  static func steps() throws -> [Step] {
    let text = try String(contentsOfFile: HeraldProgram.root + "/README.md", encoding: .utf8)
    var steps: [Step] = []
    // How far the fence that is open is set in; nil outside of `console` blocks.
    var indent: Int?
    for line in text.components(separatedBy: "\n") {
      let inner = line.drop { $0 == " " }
      if inner.hasPrefix("```") {
        indent = inner == "```console" ? line.count - inner.count : nil
      } else if let indent {
        let shown = String(line.dropFirst(indent))
        if shown.hasPrefix("$ ") {
          steps.append(Step(command: String(shown.dropFirst(2)), output: []))
        } else if !steps.isEmpty {
          steps[steps.count - 1].output.append(shown)
        }
      }
    }
    return steps
  }

  @Test func eachCommandPrintsWhatREADMEShows() throws {
    let steps = try Self.steps()
    #expect(steps.count >= 4)
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("herald"), withDestinationPath: HeraldProgram.path)
    for step in steps {
      let script = "cd \(folder.path) && PATH=\(folder.path):$PATH && \(step.command)"
      let result = try HeraldProgram.shell(script)
      let printed = (result.output + result.errors).split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      let shown = step.output.reversed().drop { $0.isEmpty }.reversed()
      let found = printed.reversed().drop { $0.isEmpty }.reversed()
      #expect(Array(found) == Array(shown), "\(step.command)")
    }
  }
}
