import CShims

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Waiting that ends early when there is a reason to.
package enum Waiting {
  /// Returns after so many nanoseconds; sooner once a signal has asked to end (`Signals.watchTermination`), or when a
  /// `FolderWatch` of that number has something to say.
  package static func wait(nanoseconds: Int64, watch: CInt = -1) {
    let end = SystemClock.monotonic() + nanoseconds
    while true {
      let left = end - SystemClock.monotonic()
      if left <= 0 { return }
      // poll(2) leaves out what has a negative number.
      var sources = [
        pollfd(fd: Signals.terminationDescriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
      ]
      let milliseconds = CInt(clamping: (left + 999_999) / 1_000_000)
      let ready = unsafe poll(&sources, nfds_t(sources.count), milliseconds)
      // A signal that is none of ours to end by (SIGHUP) is worth a look too.
      if ready != 0 { return }
    }
  }
}
