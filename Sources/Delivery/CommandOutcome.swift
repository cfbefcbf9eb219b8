package import Platform
package import Spool

/// What a command's end says about the job that it was given (sysexits(3)).
package struct CommandOutcome: Hashable, Sendable {
  package let outcome: Outcome
  /// The command itself is broken: the rest of the queue must not be burnt on it.
  package let pausesChannel: Bool
  package let exitCode: Int?
  /// For the receipt; nil where the outcome says it all.
  package let reason: String?

  package init(_ exit: ChildProcess.Exit) {
    switch exit {
    case .code(0): self.init(.sent)
    case .code(let code) where [71, 74, 75].contains(code): self.init(.deferred, code)
    case .code(let code) where (65...70).contains(code) || code == 76: self.init(.failed, code)
    case .code(let code) where [77, 78, 126, 127].contains(code): self.init(.deferred, pausing: true, code)
    case .code(let code): self.init(.unknown, code)
    case .signal(let signal): self.init(.unknown, reason: "the command was killed by signal \(signal)")
    }
  }

  /// The command could not be started, so nothing was sent.
  package init(notStarted error: Errno) {
    let isBroken = [Errno.noSuchFile, .permission, .notDirectory, .isDirectory, .notExecutable].contains(error)
    self.init(.deferred, pausing: isBroken, reason: "the command could not be started: \(error.words)")
  }

  /// Nobody knows how the command ended.
  package init(lost error: Errno) {
    self.init(.unknown, reason: "the command's end was not seen: \(error.words)")
  }

  private init(_ outcome: Outcome, pausing: Bool = false, _ code: Int? = nil, reason: String? = nil) {
    self.outcome = outcome
    pausesChannel = pausing
    exitCode = code
    self.reason = reason ?? code.map { "the command ended with exit code \($0)" }
  }

  func receipt(at now: Int64) -> Receipt? {
    reason.map { Receipt(at: now, reason: $0, exitCode: exitCode) }
  }
}
