import Campaigns
import CivilTime
import JSON
import Ledger
import Platform
import Spool

/// What `spool show` prints of one job.
struct JobPage {
  private(set) var lines: [String] = []
  private let project: Project
  private let now = SystemClock.now().seconds
  /// A terminal would break long lines within words.
  private let wraps: Bool

  init(_ desk: SpoolDesk) {
    project = desk.project
    wraps = desk.terminal.isInteractive
  }

  /// A line with its name in front; none for a name that is the line before's.
  mutating func add(_ name: String, _ text: String) {
    lines.append(HelpText.pad(name, 10) + Printable.line(text))
  }

  /// - Parameter copies: the files of one job, the latest attempt first.
  mutating func add(copies: [SpooledJob]) {
    guard let first = copies.first else { return }
    add("job", first.name.id)
    for (index, copy) in copies.enumerated() {
      add(
        index == 0 ? "where" : "", "\(copy.channel)/\(copy.place.rawValue), attempt \(copy.name.attempt)\(when(copy))")
    }
    if let expires = first.name.expires {
      add("expires", time(expires) + (expires <= now ? ", so it will fail" : ""))
    }
  }

  /// What the ledger took in, then what the next run will.
  mutating func add(receipts taken: [TakenReceipt], _ files: [ReceiptFile]) {
    var lines: [String] = []
    for receipt in taken {
      lines.append(
        receiptLine(
          receipt.attempt, receipt.outcome, receipt.at / 1_000_000, reason: receipt.reason,
          exitCode: receipt.exitCode, providerID: receipt.providerID))
      guard let reported = receipt.reported else { continue }
      let why = receipt.reportedReason.map { ": \($0)" } ?? ""
      lines.append(
        "attempt \(receipt.attempt): reported \(reported), \(time((receipt.reportedAt ?? 0) / 1_000_000))" + why)
    }
    for file in files {
      let value = (try? JSONValue.parse(file.bytes)) ?? .null
      lines.append(
        receiptLine(
          file.name.attempt, value["outcome"]?.string ?? file.place.rawValue,
          value["at"]?.string.flatMap { ISOTime.parse($0, zone: .utc) }?.seconds, reason: value["reason"]?.string,
          exitCode: value["exit"]?.int, providerID: value["provider_id"]?.string))
    }
    for (index, line) in lines.enumerated() { add(index == 0 ? "receipts" : "", line) }
  }

  private func receiptLine(
    _ attempt: Int, _ outcome: String, _ at: Int64?, reason: String?, exitCode: Int64?, providerID: String?
  ) -> String {
    var text = "attempt \(attempt): \(outcome)"
    if let at { text += ", \(time(at))" }
    if let reason {
      text += ": \(reason)"
    } else if let exitCode {
      text += ": exit code \(exitCode)"
    }
    if let providerID { text += " (provider’s id \(providerID))" }
    return text
  }

  mutating func add(message: ListedMessage?) {
    guard let message else { return add("ledger", "knows nothing of it") }
    let record = message.message
    add(
      "ledger",
      "\(message.isOwed ? "owed again" : record.state.rawValue), decided \(time(record.decidedAt / 1_000_000)), "
        + "attempt \(record.attempt)" + (record.channel.map { " by \($0)" } ?? ""))
    add("message", "\(record.campaign), \(record.step), \(record.subjectEntity) \(record.subjectKey)")
  }

  /// The message as its reader would see it.
  mutating func add(job bytes: [UInt8], _ channel: String) {
    guard let job = try? JSONValue.parse(bytes), JobFile(bytes) != nil, let message = job["message"] else {
      lines += [
        "", "This file is no job, or torn:", Printable.line(String(decoding: bytes.prefix(200), as: UTF8.self)),
      ]
      return
    }
    if job["trial"]?.bool == true { add("trial", "for whoever ran herald try; no customer’s message") }
    let view = MessageView(job, message, project.channels.first { $0.name == channel })
    lines += [""] + (wraps ? view.lines.flatMap(Self.wrapped) : view.lines)
  }

  private static func wrapped(_ line: String) -> [String] {
    guard line.count > 80 else { return [line] }
    let indent = String(line.prefix { $0 == " " })
    return HelpText.wrap(line, 80 - indent.count).split(separator: "\n").map { indent + $0 }
  }

  private func when(_ job: SpooledJob) -> String {
    switch job.place {
    case .queue:
      let wait = now - job.name.notBefore
      return wait >= 0
        ? ", due since \(time(job.name.notBefore)) (\(roughly(wait)))"
        : ", due at \(time(job.name.notBefore)) (in \(roughly(-wait)))"
    case .work:
      return job.isBegun ? ", being sent" : ", claimed and not begun"
    default: return ""
    }
  }

  private func time(_ seconds: Int64) -> String {
    Instant(seconds: seconds).map { PlainTime.minute($0, project.zone) } ?? "?"
  }
}
