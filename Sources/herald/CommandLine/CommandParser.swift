import Diagnostics

/// Reads a verb's arguments after GNU's conventions: `--name value`, `--name=value`, `-n value`, `--` ends the options.
struct CommandParser {
  let command: Command
  let terminal: Terminal

  private var options: [Command.Option] { command.options + commonOptions }

  func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    var invocation = Invocation(terminal: terminal)
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        if command.takesCommand { invocation.command = Array(rest) } else { invocation.operands += rest }
        break
      }
      if argument.hasPrefix("--") {
        try long(argument.dropFirst(2), &rest, &invocation)
      } else if argument.hasPrefix("-"), argument.count > 1 {
        try short(argument.dropFirst(), &rest, &invocation)
      } else {
        invocation.operands.append(argument)
      }
    }
    if !invocation.has("help"), !command.takes.contains(invocation.operands.count) { throw wrongCount(invocation) }
    return invocation
  }

  private func long(
    _ argument: Substring, _ rest: inout ArraySlice<String>, _ invocation: inout Invocation
  ) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = options.first(where: { $0.name == name }) else {
      throw UsageError(
        message: "herald \(command.name) has no option --\(name)",
        advice: nearest(to: name, in: options.map(\.name)).map { "did you mean --\($0)?" })
    }
    if option.value == nil {
      guard parts.count == 1 else { throw UsageError(message: "--\(name) takes no value") }
      invocation.set(name, "")
    } else if parts.count == 2 {
      invocation.set(name, String(parts[1]))
    } else {
      invocation.set(name, try next(&rest, "--\(name)", option))
    }
  }

  private func short(
    _ letters: Substring, _ rest: inout ArraySlice<String>, _ invocation: inout Invocation
  ) throws(UsageError) {
    guard let letter = letters.first, let option = options.first(where: { $0.short == letter }) else {
      throw UsageError(message: "herald \(command.name) has no option -\(letters)")
    }
    if option.value == nil {
      invocation.set(option.name, "")
      if letters.count > 1 { try short(letters.dropFirst(), &rest, &invocation) }
    } else if letters.count > 1 {
      invocation.set(option.name, String(letters.dropFirst()))
    } else {
      invocation.set(option.name, try next(&rest, "-\(letter)", option))
    }
  }

  private func next(
    _ rest: inout ArraySlice<String>, _ name: String, _ option: Command.Option
  ) throws(UsageError) -> String {
    if option.isValueOptional, rest.first?.hasPrefix("-") ?? true { return "" }
    guard let value = rest.popFirst() else {
      throw UsageError(message: "\(name) needs a value", advice: "\(name) \(option.value ?? "")")
    }
    return value
  }

  private func wrongCount(_ invocation: Invocation) -> UsageError {
    let usage = "herald \(command.name) \(command.operands)"
    if let extra = invocation.operands.dropFirst(command.takes.upperBound).first {
      return UsageError(message: "“\(extra)” is one word too many", advice: usage)
    }
    return UsageError(message: "something is missing", advice: usage)
  }
}
