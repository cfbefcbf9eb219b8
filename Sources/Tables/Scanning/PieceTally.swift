/// What one piece of a file held beside good rows. Offsets are the stream's.
struct PieceTally: Sendable {
  struct Reject: Sendable {
    var offset: Int64
    var reason: RejectReason
    var bytes: [UInt8]
  }

  var rows = 0
  var keyless = 0
  var rejectedCount = 0
  var rejects: [Reject] = []
  /// Where the file's last row is cut off.
  var cutOff: Int64?
  var cells: CellCounts
  /// Where the piece ended: the next one must begin here.
  var end: Int64 = 0
  /// How many rejects to keep.
  let keeps: Int
  private var keptBytes = 0

  /// Rejects kept in a report, and the bytes kept of each and of a piece's together.
  static let mostRejects = 10_000
  static let mostBytesOfRow = 64 << 10
  static let mostBytes = 8 << 20

  init(columns: Int, keeps: Int) {
    cells = CellCounts(columns: columns)
    self.keeps = keeps
  }

  /// - Parameter row: the row's bytes, as far as they are known.
  mutating func reject(_ reason: RejectReason, at offset: Int64, row: UnsafeRawBufferPointer) {
    rejectedCount += 1
    guard rejects.count < keeps else { return }
    let count = min(row.count, Self.mostBytesOfRow, Self.mostBytes - keptBytes)
    keptBytes += count
    rejects.append(Reject(offset: offset, reason: reason, bytes: unsafe Array(row[..<count])))
  }
}
