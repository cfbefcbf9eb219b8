package import Platform
import Spool

/// What a command's end says about the job that it was given (sysexits(3)).
extension SendResult {
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
    self.init(.deferred, reason: "the command could not be started: \(error.words)", pausesChannel: isBroken)
  }

  /// Nobody knows how the command ended.
  package init(lost error: Errno) {
    self.init(.unknown, reason: "the command's end was not seen: \(error.words)")
  }

  private init(_ outcome: Outcome, pausing: Bool = false, _ code: Int) {
    self.init(outcome, reason: "the command ended with exit code \(code)", exitCode: code, pausesChannel: pausing)
  }
}
