package import Platform

/// The built `herald`, run as a person or cron would.
package struct HeraldBinary: Sendable {
  package struct Result: Sendable {
    package let exit: ChildProcess.Exit
    package let output: String
    package let errors: String
  }

  /// Beside the tests' own binary, where SwiftPM puts all products; nil if it has not been built.
  package static let path: String? = {
    let tests = (try? FileSystem.resolve("/proc/self/exe")) ?? CommandLine.arguments[0]
    var folder = FileSystem.parent(of: tests)
    // On macOS the tests are a few folders deeper, in a bundle.
    for _ in 0..<5 {
      let candidate = folder + "/herald"
      if (try? FileSystem.status(candidate).kind) == .regular { return candidate }
      folder = FileSystem.parent(of: folder)
    }
    return nil
  }()

  /// Runs it to its end.
  /// - Parameters:
  ///   - environment: added to ours; of a name that is in both, this one counts.
  ///   - input: what it reads from its standard input.
  package static func run(
    _ arguments: [String], in directory: String = ".", environment: [String: String] = [:], input: String = ""
  ) throws -> Result {
    guard let path else { throw Errno.noSuchFile }
    let folder = try TemporaryFolder()
    try folder.write("in", input)
    let file = try FileDescriptor(opening: folder.path("in"), .read)
    let variables =
      Environment.all.filter { known in !environment.keys.contains { known.hasPrefix($0 + "=") } }
      + environment.map { "\($0.key)=\($0.value)" }
    let script = #"cd "$1" && out=$2 && err=$3 && shift 3 && exec "$0" "$@" >"$out" 2>"$err""#
    let child = try ChildProcess.start(
      ["sh", "-c", script, path, directory, folder.path("out"), folder.path("err")] + arguments,
      environment: variables, input: file)
    let exit = try child.wait()
    return Result(exit: exit, output: try folder.read("out"), errors: try folder.read("err"))
  }
}
