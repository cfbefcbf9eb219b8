package import Campaigns
import Platform
import Synchronization

/// The suppression of one channel as it is now, for whoever sends some time after a run decided: lists of herald.yaml that
/// have changed are read again.
package final class SuppressionWatch: Sendable {
  private let project: Project
  private let channel: Channel
  private let state: Mutex<State>

  private struct State {
    var list: SuppressionList
    /// Of the files when they were read.
    var stamps: [FileStatus?]
    /// Nanoseconds of the monotonic clock.
    var looked: Int64
  }

  /// Files are looked at once in so many nanoseconds.
  private static let betweenLooks: Int64 = 1_000_000_000

  package init(_ project: Project, channel: Channel) {
    var project = project
    project.suppressions.removeAll { project.channels[$0.channel].name != channel.name }
    self.project = project
    self.channel = channel
    state = Mutex(Self.read(project))
  }

  /// Whether the address, in its normal form, is not to be written to; nil if a list cannot be read.
  /// - Parameter purpose: nil: whatever any purpose spares is spared.
  package func holds(_ address: String, purpose: Purpose?) -> Bool? {
    let list = state.withLock { state in
      if SystemClock.monotonic() - state.looked >= Self.betweenLooks {
        let stamps = Self.stamps(project)
        if stamps != state.stamps { state = Self.read(project) } else { state.looked = SystemClock.monotonic() }
      }
      return state.list
    }
    if list.problems[channel.name] != nil { return nil }
    return (purpose.map { [$0] } ?? Purpose.allCases).contains {
      list.holds(address, channel: channel.name, purpose: $0)
    }
  }

  /// The stamps first: what changes meanwhile is read once more.
  private static func read(_ project: Project) -> State {
    let stamps = stamps(project)
    return State(list: SuppressionList(project), stamps: stamps, looked: SystemClock.monotonic())
  }

  private static func stamps(_ project: Project) -> [FileStatus?] {
    project.suppressions.map { try? FileSystem.status(SuppressionList.path($0, project)) }
  }
}
