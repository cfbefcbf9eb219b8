import Campaigns
import CivilTime
import Diagnostics
import Planning
import Platform

let tryCommand = Command(
  name: "try", operands: "CAMPAIGN KEY --to ADDRESS",
  summary: "renders a message for a real subject and sends it to you",
  details:
    "Spools the campaign's message for the order, cart or customer with this key to your address alone, marked as a "
    + "trial, although the rules might hold it; and says what would happen in earnest. The ledger learns of no message, "
    + "no cap is touched and the customer hears nothing.",
  options: planningOptions + [
    .init(name: "to", value: "ADDRESS", help: "where the trial goes"),
    .init(name: "step", value: "S", help: "this step (default: the one that is due, else the first)"),
    .init(name: "channel", value: "C", help: "by this channel (default: the one that would be taken)"),
    .init(name: "variant", value: "V", help: "this variant of split"),
    .init(name: "locale", value: "L", help: "in this language, such as de"),
  ],
  examples: [
    .init(line: "herald try abandoned-cart c17 --to me@shop.example", says: "the reminder of cart c17, to you")
  ],
  takes: 2...2
) { invocation in try TryRun(invocation).run() }

/// One `try`.
struct TryRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let campaign = try campaign(project)
    let key = customerKey(invocation.operands[1])
    guard let to = invocation.value("to") else {
      throw UsageError(
        message: "try needs to know where the trial goes", advice: "herald try CAMPAIGN KEY --to ADDRESS")
    }
    let (now, isGiven) = try invocation.now(project)
    var request = Planner.Request(
      now: now, isNowGiven: isGiven, threads: try invocation.threads(), wantsEveryDecision: true)
    request.subjects = [campaign: [key]]
    return try invocation.underLock(project) { place, lock in
      let plan = try Planner(project: project, history: place.memory.history, request: request).planOrFail()
      let batch = place.memory.nextBatch(now: now)
      let reteller = Reteller(plan, batch: batch, signKey: place.memory.signKey)
      let wish = try wish(plan, campaign, key, to: to, reteller)
      guard case .job(let job) = try made(reteller.tell(wish), project, campaign, key) else { return .defect }
      var journal = LedgerJournal(ledger: place.ledger)
      journal.now = now.microseconds
      try place.dispatch(
        [
          DispatchedJob(
            channel: job.channel, rank: job.rank, notBefore: job.notBefore, expires: job.expires, attempt: 1,
            id: job.id, bytes: job.bytes)
        ], journal, batch: batch, now: now.seconds, lock: lock)
      let step = project.campaigns[campaign].steps[wish.step].name
      invocation.terminal.print("spooled as a trial by \(job.channel): step \(step), job \(job.id)")
      tellRealOutcome(plan, campaign, project)
      return .fine
    }
  }

  private func campaign(_ project: Project) throws -> Int {
    let name = invocation.operands[0]
    if let index = project.campaigns.firstIndex(where: { $0.id == name }) { return index }
    if let broken = project.broken.first(where: { $0.id == name }) {
      throw Failure(.configuration, broken.problems.filter { $0.severity == .error })
    }
    throw UsageError(
      message: "there is no campaign “\(name)”", advice: suggestion(for: name, in: project.campaigns.map(\.id)))
  }

  private func wish(
    _ plan: Plan, _ campaign: Int, _ key: String, to: String, _ reteller: Reteller
  ) throws -> Retelling {
    let project = plan.project
    let decision = plan.decisions.first { $0.campaign == campaign && plan.subjectKey($0) == key }
    let steps = project.campaigns[campaign].steps
    let step = try choice("step", steps.map(\.name)) ?? decision?.step ?? 0
    let usual = reteller.usualChannel(campaign, step: step, subject: key)
    guard let channel = try choice("channel", project.channels.map(\.name)) ?? decision?.channel ?? usual else {
      throw Failure(.nothingThere, missing(project, campaign))
    }
    let name = project.channels[channel].name
    guard steps[step].bodies[name] != nil else {
      throw UsageError(
        message: "step \(steps[step].name) says nothing by \(name)",
        advice: "it has a text for \(steps[step].bodies.keys.sorted().joined(separator: ", "))")
    }
    guard let address = project.channels[channel].normalised(to) else {
      throw UsageError(message: "“\(to)” is no address for \(name)")
    }
    if let only = project.onlyTo, !only.contains(address.lowercased()) {
      throw UsageError(
        message: "only_to in herald.yaml does not have that address", advice: "nobody else is written to")
    }
    var wish = Retelling(
      campaign: campaign, step: step, subject: key, channel: channel,
      // No hash of a message begins with an x: it collides with nothing.
      id: "x" + Hash128(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)).base32.dropFirst())
    wish.variant = try choice("variant", project.campaigns[campaign].split.map(\.name)) ?? decision?.variant
    wish.address = address
    wish.locale = invocation.value("locale")
    wish.isTrial = true
    return wish
  }

  /// The place of what an option names.
  private func choice(_ option: String, _ names: [String]) throws -> Int? {
    guard let name = invocation.value(option) else { return nil }
    if let index = names.firstIndex(of: name) { return index }
    throw UsageError(
      message: "there is no \(option) “\(name)”",
      advice: suggestion(for: name, in: names) ?? (names.isEmpty ? nil : "there is " + names.joined(separator: ", ")))
  }

  private func made(_ retold: Retold, _ project: Project, _ campaign: Int, _ key: String) throws -> Retold {
    switch retold {
    case .job: return retold
    case .noRecord, .lack: throw Failure(.nothingThere, missing(project, campaign))
    case .noText(let why): throw Failure(.attention, "the text cannot be made: \(why)")
    }
  }

  private func missing(_ project: Project, _ campaign: Int) -> [Diagnostic] {
    let entity = project.entities[project.campaigns[campaign].each].name
    return [
      Diagnostic(
        .error, "no export has this \(entity)", advice: "KEY is that of the campaign's each, which is \(entity)")
    ]
  }

  private func tellRealOutcome(_ plan: Plan, _ campaign: Int, _ project: Project) {
    guard let real = plan.explanations(campaign: project.campaigns[campaign].id).first else { return }
    let next = real.next.map { "; it can next go at \($0.rfc3339(in: project.zone))" } ?? ""
    invocation.terminal.print(
      "in earnest: \(real.outcome)" + (real.reason.isEmpty ? "" : ", because \(real.reason)") + next)
  }
}
