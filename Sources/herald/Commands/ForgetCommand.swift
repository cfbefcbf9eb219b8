import Campaigns
import CivilTime
import Diagnostics
import Ledger
import Planning
import Platform
import Spool

let forgetCommand = Command(
  name: "forget", operands: "KEY", summary: "erases a customer everywhere, and keeps it so",
  details:
    "Takes the customer with this key out of the ledger, the spool, the rejected rows and the records of runs. Keyed "
    + "hashes stay, so that they are not told twice, get no marketing any more, and hear nothing about what began "
    + "before; they are kept in the state folder's file forgotten, and applied again to a ledger from a backup. What they "
    + "order later is a new relation. Erase them in the shop's own systems first: herald reads what the exports say.",
  examples: [.init(line: "herald forget anna@example.com", says: "after Anna asked for it")],
  takes: 1...1
) { invocation in try ForgetRun(invocation).run() }

/// One `forget`.
struct ForgetRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let key = customerKey(invocation.operands[0])
    guard !key.isEmpty else { throw UsageError(message: "forget needs a customer's key", advice: "herald forget KEY") }
    let now = Instant(microseconds: SystemClock.microseconds)
    return try invocation.underLock(project) { place, _ in
      let person = try Person(key: key, place.project, place.folder, place.memory)
      var forgotten = place.memory.forgotten
      forgotten.add(person.addresses.union([key]), at: Instant(seconds: now.seconds) ?? now)
      // The list first: from here on the erasure is finished whatever happens.
      try ForgottenFile(state: project.state).write(forgotten)
      let counts = try Erasure(project: project, folder: place.folder, ledger: place.ledger).erase(
        key: key, addresses: person.addresses, forgotten: forgotten, now: now)
      invocation.terminal.print(
        "forgotten: \(grouped(counts.messages)) messages, \(grouped(counts.jobs)) jobs, \(grouped(counts.lines)) lines "
          + "of rejected rows and decisions")
      guard counts.claimed > 0 else { return .fine }
      invocation.report([
        Diagnostic(
          .warning, "\(counts.claimed) job\(counts.claimed == 1 ? " is" : "s are") with a worker",
          advice: "do it again when it is done; the next run does it, too")
      ])
      return .attention
    }
  }
}

/// A customer, as far as their key leads to their addresses: those of today's exports and of the jobs in the spool.
struct Person {
  let key: String
  private(set) var addresses: Set<String> = []

  init(key: String, _ project: Project, _ folder: SpoolFolder?, _ memory: Memory) throws {
    self.key = key
    if key.contains("@") { addresses.insert(key) }
    try folder?.eachFile { path, _ throws(SpoolProblem) in
      guard let bytes = try folder?.bytes(path), let job = JobFile(bytes), job.customer == key, !job.isTrial else {
        return
      }
      addresses.insert(job.address)
    }
    guard let entity = project.entities.firstIndex(where: { $0.name == Erasure.entity }),
      let now = Instant(seconds: SystemClock.now().seconds)
    else { return }
    let request = Planner.Request(
      now: now, isNowGiven: true, threads: 1, wantsEveryDecision: true, subject: .init(entity: entity, key: key))
    // Exports that cannot be read must not keep anybody from being forgotten.
    if let plan = try? Planner(project: project, history: memory.history, request: request).plan() {
      addresses.formUnion(plan.addresses(ofCustomer: key))
    }
    addresses.remove("")
  }
}
