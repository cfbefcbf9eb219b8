import Platform

/// Files of one job in several places: each could be sent.
extension SpoolFolder {
  func findDoubles(_ found: inout Examination) throws(SpoolProblem) {
    guard !found.several.isEmpty else { return }
    let copies = try locate(found.several)
    for (_, all) in copies.sorted(by: { $0.key < $1.key }) {
      // Once more: what moved while we looked was seen twice and is there once.
      let there = all.filter { $0.place != .corrupt && FileSystem.exists($0.path) }
      for job in Self.superfluous(there) {
        let other = there.filter { $0 != job }.max { Self.rank($0) < Self.rank($1) }
        guard let other, FileSystem.exists(other.path) else { continue }
        found.defects.append(
          Defect(
            .doubled, job.path, channel: job.channel, name: job.name,
            detail: "the same job, attempt \(other.name.attempt), is in \(other.channel)/\(other.place.rawValue)"))
      }
    }
  }

  /// Which files of one job must not be sent: all that wait but the latest, and that too if it has ended elsewhere. What a
  /// worker has is its own.
  static func superfluous(_ copies: [SpooledJob]) -> [SpooledJob] {
    let pending = copies.filter { $0.place.isPending }
    guard copies.count > 1, let best = pending.max(by: { rank($0) < rank($1) }) else { return [] }
    var extra = pending.filter { $0 != best }
    if copies.contains(where: { !$0.place.isPending && $0.name.attempt >= best.name.attempt }) { extra.append(best) }
    return extra.filter { $0.place != .work }
  }

  /// The one that counts has the latest attempt; of equal ones what a worker has, then what a person holds.
  private static func rank(_ job: SpooledJob) -> Int {
    let place =
      switch job.place {
      case .work: 3
      case .held: 2
      case .queue: 1
      default: 0
      }
    return job.name.attempt * 4 + place
  }
}
