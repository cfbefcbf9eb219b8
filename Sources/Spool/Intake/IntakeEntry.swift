/// What lies in `done/` of one attempt: the job's file, its receipt, or both.
package struct IntakeEntry: Hashable, Sendable {
  package let channel: String
  /// What became of it, whatever the receipt says.
  package let place: Place
  package let name: JobName
  /// Whether the job's file is there. A receipt alone says what a worker was about to do.
  package let hasJob: Bool
  /// Nil where the file is not there, is torn, or is not needed.
  package let job: JobFile?
  /// Nil where there is none, or a torn one.
  package let receipt: Receipt?
  /// When it happened, as far as anybody knows: seconds since 1970.
  package let at: Int64

  /// The time to send it had passed.
  package var isExpired: Bool { place == .failed && name.isExpired(at) }
}

/// Where a run puts what it takes in.
package protocol IntakeJournal {
  /// One attempt more of the page at hand.
  mutating func add(_ entry: IntakeEntry) throws(SpoolProblem)
  /// The page is remembered, on the disk, when this returns: its files may go. Taking it in again changes nothing.
  mutating func commit() throws(SpoolProblem)
}

/// What an intake found.
package struct Intake: Hashable, Sendable {
  /// Jobs that left `done/`.
  package internal(set) var jobs: [Place: Int] = [:]
  /// Torn jobs and receipts, and what was neither: where they are now.
  package internal(set) var corrupt: [String] = []
  /// Files that could not be moved out of the way.
  package internal(set) var foreign: [String] = []

  package init() {}

  package var count: Int { jobs.values.reduce(0, +) }
}

extension Place {
  /// Whose jobs a run takes in whole. Deferred ones wait there for their next attempt.
  static let ended: [Place] = [.sent, .failed, .unknown, .withdrawn, .dropped]
}

extension SpoolFolder {
  /// Where a folder of `done/` goes while it is taken in, and an empty one waits in between.
  func intakeFolder(_ channel: String, _ place: Place) -> String {
    self.channel(channel) + "/intake/" + String(place.rawValue.split(separator: "/").last ?? "")
  }

  /// The folders that an intake has begun with.
  func intakeFolders(_ channel: String) -> [(path: String, place: Place)] {
    Place.ended.map { (intakeFolder(channel, $0), $0) }
  }
}
