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
    drainCommand, receiptsCommand, doctorCommand, adoptCommand, accessCommand, forgetCommand, pruneCommand,
  ]

  static func main() {
    Signals.ignoreBrokenPipes()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  static func run(_ arguments: [String]) -> ExitCode {
    let terminal = Terminal()
    let (global, words) = globalOptions(arguments)
    var rest = words
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
      return rest.isEmpty ? help(nil, terminal) : with(rest, terminal) { command, _ in help(command, terminal) }
    }
    return with(rest, terminal) { command, arguments in run(command, global + arguments, terminal) }
  }

  /// Does something with the verb that these words begin with and what follows it; says so if there is none.
  private static func with(
    _ words: [String], _ terminal: Terminal, _ body: (Command, [String]) -> ExitCode
  ) -> ExitCode {
    var words = words[...]
    var known = commands
    var found: Command?
    repeat {
      guard let word = words.popFirst() else { break }
      guard let command = known.first(where: { $0.shortName == word }) else {
        let name = (found.map { $0.name + " " } ?? "") + word
        let hint = suggestion(for: word, in: known.map(\.shortName)).map { ": \($0)" } ?? ""
        terminal.error("herald: there is no verb “\(name)”" + hint)
        return .usage
      }
      (found, known) = (command, command.verbs)
    } while !known.isEmpty && words.first.map { !$0.hasPrefix("-") } ?? false
    guard let found else { return .usage }
    return body(found, Array(words))
  }

  private static func run(_ command: Command, _ arguments: [String], _ terminal: Terminal) -> ExitCode {
    let renderer = DiagnosticRenderer(colour: terminal.coloursErrors, width: terminal.errorWidth)
    do {
      let invocation = try CommandParser(command: command, terminal: terminal).parse(arguments)
      if invocation.has("help") || !command.verbs.isEmpty {
        _ = help(command, terminal)
        return invocation.has("help") ? .fine : .usage
      }
      return try command.run(invocation)
    } catch let error as UsageError {
      let line = "herald: \(error.message)" + (error.advice.map { ": \($0)" } ?? "")
      terminal.error(terminal.errorWidth.map { HelpText.wrap(line, $0) } ?? line)
      return .usage
    } catch let error as Failure {
      terminal.error(renderer.render(error.diagnostics).trimmingNewline())
      return error.code
    } catch {
      terminal.error("herald: a defect: \(error)")
      return .defect
    }
  }

  private static func help(_ command: Command?, _ terminal: Terminal) -> ExitCode {
    terminal.write(Array((command.map(HelpText.text) ?? HelpText.overview(commands)).utf8))
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
