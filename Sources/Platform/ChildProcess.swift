#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that was started and must be waited for.
package struct ChildProcess: ~Copyable, Sendable {
  package enum Exit: Hashable, Sendable {
    case code(Int)
    case signal(Int)
  }

  package let processID: Int

  /// Starts `arguments[0]`, searched for in PATH. Output goes where ours goes.
  ///
  /// The child has a process group of its own, so that Ctrl-C at the terminal reaches us and lets it finish.
  /// - Parameters:
  ///   - environment: `NAME=value`, all of it.
  ///   - input: becomes its standard input.
  ///   - keeping: an open file that it holds too, for as long as it lives.
  /// - Throws: `ENOENT` and `EACCES` if there is no such program, at once (posix_spawn(3)).
  package static func start(
    _ arguments: [String], environment: [String], input: borrowing FileDescriptor, keeping lock: CInt? = nil
  ) throws(Errno) -> ChildProcess {
    guard let program = arguments.first else { throw .invalid }
    try Syscalls.permit(.spawn, program)
    var actions = unsafe SpawnActions()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 0)
    // Onto itself: posix_spawn then clears close-on-exec for the child alone.
    if let lock { unsafe _ = posix_spawn_file_actions_adddup2(&actions, lock, lock) }
    var attributes = SpawnAttributes()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    prepare(&attributes)
    let argv = unsafe CStrings(arguments)
    let envp = unsafe CStrings(environment)
    defer {
      unsafe argv.free()
      unsafe envp.free()
    }
    var pid: pid_t = 0
    let result = unsafe posix_spawnp(&pid, program, &actions, &attributes, argv.pointers, envp.pointers)
    guard result == 0 else { throw Errno(rawValue: result) }
    return ChildProcess(processID: Int(pid))
  }

  /// Waits for its end.
  package consuming func wait() throws(Errno) -> Exit {
    var status: CInt = 0
    while unsafe waitpid(pid_t(processID), &status, 0) < 0 {
      let error = Errno.current
      if error != .interrupted { throw error }
    }
    // The macros of wait(2): the low seven bits are the signal, the next eight the code.
    let signal = Int(status & 0x7F)
    return signal == 0 ? .code(Int((status >> 8) & 0xFF)) : .signal(signal)
  }

  /// What we ignore or catch is the child's to decide again.
  private static func prepare(_ attributes: inout SpawnAttributes) {
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    for number in [SIGPIPE, SIGTERM, SIGINT] { unsafe sigaddset(&defaults, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Threads of ours may block signals; a shell that waits for its children must hear of them.
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }
}

#if canImport(Glibc)
  private typealias SpawnActions = posix_spawn_file_actions_t
  private typealias SpawnAttributes = posix_spawnattr_t
#elseif canImport(Darwin)
  private typealias SpawnActions = posix_spawn_file_actions_t?
  private typealias SpawnAttributes = posix_spawnattr_t?
#endif

/// A NULL-terminated array of C strings, to be freed by whoever made it.
@unsafe private struct CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    unsafe count = strings.count
    unsafe pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() { unsafe pointers[index] = strdup(string) }
    unsafe pointers[count] = nil
  }

  func free() {
    for index in unsafe 0..<count { unsafe releaseMemory(pointers[index]) }
    unsafe pointers.deallocate()
  }
}

private func releaseMemory(_ pointer: UnsafeMutableRawPointer?) { unsafe free(pointer) }
