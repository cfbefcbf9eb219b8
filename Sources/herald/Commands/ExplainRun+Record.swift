import Campaigns
import CivilTime
import Diagnostics
import JSON
import Platform

/// `explain --run ID`: what that run decided, from its own record.
extension ExplainRun {
  func explainRecord(_ id: String, _ project: Project, entity: String, key: String) throws -> ExitCode {
    let records = RunFolder(state: project.state)
    let run = try found(id, records)
    var decisions: [(value: JSONValue, line: [UInt8])] = []
    do throws(Errno) {
      try records.decisions(of: run) { decision, line in
        if concerns(decision, entity, key) { decisions.append((decision, line)) }
      }
    } catch {
      throw Failure(.inputOutput, "the decisions of run \(run) cannot be read: \(error.words)")
    }
    guard !decisions.isEmpty else {
      throw Failure(
        .nothingThere, "run \(run) decided nothing about \(entity) “\(key)” by itself",
        advice: "it was no candidate then, or its row alone ruled it out: those are counted in the run's "
          + RunFolder.manifestName)
    }
    let now = (try? records.manifest(of: run))?["now"]?.string
    if !invocation.has("json") {
      invocation.terminal.print("run \(run)" + (now.flatMap { time($0, project.zone) }.map { ", at \($0)" } ?? ""))
      invocation.terminal.print("")
    }
    for decision in decisions {
      if invocation.has("json") {
        invocation.terminal.write(decision.line + [0x0A])
      } else {
        printRecorded(decision.value, project.zone)
      }
    }
    return .fine
  }

  /// By its whole id, or enough of its beginning; `last` is the latest.
  private func found(_ id: String, _ records: RunFolder) throws -> String {
    let all = records.all()
    if all.contains(id) { return id }
    let matches = id == "last" ? Array(all.suffix(1)) : all.filter { $0.hasPrefix(id) }
    guard let only = matches.first, matches.count == 1 else {
      throw Failure(
        .nothingThere,
        matches.isEmpty
          ? "there is no record of a run “\(id)”" : "\(matches.count) runs have an id that begins with “\(id)”",
        advice: all.isEmpty
          ? "runs that decide something leave one in \(records.folder)"
          : "\(records.folder) has them; the latest is \(all[all.count - 1])")
    }
    return only
  }

  private func concerns(_ decision: JSONValue, _ entity: String, _ key: String) -> Bool {
    if let campaign = invocation.value("campaign"), decision["campaign"]?.string != campaign { return false }
    if entity == "customer", decision["customer"]?.string == key { return true }
    return decision["subject"]?["entity"]?.string == entity && decision["subject"]?["key"]?.string == key
  }

  private func printRecorded(_ decision: JSONValue, _ zone: Zone) {
    let terminal = invocation.terminal
    let text = { (name: String) in decision[name]?.string ?? "" }
    let subject = decision["subject"]
    terminal.print(
      terminal.bold("\(text("campaign")): \(text("outcome"))")
        + " for \(subject?["entity"]?.string ?? "") \(subject?["key"]?.string ?? ""), step \(text("step"))")
    if let due = time(text("due"), zone) { terminal.print("  was due at \(due)") }
    if !text("channel").isEmpty { terminal.print("  by \(text("channel"))") }
    if !text("reason").isEmpty { terminal.print("  because \(text("reason"))") }
    if let next = time(text("next"), zone) { terminal.print("  could next go at \(next)") }
    terminal.print("")
  }

  private func time(_ text: String, _ zone: Zone) -> String? {
    ISOTime.parse(text, zone: .utc).map { $0.rfc3339(in: zone) }
  }
}
