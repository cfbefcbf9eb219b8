import Ledger
import Platform
import Spool
import TestSupport
import Testing

/// `spool check` finds each defect that is planted, and mends it without losing or deleting anything.
@Suite struct ExaminationTests {
  struct Plant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: Defect.Kind
    /// Where the file lies when it is mended; nil if it is left alone.
    var mended: String?
    /// Plants it, and says where.
    let plant: @Sendable (Shop, SpoolFolder) throws -> String
  }

  static func queued(_ spool: SpoolFolder) throws -> SpooledJob {
    try #require(try spool.list(channels: ["email"], places: [.queue]).jobs.first)
  }

  static func write(_ path: String, _ text: String = "x\n") throws -> String {
    try FileSystem.makeDirectories(FileSystem.parent(of: path))
    try FileSystem.replace(path, with: Array(text.utf8))
    return path
  }

  static func copy(_ job: SpooledJob, to path: String) throws -> String {
    try FileSystem.makeDirectories(FileSystem.parent(of: path))
    try FileSystem.replace(path, with: FileSystem.read(job.path))
    return path
  }

  static let other =
    JobName(
      rank: 4, notBefore: Shop.now, expires: nil, attempt: 1, id: Hash128("other").base32)?.description ?? ""

  static let plants = [
    Plant(testDescription: "a torn job", kind: .torn, mended: "corrupt") { _, spool in
      let job = try queued(spool)
      try FileSystem.replace(job.path, with: Array(#"{"id":"#.utf8))
      return job.path
    },
    Plant(testDescription: "an empty job", kind: .torn, mended: "corrupt") { _, spool in
      let job = try queued(spool)
      try FileSystem.replace(job.path, with: [])
      return job.path
    },
    Plant(testDescription: "a held job that is no JSON", kind: .torn, mended: "corrupt") { _, spool in
      try write(spool.folder("email", .held) + "/" + other, "hello\n")
    },
    Plant(testDescription: "a torn job that was sent", kind: .torn, mended: "corrupt") { _, spool in
      try write(spool.folder("email", .sent) + "/" + other, "{")
    },
    Plant(testDescription: "a job beside the chunks", kind: .stranded, mended: "queue") { _, spool in
      let job = try queued(spool)
      let path = spool.folder("email", .queue) + "/\(job.name)"
      try FileSystem.rename(job.path, to: path)
      return path
    },
    Plant(testDescription: "a job in a chunk of another priority", kind: .misfiled, mended: "queue") { _, spool in
      let job = try queued(spool)
      let path = spool.folder("email", .queue) + "/1.\(Shop.now).retry/\(job.name)"
      try FileSystem.makeDirectories(FileSystem.parent(of: path))
      try FileSystem.rename(job.path, to: path)
      return path
    },
    Plant(testDescription: "a job in a chunk before its time", kind: .misfiled, mended: "queue") { _, spool in
      let job = try queued(spool)
      let path = spool.folder("email", .queue) + "/4.\(Shop.now - 60).retry/\(job.name)"
      try FileSystem.makeDirectories(FileSystem.parent(of: path))
      try FileSystem.rename(job.path, to: path)
      return path
    },
    Plant(testDescription: "a job that was sent and waits", kind: .doubled, mended: "corrupt") { _, spool in
      let job = try queued(spool)
      _ = try copy(job, to: spool.folder("email", .sent) + "/\(job.name)")
      return job.path
    },
    Plant(testDescription: "a job that is held and waits", kind: .doubled, mended: "corrupt") { _, spool in
      let job = try queued(spool)
      _ = try copy(job, to: spool.folder("email", .held) + "/\(job.name)")
      return job.path
    },
    Plant(testDescription: "an earlier attempt that waits beside its retry", kind: .doubled, mended: "corrupt") {
      _, spool in
      let job = try queued(spool)
      let later = try #require(job.name.moved(notBefore: Shop.now, attempt: 2))
      _ = try copy(job, to: FileSystem.parent(of: job.path) + "/\(later)")
      return job.path
    },
    Plant(testDescription: "a job that was given up and waits", kind: .doubled, mended: "corrupt") { _, spool in
      let job = try queued(spool)
      _ = try copy(job, to: spool.folder("email", .dead) + "/\(job.name)")
      return job.path
    },
    Plant(testDescription: "a half-written receipt", kind: .draft, mended: "corrupt") { _, spool in
      try write(spool.folder("email", .sent) + "/\(other).receipt.new-4711")
    },
    Plant(testDescription: "a job that others may read", kind: .permissions) { _, spool in
      let job = try queued(spool)
      try FileSystem.setMode(job.path, 0o644)
      return job.path
    },
    Plant(testDescription: "a place that others may write to", kind: .permissions) { _, spool in
      try FileSystem.setMode(spool.folder("email", .held), 0o777)
      return spool.folder("email", .held)
    },
    Plant(testDescription: "a file among the jobs", kind: .foreign) { _, spool in
      try write(FileSystem.parent(of: queued(spool).path) + "/readme.txt")
    },
    Plant(testDescription: "a folder among the chunks", kind: .foreign) { _, spool in
      _ = try write(spool.folder("email", .queue) + "/notes/x")
      return spool.folder("email", .queue) + "/notes"
    },
    Plant(testDescription: "a folder among the channels", kind: .foreign) { shop, _ in
      _ = try write(shop.spoolPath + "/lost+found/x")
      return shop.spoolPath + "/lost+found"
    },
    Plant(testDescription: "a folder with a channel's name and no queue", kind: .foreign) { shop, _ in
      _ = try write(shop.spoolPath + "/backup/x")
      return shop.spoolPath + "/backup"
    },
    Plant(testDescription: "a folder among the places", kind: .foreign) { shop, _ in
      try write(shop.spoolPath + "/email/done/late")
    },
    Plant(testDescription: "a folder among those of an intake", kind: .foreign) { shop, _ in
      try write(shop.spoolPath + "/email/intake/late")
    },
    Plant(testDescription: "a torn job that is being taken in", kind: .torn, mended: "corrupt") { shop, _ in
      let path = try write(shop.spoolPath + "/email/intake/sent/" + other, "{")
      for folder in ["intake", "intake/sent"] { try FileSystem.setMode(shop.spoolPath + "/email/" + folder, 0o700) }
      return path
    },
    Plant(testDescription: "a folder of an intake that others may write to", kind: .permissions) { shop, _ in
      let path = shop.spoolPath + "/email/intake/failed"
      try FileSystem.makeDirectories(path)
      try FileSystem.setMode(path, 0o777)
      return path
    },
    Plant(testDescription: "a folder with a job's name", kind: .foreign) { _, spool in
      _ = try write(spool.folder("email", .held) + "/\(other)/x")
      return spool.folder("email", .held) + "/\(other)"
    },
  ]

  @Test func aSoundSpool() throws {
    let shop = try Shop.published(6)
    let spool = try shop.spool()
    try OperatingTests.finish(spool, .sent, Receipt(at: Shop.now, providerID: "p1"))
    let found = try spool.examine()
    #expect(found.defects.isEmpty, "\(found.defects)")
    #expect(found.pending == Set([1, 3, 5].map { Shop.job($0).id }))
    for number in 0..<6 { #expect(found.has(Shop.job(number).id, attempt: 1)) }
    #expect(!found.has(Shop.job(0).id, attempt: 2) && !found.has(Shop.job(6).id, attempt: 1))
  }

  @Test(arguments: plants) func isFoundAndMended(_ plant: Plant) throws {
    let shop = try Shop.published(4)
    let spool = try shop.spool()
    let path = try plant.plant(shop, spool)
    let before = try Self.files(shop)
    let found = try spool.examine().defects
    #expect(found.map(\.kind) == [plant.kind] && found.map(\.path) == [path], "\(found)")
    #expect(try Self.files(shop) == before, "looking changes nothing")
    let done = try spool.repair(try #require(found.first))
    #expect((done != nil) == plant.kind.canBeRepaired)
    #expect(try Self.files(shop).values.sorted() == before.values.sorted(), "every byte is still there")
    #expect(FileSystem.exists(path) == (plant.mended == nil), "\(done ?? "nothing done")")
    if let mended = plant.mended {
      let name = try #require(path.split(separator: "/").last)
      #expect(try Self.files(shop).keys.contains { $0.hasPrefix("email/\(mended)/") && $0.hasSuffix(name) })
    }
    #expect(try spool.examine().defects.isEmpty == plant.kind.canBeRepaired)
  }

  /// Relative paths below the spool with their bytes.
  static func files(_ shop: Shop) throws -> [String: String] {
    var found: [String: String] = [:]
    func walk(_ folder: String, _ name: String) throws {
      for entry in try FileSystem.sortedNames(folder) {
        let (path, inner) = (folder + "/" + entry, name.isEmpty ? entry : name + "/" + entry)
        if try FileSystem.linkStatus(path).kind == .directory {
          try walk(path, inner)
        } else {
          found[inner] = String(decoding: try FileSystem.read(path), as: UTF8.self)
        }
      }
    }
    try walk(shop.spoolPath, "")
    return found
  }

  /// Both copies are at their last attempt's place, and one of them with a worker: that one is its own.
  @Test func whatAWorkerHasIsItsOwn() throws {
    let shop = try Shop.published(1)
    let spool = try shop.spool()
    let job = try Self.queued(spool)
    var worker = try Worker(in: spool, channel: "email")
    _ = try worker.claim(now: Shop.now)
    let copy = try Self.write(spool.folder("email", .held) + "/\(job.name)", #"{"campaign":"late"}"# + "\n")
    let found = try spool.examine().defects
    #expect(found.map(\.path) == [copy] && found.map(\.kind) == [.doubled])
    try worker.close()
  }

  /// A receipt counts as much as a file, and what lies in corrupt/ counts for nothing.
  @Test func whatIsLeftOfAJob() throws {
    let shop = try Shop.published(2)
    let spool = try shop.spool()
    let job = try Self.queued(spool)
    try FileSystem.rename(job.path, to: spool.folder("email", .corrupt) + "/\(job.name)")
    #expect(try !spool.examine().has(job.name.id, attempt: 1))
    _ = try Self.write(spool.folder("email", .sent) + "/\(job.name).receipt", "{}\n")
    #expect(try spool.examine().has(job.name.id, attempt: 1))
  }

  /// A crash at every change that a repair makes: nothing is gone, and doing it again mends it.
  @Test(arguments: plants.filter(\.kind.canBeRepaired)) func everyCutOfARepair(_ plant: Plant) throws {
    func planted() throws -> (Shop, SpoolFolder, Defect) {
      let shop = try Shop.published(4)
      let spool = try shop.spool()
      _ = try plant.plant(shop, spool)
      return (shop, spool, try #require(try spool.examine().defects.first))
    }
    let counter = FaultPlan()
    do {
      let (shop, spool, defect) = try planted()
      try counter.run { _ = try spool.repair(defect) }
      withExtendedLifetime(shop) {}
    }
    #expect(counter.changes > 0)
    for step in 1...max(1, counter.changes) {
      let (shop, spool, defect) = try planted()
      let bytes = try Self.files(shop).values.sorted()
      FaultPlan(.cut(at: step)).run { _ = try? spool.repair(defect) }
      #expect(try Self.files(shop).values.sorted() == bytes, "cut at \(step)")
      for defect in try spool.examine().defects { _ = try spool.repair(defect) }
      #expect(try spool.examine().defects.isEmpty, "cut at \(step)")
    }
  }
}
