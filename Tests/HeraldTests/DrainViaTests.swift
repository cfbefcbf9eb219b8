import Foundation
import JSON
import Platform
import TestSupport
import Testing

/// `drain --via …` through the built program.
@Suite struct DrainViaTests {
  /// Two jobs are in the queue, which never expire.
  static func shop() throws -> Shop { try SpoolVerbTests.lasting(orders: 2) }

  static func drain(
    _ shop: Shop, _ via: String, _ environment: [String: String] = [:]
  ) throws -> HeraldProgram.Result {
    try HeraldProgram.run(["-C", shop.path, "drain", "email", "--via", via], environment: environment)
  }

  // MARK: - HTTP

  @Test(.enabled(if: LoopbackServer.python != nil, "needs python3"))
  func anEndpointGetsEachJobOnce() throws {
    let (shop, server) = (try Self.shop(), try LoopbackServer())
    let ids = try SpoolVerbTests.ids(shop)
    let result = try Self.drain(
      shop, "http://127.0.0.1:\(server.port)/status/202?b=%7B%22id%22:%22m1%22%7D", ["HERALD_SIGNATURE_KEY": "k"])
    #expect(result.code == 0 && result.errors.isEmpty, "\(result)")
    #expect(shop.jobs("email", "done/sent").count == 2 && shop.jobs().isEmpty)
    let requests = try server.requests()
    #expect(requests.map(\.id).sorted() == ids.sorted())
    #expect(try requests.map { try JSONValue.parse($0.body)["id"]?.string ?? "" }.sorted() == ids.sorted())
  }

  @Test(
    .enabled(if: LoopbackServer.python != nil, "needs python3"),
    arguments: [
      ("/status/422", 1, "done/failed"), ("/status/503?h=Retry-After:900", 0, "queue"), ("/nothing", 1, "done/unknown"),
      ("/status/401", 1, "queue"),
    ])
  func eachAnswerHasItsOutcome(_ path: String, _ code: Int, _ place: String) throws {
    let (shop, server) = (try Self.shop(), try LoopbackServer())
    let result = try Self.drain(shop, "http://127.0.0.1:\(server.port)\(path)")
    #expect(result.code == Int32(code), "\(result)")
    #expect(shop.jobs("email", place).count == 2, "\(path): \(result)")
    #expect(FileSystem.exists(shop.path + "/var/spool/email/paused") == (path == "/status/401"))
    #expect(!result.errors.contains("anna"), "\(result)")
  }

  @Test func nobodyListens() throws {
    let shop = try Self.shop()
    // A port that was free a moment ago.
    let result = try Self.drain(shop, "http://127.0.0.1:9/x")
    #expect(result.code == 0 && shop.jobs().count == 2 && shop.jobs().allSatisfy { $0.contains(".02.") }, "\(result)")
  }

  @Test(.enabled(if: LoopbackServer.python != nil, "needs python3"))
  func aRequestFileTakesItsSecretFromTheEnvironment() throws {
    let (shop, server) = (try Self.shop(), try LoopbackServer())
    try shop.write(
      "gate.http",
      "POST http://127.0.0.1:\(server.port)/status/200\nAuthorization: Bearer {{ secret.GATE_TOKEN }}\n"
        + "Content-Type: application/json\n\n{\"to\": \"{{ to.address }}\"}\n")
    let file = shop.path + "/gate.http"
    let without = try Self.drain(shop, file)
    #expect(without.code == 78 && without.errors.contains("gate.http:2:"), "\(without)")
    #expect(without.errors.contains("there is no secret “GATE_TOKEN”") && shop.jobs().count == 2, "\(without)")
    let with = try Self.drain(shop, file, ["GATE_TOKEN": "tops3cret"])
    #expect(with.code == 0 && !(with.output + with.errors).contains("tops3cret"), "\(with)")
    #expect(try server.requests().map(\.authorization) == ["Bearer tops3cret", "Bearer tops3cret"])
  }

  // MARK: - Files

  @Test func aFileGetsTheJobsLines() throws {
    let shop = try Self.shop()
    let lines = try SpoolVerbTests.shell(shop, "cat $1 $2").split(separator: "\n").sorted()
    let result = try Self.drain(shop, "file:\(shop.path)/sent.jsonl")
    #expect(result.code == 0 && shop.jobs("email", "done/sent").count == 2, "\(result)")
    #expect(try shop.folder.read("sent.jsonl").split(separator: "\n").sorted() == lines)
  }

  @Test func aFolderGetsAFileAJob() throws {
    let shop = try Self.shop()
    let ids = try SpoolVerbTests.ids(shop)
    try FileSystem.makeDirectories(shop.path + "/out")
    let result = try Self.drain(shop, "file:\(shop.path)/out/")
    #expect(result.code == 0 && shop.jobs("email", "done/sent").count == 2, "\(result)")
    let files = try FileSystem.sortedNames(shop.path + "/out")
    #expect(files.count == 2 && ids.allSatisfy { id in files.contains { $0.contains(id) } }, "\(files)")
  }

  // MARK: - What keeps a drain from starting

  @Test(arguments: [
    ("smtp://shop@127.0.0.1:2525", 78, "there is no secret “HERALD_SMTP_PASSWORD”"),
    ("smtp://shop@127.0.0.1:2525?tls=perhaps", 78, "is none of"),
    ("smtp://127.0.0.1:2525?tls=perhaps", 64, "is none of"),
    ("htp://127.0.0.1/", 64, "did you mean “http:”?"), ("nothing.http", 64, "cannot be read"),
    ("file:", 64, "needs a path"),
  ])
  func mistakes(_ via: String, _ code: Int, _ says: String) throws {
    let shop = try Self.shop()
    let result = try Self.drain(shop, via)
    #expect(result.code == Int32(code) && result.errors.contains(says), "\(result)")
    #expect(shop.jobs().count == 2, "no job is touched")
  }

  // MARK: - Suppression at the claim

  /// A report that came in after the job was spooled, and that no run has seen.
  @Test func theLedgersSuppressionIsAskedAtTheClaim() throws {
    let shop = try ReceiptsTests.shop()
    try SpoolVerbTests.shell(
      shop,
      #"for f in queue/*/*.json; do mv $f $(echo $f | sed -E 's/([0-9]{10})\.[0-9]{10}\.([0-9]{2})/\1.9999999999.\2/'); done"#
    )
    try shop.write("bounces.csv", "event,address,at\nbounced,ANNA@x.example,2026-03-02T12:10:00Z\n")
    #expect(try shop.herald("receipts", shop.path + "/bounces.csv").code == 0)
    let result = try Self.drain(shop, "file:\(shop.path)/sent.jsonl")
    #expect(result.code == 0, "\(result)")
    #expect(shop.jobs("email", "done/withdrawn").count == 3 && shop.jobs("email", "done/sent").isEmpty)
    #expect(try shop.folder.read("sent.jsonl").isEmpty)
    // A person lifts it, and the run that follows owes them again.
    _ = try shop.herald("receipts", "--lift", "anna@x.example")
    #expect(try shop.at(StopTests.later, "run").code == 0)
    #expect(shop.jobs().count == 3 && shop.jobs().allSatisfy { $0.contains(".02.") })
  }
}

/// Tests/Servers/http_sink.py on loopback, for as long as it is held.
final class LoopbackServer {
  struct Request {
    var id: String
    var authorization: String?
    var body: String
  }

  static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/root/.pyenv/shims/python3"].first {
    FileSystem.exists($0)
  }

  let port: Int
  private let folder: TemporaryFolder
  private let process = Process()
  /// The server ends with it.
  private let life = Pipe()

  init() throws {
    folder = try TemporaryFolder()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = [HeraldProgram.root + "/Tests/Servers/http_sink.py", folder.path]
    process.standardInput = life
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 20)
    while !FileSystem.exists(folder.path("port")), Date() < deadline { usleep(10_000) }
    port = try #require(Int(try folder.read("port")))
  }

  deinit { try? life.fileHandleForWriting.close() }

  func requests() throws -> [Request] {
    try folder.read("log").split(separator: "\n").map { line in
      let request = try JSONValue.parse(String(line))
      let headers = request["headers"]
      return Request(
        id: headers?["idempotency-key"]?.string ?? "", authorization: headers?["authorization"]?.string,
        body: request["body"]?.string ?? "")
    }
  }
}
