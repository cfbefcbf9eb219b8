/// A chunk's name: a folder of at most 4,000 jobs of one priority.
///
///     5.1772447400.0comv4ipe94g7papus235532rg-00001     rank.due.batch-sequence
///     5.1772447460.retry                                of a minute's retries; where it is full, of the next second
///
/// `due` is never before any job in it, so a chunk that is due holds nothing that is not.
package struct ChunkName: Hashable, Comparable, Sendable, CustomStringConvertible {
  package enum Origin: Hashable, Sendable {
    case batch(String, sequence: Int)
    case retry
  }

  package let rank: Int
  /// Seconds since 1970.
  package let due: Int64
  package let origin: Origin

  /// The most jobs that a chunk of a batch holds.
  package static let capacity = 4000

  package init(rank: Int, due: Int64, origin: Origin) {
    self.rank = rank
    self.due = due
    self.origin = origin
  }

  package init?(_ folderName: some StringProtocol) {
    var scan = NameScan(folderName)
    guard let rank = scan.number(1), scan.dot(), let due = scan.number(10), scan.dot(), let word = scan.word() else {
      return nil
    }
    if word == "retry", scan.ends(with: "") {
      self.init(rank: Int(rank), due: due, origin: .retry)
      return
    }
    guard scan.byte(UInt8(ascii: "-")), let digits = scan.word(), digits.utf8.count >= 5, let sequence = Int(digits),
      scan.ends(with: "")
    else { return nil }
    self.init(rank: Int(rank), due: due, origin: .batch(word, sequence: sequence))
  }

  package var description: String {
    switch origin {
    case .batch(let name, let sequence): "\(rank).\(padded(due, 10)).\(name)-\(padded(Int64(sequence), 5))"
    case .retry: "\(rank).\(padded(due, 10)).retry"
    }
  }

  package static func < (a: Self, b: Self) -> Bool {
    (a.rank, a.due) == (b.rank, b.due) ? a.description < b.description : (a.rank, a.due) < (b.rank, b.due)
  }

  /// The next full minute: what jobs of other times than now are gathered by.
  static func minute(after seconds: Int64) -> Int64 { (seconds + 59) / 60 * 60 }
}
