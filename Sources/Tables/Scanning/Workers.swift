import Dispatch

/// Threads for one scan.
enum Workers {
  /// Runs `work` on up to `count` threads and returns when all are done. One thread is the caller's own.
  static func run(_ count: Int, _ work: () -> Void) {
    guard count > 1 else { return work() }
    withoutActuallyEscaping(work) { work in
      // `concurrentPerform` returns only when every call has; `work` shares nothing but what is locked.
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: count) { _ in unsafe work() }
    }
  }
}
