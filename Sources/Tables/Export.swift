package import CivilTime
package import Diagnostics
import Platform

/// An export whose files are open and whose header has been matched with its mapping.
///
/// Opening reports what makes it unusable as a whole: nothing at the path, a directory or FIFO in its place, no permission,
/// an empty file, a header that lacks a mapped column (with the nearest name). Each is a `Diagnostic` with advice.
package final class Export: Sendable {
  package let mapping: ExportMapping
  /// In name order.
  package var files: [ExportFile] { inputs.map(\.file) }

  /// The optional columns that a header lacks, with what to tell whoever wants to read one: its cells are unreadable,
  /// never missing, so that nothing is concluded from them.
  package let absent: [ColumnIndex: Diagnostic]

  let inputs: [ExportInput]
  let layouts: [FileLayout]
  /// By column: the key, the fields, the items.
  let readers: [ColumnReader]
  let limits: ScanLimits

  package convenience init(
    opening mapping: ExportMapping, limits: ScanLimits = ScanLimits()
  ) throws(Diagnostic) {
    let pattern = FilePattern(text: mapping.pattern, directory: mapping.directory)
    let matches: [FilePattern.Match]
    do throws(Errno) { matches = try pattern.matches() } catch {
      throw Diagnostic(.error, "“\(mapping.pattern)” cannot be looked up: \(error.words)", file: mapping.pattern)
    }
    if matches.isEmpty {
      throw Diagnostic(
        .error, "no file matches “\(mapping.pattern)”",
        advice: "does the other system drop them there? “file:” of \(mapping.entity) in herald.yaml names them",
        file: mapping.pattern)
    }
    // The file's number has 16 bits of a row's ordinal.
    guard matches.count <= Int(UInt16.max) else {
      throw Diagnostic(
        .error, "“\(mapping.pattern)” matches \(matches.count) files, more than 65,535", file: mapping.pattern)
    }
    var inputs: [ExportInput] = []
    for match in matches { inputs.append(try ExportInput.open(match, mapping)) }
    try self.init(mapping, inputs, limits: limits)
  }

  /// Whether there is any file of the mapping's pattern.
  package static func isThere(_ mapping: ExportMapping) -> Bool {
    let matches = try? FilePattern(text: mapping.pattern, directory: mapping.directory).matches()
    return matches?.contains { FileSystem.exists($0.location) } ?? false
  }

  /// Of inputs that are open already: files, or in tests bytes.
  init(_ mapping: ExportMapping, _ inputs: [ExportInput], limits: ScanLimits = ScanLimits()) throws(Diagnostic) {
    guard !mapping.keyColumns.isEmpty else {
      throw Diagnostic(
        .error, "\(mapping.entity) has no key", advice: "name the column that tells its rows apart: “key:”")
    }
    self.mapping = mapping
    self.inputs = inputs
    self.limits = limits
    var layouts: [FileLayout] = []
    for input in inputs { layouts.append(try FileLayout.sniff(input, mapping)) }
    self.layouts = layouts
    absent = layouts.reduce(into: [:]) { $0.merge($1.absent) { first, _ in first } }
    readers = [ColumnReader(keyOf: mapping)] + (mapping.fields + mapping.items).map { ColumnReader($0, of: mapping) }
  }

  /// The oldest of the files' modification times.
  package var madeAt: Instant { inputs.map(\.file.modified).min() ?? Instant(microseconds: 0) }
}
