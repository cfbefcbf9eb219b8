#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is known of a socket that another library owns.
package enum SocketState {
  /// Whether the other end has closed the connection; false also where the system cannot tell.
  package static func hasHungUp(_ number: Int32) -> Bool {
    #if os(Linux)
      // POLLRDHUP, which Glibc's module leaves out: the other end has closed its side, whatever it still wants to say.
      let halfClosed: Int16 = 0x2000
    #else
      let halfClosed: Int16 = 0
    #endif
    let gone = halfClosed | Int16(POLLHUP) | Int16(POLLERR)
    var state = pollfd(fd: number, events: halfClosed, revents: 0)
    return unsafe poll(&state, 1, 0) > 0 && state.revents & gone != 0
  }
}
