extension LedgerStore {
  /// The entity's export as it was last used; nil before.
  package func export(entity: String) throws(LedgerProblem) -> ExportRecord? {
    try withConnection { connection throws(LedgerProblem) in
      let joins = try connection.all(
        "SELECT campaign, path, looked, joined FROM export_joins WHERE entity = ? ORDER BY campaign, path",
        { $0.bind(1, entity) },
        { JoinRecord(campaign: $0.text(0), path: $0.text(1), looked: Int($0.integer(2)), joined: Int($0.integer(3))) })
      return try connection.first(
        "SELECT made_at, rows, refused_at, refused_why FROM exports WHERE entity = ?", { $0.bind(1, entity) },
        {
          ExportRecord(
            entity: entity, madeAt: $0.integer(0), rows: Int($0.integer(1)), refusedAt: $0.optionalInteger(2),
            refusedWhy: $0.optionalText(3), joins: joins)
        })
    }
  }

  /// What was wrong when last looked at, by identity.
  package func problems() throws(LedgerProblem) -> [ProblemRecord] {
    try withConnection { connection throws(LedgerProblem) in
      try connection.all("SELECT identity, first_at, told_at FROM problems ORDER BY identity", { _ in }) {
        ProblemRecord(identity: $0.text(0), firstAt: $0.integer(1), toldAt: $0.integer(2))
      }
    }
  }

  /// Remembers what a run learned, in one transaction; nothing is written for nothing.
  package func remember(_ lessons: Lessons) throws(LedgerProblem) {
    guard !lessons.isEmpty else { return }
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        for export in lessons.exports { try connection.replace(export) }
        try connection.upsert(lessons.problems)
        let delete = try connection.statement("DELETE FROM problems WHERE identity = ?")
        for identity in lessons.solved {
          delete.bind(1, identity)
          try connection.run(delete)
        }
      }
    }
  }
}

extension Connection {
  fileprivate func replace(_ export: ExportRecord) throws(LedgerProblem) {
    let insert = try statement(
      "INSERT OR REPLACE INTO exports (entity, made_at, rows, refused_at, refused_why) VALUES (?, ?, ?, ?, ?)")
    insert.bind(1, export.entity)
    insert.bind(2, export.madeAt)
    insert.bind(3, Int64(export.rows))
    insert.bind(4, export.refusedAt)
    insert.bind(5, export.refusedWhy)
    try run(insert)
    let delete = try statement("DELETE FROM export_joins WHERE entity = ?")
    delete.bind(1, export.entity)
    try run(delete)
    let join = try statement(
      "INSERT INTO export_joins (entity, campaign, path, looked, joined) VALUES (?, ?, ?, ?, ?)")
    for record in export.joins {
      join.bind(1, export.entity)
      join.bind(2, record.campaign)
      join.bind(3, record.path)
      join.bind(4, Int64(record.looked))
      join.bind(5, Int64(record.joined))
      try run(join)
    }
  }

  fileprivate func upsert(_ problems: [ProblemRecord]) throws(LedgerProblem) {
    let upsert = try statement(
      """
      INSERT INTO problems (identity, first_at, told_at) VALUES (?, ?, ?)
      ON CONFLICT (identity) DO UPDATE SET told_at = excluded.told_at
      """)
    for problem in problems {
      upsert.bind(1, problem.identity)
      upsert.bind(2, problem.firstAt)
      upsert.bind(3, problem.toldAt)
      try run(upsert)
    }
  }
}
