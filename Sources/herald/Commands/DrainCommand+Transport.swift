import Delivery
import Diagnostics

/// What carries the jobs of a drain.
extension Invocation {
  /// Makes a transport for each sender thread, from what stood on the command line.
  func transport() throws -> @Sendable () throws -> any Transport {
    guard let text = value("via") else { return { [command] in CommandTransport(command) } }
    do throws(Via.Problem) {
      let via = try Via(text)
      report(via.warnings)
      return via.makeTransport
    } catch {
      throw Failure(error.isConfiguration ? .configuration : .usage, error.diagnostics)
    }
  }
}
