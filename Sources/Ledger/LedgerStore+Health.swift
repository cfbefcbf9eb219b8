import Platform

extension LedgerStore {
  /// Why a run would refuse the ledger here; nil if it belongs here, or nowhere yet.
  package func misplacement(heraldID: String) throws(LedgerProblem) -> LedgerProblem? {
    let binding = try Binding.current(ledger: path, heraldID: heraldID)
    return try withConnection { connection throws(LedgerProblem) in try binding.objection(connection) }
  }

  /// What SQLite finds wrong with the file, a line each; empty if nothing is. Reads all of it.
  package func quickCheck() throws(LedgerProblem) -> [String] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all("PRAGMA quick_check(5)", { _ in }) { $0.text(0) }.filter { $0 != "ok" }
    }
  }

  /// How many jobs all batches together put into the queue.
  package func spooledJobs() throws(LedgerProblem) -> Int {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT sum(count) FROM batches") { Int($0.integer(0)) } ?? 0
    }
  }
}
