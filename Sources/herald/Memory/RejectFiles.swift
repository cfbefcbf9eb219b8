import Diagnostics
import JSON
import Planning
import Platform
import Tables

/// Keeps rows that could not be read: `rejects/<export>-<hash>.jsonl` in the state folder, a line of JSON each, with
/// file, line, column and reason. The same rejects make the same file, so that a cron of every minute keeps them once.
struct RejectFiles {
  let state: String

  func write(_ plan: Plan) throws {
    for (entity, report) in plan.reports where !report.rejected.isEmpty {
      var bytes: [UInt8] = []
      for row in report.rejected { bytes += line(row) }
      var hash = Hash128.Builder()
      hash.add(bytes.span)
      let folder = state + "/rejects"
      let path = "\(folder)/\(entity)-\(hash.finish().base32.prefix(12)).jsonl"
      guard !FileSystem.exists(path) else { continue }
      do throws(Errno) {
        try FileSystem.makeDirectories(folder)
        try FileSystem.writeDurably(path, bytes)
      } catch {
        throw Failure(.inputOutput, "cannot keep rejected rows in \(path): \(error.words)")
      }
    }
  }

  private func line(_ row: RejectedRow) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.key("column")
      if let position = row.diagnostic.position { out.number(position.column) } else { out.null() }
      out.text("file", row.diagnostic.file)
      out.key("line")
      if let position = row.diagnostic.position { out.number(position.line) } else { out.null() }
      out.text("reason", row.diagnostic.message)
      // What is not UTF-8 is shown with replacement characters; the export itself has the bytes.
      out.text("row", String(decoding: row.bytes, as: UTF8.self))
    }
    writer.bytes.append(0x0A)
    return writer.bytes
  }
}
