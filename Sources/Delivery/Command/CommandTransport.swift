import Platform
import Spool

/// A command of the sender team's: the job on its standard input, the essentials in its environment, the outcome in its
/// exit code.
package final class CommandTransport: Transport {
  private let command: [String]
  private let environment: [String]

  private static let ours = ["HERALD_ID", "HERALD_CHANNEL", "HERALD_CAMPAIGN", "HERALD_ATTEMPT", "HERALD_TO"]

  /// - Parameters:
  ///   - command: the program, searched for in PATH, and its arguments.
  ///   - environment: `NAME=value`; what the command gets besides our own variables.
  package init(_ command: [String], environment: [String] = Environment.all) {
    self.command = command
    self.environment = environment.filter { variable in !Self.ours.contains { variable.hasPrefix($0 + "=") } }
  }

  package func send(_ parcel: borrowing Parcel) -> SendResult {
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess.start(
        command, environment: environment + variables(parcel), input: parcel.input, keeping: parcel.lockNumber)
    } catch { return SendResult(notStarted: error) }
    do throws(Errno) { return SendResult(try child.wait()) } catch { return SendResult(lost: error) }
  }

  package func rest() {}

  private func variables(_ parcel: borrowing Parcel) -> [String] {
    let values = [
      parcel.name.id, parcel.channel, parcel.file.campaign, String(parcel.name.attempt), parcel.file.address,
    ]
    return zip(Self.ours, values).map { "\($0)=\($1)" }
  }
}
