#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads for one piece of work. Dispatch's pool is slow to start a second thread on Linux: a scan may be over by then.
package enum Workers {
  /// Runs `work` on up to `count` threads, of which the caller's is one, and returns when all are done. A thread that
  /// cannot be started is done without.
  package static func run(_ count: Int, _ work: @Sendable () -> Void) {
    withoutActuallyEscaping(work) { work in
      let task = Task(work)
      let threads = (1..<max(1, count)).compactMap { _ in start(task) }
      task.work()
      for thread in threads { pthread_join(thread, nil) }
    }
  }

  /// As much on every system, whatever its own choice (128 KB to 8 MB). What recurses over a rule or a template needs a
  /// tenth of it at most, and no page is taken before it is touched.
  private static let stackSize = 4 << 20

  private final class Task: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// The task is handed over retained, and released by its thread.
  private static func start(_ task: Task) -> pthread_t? {
    let handle = unsafe Unmanaged.passRetained(task).toOpaque()
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe _ = pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackSize)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    if unsafe pthread_create(&thread, &attributes, runTask, handle) == 0 { return thread }
    unsafe Unmanaged<Task>.fromOpaque(handle).release()
    return nil
  }

  #if canImport(Darwin)
    private static let runTask: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { handle in
      unsafe Unmanaged<Task>.fromOpaque(handle).takeRetainedValue().work()
      return nil
    }
  #else
    private static let runTask: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { handle in
      if let handle = unsafe handle { unsafe Unmanaged<Task>.fromOpaque(handle).takeRetainedValue().work() }
      return nil
    }
  #endif
}
