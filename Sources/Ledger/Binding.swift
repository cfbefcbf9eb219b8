import Platform

/// The one place where a ledger may be written: so that a copy does not tell everybody everything again.
struct Binding: Equatable {
  var machine: String
  /// The ledger's own path, without links.
  var place: String
  var heraldID: String

  static func current(ledger path: String, heraldID: String) throws(LedgerProblem) -> Binding {
    do throws(Errno) {
      return Binding(machine: Machine.machineID, place: try FileSystem.resolve(path), heraldID: heraldID)
    } catch { throw LedgerProblem(error, path: path) }
  }

  /// Throws if the ledger belongs elsewhere; a new one belongs here from now on.
  func check(_ connection: Connection) throws(LedgerProblem) {
    if let objection = try objection(connection) { throw objection }
    if try Self.read(connection) == nil { try write(connection) }
  }

  /// Why the ledger does not belong here; nil if it does, or belongs nowhere yet.
  func objection(_ connection: Connection) throws(LedgerProblem) -> LedgerProblem? {
    guard let known = try Self.read(connection), known != self else { return nil }
    return known.heraldID == heraldID
      ? .elsewhere(path: connection.path, machine: known.machine, place: known.place)
      : .otherHerald(path: connection.path, id: known.heraldID)
  }

  func write(_ connection: Connection) throws(LedgerProblem) {
    let values = ["machine": machine, "path": place, "herald": heraldID]
    try connection.inTransaction { () throws(LedgerProblem) in
      let insert = try connection.statement("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)")
      for (name, value) in values {
        insert.bind(1, name)
        insert.bind(2, value)
        try connection.run(insert)
      }
    }
  }

  private static func read(_ connection: Connection) throws(LedgerProblem) -> Binding? {
    let rows = try connection.all("SELECT name, value FROM meta") { ($0.text(0), $0.text(1)) }
    let values = Dictionary(rows, uniquingKeysWith: { first, _ in first })
    guard let machine = values["machine"], let place = values["path"], let id = values["herald"] else { return nil }
    return Binding(machine: machine, place: place, heraldID: id)
  }
}
