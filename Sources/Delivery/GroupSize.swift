/// How many jobs a sender marks as begun at a time: what it got through lately in a tenth of a second.
///
/// A quick transport shares the wait for the disk among many; a slow one leaves few in doubt if it dies.
struct GroupSize {
  private(set) var count = 1

  private static let most = 100
  private static let span: Int64 = 100_000_000

  mutating func note(sent: Int, nanoseconds: Int64) {
    let fits = Int(clamping: Self.span * Int64(sent) / max(1, nanoseconds))
    count = min(Self.most, max(1, min(fits, 2 * count)))
  }
}
