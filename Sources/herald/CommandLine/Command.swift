/// One verb, declared once: its parser, its `--help` and the reference are made from this.
struct Command: Sendable {
  struct Option: Sendable {
    /// Without the dashes: `now`.
    let name: String
    /// `-n`
    var short: Character? = nil
    /// `T`; nil for a switch.
    var value: String? = nil
    /// It may also stand alone: `--baseline`, `--baseline C`.
    var isValueOptional = false
    let help: String
  }

  struct Example: Sendable {
    let line: String
    let says: String
  }

  let name: String
  /// `ENTITY KEY`
  var operands: String = ""
  let summary: String
  var details: String = ""
  var options: [Option] = []
  var examples: [Example] = []
  /// How many operands it takes.
  let takes: ClosedRange<Int>
  /// What follows `--` is a command of the user's.
  var takesCommand = false
  /// Verbs of its own, whole: `spool list`. It does nothing itself then.
  var verbs: [Command] = []
  let run: @Sendable (Invocation) throws -> ExitCode
}

extension Command {
  /// A verb that only gathers others.
  init(name: String, summary: String, details: String, verbs: [Command]) {
    self.init(
      name: name, operands: "VERB …", summary: summary, details: details, takes: 0...0, verbs: verbs,
      run: { _ in .usage })
  }

  /// Its last word.
  var shortName: String { String(name.split(separator: " ").last ?? "") }
}

/// Options that every verb takes.
let commonOptions: [Command.Option] = [
  .init(name: "project", short: "C", value: "DIR", help: "the project's folder (else $HERALD_PROJECT, else here)"),
  .init(name: "state", value: "DIR", help: "another place for var/"),
  .init(name: "help", short: "h", help: "this text"),
]

/// A command line, parsed.
struct Invocation: Sendable {
  var operands: [String] = []
  /// What stood behind `--`.
  var command: [String] = []
  private var values: [String: [String]] = [:]
  let terminal: Terminal

  init(terminal: Terminal) { self.terminal = terminal }

  func has(_ option: String) -> Bool { values[option] != nil }
  func value(_ option: String) -> String? { values[option]?.last }
  func values(_ option: String) -> [String] { values[option] ?? [] }
  mutating func set(_ option: String, _ value: String) { values[option, default: []].append(value) }
}

/// The command line was not understood.
struct UsageError: Error {
  var message: String
  var advice: String?
}
