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
  let keeping: Keeping

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
    /// The rows are the campaign's subjects and are kept themselves.
    let keepsRows: Bool
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
    /// Of another entity's rows, or of rows that were not kept: to load and decide.
    var keys = KeySet()
    /// Which of the rows that were kept are to be decided.
    var hits: [UInt32] = []
    /// Candidates that a condition on the row rules out.
    var noMatch = 0
    /// Candidates whose step fell due after an export was made.
    var stale = 0
    /// The keys of those ruled out, where they are kept.
    var failed = KeySet()
  }

  /// What a pass keeps, so that the export need not be read again.
  struct Keeping: Sendable {
    /// Of each row.
    let columns: [ColumnIndex]
    /// Rows that are wanted whatever a search says.
    let wanted: NeedProbe
  }

  struct Result: Sendable {
    /// In the searches' order.
    var found: [Found]
    /// The rows that a search hit or that are wanted, in the export's order.
    var kept: StoredRows
    /// Whether no key stands twice in the export, so that those are all rows of their keys.
    var isUnique: Bool
    var report: ScanReport
  }

  /// The columns that the pass reads.
  var columns: [ColumnIndex] {
    Set(searches.flatMap(\.columns) + keeping.columns + keeping.wanted.reads + [0]).sorted()
  }

  func run(
    over export: Export, schema: Schema, now: Instant, calendar: BusinessCalendar, threads: Int
  ) throws(Diagnostic) -> Result {
    let pool = VectorPool()
    let none = StoredRows(columns: keeping.columns, of: export.mapping)
    let empty = Piece(
      found: Array(repeating: Found(), count: searches.count), kept: none,
      order: searches.contains(where: \.keepsRows) ? KeyOrder() : .unknown)
    var scan = try export.scan(columns: columns, threads: threads, accumulator: { empty }) { piece, batch in
      pool.with(batch) { vectors in
        let context = BatchContext(
          batch: batch, vectors: vectors, schema: schema, entity: entity, mapping: export.mapping, now: now,
          calendar: calendar)
        run(context, &piece)
      }
    }
    var result = Result(found: empty.found, kept: none, isUnique: false, report: scan.report)
    var order = empty.order
    var base = 0
    for piece in scan.pieces {
      order.append(piece.order)
      for index in searches.indices { result.found[index].append(piece.found[index], base: UInt32(base)) }
      base += piece.kept.count
    }
    result.isUnique = order.isStrict
    var parts: [StoredRows] = []
    for index in scan.pieces.indices {
      parts.append(scan.pieces[index].kept)
      scan.pieces[index].kept = none
    }
    result.kept = StoredRows(joining: &parts, none)
    return result
  }

  /// What is found in one piece of the export.
  fileprivate struct Piece: Sendable {
    var found: [Found]
    var kept: StoredRows
    var order: KeyOrder
  }

  private func run(_ context: BatchContext, _ piece: inout Piece) {
    if piece.order.isStrict { piece.order.append(context.batch.keyOrder) }
    var kept = keeping.wanted.select(context.batch, context.vectors)
    var hits: [Selection] = []
    for index in searches.indices {
      let rows = searches[index].run(context, &piece.found[index])
      hits.append(rows)
      kept.formUnion(rows)
    }
    guard !kept.rows.isEmpty else { return }
    for index in searches.indices where !hits[index].rows.isEmpty {
      piece.found[index].add(hits[index], of: kept, from: piece.kept.count)
    }
    piece.kept.append(kept, of: context.batch, vectors: context.vectors)
  }
}

extension Sieve.Found {
  fileprivate mutating func append(_ other: Sieve.Found, base: UInt32) {
    keys.formUnion(other.keys)
    failed.formUnion(other.failed)
    hits.append(contentsOf: other.hits.lazy.map { $0 + base })
    noMatch += other.noMatch
    stale += other.stale
  }

  /// Notes where rows lie among the kept, the first of which has the number `base`.
  fileprivate mutating func add(_ rows: Selection, of kept: Selection, from base: Int) {
    var place = 0
    for row in rows.rows {
      while kept.rows[place] < row { place += 1 }
      hits.append(UInt32(base + place))
    }
  }
}

extension Sieve.Search {
  /// The rows to keep.
  fileprivate func run(_ context: BatchContext, _ found: inout Sieve.Found) -> Selection {
    var rows = start?.select(context.vectors.all, within: range, in: context) ?? context.vectors.all
    for condition in conditions where !rows.rows.isEmpty {
      let truths = condition.evaluate(rows, in: context)
      var failed = Selection()
      failed.rows = rows.rows.filter { truths[Int($0)] == Truth.no }
      guard !failed.rows.isEmpty else { continue }
      rows.rows.removeAll { truths[Int($0)] == Truth.no }
      if let start { counting?.count(failed, start, context, &found) }
    }
    if keepsRows { return rows }
    found.keys.insert(rows, of: collects, context)
    return Selection()
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
  /// Counts the failed rows that are candidates; those of sequences in progress are wanted anyway.
  fileprivate func count(
    _ failed: Selection, _ start: StartTerm, _ context: BatchContext, _ found: inout Sieve.Found
  ) {
    var failed = failed
    if !inProgress.isEmpty {
      let keys = context.vectors.read(0, context.batch, rows: failed)
      failed.rows.removeAll { row in
        unsafe keys.states[Int(row)] == 0 && inProgress.find(keys.bytes[Int(row)]) != nil
      }
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
