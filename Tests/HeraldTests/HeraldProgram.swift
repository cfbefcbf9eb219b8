import Foundation
import Testing

/// The built program, driven as cron and as a person would.
enum HeraldProgram {
  struct Result: Sendable {
    var code: Int32
    var output: String
    var errors: String
  }

  /// Beside the test bundle, since both come from one build.
  static let path: String = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    let built = URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("herald").path
    if FileManager.default.isExecutableFile(atPath: built) { return built }
    return root + "/.build/debug/herald"
  }()

  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  @discardableResult
  static func run(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws -> Result {
    try run(arguments, environment: environment, input: input)
  }

  static func run(_ arguments: [String], environment: [String: String] = [:], input: String = "") throws -> Result {
    try call(path, arguments, environment: environment, input: input)
  }

  /// A line of shell. Not of dash, whose `wait` never ends where the thread that started it blocks SIGCHLD.
  static func shell(_ script: String) throws -> Result {
    try call("/bin/bash", ["-c", script])
  }

  /// Starts it and goes on; what it prints is dropped.
  static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Any program, by its path.
  static func call(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    standardInput.fileHandleForWriting.write(Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    // Both pipes are read at once, so that neither fills up while the other is waited for.
    let collected = Collected()
    let reader = Thread { collected.set(errors.fileHandleForReading.readDataToEndOfFile()) }
    reader.start()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      code: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: String(decoding: text, as: UTF8.self), errors: String(decoding: collected.get(), as: UTF8.self))
  }

  /// What the second thread read. Guarded by its condition.
  private final class Collected: @unchecked Sendable {
    private let condition = NSCondition()
    private var data: Data?

    func set(_ data: Data) {
      condition.lock()
      self.data = data
      condition.signal()
      condition.unlock()
    }

    func get() -> Data {
      condition.lock()
      defer { condition.unlock() }
      while data == nil { condition.wait() }
      return data ?? Data()
    }
  }
}
