import CivilTime
import Diagnostics
import Rules
import Tables

/// One pass over one export that finds the rows a campaign may be about: those whose start lies in the window and whose
/// conditions, as far as the row alone tells, are not false.
///
/// It never decides that something is sent; it only leaves out what certainly is not, and counts it.
struct Sieve: Sendable {
  let entity: Int
  var searches: [Search]

  /// What one campaign looks for in this export.
  struct Search: Sendable {
    let campaign: Int
    /// Nil: at any time.
    let start: StartTerm?
    let range: ClosedRange<Int64>
    /// Conditions on the row; empty where it is not the subject's own.
    let conditions: [VectorTerm]
    /// The column whose cells are collected.
    let collects: ColumnIndex
    /// Where rows that fail a condition are only counted: how to tell that they are candidates at all.
    let counting: Counting?

    var columns: [ColumnIndex] { (start?.columns ?? []) + [collects] + conditions.flatMap(\.columns) }
  }

  struct Counting: Sendable {
    let windows: Windows
    /// Sequences in progress are decided by their pinned start, whatever their row says now.
    let inProgress: KeySet
    /// The oldest of the exports that prove something: what fell due after it was made waits for the next one.
    let provenUntil: Instant?
    /// The ledger has messages of the campaign: the keys of the counted rows are kept, to ask it about them.
    let keepsKeys: Bool
  }

  /// What one search found.
  struct Found: Sendable {
    /// Of rows to load and decide.
    var keys = KeySet()
    /// Candidates that a condition on the row rules out.
    var noMatch = 0
    /// Candidates whose step fell due after an export was made.
    var stale = 0
    /// The keys of those ruled out, where they are kept.
    var failed = KeySet()
  }

  /// The columns that the pass reads.
  var columns: [ColumnIndex] {
    Set(searches.flatMap(\.columns) + [0]).sorted()
  }

  /// Scans; what each search found, in the searches' order.
  func run(
    over export: Export, schema: Schema, now: Instant, calendar: BusinessCalendar, threads: Int
  ) throws(Diagnostic) -> (found: [Found], report: ScanReport) {
    let pool = VectorPool()
    let none = Array(repeating: Found(), count: searches.count)
    let scan = try export.scan(columns: columns, threads: threads, accumulator: { none }) { found, batch in
      pool.with(batch) { vectors in
        let context = BatchContext(
          batch: batch, vectors: vectors, schema: schema, entity: entity, mapping: export.mapping, now: now,
          calendar: calendar)
        for index in searches.indices { searches[index].run(context, &found[index]) }
      }
    }
    var total = none
    for piece in scan.pieces {
      for index in searches.indices {
        total[index].keys.formUnion(piece[index].keys)
        total[index].failed.formUnion(piece[index].failed)
        total[index].noMatch += piece[index].noMatch
        total[index].stale += piece[index].stale
      }
    }
    return (total, scan.report)
  }
}

extension Sieve.Search {
  fileprivate func run(_ context: BatchContext, _ found: inout Sieve.Found) {
    var rows = start?.select(context.vectors.all, within: range, in: context) ?? context.vectors.all
    for condition in conditions where !rows.rows.isEmpty {
      let truths = condition.evaluate(rows, in: context)
      var failed = Selection()
      failed.rows = rows.rows.filter { truths[Int($0)] == Truth.no }
      guard !failed.rows.isEmpty else { continue }
      rows.rows.removeAll { truths[Int($0)] == Truth.no }
      if let start { counting?.count(failed, start, context, &found) }
    }
    found.keys.insert(rows, of: collects, context)
  }
}

extension KeySet {
  fileprivate mutating func insert(_ rows: Selection, of column: ColumnIndex, _ context: BatchContext) {
    guard !rows.rows.isEmpty else { return }
    let cells = context.vectors.read(column, context.batch, rows: rows)
    for row in rows.rows where unsafe cells.states[Int(row)] == 0 { unsafe insert(cells.bytes[Int(row)]) }
  }
}

extension Sieve.Counting {
  /// Counts the failed rows that are candidates; those of sequences in progress are found instead.
  fileprivate func count(
    _ failed: Selection, _ start: StartTerm, _ context: BatchContext, _ found: inout Sieve.Found
  ) {
    var failed = failed
    if !inProgress.isEmpty {
      var kept = Selection()
      inProgress.select(context.vectors.read(0, context.batch, rows: failed), rows: failed, into: &kept)
      found.keys.insert(kept, of: 0, context)
      let members = Set(kept.rows)
      failed.rows.removeAll { members.contains($0) }
    }
    var ruledOut = Selection()
    for (row, time) in zip(failed.rows, start.times(failed, in: context)) {
      guard let start = time.map(Instant.init(microseconds:)), windows.admits(start),
        let current = windows.current(start, isSent: { _ in false })
      else { continue }
      if let provenUntil, current.placed.due > provenUntil {
        found.stale += 1
      } else {
        ruledOut.rows.append(row)
      }
    }
    failed = ruledOut
    found.noMatch += failed.rows.count
    if keepsKeys { found.failed.insert(failed, of: 0, context) }
  }
}
