import Foundation
import JSON
import Platform
import TestSupport
import Testing

/// `run` as cron drives it, and the spool and ledger that it leaves.
@Suite struct RunTests {
  @Test func aRunSpoolsOnceAndIsSilent() throws {
    let shop = try Shop()
    let first = try shop.at(Shop.now, "run")
    #expect(first.code == 0 && first.output.isEmpty && first.errors.isEmpty, "\(first)")
    #expect(shop.jobs().count == 1)
    for _ in 0..<2 {
      let again = try shop.at(Shop.now, "run")
      #expect(again.code == 0 && again.output.isEmpty && again.errors.isEmpty, "\(again)")
    }
    #expect(shop.jobs().count == 1)
  }

  @Test func theJobIsWhatThePlanShowed() throws {
    let shop = try Shop()
    let planned = try shop.at(Shop.now, "plan", "--jobs", "-").output
    #expect(!FileManager.default.fileExists(atPath: shop.path + "/var"), "a plan leaves nothing behind")
    _ = try shop.at(Shop.now, "run")
    let name = try #require(shop.jobs().first)
    let found = FileManager.default.enumerator(atPath: shop.path + "/var/spool/email/queue")?.compactMap {
      $0 as? String
    }
    .first { $0.hasSuffix(name) }
    let job = try shop.folder.read("var/spool/email/queue/" + (found ?? ""))
    #expect(job == planned)
    let value = try JSONValue.parse(Array(job.utf8))
    #expect(value["id"]?.string.map { name.contains($0) } == true)
    #expect(value["to"]?["address"]?.string == "anna@x.example")
    #expect(value["message"]?["subject"]?.string == "Order O1 is late")
  }

  @Test func filesAreForTheirOwnerOnly() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    let files = FileManager.default.enumerator(atPath: shop.path + "/var")?.compactMap { $0 as? String } ?? []
    #expect(files.count > 5)
    for file in files {
      let mode = try FileManager.default.attributesOfItem(atPath: shop.path + "/var/" + file)[.posixPermissions] as? Int
      #expect((mode ?? 0) & 0o077 == 0, "\(file)")
    }
  }

  @Test func twoRunsAtOnceOneWorks() throws {
    let shop = try Shop()
    _ = try shop.at(Shop.now, "run")
    // Another program holds the lock, as a run in progress does.
    let lock = unsafe open(shop.path + "/var/spool/lock", O_RDWR)
    #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
    let start = ContinuousClock.now
    let second = try shop.at(Shop.now, "run")
    #expect(second.code == 75 && second.errors.contains("another run"), "\(second)")
    #expect(ContinuousClock.now - start < .seconds(5))
    close(lock)
    #expect(try shop.at(Shop.now, "run").code == 0)
  }

  /// A staging clone must not tell everybody again what the original tells.
  @Test func aCopyRefusesToRunUntilItIsAdopted() throws {
    let (shop, copy) = (try Shop(), try Shop())
    _ = try shop.at(Shop.now, "run")
    try FileManager.default.copyItem(atPath: shop.path + "/var", toPath: copy.path + "/var")
    let refused = try copy.at("2026-03-02T12:15:00Z", "run")
    #expect(refused.code == 74 && refused.errors.contains("herald adopt"), "\(refused)")
    #expect(try copy.herald("adopt").code == 0)
    let adopted = try copy.at("2026-03-02T12:15:00Z", "run")
    #expect(adopted.code == 0 && copy.jobs().count == 1, "\(adopted)")
  }

  /// Jobs expire, so this shop's order is late by the clock.
  @Test func drainCarriesEachJobToTheCommand() throws {
    let shop = try Shop()
    let late = Date(timeIntervalSinceNow: -100_000).ISO8601Format()
    try shop.write("orders.csv", "Order,Email,promised_at,delivered_at\nO1,anna@x.example,\(late),\n")
    #expect(try shop.herald("run").code == 0)
    let out = shop.folder.path("sent.jsonl")
    let drain = try shop.herald("drain", "email", "--", "sh", "-c", "echo $HERALD_TO >> \(out); cat >> \(out)")
    #expect(drain.code == 0 && drain.errors.isEmpty, "\(drain)")
    let sent = try shop.folder.read("sent.jsonl").split(separator: "\n")
    #expect(sent.count == 2 && sent[0] == "anna@x.example" && sent[1].hasPrefix("{"))
    #expect(shop.jobs().isEmpty && shop.jobs("email", "done/sent").count == 1)
    // Nothing is left, and a second drain has nothing to do.
    #expect(try shop.herald("drain", "email", "--", "false").code == 0)
    #expect(try shop.herald("run").code == 0 && shop.jobs().isEmpty)
  }

  @Test func explainSaysWhy() throws {
    let shop = try Shop()
    let late = try shop.at(Shop.now, "explain", "order", "O1")
    #expect(late.code == 0 && late.output.contains("late: sent"), "\(late)")
    #expect(late.output.contains("O1") && !late.output.contains("O2"), "only what concerns it: \(late)")
    let delivered = try shop.at(Shop.now, "explain", "order", "O2")
    #expect(delivered.output.contains("late: no-match"))
    #expect(delivered.output.contains("order.delivered_at = 2026-03-01T09:00:00Z"), "\(delivered.output)")
    let customer = try shop.at(Shop.now, "explain", "customer", "anna@x.example")
    #expect(customer.output.contains("late: sent for order O1"), "\(customer)")
    #expect(try shop.at(Shop.now, "explain", "order", "O9").code == 66)
    #expect(try shop.at(Shop.now, "explain", "ordre", "O1").errors.contains("did you mean “order”?"))
    _ = try shop.at(Shop.now, "run")
    #expect(try shop.at(Shop.now, "explain", "order", "O1").output.contains("told before: late"))
  }

  @Test func stateOfHeraldYAML() throws {
    let shop = try Shop()
    try shop.write("herald.yaml", Shop.house + "state: elsewhere/memory\n")
    #expect(try shop.at(Shop.now, "run").code == 0)
    #expect(FileSystem.exists(shop.path + "/elsewhere/memory/ledger.sqlite"))
    #expect(!FileSystem.exists(shop.path + "/var"))
  }

  @Test func exitCodeOfPlan() throws {
    let shop = try Shop()
    #expect(try shop.at(Shop.now, "plan", "--exit-code").code == 2)
    #expect(try shop.at("2030-01-01T00:00:00Z", "plan", "--exit-code").code == 0)
  }

  @Test(arguments: [
    (["plan", "--nwo", "x"], "did you mean --now?"), (["plann"], "did you mean “plan”?"),
    (["plan", "more"], "one word"),
    (["plan", "--now", "noon"], "no time"), (["explain", "order"], "something is missing"),
    (["plan", "--threads", "0"], "1 to 256"),
  ])
  func usage(_ arguments: [String], _ says: String) throws {
    let shop = try Shop()
    let result = try HeraldProgram.run(["-C", shop.path] + arguments)
    #expect(result.code == 64 && result.errors.contains(says), "\(result)")
  }

  @Test func helpOfEachVerbFitsATerminal() throws {
    let overview = try HeraldProgram.run("--help").output
    for verb in [
      "init", "check", "plan", "explain", "try", "run", "stop", "resume", "messages", "resend", "spool", "drain",
      "adopt",
      "access", "forget", "prune",
    ] {
      #expect(overview.contains("  \(verb) "))
      let help = try HeraldProgram.run(verb, "--help")
      #expect(help.code == 0 && help.output.contains("usage: herald \(verb)"))
      for line in help.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
    #expect(try HeraldProgram.run("--version").output.hasPrefix("herald "))
  }
}
