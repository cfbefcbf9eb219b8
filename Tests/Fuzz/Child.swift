import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs cases one after the other until one of them ends it.
struct Child {
  let options: Options
  let target: any FuzzTarget.Type

  /// The kernel's part of the watch: memory, stack, and time for each case.
  struct Limits {
    /// Of address space.
    static let memory: UInt64 = 1 << 30
    /// A thread's, on the systems that give the least; unoptimised frames need more.
    #if DEBUG
      static let stack: UInt64 = 2 << 20
    #else
      static let stack: UInt64 = 512 << 10
    #endif
    /// Seconds, most of them spent waiting.
    static let wall = 120
  }

  static func limit() {
    for (resource, size) in [(RLIMIT_STACK, Limits.stack), (RLIMIT_AS, Limits.memory), (RLIMIT_CORE, 0)] {
      var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
      #if canImport(Glibc)
        _ = unsafe setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
      #else
        _ = unsafe setrlimit(resource, &limit)
      #endif
    }
  }

  /// Whoever runs out of either is killed by SIGPROF or SIGALRM, which nothing catches.
  static func startTimers(_ cpuSeconds: Int) {
    for (clock, seconds) in [(ITIMER_PROF, cpuSeconds), (ITIMER_REAL, Limits.wall)] {
      var timer = itimerval(
        it_interval: timeval(tv_sec: 0, tv_usec: 0), it_value: timeval(tv_sec: seconds, tv_usec: 0))
      #if canImport(Glibc)
        _ = unsafe setitimer(__itimer_which_t(clock.rawValue), &timer, nil)
      #else
        _ = unsafe setitimer(clock, &timer, nil)
      #endif
    }
  }

  func run() throws -> CInt {
    let journal = try Journal(options.scratch)
    Self.limit()
    let mutator = Mutator(target.language)
    return try run(target.init(scratch: options.scratch), mutator, journal)
  }

  private func run(_ target: some FuzzTarget, _ mutator: Mutator, _ journal: borrowing Journal) throws -> CInt {
    var target = target
    var findings: Int64 = 0
    for number in options.first..<options.cases {
      journal.note(number, findings)
      Self.startTimers(options.seconds)
      let bytes = options.bytes(number, mutator)
      do throws(Finding) {
        var dice = Dice(of: bytes)
        try target.run(bytes, &dice)
      } catch {
        findings += 1
        let path = try options.keep(bytes, number, of: self.target)
        Fuzz.say("\(path): \(error.message)")
        if findings >= 20 {
          journal.note(number + 1, findings)
          return 1
        }
      }
    }
    journal.note(options.cases, findings)
    return findings == 0 ? 0 : 1
  }
}

/// The number of the case at hand, where the parent reads it when the child is gone.
struct Journal: ~Copyable {
  private let file: FileDescriptor

  init(_ scratch: String) throws {
    file = try FileDescriptor(opening: Self.path(scratch), .replace)
  }

  private static func path(_ scratch: String) -> String { scratch + ".journal" }

  /// With the memory that was needed at most, in kilobytes.
  borrowing func note(_ number: Int, _ findings: Int64) {
    var usage = rusage()
    #if canImport(Glibc)
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
    #endif
    var entry = [Int64(number), findings, Int64(usage.ru_maxrss)]
    unsafe entry.withUnsafeMutableBytes { bytes in
      unsafe _ = pwrite(file.number, bytes.baseAddress, bytes.count, 0)
    }
  }

  struct Entry {
    var number = 0
    var findings = 0
    var kilobytes = 0
  }

  static func read(_ scratch: String) -> Entry {
    guard let bytes = try? FileSystem.read(path(scratch)), bytes.count == 24 else { return Entry() }
    let numbers = stride(from: 0, to: 24, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    return Entry(number: numbers[0], findings: numbers[1], kilobytes: numbers[2])
  }
}
