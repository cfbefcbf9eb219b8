import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Signals that a well-behaved command listens to.
package enum Signals {
  private static let requested = Atomic<CInt>(0)
  private static let hangups = Atomic<Int>(0)
  /// The two ends of a pipe; a byte is written to it when a signal asks to end, and never read.
  private static let readEnd = Atomic<CInt>(-1)
  private static let writeEnd = Atomic<CInt>(-1)

  /// A reader that went away shows as `EPIPE` of the write instead of killing the process.
  package static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  /// From now on SIGTERM and SIGINT only set `termination`; a second one of either kills as usual.
  package static func watchTermination() {
    // Made before a handler can run: its first use takes a lock.
    requested.store(0, ordering: .relaxed)
    makePipe()
    for number in [SIGTERM, SIGINT] {
      install(number, flags: CInt(bitPattern: UInt32(SA_RESETHAND))) { number in
        let interrupted = errno
        Signals.requested.store(number, ordering: .relaxed)
        var byte: UInt8 = 1
        _ = unsafe write(Signals.writeEnd.load(ordering: .relaxed), &byte, 1)
        errno = interrupted
      }
    }
  }

  /// From now on SIGHUP only adds to `reloads`.
  package static func watchReload() {
    hangups.store(0, ordering: .relaxed)
    install(SIGHUP, flags: 0) { _ in Signals.hangups.add(1, ordering: .relaxed) }
  }

  /// How often SIGHUP has asked to read the settings again.
  package static var reloads: Int { hangups.load(ordering: .relaxed) }

  /// The signal that asked to end, if one did.
  package static var termination: CInt? {
    let number = requested.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Can be read from once a signal has asked to end, for ever after; negative where nobody watches for one.
  static var terminationDescriptor: CInt { readEnd.load(ordering: .relaxed) }

  private static func makePipe() {
    guard terminationDescriptor < 0 else { return }
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    writeEnd.store(ends[1], ordering: .relaxed)
    readEnd.store(ends[0], ordering: .relaxed)
  }

  private static func install(_ number: CInt, flags: CInt, _ handler: @convention(c) (CInt) -> Void) {
    var action = sigaction()
    action.sa_flags = flags
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    _ = unsafe sigaction(number, &action, nil)
  }
}
