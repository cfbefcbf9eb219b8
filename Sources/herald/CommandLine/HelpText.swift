/// Lays out `--help` from the declarations, within 80 columns.
struct HelpText {
  static func overview(_ commands: [Command]) -> String {
    let width = commands.map(\.name.count).max() ?? 0
    let verbs = commands.map { "  \(pad($0.name, width))  \($0.summary)" }
    return """
      herald tells a shop's customers what they need to know before they ask.

      usage: herald [-C DIR] VERB …

      \(verbs.joined(separator: "\n"))

      herald VERB --help says more. herald --version prints the version.

      """
  }

  static func text(_ command: Command) -> String {
    guard command.verbs.isEmpty else { return family(command) }
    var text = "\(command.summary)\n\n"
    text += "usage: herald \(command.name)\(command.operands.isEmpty ? "" : " " + command.operands)"
    text += command.options.isEmpty ? "\n" : " [options]\n"
    if !command.details.isEmpty { text += "\n" + wrap(command.details, 78) + "\n" }
    text += "\noptions\n"
    let options = command.options + commonOptions
    let names = options.map(name)
    let width = names.map(\.count).max() ?? 0
    for (name, option) in zip(names, options) {
      let indent = String(repeating: " ", count: width + 4)
      let lines = wrap(option.help, 78 - width - 4).split(separator: "\n", omittingEmptySubsequences: false)
      text += "  \(pad(name, width))  " + lines.joined(separator: "\n" + indent) + "\n"
    }
    if !command.examples.isEmpty { text += "\nexamples\n" }
    for example in command.examples { text += "  \(example.line)\n      \(example.says)\n" }
    return text
  }

  /// Of a verb that has verbs of its own.
  private static func family(_ command: Command) -> String {
    let width = command.verbs.map(\.shortName.count).max() ?? 0
    let verbs = command.verbs.map { verb in
      let indent = "\n" + String(repeating: " ", count: width + 4)
      return "  \(pad(verb.shortName, width))  " + wrap(verb.summary, 76 - width).replacing("\n", with: indent)
    }
    return """
      \(wrap(command.summary, 78))

      usage: herald \(command.name) \(command.operands)

      \(wrap(command.details, 78))

      \(verbs.joined(separator: "\n"))

      herald \(command.name) VERB --help says more.

      """
  }

  private static func name(_ option: Command.Option) -> String {
    let short = option.short.map { "-\($0), " } ?? "    "
    return short + "--" + option.name + (option.value.map { option.isValueOptional ? " [\($0)]" : " \($0)" } ?? "")
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func wrap(_ text: String, _ width: Int) -> String {
    var lines: [String] = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: true) {
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = String(word)
      } else if lines[lines.count - 1].count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n")
  }
}
