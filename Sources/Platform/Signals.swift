import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signals that a well-behaved command listens to.
package enum Signals {
  private static let requested = Atomic<CInt>(0)

  /// A reader that went away shows as `EPIPE` of the write instead of killing the process.
  package static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  /// From now on SIGTERM and SIGINT only set `termination`; a second one of either kills as usual.
  package static func watchTermination() {
    // Made before a handler can run: its first use takes a lock.
    requested.store(0, ordering: .relaxed)
    for number in [SIGTERM, SIGINT] {
      var action = sigaction()
      note(in: &action)
      action.sa_flags = CInt(bitPattern: UInt32(SA_RESETHAND))
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  /// The signal that asked to end, if one did.
  package static var termination: CInt? {
    let number = requested.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static func note(in action: inout sigaction) {
    let handler: @convention(c) (CInt) -> Void = { Signals.requested.store($0, ordering: .relaxed) }
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
  }
}
