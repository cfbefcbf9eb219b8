package import Diagnostics

/// What can be wrong with the ledger. Each is the end of a run, with its exit code and advice.
package enum LedgerProblem: Error, Hashable, Sendable {
  /// Someone else wrote for longer than we wait.
  case busy(path: String)
  /// The disk is full, or a quota is.
  case noRoom(path: String)
  case permission(path: String)
  /// There is no such folder, or the path is one.
  case cannotOpen(path: String, detail: String)
  case inputOutput(path: String, detail: String)
  /// The file is something else than a ledger of ours.
  case notALedger(path: String)
  case damaged(path: String, detail: String)
  /// Written by a later herald.
  case newer(path: String, version: Int, known: Int)
  /// It belongs to another machine or place: a copy, or a backup.
  case elsewhere(path: String, machine: String, place: String)
  /// It belongs to a herald.yaml with another `id`.
  case otherHerald(path: String, id: String)
  /// A key of the batch is there already: none of the batch was kept.
  case conflict(path: String, batch: String)
  /// A person stopped a campaign while the batch was being made: none of the batch was kept.
  case stopped(path: String, campaign: String)
  /// COMMIT failed and the ledger could not be read afterwards: whether the batch is in it, the next run finds out.
  case undecided(path: String, batch: String)
  /// A statement of ours is wrong.
  case defect(path: String, detail: String)

  /// In the terms of sysexits(3): 74 I/O, 77 permission, 75 try again, 70 a defect.
  package var exitCode: Int32 {
    switch self {
    case .busy, .noRoom, .stopped: 75
    case .permission: 77
    case .cannotOpen, .inputOutput, .notALedger, .damaged, .newer, .elsewhere, .otherHerald, .undecided: 74
    case .conflict, .defect: 70
    }
  }
}

extension LedgerProblem {
  package var diagnostic: Diagnostic {
    let (path, message, advice) = words
    return Diagnostic(.error, message, advice: advice, file: path)
  }

  private var words: (path: String, message: String, advice: String?) {
    switch self {
    case .busy(let path):
      (path, "the ledger is locked by another program", "try again when it has ended")
    case .noRoom(let path):
      (
        path, "there is no room left for the ledger",
        "free some space; nothing was decided, and the next run makes up for it"
      )
    case .permission(let path):
      (path, "no permission to use the ledger", "run herald as the user who owns it")
    case .cannotOpen(let path, let detail):
      (
        path, "the ledger cannot be opened (\(detail))",
        "see whether its folder is there; `state:` in herald.yaml names it"
      )
    case .inputOutput(let path, let detail):
      (path, "the ledger cannot be read or written (\(detail))", "look at the disk before you run again")
    case .notALedger(let path):
      (path, "this file is not a ledger", "move it away, or restore the ledger from a backup")
    case .damaged(let path, let detail):
      (path, "the ledger is damaged (\(detail))", "restore it from a backup, then run `herald adopt`")
    case .newer(let path, let version, let known):
      (
        path, "the ledger has version \(version), and this herald knows \(known)",
        "install the herald that wrote it, or a later one"
      )
    case .elsewhere(let path, let machine, let place):
      (
        path, "the ledger belongs to \(place) on machine \(machine)",
        "a copy must not send again what the original sends: if this one is to go on from here, run `herald adopt`"
      )
    case .otherHerald(let path, let id):
      (
        path, "the ledger belongs to a herald.yaml with `id: \(id)`",
        "under another id everybody would be told everything again: put the id back, or run `herald adopt`"
      )
    case .conflict(let path, let batch):
      (path, "a message of batch \(batch) was decided before; nothing of the batch was kept", "please report this")
    case .stopped(let path, let campaign):
      (
        path, "\(campaign) was stopped while this was being decided; nothing was decided",
        "run again: the others go on without it"
      )
    case .undecided(let path, let batch):
      (
        path, "it is not known whether batch \(batch) was committed",
        "look at the disk; the next run finds out before it does anything else"
      )
    case .defect(let path, let detail):
      (path, "the ledger refused a statement (\(detail))", "please report this")
    }
  }
}
