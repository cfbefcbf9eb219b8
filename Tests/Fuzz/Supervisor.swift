import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Starts children over the cases of one target until all are through.
struct Supervisor {
  private let options: Options
  private let target: any FuzzTarget.Type
  /// A target that fails so often has been understood.
  private static let mostDeaths = 20

  init(_ options: Options, _ target: any FuzzTarget.Type) throws {
    self.options = options
    self.target = target
  }

  static func makeScratch() throws -> String {
    let base = FileSystem.exists("/dev/shm") ? "/dev/shm" : "/tmp"
    let path = "\(base)/herald-fuzz-\(Machine.processID)"
    try FileSystem.makeDirectories(path)
    return path
  }

  /// Whether no case failed.
  func run() throws -> Bool {
    let scratch = try Self.makeScratch()
    defer {
      try? FileSystem.removeTree(scratch)
      try? FileSystem.unlink(scratch + ".journal")
    }
    let start = SystemClock.now()
    var (first, deaths, findings, kilobytes) = (0, 0, 0, 0)
    var reached = 0
    while first < options.cases, deaths < Self.mostDeaths {
      let exit = try child(first, scratch)
      let entry = Journal.read(scratch)
      findings += entry.findings
      kilobytes = max(kilobytes, entry.kilobytes)
      reached = exit == .code(0) ? options.cases : entry.number
      if entry.number >= options.cases || exit == .code(0) || exit == .code(1) { break }
      deaths += 1
      let bytes = options.bytes(entry.number, Mutator(target.language))
      Fuzz.say("\(try options.keep(bytes, entry.number, of: target)): \(words(exit))")
      first = entry.number + 1
    }
    let seconds = SystemClock.now().seconds - start.seconds
    let failures = deaths + findings
    Fuzz.say(
      "\(target.name): \(reached) cases in \(seconds) s, \(kilobytes / 1024) MB at most, "
        + (failures == 0 ? "none failed" : "\(failures) failed; replay one with --replay FILE"))
    return failures == 0
  }

  private func child(_ first: Int, _ scratch: String) throws -> ChildProcess.Exit {
    let arguments = [
      CommandLine.arguments[0], "--child", target.name, "--cases", "\(options.cases)", "--seed", "\(options.seed)",
      "--first", "\(first)", "--scratch", scratch, "--failures", options.failures, "--seconds", "\(options.seconds)",
    ]
    let nothing = try FileDescriptor(opening: "/dev/null", .read)
    let environment = ["PATH", "TZDIR", "HOME"].compactMap { name in
      Environment.value(name).map { "\(name)=\($0)" }
    }
    // A backtrace of each death would hide its line; a replay has one.
    return try ChildProcess.start(arguments, environment: environment + ["SWIFT_BACKTRACE=enable=no"], input: nothing)
      .wait()
  }

  private func words(_ exit: ChildProcess.Exit) -> String {
    switch exit {
    case .signal(Int(SIGPROF)): "took over \(options.seconds) s of CPU"
    case .signal(Int(SIGALRM)): "did not end within \(Child.Limits.wall) s"
    case .signal(Int(SIGSEGV)), .signal(Int(SIGBUS)):
      "memory that is not ours: a stack of \(Child.Limits.stack >> 10) KB that overflowed, or a wild pointer"
    case .signal(Int(SIGILL)), .signal(Int(SIGTRAP)): "trapped, or memory over \(Child.Limits.memory >> 20) MB"
    case .signal(let number): "ended by signal \(number)"
    case .code(let code): "left with \(code)"
    }
  }
}
