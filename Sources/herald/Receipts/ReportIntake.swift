import Campaigns
import CivilTime
import JSON
import Ledger
import Planning
import Platform

/// Brings a provider's reports to the ledger. Under the run lock, behind the intake of the workers' receipts, so that what
/// the provider calls a message is known.
struct ReportIntake {
  let place: Workplace
  let channel: String

  struct Counts {
    /// New ones.
    var events: [ReportEvent: Int] = [:]
    var known = 0
    var rejects: [RejectedReport] = []
  }

  func take(_ file: ReportFile) throws -> Counts {
    var counts = Counts()
    var reports: [(row: ReportRow, event: ReportEvent, report: DeliveryReport)] = []
    let addresses = AddressHashes(place.project, place.memory.forgotten.hash)
    let mapping = place.project.channels.first { $0.name == channel }?.reports ?? ReportMapping()
    for row in file.reports {
      guard let event = row[.event].flatMap(mapping.event) else {
        counts.rejects.append(RejectedReport(row, "an unknown event"))
        continue
      }
      guard let at = time(row[.at]) else {
        counts.rejects.append(RejectedReport(row, "no time that can be read"))
        continue
      }
      reports.append((row, event, report(row, event, at, addresses)))
    }
    let results = try place.ledger.record(reports: reports.map(\.report))
    for (report, result) in zip(reports, results) {
      switch result {
      case .recorded: counts.events[report.event, default: 0] += 1
      case .known: counts.known += 1
      case .unmatched: counts.rejects.append(RejectedReport(report.row, "of no message that was sent"))
      }
    }
    return counts
  }

  private func report(
    _ row: ReportRow, _ event: ReportEvent, _ at: Int64, _ addresses: AddressHashes
  ) -> DeliveryReport {
    // Some give our id back as part of a Message-ID.
    let ids = [row[.id], row[.providerID]].compactMap { $0.flatMap(Self.jobID) }
    return DeliveryReport(
      channel: channel, id: ids.first, providerID: row[.providerID],
      address: row[.address].flatMap { addresses.hash($0, channel) }, event: .init(event), at: at,
      reason: row[.reason].map { String($0.prefix(200)) }.flatMap { $0.contains("@") ? nil : $0 })
  }

  /// `0comv4ipe94g7papus235532rg`, also in `<0comv4…@shop.example>`.
  private static func jobID(_ text: String) -> String? {
    let word = text.drop { $0 == "<" }.prefix { $0 != "@" && $0 != ">" }
    let isID =
      word.utf8.count == 26 && word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    return isID ? String(word) : nil
  }

  /// ISO 8601, or seconds or milliseconds since 1970; now where the report has none; nil for what is no time.
  private func time(_ text: String?) -> Int64? {
    guard let text else { return SystemClock.microseconds }
    if let number = Double(text), number >= 0, number < 1e14 {
      return Int64(number < 1e11 ? number * 1e6 : number * 1e3)
    }
    return ISOTime.parse(text, zone: place.project.zone)?.microseconds
  }
}

extension DeliveryReport.Event {
  fileprivate init(_ event: ReportEvent) {
    self =
      switch event {
      case .delivered: .delivered
      case .failed: .failed
      case .bounced: .bounced
      case .complained: .complained
      case .unsubscribed: .unsubscribed
      case .deferred: .deferred
      }
  }
}

/// A report that nothing can be done with.
struct RejectedReport {
  var file: String
  var cells: [String?]
  var reason: String

  init(_ row: ReportRow, _ reason: String) {
    file = row.file
    cells = row.cells
    self.reason = reason
  }
}

/// Keeps them beside the exports' rejected rows, where `forget` finds them: `rejects/receipts-<hash>.jsonl`.
struct RejectedReports {
  let state: String

  /// Returns the file, relative to the state folder. The same reports make the same file.
  func write(_ rejects: [RejectedReport]) throws -> String {
    var bytes: [UInt8] = []
    for reject in rejects.prefix(10_000) { bytes += line(reject) }
    var hash = Hash128.Builder()
    hash.add(bytes.span)
    let name = "rejects/receipts-\(hash.finish().base32.prefix(12)).jsonl"
    do throws(Errno) {
      try FileSystem.makeDirectories(state + "/rejects")
      try FileSystem.writeDurably(state + "/" + name, bytes)
    } catch { throw Failure(.inputOutput, "cannot keep rejected rows in \(state)/\(name): \(error.words)") }
    return name
  }

  private func line(_ reject: RejectedReport) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.text("file", reject.file)
      out.text("reason", reject.reason)
      out.text("row", reject.cells.map { $0 ?? "" }.joined(separator: ","))
    }
    return writer.bytes + [0x0A]
  }
}
