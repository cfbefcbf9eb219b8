import CivilTime
import JSON
import Platform

let doctorCommand = Command(
  name: "doctor", summary: "whether all is well around the runs, and what to do where it is not",
  details:
    "Looks at the exports, the links between them, the clock, the time zones, the state folder's disk and permissions, "
    + "the ledger, the queues and their workers, and what stands wrong. Reads only. Exits 1 if anything is bad.",
  options: [.init(name: "json", help: "print JSON Lines")],
  examples: [.init(line: "herald doctor", says: "before you go home")],
  takes: 0...0
) { invocation in
  let project = try invocation.loadProject()
  var checkup = Checkup(project, now: Instant(microseconds: SystemClock.microseconds))
  checkup.run()
  let terminal = invocation.terminal
  for line in checkup.lines {
    if invocation.has("json") { terminal.print(line.json) } else { line.print(terminal) }
  }
  return checkup.lines.contains { $0.verdict == .bad } ? .attention : .fine
}

extension Checkup.Line {
  /// In 80 columns: what was looked at and what was found, then what to do.
  fileprivate func print(_ terminal: Terminal) {
    let mark = HelpText.pad(verdict.rawValue, 4)
    let indent = String(repeating: " ", count: 6)
    let text = HelpText.wrap("\(subject): \(says)", 74).replacing("\n", with: "\n" + indent)
    terminal.print((verdict == .ok ? terminal.dim(mark) : terminal.bold(mark)) + "  " + text)
    if let advice {
      terminal.print(indent + "→ " + HelpText.wrap(advice, 72).replacing("\n", with: "\n" + indent + "  "))
    }
  }

  fileprivate var json: String {
    var writer = JSONWriter()
    writer.object { out in
      out.text("advice", advice)
      out.text("says", says)
      out.text("subject", subject)
      out.key("v")
      out.number(1)
      out.text("verdict", verdict.rawValue)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
