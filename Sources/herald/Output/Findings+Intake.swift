import Diagnostics
import Spool

extension Findings {
  /// What workers left in `done/` that was neither a job nor a receipt, or was torn.
  mutating func add(_ intake: Intake, spool: String) {
    for (files, words, advice) in [
      (intake.corrupt, "could not be read, and is in corrupt/", "what became of its job is recorded all the same"),
      (intake.foreign, "is not the spool’s; it is left alone", "move it away"),
    ] where !files.isEmpty {
      let more = files.count > 1 ? " (and \(files.count - 1) more)" : ""
      add(
        Finding(
          "intake/\(files[0].dropFirst(spool.count))",
          [
            Diagnostic(.warning, "a file that a worker left \(words)\(more)", advice: advice, file: files[0])
          ]))
    }
  }
}
