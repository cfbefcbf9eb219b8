import Diagnostics
import Ledger
import Spool

/// The jobs that the operands of a verb name.
struct WantedJobs {
  /// Whole ids; nil for ALL.
  var ids: Set<String>?
  /// Words that no job's id begins with.
  var missing: [String] = []
  /// What became of those of them that were in the spool before.
  private var gone: [String: MessageStatus] = [:]
  /// Words that are the beginning of several ids, with how many: nothing is done about any of them.
  var ambiguous: [(word: String, count: Int)] = []

  /// So that a slip of the finger does not happen to name a job.
  private static let shortest = 4
  private static let mostTold = 5

  /// - Parameter changesThem: a few letters are enough to look at a job, but not to move it.
  init(_ desk: SpoolDesk, changesThem: Bool) throws {
    if desk.invocation.operands == ["ALL"] { return }
    let words = try desk.invocation.ids()
    if words.contains("all") {
      throw UsageError(message: "ALL stands alone", advice: "herald spool list shows what there is")
    }
    for word in words where changesThem && word.utf8.count < Self.shortest {
      throw UsageError(message: "“\(word)” is too short for an id", advice: "give \(Self.shortest) letters at least")
    }
    let found = try failing { try desk.folder.ids(beginningWith: Set(words)) }
    var ids: Set<String> = []
    for word in words {
      let matches = found[word] ?? []
      if matches.isEmpty {
        missing.append(word)
      } else if matches.count > 1 {
        ambiguous.append((word, matches.count))
      } else {
        ids.formUnion(matches)
      }
    }
    self.ids = ids
    gone = try failing { [missing] in
      guard !missing.isEmpty, let ledger = try desk.readOnlyLedger() else { return [:] }
      var gone: [String: MessageStatus] = [:]
      for word in missing.prefix(Self.mostTold) {
        let known = try ledger.jobs(idPrefix: word)
        if known.count == 1 { gone[word] = try ledger.message(ofJob: known[0])?.message.message.state }
      }
      return gone
    }
  }

  var isAll: Bool { ids == nil }
  var hasProblems: Bool { !missing.isEmpty || !ambiguous.isEmpty }

  /// A few of each kind, then how many more.
  func problems() -> [Diagnostic] {
    let most = Self.mostTold
    var problems = missing.prefix(most).map { word in
      gone[word].map {
        Diagnostic(
          .error, "“\(word)” is no longer in the spool: \($0.rawValue)", advice: "herald resend tells it again")
      } ?? Diagnostic(.error, "no job has an id that begins with “\(word)”")
    }
    if missing.count > most {
      problems.append(Diagnostic(.error, "nor with \(grouped(missing.count - most)) more of these words"))
    }
    problems += ambiguous.prefix(most).map {
      Diagnostic(.error, "\($0.count) jobs have an id that begins with “\($0.word)”", advice: "give more of it")
    }
    if ambiguous.count > most {
      problems.append(Diagnostic(.error, "\(grouped(ambiguous.count - most)) more words name several jobs each"))
    }
    return problems
  }
}
