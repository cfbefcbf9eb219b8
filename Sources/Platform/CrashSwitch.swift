#if DEBUG
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// For end-to-end tests of a debug build: the process kills itself just before its N-th change to the disk.
  ///
  /// `HERALD_CRASH_AT=N` says when; `HERALD_CRASH_COUNT=FILE` writes at exit how many changes there were.
  enum CrashSwitch {
    private static let target = Environment.value("HERALD_CRASH_AT").flatMap(Int.init)
    private static let changes = Atomic<Int>(0)
    private static let isCounting: Bool = {
      guard Environment.value("HERALD_CRASH_COUNT") != nil else { return target != nil }
      atexit { CrashSwitch.writeCount() }
      return true
    }()

    static func count(_ call: SystemCall) {
      guard isCounting, call.isMutating else { return }
      let number = changes.add(1, ordering: .relaxed).newValue
      if number == target { kill(getpid(), SIGKILL) }
    }

    private static func writeCount() {
      guard let file = Environment.value("HERALD_CRASH_COUNT") else { return }
      let text = "\(changes.load(ordering: .relaxed))\n"
      try? FileSystem.replace(file, with: Array(text.utf8))
    }
  }
#endif
