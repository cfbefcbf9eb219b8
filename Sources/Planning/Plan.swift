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
      decisions[index].decide(known.outcome, known.reason, next: known.next, channel: known.channel)
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
    return decider.context().text(decider.cells.customer, decision.subject)
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
    let project = project
    try renderBlocks(batch: batch, signKey: signKey) { decisions, block in
      var start = 0
      for mark in block.marks {
        let decision = decisions[Int(mark.decision)]
        try take(Job(decision, mark, project, bytes: Array(block.bytes[start..<mark.end])))
        start = mark.end
      }
    }
  }

  /// The same, many lines at a time.
  package mutating func renderLines(
    batch: String, signKey: [UInt8], _ take: ([UInt8]) throws -> Void
  ) throws {
    try renderBlocks(batch: batch, signKey: signKey) { _, block in try take(block.bytes) }
  }

  private mutating func renderBlocks(
    batch: String, signKey: [UInt8], _ take: ([Decision], JobBlock) throws -> Void
  ) throws {
    let order = sendingOrder()
    volumes = [:]
    let signer = Signer(key: signKey)
    let campaigns = Set(order.map { decisions[$0].campaign })
    let texts = deciders.filter { campaigns.contains($0.key) }
      .mapValues { JobTexts($0, signer: signer, batch: batch) }
    let chunk = 8192
    for from in stride(from: 0, to: order.count, by: chunk) {
      let part = order[from..<min(order.count, from + chunk)]
      let blocks = parallel(part.count, chunk: 1024, threads: threads) { [decisions] range in
        var writers: [Int: JobWriter] = [:]
        var block = JobBlock()
        for index in part[part.startIndex + range.lowerBound..<part.startIndex + range.upperBound] {
          let decision = decisions[index]
          let writer = writers[decision.campaign] ?? texts[decision.campaign].map(JobWriter.init)
          writers[decision.campaign] = writer
          if let reason = writer?.render(decision, at: index, into: &block) { block.failures.append((index, reason)) }
        }
        return block
      }
      for block in blocks {
        for (index, reason) in block.failures { decisions[index].decide(.noData, reason) }
        note(block)
        try take(decisions, block)
      }
    }
  }

  private mutating func note(_ block: JobBlock) {
    for mark in block.marks {
      guard let channel = decisions[Int(mark.decision)].channel else { continue }
      volumes[channel, default: Volume()].messages += 1
      volumes[channel, default: Volume()].units += mark.segments.map(Int.init) ?? 1
    }
    for (channel, volume) in volumes.map({ ($0.key, $0.value) }) {
      let cost = project.channels[channel].cost.map { $0 * Double(volume.units) }
      volumes[channel]?.cost = cost
    }
  }

  /// As a sorted listing of the spool would be: rank, due, and then the order of the decisions.
  private func sendingOrder() -> [Int] {
    struct Turn {
      var rank: Int32
      var place: Int32
      var due: Int64
    }
    let ranks = project.campaigns.map { Int32(9 - $0.priority) }
    var turns: [Turn] = []
    for (index, decision) in decisions.enumerated() where decision.outcome == .sent {
      turns.append(Turn(rank: ranks[decision.campaign], place: Int32(index), due: decision.due.seconds))
    }
    turns.sort { ($0.rank, $0.due, $0.place) < ($1.rank, $1.due, $1.place) }
    return turns.map { Int($0.place) }
  }
}
