import Diagnostics
import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The command: finds the verb, runs it, and turns what it throws into words and an exit code.
@main
enum Herald {
  static let version = "0.1.0"

  static let commands: [Command] = [
    initCommand, checkCommand, testCommand, schemaCommand, planCommand, explainCommand, tryCommand,
    runCommand, stopCommand, resumeCommand, messagesCommand, resendCommand, spoolCommand,
    drainCommand, doctorCommand, adoptCommand, accessCommand, forgetCommand, pruneCommand,
  ]

  static func main() {
    Signals.ignoreBrokenPipes()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  static func run(_ arguments: [String]) -> ExitCode {
    let terminal = Terminal()
    var (global, rest) = globalOptions(arguments)
    guard let verb = rest.first else {
      terminal.write(Array(HelpText.overview(commands).utf8))
      return global.contains("--help") || global.contains("-h") ? .fine : .usage
    }
    if verb == "--version" {
      terminal.print("herald \(version)")
      return .fine
    }
    if verb == "help" {
      rest.removeFirst()
      guard let name = rest.first else { rest = []; return help(nil, terminal) }
      return help(name, terminal)
    }
    global += rest.dropFirst()
    return run(verb, global, terminal)
  }

  private static func run(_ verb: String, _ arguments: [String], _ terminal: Terminal) -> ExitCode {
    let renderer = DiagnosticRenderer(colour: terminal.coloursErrors)
    guard let command = commands.first(where: { $0.name == verb }) else {
      terminal.error(
        "herald: there is no verb “\(verb)”" + (suggestion(for: verb, in: commands.map(\.name)).map { ": \($0)" } ?? "")
      )
      return .usage
    }
    do {
      let invocation = try CommandParser(command: command, terminal: terminal).parse(arguments)
      if invocation.has("help") { return help(verb, terminal) }
      return try command.run(invocation)
    } catch let error as UsageError {
      terminal.error("herald: \(error.message)" + (error.advice.map { ": \($0)" } ?? ""))
      return .usage
    } catch let error as Failure {
      terminal.error(renderer.render(error.diagnostics).trimmingNewline())
      return error.code
    } catch {
      terminal.error("herald: a defect: \(error)")
      return .defect
    }
  }

  private static func help(_ verb: String?, _ terminal: Terminal) -> ExitCode {
    guard let verb else {
      terminal.write(Array(HelpText.overview(commands).utf8))
      return .fine
    }
    guard let command = commands.first(where: { $0.name == verb }) else {
      terminal.error("herald: there is no verb “\(verb)”")
      return .usage
    }
    terminal.write(Array(HelpText.text(command).utf8))
    return .fine
  }

  /// Options in front of the verb (`herald -C DIR plan`) belong to it.
  private static func globalOptions(_ arguments: [String]) -> (options: [String], rest: [String]) {
    var options: [String] = []
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("-"), first != "--version", first != "--" {
      options.append(rest.removeFirst())
      if ["-C", "--project", "--state"].contains(first), let value = rest.popFirst() { options.append(value) }
    }
    return (options, Array(rest))
  }
}

/// A command ends with these words and this code.
struct Failure: Error {
  var code: ExitCode
  var diagnostics: [Diagnostic]
  /// Another run is at work.
  var isBusy = false

  init(_ code: ExitCode, _ diagnostics: [Diagnostic]) {
    self.code = code
    self.diagnostics = diagnostics
  }

  init(_ code: ExitCode, _ message: String, advice: String? = nil) {
    self.init(code, [Diagnostic(.error, message, advice: advice)])
  }
}

extension String {
  func trimmingNewline() -> String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
