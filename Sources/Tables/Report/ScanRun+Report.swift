import Diagnostics
import Platform

extension ScanRun {
  /// Adds up the pieces' tallies, and finds the lines of what they noted. Reads the files again for that, as far as the
  /// last of it, only if there is any.
  func report(_ tallies: [PieceTally]) throws(Diagnostic) -> ScanReport {
    var report = ScanReport()
    report.bytes = export.inputs.reduce(0) { $0 + $1.file.size }
    for file in export.inputs.indices {
      let own = zip(pieces, tallies).filter { $0.0.file == file }.map(\.1)
      try add(own, of: file, to: &report)
      if report.changedWhileRead == nil { report.changedWhileRead = changed(export.inputs[file]) }
    }
    return report
  }

  private func add(_ tallies: [PieceTally], of file: Int, to report: inout ScanReport) throws(Diagnostic) {
    var offsets: Set<Int64> = []
    var room = PieceTally.mostRejects - report.rejected.count
    var rejects: [PieceTally.Reject] = []
    for tally in tallies {
      report.rows += tally.rows
      report.keyless += tally.keyless
      report.rejectedCount += tally.rejectedCount
      rejects += tally.rejects.prefix(room)
      room -= min(room, tally.rejects.count)
      offsets.formUnion(tally.rejects.map(\.offset))
      offsets.formUnion(tally.cells.columns.filter { $0.unreadable > 0 }.map(\.firstOffset))
      if let cutOff = tally.cutOff { offsets.insert(cutOff) }
    }
    let input = export.inputs[file]
    let positions: [Int64: SourcePosition]
    do throws(SourceProblem) {
      positions = try LineFinder(newline: export.layouts[file].dialect.newline).positions(of: offsets, in: input)
    } catch {
      throw error.diagnostic(input.file.path)
    }
    for reject in rejects {
      let (message, advice) = reject.reason.words
      let diagnostic = Diagnostic(.error, message, advice: advice, file: input.file.path, at: positions[reject.offset])
      report.rejected.append(RejectedRow(diagnostic: diagnostic, bytes: reject.bytes))
    }
    for tally in tallies { addCells(tally, positions, input, to: &report) }
    if report.cutOff == nil, let place = tallies.compactMap(\.cutOff).last {
      report.cutOff = Diagnostic(
        .error, input.file.isGzip ? "the gzip stream ends in the middle" : "the last row is cut off",
        advice: "it was copied or written only in part; let the exporter write another name and rename it when done",
        file: input.file.path, at: positions[place])
    }
  }

  private func addCells(
    _ tally: PieceTally, _ positions: [Int64: SourcePosition], _ input: ExportInput, to report: inout ScanReport
  ) {
    for (column, cells) in tally.cells.columns.enumerated() where cells.read > 0 {
      var count = report.cells[column] ?? ScanReport.CellCount()
      count.read += cells.read
      count.unreadable += cells.unreadable
      if count.first == nil, cells.unreadable > 0 {
        let reader = export.readers[column]
        count.first = Diagnostic(
          .error, "\(reader.name) is no \(reader.noun): a cell of the form “\(cells.firstShape)”",
          advice: reader.advice,
          file: input.file.path, at: positions[cells.firstOffset])
      }
      report.cells[column] = count
    }
  }

  private func changed(_ input: ExportInput) -> Diagnostic? {
    let hasChanged = (try? input.bytes.hasChanged()) ?? true
    guard hasChanged else { return nil }
    return Diagnostic(
      .error, "“\(input.file.path)” changed while it was read",
      advice: "let the exporter write another name and rename it when done", file: input.file.path)
  }
}

extension CellType {
  /// What a cell should have been.
  fileprivate var noun: String {
    switch self {
    case .string, .key: "text"
    case .bool: "yes or no"
    case .int: "whole number"
    case .double: "number"
    case .timestamp: "time"
    case .duration: "duration"
    case .list: "list"
    }
  }
}

extension ColumnReader {
  fileprivate var noun: String {
    if words?.isClosed == true { return "word that its “map” knows" }
    return money == nil ? type.noun : "sum of money"
  }

  fileprivate var advice: String? {
    if words?.isClosed == true { return "“map: [NAME, {WORD: status}]” adds words to those of NAME" }
    if let money {
      return money == .evident ? "“decimal: point” reads 1,234, “decimal: comma” 1.234" : nil
    }
    return switch type {
    case .timestamp: "“format:” says how its times are written: {column: …, format: \"%d.%m.%Y %H:%M\"}"
    case .double, .int: decimalComma ? nil : "“decimal: comma” reads 1.234,56"
    case .bool: "“map:” turns words into yes and no"
    default: nil
    }
  }
}
