import Platform
import Testing

/// The changes that an undisturbed program makes to the disk, in order, and the instants at which a loss of power can
/// leave something else on it than at any other.
struct Changes: Sendable {
  private let calls: [SystemCall]

  /// - Parameter file: where a program that ran with `environment(_:)` has written them.
  init(reading file: String) throws {
    calls = try String(decoding: FileSystem.read(file), as: UTF8.self).split(separator: "\n").map {
      try #require(SystemCall(rawValue: String($0)), "\($0) is no call")
    }
  }

  /// For a program that shall write its changes to a file.
  static func environment(_ file: String) -> [String: String] { ["HERALD_CRASH_KINDS": file] }

  var count: Int { calls.count }

  /// The power is lost just before the change of that number.
  ///
  /// Where nothing is kept, the disk only changes when somebody waits for it: the last instant before each sync stands for
  /// all since the one before. A sender that has started is outside of the disk, so each start counts as well. Where the
  /// names are kept, each change of a name counts, and of the writes in between only the last.
  func instants(_ loss: PowerLoss) -> [Int] {
    (1...max(1, count)).filter { instant in
      guard instant < count else { return true }
      let next = calls[instant - 1]
      return next.waits || next == .spawn || (loss.keepsJournal && next != .write)
    }
  }
}

extension SystemCall {
  fileprivate var waits: Bool { self == .fsync || self == .fdatasync || self == .syncfs }
}
