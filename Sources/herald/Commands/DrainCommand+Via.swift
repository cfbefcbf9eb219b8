import Delivery
import Diagnostics

extension Invocation {
  /// What `--via` names, read and checked before a job is claimed, its warnings said; nil without it.
  func via() throws -> Via? {
    guard let text = value("via") else { return nil }
    guard command.isEmpty else {
      throw UsageError(message: "--via and a command behind -- do not go together", advice: "take one of them away")
    }
    do throws(Via.Problem) {
      let via = try Via(text)
      report(via.warnings)
      return via
    } catch { throw Failure(.broken, error.diagnostics) }
  }
}
