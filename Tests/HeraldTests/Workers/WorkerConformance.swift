import Foundation
import Platform
import Spool
import TestSupport
import Testing

/// What any worker must hold to, in whatever language it is written: ours, the example in Swift, and the scripts that the
/// documentation prints.
@Suite(.serialized) struct WorkerConformance {
  let project: WorkerProject

  init() throws { project = try WorkerProject() }

  @Test(arguments: TestedWorker.allCases) func whatIsDueIsSentOnceByPriority(_ worker: TestedWorker) throws {
    try project.queue("low", rank: 9)
    try project.queue("high", rank: 0)
    try project.queue("middle", rank: 4)
    try project.queue("later", dueIn: 3600)
    let result = try project.run(worker)
    #expect(result.code == 0, "\(result)")
    #expect(try project.told() == ["high", "middle", "low"])
    #expect(try project.ids(.sent).count == 3)
    #expect(try project.ids(.queue) == [Hash128("later").base32])
    #expect(try FileSystem.sortedNames(project.folder.path("var/spool/email/work")).isEmpty, "it leaves nothing behind")
    try project.run(worker)
    #expect(try project.told().count == 3, "nothing is sent twice")
  }

  @Test(arguments: TestedWorker.allCases) func theOutcomeIsTheExitCode(_ worker: TestedWorker) throws {
    let codes: [(Int, Place)] = [
      (0, .sent), (65, .failed), (70, .failed), (76, .failed), (71, .deferred), (74, .deferred), (75, .deferred),
      (1, .unknown), (64, .unknown), (130, .unknown),
    ]
    var expected: [Place: Set<String>] = [:]
    for (code, place) in codes { expected[place, default: []].insert(try project.queue("code \(code)")) }
    try project.run(worker, #"exit $(grep -oE 'code [0-9]+' | cut -c 6-)"#)
    for place in [Place.sent, .failed, .unknown] {
      #expect(Set(try project.ids(place)) == expected[place], "\(place)")
    }
    #expect(Set(try project.deferred()) == expected[.deferred])
  }

  @Test(arguments: TestedWorker.allCases) func whatExpiredIsNotSent(_ worker: TestedWorker) throws {
    let id = try project.queue("late", expiresIn: -1)
    try project.queue("in time", expiresIn: 3600)
    try project.run(worker)
    #expect(try project.told() == ["in time"])
    #expect(try project.ids(.failed) == [id])
  }

  /// Put back for the end of the period that now lies in; others do not matter.
  @Test(arguments: TestedWorker.allCases) func nobodyIsWoken(_ worker: TestedWorker) throws {
    let id = try project.queue("asleep", quiet: [-90_000 ..< -80_000, -600..<1800, 80_000..<90_000])
    try project.queue("awake", quiet: [-90_000 ..< -80_000, 1800..<3600])
    try project.run(worker)
    #expect(try project.told() == ["awake"])
    let waiting = try #require(try project.jobs(.queue).first)
    #expect(waiting.name.id == id && waiting.name.attempt == 1)
    #expect(abs(waiting.name.notBefore - (project.now + 1800)) < 60)
    let chunk = try #require(ChunkName(waiting.path.split(separator: "/").dropLast().last ?? ""))
    #expect(chunk.due >= waiting.name.notBefore && chunk.due < waiting.name.notBefore + 60)
  }

  @Test(arguments: TestedWorker.allCases) func aTornJobIsPutAside(_ worker: TestedWorker) throws {
    try project.queue("torn", torn: true)
    try project.queue("whole")
    try project.run(worker)
    #expect(try project.told() == ["whole"])
    let corrupt = try FileSystem.sortedNames(project.folder.path("var/spool/email/corrupt"))
    #expect(corrupt.count == 1 && corrupt[0].contains(Hash128("torn").base32))
  }

  @Test(arguments: TestedWorker.allCases) func aChannelThatRestsIsLeftAlone(_ worker: TestedWorker) throws {
    try project.queue("a")
    try project.spool.pause("email", reason: "a test")
    try project.run(worker)
    #expect(try project.told().isEmpty)
    #expect(try project.ids(.queue).count == 1)
  }

  /// A missing program must not burn the queue.
  @Test(arguments: TestedWorker.allCases) func aBrokenSenderLetsTheChannelRest(_ worker: TestedWorker) throws {
    for name in ["a", "b", "c"] { try project.queue(name) }
    try project.run(worker, "exit 127")
    #expect(project.spool.isPaused("email"))
    #expect(try project.ids(.queue).count + project.ids(.deferred).count == 3, "none is lost")
    #expect(try project.ids(.unknown).isEmpty && project.ids(.failed).isEmpty)
  }

  /// While the sender runs, its job is marked, and the worker is known to live.
  @Test(arguments: TestedWorker.allCases) func aJobIsMarkedBeforeItIsSent(_ worker: TestedWorker) throws {
    let id = try project.queue("a")
    let look = "ls var/spool/email/work/*/ > seen; flock -n var/spool/email/work/*/lock true && echo free >> seen; true"
    try project.run(worker, look)
    let seen = try project.folder.read("seen").split(separator: "\n").map(String.init)
    #expect(seen.contains { $0.hasPrefix("@") && $0.contains(id) }, "\(seen)")
    #expect(!seen.contains("free"), "its lock is held")
  }

  @Test(arguments: TestedWorker.allCases) func fourAtOnceSendEachJobOnce(_ worker: TestedWorker) throws {
    for number in 1...40 { try project.queue("job \(number)") }
    let line = try project.line(worker)
    let all = try HeraldProgram.shell("cd '\(project.folder.path)' && for w in 1 2 3 4; do \(line) & done; wait")
    #expect(all.code == 0, "\(all)")
    #expect(try project.told().sorted() == (1...40).map { "job \($0)" }.sorted())
    #expect(try project.ids(.sent).count == 40)
  }

  /// Killed while it sends: what was marked is nobody's to send again, what was not comes back.
  @Test(arguments: TestedWorker.allCases) func aKilledWorkerLosesNothing(_ worker: TestedWorker) throws {
    for number in 1...5 { try project.queue("job \(number)") }
    let line = try project.line(worker, "cat >> told; touch begun; sleep 1")
    let script =
      "cd '\(project.folder.path)'; \(line) & p=$!; until [ -e begun ]; do sleep 0.01; done; kill -9 $p; wait $p; true"
    // Foundation would wait for the orphan, too.
    _ = try ChildProcess.start(
      ["bash", "-c", script], environment: Environment.all, input: FileDescriptor(opening: "/dev/null", .read)
    ).wait()
    if worker.sharesItsLock {
      #expect(try project.spool.reclaim(channel: "email", now: project.now).isEmpty, "the sender still lives")
    }
    var reclaimed = Reclaimed()
    for _ in 0..<200 where reclaimed.unknown.isEmpty {
      reclaimed = try project.spool.reclaim(channel: "email", now: project.now)
      usleep(20_000)
    }
    #expect(!reclaimed.unknown.isEmpty, "what may have been sent")
    try FileSystem.removeTree(project.folder.path("begun"))
    try project.run(worker)
    let told = try project.told()
    #expect(Set(told).count == told.count, "\(told)")
    let (sent, unknown) = (try project.ids(.sent), try project.ids(.unknown))
    #expect(sent.count + unknown.count == 5 && Set(sent + unknown).count == 5)
  }
}
