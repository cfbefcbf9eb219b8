package import Diagnostics
import Platform
import Synchronization

extension Export {
  /// Streams every row once, on `threads` threads, in batches of up to 1,024 rows.
  ///
  /// The files are cut into pieces; each piece has an accumulator of its own, and the accumulators are returned in the
  /// order of the rows, whatever the number of threads: the same result for 1 and for 8. `body` may run again for a piece
  /// (on a fresh accumulator) when the guess where it starts proves wrong, so it must have no effect beside its accumulator.
  /// Only the columns named in `columns` may be read from a batch. A file that cannot be read to its end throws.
  package func scan<Accumulator: Sendable>(
    columns: [ColumnIndex], threads: Int, accumulator: @Sendable () -> Accumulator,
    _ body: @Sendable (inout Accumulator, RowBatch) -> Void
  ) throws(Diagnostic) -> Scan<Accumulator> {
    let run = try ScanRun(self, columns: columns)
    let results = Mutex([Int: (Accumulator, PieceTally)]())
    let progress = Mutex(Progress())
    Workers.run(min(threads, run.pieces.count)) {
      let context = run.context()
      while let (index, keeps) = progress.withLock({ $0.take(run.pieces.count) }) {
        var result = accumulator()
        do throws(Diagnostic) {
          let tally = try run.scan(index, from: run.pieces[index].start, keeps: keeps, context) { body(&result, $0) }
          progress.withLock { $0.rejected(tally.rejects.count) }
          results.withLock { $0[index] = (result, tally) }
        } catch {
          progress.withLock { $0.fail(index, error) }
        }
      }
    }
    if let failure = progress.withLock({ $0.failure }) { throw failure.diagnostic }
    var pieces = results.withLock { $0 }
    // A piece begins where the one before ended, or it was guessed wrong and is read again.
    var context: ScanContext?
    for index in run.pieces.indices {
      let expected = run.isFirstOfFile(index) ? run.pieces[index].start : pieces[index - 1]?.1.end
      guard let expected, expected != run.pieces[index].start else { continue }
      let known = context ?? run.context()
      context = known
      var result = accumulator()
      let tally = try run.scan(index, from: expected, keeps: PieceTally.mostRejects, known) { body(&result, $0) }
      pieces[index] = (result, tally)
    }
    let ordered = run.pieces.indices.compactMap { pieces[$0] }
    return Scan(pieces: ordered.map(\.0), report: try run.report(ordered.map(\.1)))
  }
}

/// Which pieces are taken, and what stops the others.
private struct Progress {
  private var next = 0
  private var rejects = 0
  private(set) var failure: (index: Int, diagnostic: Diagnostic)?

  /// The next piece, and how many rejects it should keep: none once there are enough, since only the first are reported.
  mutating func take(_ count: Int) -> (index: Int, keeps: Int)? {
    guard failure == nil, next < count else { return nil }
    defer { next += 1 }
    return (next, rejects >= PieceTally.mostRejects ? 0 : PieceTally.mostRejects)
  }

  mutating func rejected(_ count: Int) { rejects += count }

  /// The first in the order of the pieces is reported.
  mutating func fail(_ index: Int, _ diagnostic: Diagnostic) {
    if failure.map({ index < $0.index }) ?? true { failure = (index, diagnostic) }
  }
}
