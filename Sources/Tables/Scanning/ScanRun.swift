import CScan
import Diagnostics

/// One pass over an export: its pieces, and how one of them is scanned. All that does not depend on the accumulator.
struct ScanRun: Sendable {
  struct Piece: Sendable {
    var file: Int
    /// The file's first row, or a guess of a row's start.
    var start: Int64
    /// Rows that begin here or later belong to the next piece.
    var limit: Int64
  }

  let export: Export
  let pieces: [Piece]
  private let columns: [ColumnIndex]
  private let readers: [ColumnReader]
  private let variant = herald_best()

  init(_ export: Export, columns: [ColumnIndex]) throws(Diagnostic) {
    self.export = export
    self.columns = columns
    var pieces: [Piece] = []
    for file in export.inputs.indices { pieces += try Self.pieces(of: file, export) }
    self.pieces = pieces
    var readers = export.readers
    if export.inputs.contains(where: { $0.file.size >= export.limits.long }) {
      for column in columns where readers[column].isPlainTime && readers[column].fixedOffset == nil {
        readers[column].dayOffsets = DayOffsets.of(readers[column].zone)
      }
    }
    self.readers = readers
  }

  func isFirstOfFile(_ index: Int) -> Bool { index == 0 || pieces[index - 1].file != pieces[index].file }

  /// What a thread reuses from piece to piece.
  func context() -> ScanContext {
    let keyColumns = [0] + export.mapping.keyColumns.indices.dropFirst().map { export.readers.count + $0 - 1 }
    let isAnyLaidOut = export.layouts.contains { !$0.isDelimited }
    let laidOut = isAnyLaidOut ? keyColumns + Set(columns).subtracting([0]).sorted() : []
    return ScanContext(
      window: Window(capacity: export.limits.window),
      batch: RowBatch(readers: readers, laidOut: laidOut, keyColumns: keyColumns), laidOut: laidOut,
      keyColumns: keyColumns)
  }

  /// Scans a piece from a start that may differ from the one that was guessed.
  func scan(
    _ index: Int, from start: Int64, keeps: Int, _ context: ScanContext, _ deliver: (RowBatch) -> Void
  ) throws(Diagnostic) -> PieceTally {
    let piece = pieces[index]
    let input = export.inputs[piece.file]
    do throws(SourceProblem) {
      return try withoutActuallyEscaping(deliver) { deliver throws(SourceProblem) in
        try scan(
          piece, try input.source(from: start), start, PieceTally(columns: export.readers.count, keeps: keeps), context,
          deliver)
      }
    } catch {
      throw error.diagnostic(input.file.path)
    }
  }

  private func scan(
    _ piece: Piece, _ source: any ByteSource, _ start: Int64, _ tally: PieceTally, _ context: ScanContext,
    _ deliver: @escaping (RowBatch) -> Void
  ) throws(SourceProblem) -> PieceTally {
    let layout = export.layouts[piece.file]
    context.batch.begin(layout, file: piece.file)
    context.batch.counts = tally.cells
    var done: PieceTally
    if layout.isDelimited {
      var scanner = DelimitedScanner(
        layout: layout, limits: export.limits, variant: variant, window: context.window, batch: context.batch,
        tally: tally, deliver: deliver)
      try scanner.scan(source, from: start, to: piece.limit)
      done = scanner.tally
    } else {
      var scanner = LineScanner(
        limits: export.limits, window: context.window, batch: context.batch, reader: lineReader(context),
        keyColumns: context.keyColumns, tally: tally, deliver: deliver)
      try scanner.scan(source, from: start, to: piece.limit)
      done = scanner.tally
    }
    done.cells = context.batch.counts
    if source.isCutOff { done.cutOff = done.end }
    return done
  }

  private func lineReader(_ context: ScanContext) -> LineReader {
    let mapping = export.mapping
    let fields = mapping.fields + mapping.items
    let paths = context.laidOut.map { column in
      let key = context.keyColumns.firstIndex(of: column).map { mapping.keyColumns[$0] }
      return (column, key ?? fields[column - 1].column)
    }
    return LineReader(
      tree: PathTree(paths), batch: context.batch,
      isList: [false] + fields.map { $0.type == .list } + mapping.keyColumns.map { _ in false },
      keyColumns: context.keyColumns, columns: context.laidOut)
  }
}

/// What a thread reuses from piece to piece.
struct ScanContext {
  let window: Window
  let batch: RowBatch
  let laidOut: [ColumnIndex]
  let keyColumns: [ColumnIndex]
}
