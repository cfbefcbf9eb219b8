import Delivery
import Foundation
import Platform
import Spool
import TestSupport
import Testing

/// Prints how many mails a second go to a sink on loopback; run by Tests/Bench/smtp in a release build.
@Suite(.enabled(if: Environment.value("HERALD_BENCH_SMTP") != nil)) struct MailSpeedTests {
  @Test func throughADrain() throws {
    let place = try #require(Environment.value("HERALD_BENCH_SMTP"))
    let count = 20_000
    let folder = try TemporaryFolder()
    let spool = try SpoolFolder(creating: folder.path("spool"))
    try spool.prepare("email")
    for index in 0..<count {
      var job = MailJob(id: "\(index)")
      job.text = "Dear Anna,\n\nyour order \(index) is on its way – we wish you joy.\n\nGrüße\nYour shop\n"
      job.html = "<p>Dear Anna,</p><p>your order <b>\(index)</b> is on its way &ndash; we wish you joy.</p>"
      job.headers = [("List-Unsubscribe", "<https://shop.example/u/\(index)>")]
      let chunk = "4.\(MailJob.now).b-\(String(10_000 + index / 4000))"
      if index % 4000 == 0 { try FileSystem.makeDirectory(folder.path("spool/email/queue/\(chunk)")) }
      try FileSystem.replace(folder.path("spool/email/queue/\(chunk)/\(try job.jobName())"), with: job.bytes)
    }
    let server = try MailServer(place)
    let (start, cpu) = (SystemClock.monotonic(), SystemClock.processorTime())
    let report = try Drain(spool, channel: "email") { SMTPTransport(server) }
      .run(now: { MailJob.now }, isStopping: { false })
    let seconds = Double(SystemClock.monotonic() - start) / 1e9
    let busy = Double(SystemClock.processorTime() - cpu) / 1e9
    #expect(report.outcomes == [.sent: count])
    print(
      "smtp: \(Int(Double(count) / seconds)) messages/s on one worker (CPU \(Int(busy / seconds * 100)) % of a core)")
  }
}
