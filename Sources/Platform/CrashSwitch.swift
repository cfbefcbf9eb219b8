#if DEBUG
  import CShims
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// For end-to-end tests of a debug build: the process kills itself just before its N-th change to the disk.
  ///
  /// `HERALD_CRASH_AT=N` says when; `HERALD_CRASH_COUNT=FILE` writes at exit how many changes there were, and
  /// `HERALD_CRASH_KINDS=FILE` what each was, a line a call.
  /// `HERALD_POWER_LOSS=MOUNTPOINT` takes the power with it: first that filesystem goes down, with what was not synced;
  /// with `HERALD_POWER_LOSS_KEEPS=journal` its names survive that moment, though not the data they lead to.
  enum CrashSwitch {
    private static let target = Environment.value("HERALD_CRASH_AT").flatMap(Int.init)
    private static let changes = Atomic<Int>(0)
    private static let kinds = Mutex<[SystemCall]>([])
    private static let isListing = Environment.value("HERALD_CRASH_KINDS") != nil
    private static let isCounting: Bool = {
      guard isListing || Environment.value("HERALD_CRASH_COUNT") != nil else { return target != nil }
      atexit { CrashSwitch.writeDown() }
      return true
    }()

    static func count(_ call: SystemCall) {
      guard isCounting, call.isMutating else { return }
      let number = changes.add(1, ordering: .relaxed).newValue
      if isListing { kinds.withLock { $0.append(call) } }
      guard number == target else { return }
      if let mountPoint = Environment.value("HERALD_POWER_LOSS") { losePower(mountPoint) }
      kill(getpid(), SIGKILL)
    }

    /// Past the seam: this is no call of the program's.
    private static func losePower(_ mountPoint: String) {
      let keepsJournal = Environment.value("HERALD_POWER_LOSS_KEEPS") == "journal"
      let directory = unsafe herald_open(mountPoint, O_RDONLY | O_DIRECTORY, 0)
      // A loss that does not happen must not pass for one.
      guard directory >= 0, herald_shut_filesystem_down(directory, keepsJournal ? 1 : 2) == 0 else {
        unsafe perror("HERALD_POWER_LOSS")
        exit(70)
      }
    }

    private static func writeDown() {
      // What follows is no change of the program's.
      let (number, calls) = (changes.load(ordering: .relaxed), kinds.withLock(\.self))
      if let file = Environment.value("HERALD_CRASH_COUNT") {
        try? FileSystem.replace(file, with: Array("\(number)\n".utf8))
      }
      if let file = Environment.value("HERALD_CRASH_KINDS") {
        try? FileSystem.replace(file, with: Array(calls.map { $0.rawValue + "\n" }.joined().utf8))
      }
    }
  }
#endif
