import CScan
import Diagnostics

extension ScanRun {
  /// Cuts a file where rows probably begin. The cuts depend on the file alone, not on the number of threads, and none of
  /// them is trusted: a scan checks that each piece begins where the one before ended.
  static func pieces(of file: Int, _ export: Export) throws(Diagnostic) -> [Piece] {
    let input = export.inputs[file]
    let start = export.layouts[file].dataStart
    let size = input.file.size
    let target = max(1, min(export.limits.piece, max(size / 32, 1 << 20)))
    guard input.isSplittable, size - start > target else { return [Piece(file: file, start: start, limit: .max)] }
    let count = Int((size - start + target - 1) / target)
    var starts = [start]
    for cut in 1..<count {
      let boundary = start + (size - start) * Int64(cut) / Int64(count)
      do throws(SourceProblem) {
        starts.append(max(starts[cut - 1], try guess(boundary, file, export)))
      } catch {
        throw error.diagnostic(input.file.path)
      }
    }
    return starts.indices.map { index in
      Piece(file: file, start: starts[index], limit: index + 1 < starts.count ? starts[index + 1] : .max)
    }
  }

  /// Behind a line end at or after the boundary; of delimited text one that a row of the right shape follows, so that
  /// line ends inside quotes are seldom taken for it.
  private static func guess(_ boundary: Int64, _ file: Int, _ export: Export) throws(SourceProblem) -> Int64 {
    let layout = export.layouts[file]
    let source = try export.inputs[file].source(from: boundary - 1)
    let window = Window(capacity: min(export.limits.window, 32 << 10))
    window.begin(source, at: boundary - 1)
    try window.fill(to: window.capacity)
    let reader = unsafe RowReader(
      UnsafePointer(window.bytes), window.count, isAtEnd: window.isAtEnd, dialect: layout.dialect, limits: export.limits
    )
    var first: Int?
    var place = 0
    for _ in 0..<16 {
      place += unsafe herald_find(window.bytes + place, window.count - place, layout.dialect.newline) + 1
      if place >= window.count { break }
      first = first ?? place
      if !layout.isDelimited { break }
      let outcome = unsafe reader.read(at: place, into: window.separators)
      if case .row(let fields, _) = outcome, fields == layout.shape.columns { return boundary - 1 + Int64(place) }
    }
    return boundary - 1 + Int64(first ?? 1)
  }
}
