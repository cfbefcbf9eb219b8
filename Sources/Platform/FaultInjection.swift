import Synchronization

/// Faults for the system calls of one test: which call fails, and how. Also a recorder of the calls.
///
///     let plan = FaultPlan(.cut(at: 7))
///     plan.run { … }          // the 7th change to the disk and everything after it fails
///     plan.changes            // how many changes were asked for
package final class FaultPlan: Sendable {
  package enum Fault: Sendable {
    /// Count and record only.
    case none
    /// The `nth` call (from 1) fails, of those named `of`, or of all; the others go through.
    case fail(nth: Int, of: SystemCall? = nil, with: Errno)
    /// A crash: the `at`-th mutating call (from 1) fails, and so does every call after it, so no cleanup can act.
    /// A write that is cut puts half of its bytes on the disk, as a real one may.
    case cut(at: Int, with: Errno = .inputOutput)
  }

  package struct Record: Hashable, Sendable {
    package let call: SystemCall
    package let path: String
  }

  private struct State {
    var records: [Record] = []
    var matching = 0
    var changes = 0
    var isCut = false
  }

  private let fault: Fault
  private let state = Mutex(State())

  package init(_ fault: Fault = .none) { self.fault = fault }

  /// Runs `body` with these faults in force on its task and the tasks it starts.
  @discardableResult
  package func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Syscalls.$plan.withValue(self, operation: body)
  }

  /// What was asked for, in order, with the calls that failed.
  package var records: [Record] { state.withLock(\.records) }
  /// How many mutating calls were asked for.
  package var changes: Int { state.withLock(\.changes) }
  /// Whether a cut has happened: nothing reaches the disk any more.
  package var isCut: Bool { state.withLock(\.isCut) }

  /// Whether the call that was just refused was the one at which the crash happened.
  func tears() -> Bool {
    guard case .cut(let at, _) = fault else { return false }
    return state.withLock { $0.changes == at }
  }

  func permit(_ call: SystemCall, _ path: String) throws(Errno) {
    let error = state.withLock { state -> Errno? in
      state.records.append(Record(call: call, path: path))
      if call.isMutating { state.changes += 1 }
      switch fault {
      case .none: return nil
      case .fail(let nth, let of, let error):
        guard of == nil || of == call else { return nil }
        state.matching += 1
        return state.matching == nth ? error : nil
      case .cut(let at, let error):
        if state.changes >= at { state.isCut = true }
        return state.isCut ? error : nil
      }
    }
    if let error { throw error }
  }
}
