package import Campaigns
package import CivilTime
package import Diagnostics
import Rules
package import Tables
import Templates

/// The decisions of one run, and the means to render their jobs.
package struct Plan: Sendable {
  package let project: Project
  package let now: Instant
  /// By campaign, then due, then the subject's key. Candidates that a scan ruled out are only counted.
  package internal(set) var decisions: [Decision]
  /// Jobs that wait in the spool and have lost their reason.
  var lost: [Withdrawal]
  /// What would go beyond a limit: a person is needed.
  package let alarms: [Alarm]
  /// Campaigns that write nothing in this run: over a limit, or stopped.
  package let held: Set<Int>
  /// By campaign: subjects whose conditions began to be true, or are no longer (`start: first_seen`).
  package let beginnings: [Int: [BeginningChange]]
  /// Sequences in progress whose windows have all closed.
  package let endings: [PastSequence]
  /// By campaign: candidates that were only counted.
  let counted: [Int: [Outcome: Int]]
  let exports: ExportSet
  let suppression: SuppressionList
  let store: RecordStore
  let deciders: [Int: CampaignDecisions]
  /// By campaign: the rows of its subject's entity that were looked at one by one.
  let subjects: [Int: [Int]]
  let threads: Int
  /// By channel (index in the project's): what was rendered.
  package private(set) var volumes: [Int: Volume] = [:]

  /// Messages of one channel.
  package struct Volume: Hashable, Sendable {
    package var messages = 0
    /// Of short messages; as many as messages on other channels.
    package var units = 0
    /// In the shop's currency; nil where `cost` says nothing.
    package var cost: Double?
  }

  /// How many candidates of each campaign came to each outcome, the counted ones included.
  package func counts() -> [Int: [Outcome: Int]] {
    decisions.reduce(into: counted) { $0[$1.campaign, default: [:]][$1.outcome, default: 0] += 1 }
  }

  /// Whether the decision is remembered, so that it is made once: sent, or held out of a campaign that writes.
  package func settles(_ decision: Decision) -> Bool {
    decision.outcome == .sent || (decision.outcome == .holdout && !held.contains(decision.campaign))
  }

  /// Whether how far the campaign has come is remembered by subject.
  package func keepsSequences(_ campaign: Campaign) -> Bool { CampaignDecisions.keepsSequences(campaign) }

  /// Takes over what a plan of the whole shop decided for what this one would send: whom others outrank, and what goes
  /// beyond a limit, only all candidates together show.
  package mutating func settle(as whole: Plan) {
    var settled: [Place: Decision] = [:]
    for decision in whole.decisions { settled[whole.place(decision)] = decision }
    for index in decisions.indices where decisions[index].outcome == .sent {
      guard let known = settled[place(decisions[index])] else { continue }
      decisions[index].outcome = known.outcome
      decisions[index].reason = known.reason
      decisions[index].next = known.next
      decisions[index].channel = known.channel
    }
  }

  private struct Place: Hashable {
    var campaign: Int
    var subject: String
    var step: Int
  }

  private func place(_ decision: Decision) -> Place {
    Place(campaign: decision.campaign, subject: subjectKey(decision), step: decision.step)
  }

  /// Whether what is sent may depend on candidates beside those that were looked at.
  package var dependsOnOthers: Bool {
    let limited = project.limit != nil || project.surge != nil || project.caps[.marketing]?.isEmpty == false
    return decisions.contains {
      let campaign = project.campaigns[$0.campaign]
      return $0.outcome == .sent
        && (limited || campaign.limit != nil || !campaign.caps.isEmpty || !campaign.onePer.isEmpty)
    }
  }

  package func subjectKey(_ decision: Decision) -> String { store.key(of: decision.subject) }

  /// The recipient's key; nil where the shop has no customers or the link is empty.
  package func customerKey(_ decision: Decision) -> String? {
    guard let decider = deciders[decision.campaign] else { return nil }
    return decider.context().text(decider.program.recipient.key, decision.subject)
  }

  /// Why it was held, in plain words; empty for what is sent.
  package func words(for decision: Decision) -> String {
    guard let decider = deciders[decision.campaign] else { return "" }
    let words = decision.reason.words(decider.program, zone: project.zone, step: decision.step)
    guard let reopening = decision.reopening, decision.outcome != .sent, !decision.reason.tellsOfReopening else {
      return words
    }
    return reopening.words(project.zone) + (words.isEmpty ? "" : "; " + words)
  }

  /// What is wrong with exports, by entity: a person is needed.
  package var exportProblems: [(entity: String, problem: Diagnostic)] {
    exports.problems.sorted { $0.key < $1.key }.map { (project.entities[$0.key].name, $0.value) }
  }

  /// By entity what the ledger is to remember of its export, where that has changed.
  package var measures: [String: ExportMeasure] {
    Dictionary(uniqueKeysWithValues: exports.measures.map { (project.entities[$0.key].name, $0.value) })
  }

  /// The files of the exports that were opened, by entity.
  package var exportFiles: [(entity: String, files: [ExportFile])] {
    exports.opened.enumerated().compactMap { index, export in
      export.map { (project.entities[index].name, $0.files) }
    }
  }

  /// Suppression lists that are not to be had.
  package var suppressionProblems: [Diagnostic] { suppression.problems.sorted { $0.key < $1.key }.map(\.value) }

  /// Entities whose exports can be read and are not trusted, since they shrank.
  package var shrunkExports: Set<String> { Set(exports.shrunk.map { project.entities[$0].name }) }

  /// What the scans met, by entity.
  package var reports: [(entity: String, report: ScanReport)] {
    exports.reports.sorted { $0.key < $1.key }.map { (project.entities[$0.key].name, $0.value) }
  }

  /// Whether any export that a campaign reads could be opened.
  package var hasExport: Bool { exports.opened.contains { $0 != nil } }

  /// Renders the jobs of what is to be sent, most important and earliest first, and hands them over in that order.
  ///
  /// A job whose text prints an empty value is not made: its decision becomes `no-data`.
  package mutating func render(
    batch: String, signKey: [UInt8], _ take: (Job) throws -> Void
  ) throws {
    let order = sendingOrder()
    volumes = [:]
    let signer = Signer(key: signKey)
    let chunk = 8192
    for from in stride(from: 0, to: order.count, by: chunk) {
      let part = Array(order[from..<min(order.count, from + chunk)])
      let rendered = parallel(part.count, chunk: 512, threads: threads) { [decisions, deciders] range in
        var writers: [Int: JobWriter] = [:]
        return range.map { place -> Rendered in
          let index = part[place]
          let decision = decisions[index]
          guard let decider = deciders[decision.campaign] else { return .failed(index, .none) }
          let writer = writers[decision.campaign] ?? JobWriter(decider, signer: signer, batch: batch)
          writers[decision.campaign] = writer
          return writer.rendered(decision, at: index)
        }
      }
      for result in rendered.joined() {
        switch result {
        case .job(let job):
          note(job)
          try take(job)
        case .failed(let index, let reason):
          decisions[index].outcome = .noData
          decisions[index].reason = reason
          decisions[index].channel = nil
        }
      }
    }
  }

  private mutating func note(_ job: Job) {
    guard let channel = decisions[job.decision].channel else { return }
    var volume = volumes[channel] ?? Volume()
    volume.messages += 1
    volume.units += job.segments ?? 1
    volume.cost = project.channels[channel].cost.map { $0 * Double(volume.units) }
    volumes[channel] = volume
  }

  fileprivate enum Rendered: Sendable {
    case job(Job)
    case failed(Int, Reason)
  }

  /// As a sorted listing of the spool would be: rank, due, and then the order of the decisions.
  private func sendingOrder() -> [Int] {
    let rank = { (index: Int) in 9 - project.campaigns[decisions[index].campaign].priority }
    return decisions.indices.filter { decisions[$0].outcome == .sent }.sorted { a, b in
      (rank(a), decisions[a].due.seconds, a) < (rank(b), decisions[b].due.seconds, b)
    }
  }
}

extension JobWriter {
  /// Why the text of a decision to send cannot be made; nil if it can.
  func problem(_ decision: Decision) -> Reason? {
    guard case .failed(_, let reason) = rendered(decision, at: 0) else { return nil }
    return reason
  }

  fileprivate func rendered(_ decision: Decision, at index: Int) -> Plan.Rendered {
    do throws(RenderProblem) {
      guard let job = try write(decision, at: index) else { return .failed(index, .none) }
      let longest = decision.channel.flatMap { project.channels[$0].maxLength }
      if let longest, let segments = job.segments, segments > longest {
        return .failed(index, .tooLong(segments: segments, limit: longest))
      }
      return .job(job)
    } catch {
      if case .empty(let path) = error.cause { return .failed(index, .empty(path: path)) }
      return .failed(index, .text(error.message))
    }
  }
}
