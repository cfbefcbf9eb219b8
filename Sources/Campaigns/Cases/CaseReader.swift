import CivilTime
import Diagnostics

/// Reads one test file against the project that it is about.
struct CaseReader {
  let project: Project
  let campaign: Campaign
  /// What `because` may say.
  let outcomes: [String]
  let problems: ProblemList

  /// More runs than that are a slip of the pen: a year of quarters of an hour.
  static let mostRuns: Int64 = 35_040

  func read(_ keys: inout MappingReader) -> [CampaignCase] {
    let given = GivenReader(project: project, problems: problems)
    let shared = given.read(keys.take("given"))
    let run = keys.take("run").map { RunDraft($0, project.zone, problems) } ?? RunDraft()
    let tests = keys.require("tests", advice: "a list of cases, each with “name” and “expect”")
    keys.finish()
    guard let tests else { return [] }
    guard let entries = tests.sequence, !entries.isEmpty else {
      problems.add("“tests” must be a list of cases", advice: "each begins with “- name: …”", at: tests)
      return []
    }
    var lines: [String: Int] = [:]
    return entries.compactMap { entry in
      guard var keys = MappingReader(entry, "a test", problems) else { return nil }
      let name = keys.require("name", advice: "what the campaign must do, in a few words")
      refuseTwin(name, &lines)
      let own = given.read(keys.take("given"))
      let run = keys.take("run").map { RunDraft($0, project.zone, problems, over: run) } ?? run
      let times = times(run, at: name ?? entry)
      let assumed = assume(keys.take("assume"))
      let receipts = keys.take("receipts").map(receipts) ?? []
      let expect = keys.require("expect", advice: "the messages that must go out; “expect: []” for none")
      let reader = ExpectReader(project: project, campaign: campaign, times: times, problems: problems)
      let expected = expect.map(reader.read) ?? []
      let because = keys.take("because").flatMap(because)
      let expectPlace = keys.keyNode("expect")?.start ?? entry.start
      keys.finish()
      guard let name, let text = name.text("name", problems), let times else { return nil }
      return CampaignCase(
        name: text, place: name.start, records: given.merge(shared, own), from: times.from, to: times.to,
        every: times.every, isHeldOut: assumed.isHeldOut, variant: assumed.variant, receipts: receipts,
        expected: expected,
        expectPlace: expectPlace, because: because)
    }
  }

  private func refuseTwin(_ name: YAMLNode?, _ lines: inout [String: Int]) {
    guard let name, let text = name.scalar else { return }
    if let line = lines[text] {
      problems.add("line \(line) has a test of that name", advice: "give one of them another", at: name)
    } else {
      lines[text] = name.start.line
    }
  }

  /// The instants of a run; nil, with a problem, where they are not all known.
  private func times(_ run: RunDraft, at node: YAMLNode) -> RunTimes? {
    guard !run.isBroken else { return nil }
    guard let from = run.from, let to = run.to else {
      let missing = run.from == nil ? "from" : "to"
      problems.add(
        "this test has no “\(missing)” in its “run”, nor has the file",
        advice: "such as run: {from: 2026-03-02 10:00, to: 2026-03-07 10:00, every: 15m}", at: node)
      return nil
    }
    let place = run.place ?? node
    guard from <= to else {
      problems.add("the run ends before it begins", advice: "“to” comes after “from”", at: place)
      return nil
    }
    let times = RunTimes(from: from, to: to, every: run.every ?? TimeSpan(seconds: 900))
    guard times.every > .zero, times.count <= Self.mostRuns else {
      problems.add(
        "these are more than \(Self.mostRuns) runs", advice: "choose a longer “every” or a shorter time", at: place)
      return nil
    }
    return times
  }

  private func assume(_ node: YAMLNode?) -> (isHeldOut: Bool, variant: String?) {
    guard let node, var keys = MappingReader(node, "assume", problems) else { return (false, nil) }
    let holdout = keys.take("holdout")
    let split = keys.take("split")
    keys.finish()
    let isHeldOut = holdout?.bool("holdout", problems) ?? false
    if isHeldOut, campaign.holdout == nil, let place = keys.keyNode("holdout") {
      problems.add("\(campaign.id) has no “holdout”", advice: "remove it here, or give the campaign one", at: place)
    }
    guard let split, let name = split.text("split", problems) else { return (isHeldOut, nil) }
    if !campaign.split.contains(where: { $0.name == name }) {
      let advice = suggestion(for: name, in: campaign.split.map(\.name))
      problems.add("“split” of \(campaign.id) has no “\(name)”", advice: advice, at: split)
    }
    return (isHeldOut, name)
  }

  private func receipts(_ node: YAMLNode) -> [GivenReceipt] {
    guard let entries = node.sequence else {
      problems.add(
        "“receipts” must be a list", advice: "such as receipts: [{at: 2026-03-02 11:00, via: email, state: failed}]",
        at: node)
      return []
    }
    return entries.compactMap { entry in
      guard var keys = MappingReader(entry, "a receipt", problems) else { return nil }
      let at = keys.require("at", advice: "from when on it is known, such as 2026-03-02 11:00")
      let state = keys.require("state", advice: "what became of the message: sent, delivered, failed or unknown")?
        .choice("state", GivenReceipt.State.self, problems)
      let via = keys.take("via").flatMap { name($0, "via", project.channels.map(\.name), "herald.yaml has no channel") }
      let step = keys.take("step").flatMap {
        name($0, "step", campaign.steps.map(\.name), "\(campaign.id) has no step")
      }
      let key = keys.take("key")?.text("key", problems).map(GivenValue.normalKey)
      keys.finish()
      guard let at, let state else { return nil }
      guard let instant = at.scalar.flatMap({ ISOTime.parse($0, zone: project.zone) }) else {
        problems.add("“at” must be a time", advice: "such as 2026-03-02 11:00, on the shop's clock", at: at)
        return nil
      }
      return GivenReceipt(at: instant, state: state, via: via, step: step, key: key)
    }
  }

  /// One of these names.
  private func name(_ node: YAMLNode, _ key: String, _ names: [String], _ problem: String) -> String? {
    guard let text = node.text(key, problems) else { return nil }
    if !names.contains(text) {
      problems.add("\(problem) “\(text)”", advice: suggestion(for: text, in: names), at: node)
    }
    return text
  }

  private func because(_ node: YAMLNode) -> CampaignCase.Because? {
    let names = node.texts("because", problems)
    for name in names {
      guard let text = name.scalar, !outcomes.contains(text) else { continue }
      let near = nearest(to: text, in: outcomes).map { "did you mean “\($0)”?" }
      problems.add(
        "“\(text)” is no outcome that stops a message",
        advice: near ?? "there is " + outcomes.map { "“\($0)”" }.joined(separator: ", "), at: name)
    }
    return names.isEmpty ? nil : CampaignCase.Because(outcomes: names.compactMap(\.scalar), place: node.start)
  }
}

/// The instants at which a test runs its campaign: from, from + every … up to `to`.
struct RunTimes {
  var from: Instant
  var to: Instant
  var every: TimeSpan

  var count: Int64 { milliseconds(to.since(from)) / max(1, milliseconds(every)) + 1 }

  /// Whether there is a run at that instant; else the first one after it, if any.
  func place(of instant: Instant) -> (isRun: Bool, next: Instant?) {
    guard instant >= from else { return (false, from) }
    let past = milliseconds(instant.since(from))
    let step = max(1, milliseconds(every))
    if past % step == 0 { return (instant <= to, nil) }
    let rest = step - past % step
    let next = instant.adding(TimeSpan(seconds: rest / 1000, nanoseconds: Int32(rest % 1000) * 1_000_000))
    return (false, next.flatMap { $0 <= to ? $0 : nil })
  }

  private func milliseconds(_ span: TimeSpan) -> Int64 { span.seconds * 1000 + Int64(span.nanoseconds) / 1_000_000 }
}

/// `run:` as it was read, of the file or of a test.
struct RunDraft {
  var from: Instant?
  var to: Instant?
  var every: TimeSpan?
  var place: YAMLNode?
  /// A value could not be read: reported already.
  var isBroken = false

  init() {}

  /// - Parameter base: what the file says for all tests; a test replaces what it names.
  init(_ node: YAMLNode, _ zone: Zone, _ problems: ProblemList, over base: RunDraft = RunDraft()) {
    self = base
    place = node
    guard var keys = MappingReader(node, "run", problems) else {
      isBroken = true
      return
    }
    func instant(_ key: String) -> Instant? {
      guard let node = keys.take(key) else { return nil }
      let instant = node.scalar.flatMap { ISOTime.parse($0, zone: zone) }
      if instant == nil {
        problems.add("“\(key)” must be a time", advice: "such as 2026-03-02 10:00, on the shop's clock", at: node)
        isBroken = true
      }
      return instant
    }
    from = instant("from") ?? from
    to = instant("to") ?? to
    if let node = keys.take("every") {
      every = node.timeSpan("every", problems)
      if every == nil { isBroken = true }
      if every == .zero {
        problems.add("“every” must be longer than nothing", advice: "such as 15m", at: node)
        isBroken = true
      }
    }
    keys.finish()
  }
}
