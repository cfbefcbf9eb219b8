import Foundation
import TestSupport
import Testing

/// A few cases of each target, as `make fuzz` runs by the million; and that what goes wrong there is noticed and named.
@Suite struct FuzzTests {
  /// Another number tries other cases; these are known to pass.
  private static let seed = "20260302"

  @Test(arguments: [("rules", 1000), ("templates", 800), ("projects", 80), ("tables", 300)])
  func nothingFails(_ target: String, _ cases: Int) throws {
    let folder = try TemporaryFolder()
    let (code, output) = try Self.fuzz(
      [target, "--cases", "\(cases)", "--seed", Self.seed, "--failures", folder.path("failures")])
    #expect(code == 0, "\(output)")
    #expect(output.contains("\(target): \(cases) cases in "), "\(output)")
  }

  @Test func whatFailsIsNamed() throws {
    let folder = try TemporaryFolder()
    let (code, output) = try Self.fuzz(
      ["broken", "--cases", "60", "--seed", "5", "--seconds", "1", "--failures", folder.path("failures")])
    #expect(code == 1)
    for words in ["trapped", "took over 1 s of CPU", "a stack of", "one thing is said"] {
      let line = try #require(output.split(separator: "\n").first { $0.contains(words) }, "\(words): \(output)")
      let path = String(line.prefix { $0 != ":" })
      let (again, said) = try Self.fuzz(["--replay", path, "--seconds", "1"])
      #expect(again == (words == "one thing is said" ? 1 : again) && again != 0, "\(path): \(said)")
    }
  }

  private static func fuzz(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// Beside the test bundle, since both come from one build.
  private static let program: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("fuzz")
  }()
}
