import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's clocks. (`Clock` is taken by the standard library.)
package enum SystemClock {
  /// The wall clock: UTC since 1970.
  package static func now() -> (seconds: Int64, nanoseconds: Int32) { read(CLOCK_REALTIME) }

  /// Nanoseconds from some moment in the past, never set back: for measuring.
  package static func monotonic() -> Int64 {
    let (seconds, nanoseconds) = read(CLOCK_MONOTONIC)
    return seconds * 1_000_000_000 + Int64(nanoseconds)
  }

  /// Nanoseconds since this machine's boot, also those that it slept: the same for every process, never set back.
  package static func sinceBoot() -> Int64 {
    #if canImport(Darwin)
      // Darwin's monotonic clock goes on during sleep.
      let (seconds, nanoseconds) = read(CLOCK_MONOTONIC)
    #else
      let (seconds, nanoseconds) = read(CLOCK_BOOTTIME)
    #endif
    return seconds * 1_000_000_000 + Int64(nanoseconds)
  }

  /// Nanoseconds of processor time that this process has used.
  package static func processorTime() -> Int64 {
    let (seconds, nanoseconds) = read(CLOCK_PROCESS_CPUTIME_ID)
    return seconds * 1_000_000_000 + Int64(nanoseconds)
  }

  private static func read(_ clock: clockid_t) -> (seconds: Int64, nanoseconds: Int32) {
    var time = timespec()
    // These clocks exist on every system that we build for, so the call has nothing to fail with.
    unsafe _ = clock_gettime(clock, &time)
    return (Int64(time.tv_sec), Int32(time.tv_nsec))
  }
}
