import Delivery

/// What carries the jobs of a drain.
extension Invocation {
  /// Makes a transport for each sender thread, from what stood on the command line.
  func transport() throws -> @Sendable () throws -> any Transport {
    { [command] in CommandTransport(command) }
  }
}
