import Campaigns
import CivilTime
import JSON
import Ledger
import Planning
import Platform
import Spool

let accessCommand = Command(
  name: "access", operands: "KEY", summary: "all that is held on a customer",
  details:
    "The messages of the ledger, the jobs in the spool, the decisions of runs, the rejected rows and the suppression "
    + "lists that name the customer with this key, whole: for a person who asked for their data. Nothing is masked.",
  options: [.init(name: "json", help: "print JSON Lines")],
  examples: [.init(line: "herald access anna@example.com --json > anna.jsonl", says: "the file to send to Anna")],
  takes: 1...1
) { invocation in try AccessRun(invocation).run() }

/// One `access`.
struct AccessRun {
  let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func run() throws -> ExitCode {
    let project = try invocation.loadProject()
    let key = customerKey(invocation.operands[0])
    let memory = try Memory.open(project, for: .reading)
    let hasSpool = FileSystem.exists(project.state + "/spool")
    return try failing {
      let folder = hasSpool ? try SpoolFolder(opening: project.state + "/spool") : nil
      let person = try Person(key: key, project, folder, memory)
      let match = PersonMatch.known(key: key, entity: Erasure.entity, addresses: person.addresses)
      var count = 0
      try messages(key, memory, &count)
      try folder?.eachFile { path, place throws(SpoolProblem) in
        guard let bytes = try folder?.bytes(path), match.matches(job: bytes) else { return }
        tell("job", place.rawValue, bytes, &count)
      }
      try archive(project, match, &count)
      try lines(project, match, &count)
      suppressions(project, person, &count)
      try reported(project, person, memory, &count)
      if let since = memory.forgotten.since(key) { tell("forgotten", since.rfc3339, nil, &count) }
      if !invocation.has("json") { invocation.terminal.print("\(grouped(count)) entr\(count == 1 ? "y" : "ies")") }
      return .fine
    }
  }

  private func messages(_ key: String, _ memory: Memory, _ count: inout Int) throws {
    var filter = MessageFilter()
    filter.customer = key
    var found: [ListedMessage] = []
    try memory.ledger?.eachMessage(filter) { found.append($0) }
    for listed in found {
      tell("message", listed.message.state.rawValue, MessagesRun.line(listed), &count)
      guard let ledger = memory.ledger, let id = listed.job else { continue }
      for receipt in try ledger.receipts(ofJob: id) { tell("receipt", receipt.outcome, receipt.line(id), &count) }
    }
  }

  private func archive(_ project: Project, _ match: PersonMatch, _ count: inout Int) throws {
    for file in JobArchive(state: project.state).files.reversed() {
      var found: [[UInt8]] = []
      do throws(Errno) {
        try file.each { if let job = JobArchive.job($0), match.matches(job: job) { found.append(job) } }
      } catch {
        if error == .noSuchFile { continue }
        throw Failure(.inputOutput, "cannot read \(file.path): \(error.words)")
      }
      for job in found { tell("job", "archive", job, &count) }
    }
  }

  private func lines(_ project: Project, _ match: PersonMatch, _ count: inout Int) throws {
    let files =
      LineFile.decisions(state: project.state).map { ("decision", $0, match.matches(decision:)) }
      + LineFile.rejects(state: project.state).map { ("reject", $0, match.matches(reject:)) }
    for (kind, file, isWanted) in files {
      var found: [[UInt8]] = []
      do throws(Errno) { try file.each { if isWanted($0) { found.append($0) } } } catch {
        throw Failure(.inputOutput, "cannot read \(file.path): \(error.words)")
      }
      let place = String(file.path.dropFirst(project.state.count + 1))
      for line in found { tell(kind, place, line, &count) }
    }
  }

  private func suppressions(_ project: Project, _ person: Person, _ count: inout Int) {
    let list = SuppressionLookup(project)
    for channel in project.channels {
      for address in person.addresses.sorted() {
        for purpose in Purpose.allCases where list.holds(address, channel: channel.name, purpose: purpose) {
          var writer = JSONWriter()
          writer.object { out in
            out.text("address", address)
            out.text("channel", channel.name)
            out.text("purpose", purpose.rawValue)
          }
          tell("suppression", channel.name, writer.bytes, &count)
        }
      }
    }
  }

  /// What providers reported of their addresses.
  private func reported(_ project: Project, _ person: Person, _ memory: Memory, _ count: inout Int) throws {
    guard let ledger = memory.ledger else { return }
    for channel in project.channels {
      for address in person.addresses.sorted() {
        for known in try ledger.suppressions(of: memory.forgotten.hash.hash(address), channel: channel.name) {
          var writer = JSONWriter()
          writer.object { out in
            out.text("address", address)
            out.text("channel", channel.name)
            out.text("purpose", known.purpose.rawValue)
            out.text("since", Instant(microseconds: known.since).rfc3339)
            out.text("why", known.why.rawValue)
          }
          tell("suppression", channel.name, writer.bytes, &count)
        }
      }
    }
  }

  /// One thing that is held: what kind, where, and whole.
  private func tell(_ kind: String, _ place: String, _ json: [UInt8]?, _ count: inout Int) {
    count += 1
    let whole = json.map { $0.last == 0x0A ? Array($0.dropLast()) : $0 }
    guard invocation.has("json") else {
      invocation.terminal.print(
        "\(kind) (\(place))" + (whole.map { "\n  " + String(decoding: $0, as: UTF8.self) } ?? ""))
      return
    }
    var writer = JSONWriter()
    writer.object { out in
      out.text("kind", kind)
      out.text("place", place)
      out.key("v")
      out.number(1)
      out.key("value")
      if let whole, (try? JSONValue.parse(whole)) != nil {
        out.raw(whole)
      } else {
        out.string(String(decoding: whole ?? [], as: UTF8.self))
      }
    }
    invocation.terminal.print(String(decoding: writer.bytes, as: UTF8.self))
  }
}

extension TakenReceipt {
  fileprivate func line(_ id: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { out in
      out.text("at", Instant(microseconds: at).rfc3339)
      out.key("attempt")
      out.number(attempt)
      out.text("id", id)
      out.text("outcome", outcome)
      out.text("provider_id", providerID)
      out.text("reason", reason)
      out.text("reported", reported)
      out.text("reported_at", reportedAt.map { Instant(microseconds: $0).rfc3339 })
      out.text("reported_reason", reportedReason)
    }
    return writer.bytes
  }
}
