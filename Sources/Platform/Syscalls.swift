/// The one seam: every system call that can fail asks here first, so that a test can fail the N-th one.
package enum Syscalls {
  /// The faults that apply to the current task. Task-local, so that tests running side by side do not meet.
  @TaskLocal static var plan: FaultPlan?

  /// Throws what the plan in force says that this call shall fail with. SQLite's calls come here too.
  @inline(__always)
  package static func permit(_ call: SystemCall, _ path: @autoclosure () -> String) throws(Errno) {
    if let plan { try plan.permit(call, path()) }
    #if DEBUG
      CrashSwitch.count(call)
    #endif
  }

  /// Asks the seam, then calls, again for as long as a signal interrupts; a negative result is `errno`.
  @inline(__always)
  static func perform<Result: SignedInteger>(
    _ call: SystemCall, _ path: @autoclosure () -> String, _ body: () -> Result
  ) throws(Errno) -> Result {
    try permit(call, path())
    while true {
      let result = body()
      if result >= 0 { return result }
      let error = Errno.current
      if error != .interrupted { throw error }
    }
  }
}
