package import Platform

/// What is no longer kept: of a message that is too old, or whose customer is forgotten, only a keyed hash of its key stays.
extension LedgerStore {
  /// What an erasure took away.
  package struct Erased: Hashable, Sendable {
    package var messages = 0
    package var sequences = 0
    package init() {}
  }

  /// Whether any message is kept as a hash.
  package func hasHashedMessages() throws(LedgerProblem) -> Bool {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT 1 FROM past_messages LIMIT 1") { _ in true } ?? false
    }
  }

  /// What is known of a message by the keyed hash of its key.
  package func hashedMessage(_ hash: Hash128) throws(LedgerProblem) -> MessageState? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first(
        "SELECT decided_at, state FROM past_messages WHERE hash = ?", { $0.bind(1, hash) },
        { row throws(LedgerProblem) in
          MessageState(
            decidedAt: row.integer(0), channel: nil, state: try connection.status(row.text(1)), attempt: 1)
        })
    }
  }

  /// The customers that messages name.
  package func customers(where isWanted: (String) -> Bool) throws(LedgerProblem) -> [String] {
    try withConnection { connection throws(LedgerProblem) in
      let select = try connection.statement("SELECT DISTINCT customer FROM messages WHERE customer IS NOT NULL")
      defer { select.reset() }
      var found: [String] = []
      while try connection.step(select) {
        let customer = select.text(0)
        if isWanted(customer) { found.append(customer) }
      }
      return found
    }
  }

  /// Takes a customer out of the ledger: their messages, and those about the same subjects; their sequences end and lose
  /// their subjects' names. In one transaction.
  /// - Parameters:
  ///   - entity: that of customers; messages about the customer itself have it as their subject's.
  ///   - before: microseconds since 1970; messages that were decided later are of a new relation and stay.
  package func erase(
    customer: String, entity: String, before: Int64, hash: KeyedHash
  ) throws(LedgerProblem) -> Erased {
    var erased = Erased()
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        let rows = try connection.erasable(customer: customer, entity: entity, before: before)
        for row in rows { try connection.replace(row, by: hash) }
        erased.messages = rows.count
        var pairs = Set(rows.map { [$0.campaign, $0.subject] })
        // An address is nobody else's key, whatever it is the key of.
        if customer.contains("@") { pairs.insert(["", customer]) }
        for pair in pairs {
          let update = try connection.statement(
            "UPDATE sequences SET subject_key = '', ended = 1 WHERE subject_key = ?1 AND (campaign = ?2 OR ?2 = '')")
          update.bind(1, pair[1])
          update.bind(2, pair[0])
          try connection.run(update)
          erased.sequences += connection.changes
        }
      }
    }
    return erased
  }

  /// Reduces messages that were decided before that to hashes, and takes the subjects' names out of sequences that ended
  /// before it. What is owed again, and sequences in progress, stay.
  /// - Returns: how much, and whether there may be more.
  package func prune(
    before: Int64, limit: Int, hash: KeyedHash
  ) throws(LedgerProblem) -> (erased: Erased, hasMore: Bool) {
    var erased = Erased()
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        let rows = try connection.all(
          Connection.selectErasable + " WHERE decided_at < ? AND owed = 0 ORDER BY decided_at LIMIT ?",
          {
            $0.bind(1, before)
            $0.bind(2, Int64(limit))
          }, Connection.erasable)
        for row in rows { try connection.replace(row, by: hash) }
        erased.messages = rows.count
        let update = try connection.statement(
          """
          UPDATE sequences SET subject_key = '' WHERE key IN (SELECT key FROM sequences
            WHERE ended = 1 AND subject_key <> '' AND last_at < ? LIMIT ?)
          """)
        update.bind(1, before)
        update.bind(2, Int64(limit))
        try connection.run(update)
        erased.sequences = connection.changes
        for rows in [
          "DELETE FROM runs WHERE now < ? AND id < (SELECT max(id) FROM runs)",
          // Of jobs that the ledger does not know.
          "DELETE FROM receipts WHERE at < ? AND id NOT IN (SELECT id FROM jobs)",
        ] {
          let delete = try connection.statement(rows)
          delete.bind(1, before)
          try connection.run(delete)
        }
      }
    }
    return (erased, erased.messages == limit || erased.sequences == limit)
  }

  /// Writes the file anew, so that nothing that was erased is left in it or in its log. Takes as much room as the ledger.
  package func compact() throws(LedgerProblem) {
    try withConnection { connection throws(LedgerProblem) in
      try connection.execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY")
      let isBusy = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) != 0 } ?? false
      if isBusy { throw .busy(path: connection.path) }
    }
  }

  /// A word that the ledger keeps beside its tables.
  package func note(_ name: String) throws(LedgerProblem) -> String? {
    try withConnection { connection throws(LedgerProblem) in
      try connection.first("SELECT value FROM meta WHERE name = ?", { $0.bind(1, name) }) { $0.text(0) }
    }
  }

  package func setNote(_ name: String, _ value: String) throws(LedgerProblem) {
    try withConnection { connection throws(LedgerProblem) in
      try connection.inTransaction { () throws(LedgerProblem) in
        let insert = try connection.statement("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
        insert.bind(1, name)
        insert.bind(2, value)
        try connection.run(insert)
      }
    }
  }
}

/// A message on its way out.
private struct Erasable {
  var key: Hash128
  var decidedAt: Int64
  var state: String
  var campaign: String
  var entity: String
  var subject: String
}

extension Connection {
  fileprivate static let selectErasable =
    "SELECT key, decided_at, state, campaign, subject_entity, subject_key FROM messages"

  fileprivate static func erasable(_ row: Statement) -> Erasable {
    Erasable(
      key: row.hash(0), decidedAt: row.integer(1), state: row.text(2), campaign: row.text(3), entity: row.text(4),
      subject: row.text(5))
  }

  /// The customer's messages, those about the customer, and those about the subjects of these.
  fileprivate func erasable(
    customer: String, entity: String, before: Int64
  ) throws(LedgerProblem) -> [Erasable] {
    var rows = try all(
      Self.selectErasable + " WHERE customer = ? AND decided_at <= ?",
      {
        $0.bind(1, customer)
        $0.bind(2, before)
      }, Self.erasable)
    let subjects = Set(rows.map { [$0.entity, $0.subject] } + [[entity, customer]])
    for subject in subjects {
      rows += try all(
        Self.selectErasable + " WHERE subject_key = ? AND subject_entity = ? AND decided_at <= ?",
        {
          $0.bind(1, subject[1])
          $0.bind(2, subject[0])
          $0.bind(3, before)
        }, Self.erasable)
    }
    return Dictionary(rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
      .values.sorted { $0.key < $1.key }
  }

  fileprivate func replace(_ row: Erasable, by hash: KeyedHash) throws(LedgerProblem) {
    let insert = try statement("INSERT OR REPLACE INTO past_messages (hash, decided_at, state) VALUES (?, ?, ?)")
    insert.bind(1, hash.hash(row.key))
    insert.bind(2, row.decidedAt)
    insert.bind(3, row.state)
    try run(insert)
    for rows in [
      "DELETE FROM messages WHERE key = ?",
      "DELETE FROM receipts WHERE id IN (SELECT id FROM jobs WHERE message = ?)", "DELETE FROM jobs WHERE message = ?",
    ] {
      let delete = try statement(rows)
      delete.bind(1, row.key)
      try run(delete)
    }
  }
}
