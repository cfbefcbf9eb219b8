package import Diagnostics
package import Platform

/// What can be wrong with the spool. Each ends the command that meets it, with its exit code and advice.
public struct SpoolProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// Another run holds the lock.
    case busy
    /// Bytes or inodes that the jobs need, with a fifth to spare, are not free.
    case noRoom(needed: Int64, free: Int64, unit: String)
    /// A system call failed.
    case system(Errno)
    /// A part of the spool lies on another filesystem, where nothing can be renamed to.
    case otherDevice
    case otherOwner
    /// There is no spool, or something else is in its place.
    case notASpool(String)
    /// It belongs to another machine or path: a copy.
    case elsewhere(machine: String, place: String)
    /// FORMAT names a batch that the ledger does not have: the ledger is an old one.
    case ledgerBehind(batch: String)
    /// The ledger has batches, and the spool has never had any: it was removed, or is a new one.
    case spoolBehind(batch: String)
    /// Decided, and neither published nor staged.
    case lost(batches: [String])
    /// A channel's name that cannot be a folder's.
    case badChannel(String)
    /// What the caller gave breaks the format of the spool.
    case defect(String)
    /// From the ledger, in its words.
    case journal(Diagnostic, exitCode: Int32)
  }

  package let kind: Kind
  package let path: String

  package init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }

  /// In the terms of sysexits(3): 75 try again later, 74 input or output, 77 permission, 70 a defect, 66 nothing there.
  public var exitCode: Int32 {
    switch kind {
    case .busy, .noRoom: 75
    case .system(let error):
      switch error {
      case .noSpace, .quota, .tooManyOpenFiles: 75
      case .permission, .notPermitted, .readOnly: 77
      default: 74
      }
    case .otherOwner: 77
    case .otherDevice, .elsewhere, .ledgerBehind, .spoolBehind, .lost: 74
    case .notASpool: 66
    case .badChannel: 64
    case .defect: 70
    case .journal(_, let code): code
    }
  }

  /// For people: where, what, and what to do.
  public var description: String { DiagnosticRenderer().render(diagnostic) }
}

extension SpoolProblem {
  package var diagnostic: Diagnostic {
    if case .journal(let diagnostic, _) = kind { return diagnostic }
    let (message, advice) = words
    return Diagnostic(.error, message, advice: advice, file: path)
  }

  private var words: (message: String, advice: String?) {
    switch kind {
    case .busy: ("another run is in progress", "wait for it to end; nothing was decided here")
    case .noRoom(let needed, let free, let unit):
      (
        "the jobs need \(needed) \(unit), and \(free) are free",
        "free some space; nothing was decided, and the next run makes up for it"
      )
    case .system(let error): (error.words, advice(error))
    case .otherDevice:
      ("this folder is on another filesystem than the spool", "jobs are published by renaming: keep the spool on one")
    case .otherOwner: ("the spool belongs to another user", "run herald as the user who owns it")
    case .notASpool(let reason): (reason, "`state:` in herald.yaml says where the spool is")
    case .elsewhere(let machine, let place):
      (
        "the spool belongs to \(place) on machine \(machine)",
        "a copy must not send again what the original sends: if this one is to go on from here, run `herald adopt`"
      )
    case .ledgerBehind(let batch):
      (
        "the spool has had batch \(batch), which the ledger does not know: the ledger is older than the spool",
        "restore the latest ledger, or run `herald adopt` to go on with this one"
      )
    case .spoolBehind(let batch):
      (
        "the ledger has had batch \(batch), and this spool has had none",
        "bring the spool back, or run `herald adopt` to go on with an empty one"
      )
    case .lost(let batches):
      (
        "decided, but neither published nor staged: batch \(batches.joined(separator: ", "))",
        "`herald spool check --repair` owes its jobs again"
      )
    case .badChannel(let name):
      ("“\(name)” cannot be a channel's name", "letters, digits, `-` and `_`, and not `stage`, `lock` or `FORMAT`")
    case .defect(let detail): (detail, "please report this")
    case .journal(let diagnostic, _): (diagnostic.message, diagnostic.advice)
    }
  }

  private func advice(_ error: Errno) -> String? {
    switch error {
    case .noSpace, .quota: "free some space; the next run makes up for it"
    case .permission, .notPermitted: "run herald as the user who owns the spool"
    case .readOnly: "a run writes here; `state:` in herald.yaml or --state names another place"
    case .inputOutput: "look at the disk before you run again"
    default: nil
    }
  }
}

/// Does something to a path, so that its failure names the path.
func on<Result: ~Copyable>(_ path: String, _ body: () throws(Errno) -> Result) throws(SpoolProblem) -> Result {
  do throws(Errno) { return try body() } catch { throw SpoolProblem(.system(error), path: path) }
}
