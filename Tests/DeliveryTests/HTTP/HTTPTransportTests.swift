import Foundation
import Platform
import Spool
import TestSupport
import Testing

@testable import Delivery

/// Against a real server on loopback that answers everything, slowly, half, or not at all.
@Suite(.enabled(if: HTTPSink.isThere, "needs python3")) struct HTTPTransportTests {
  let sink: HTTPSink

  init() throws { sink = try HTTPSink.shared.get() }

  struct Status: CustomTestStringConvertible, Sendable {
    var status: Int
    var query = ""
    var outcome: Outcome
    var pauses = false
    var retryAfter: Int64?
    var testDescription: String { "\(status)\(query)" }
  }

  static let statuses: [Status] = [
    .init(status: 200, outcome: .sent), .init(status: 201, outcome: .sent), .init(status: 202, outcome: .sent),
    .init(status: 204, outcome: .sent), .init(status: 301, outcome: .deferred, pauses: true),
    .init(status: 302, query: "?h=Location:/status/200", outcome: .deferred, pauses: true),
    .init(status: 307, query: "?h=Location:/status/200", outcome: .deferred, pauses: true),
    .init(status: 400, outcome: .failed), .init(status: 401, outcome: .deferred, pauses: true),
    .init(status: 402, outcome: .deferred, pauses: true), .init(status: 403, outcome: .deferred, pauses: true),
    .init(status: 404, outcome: .deferred, pauses: true), .init(status: 405, outcome: .deferred, pauses: true),
    .init(status: 408, outcome: .deferred), .init(status: 409, outcome: .failed), .init(status: 413, outcome: .failed),
    .init(status: 422, outcome: .failed), .init(status: 425, outcome: .deferred),
    .init(status: 429, outcome: .deferred),
    .init(status: 429, query: "?h=Retry-After:%20120", outcome: .deferred, retryAfter: 120),
    .init(
      status: 503, query: "?h=Retry-After:%20Sun,%2006%20Nov%202044%2008:49:37%20GMT", outcome: .deferred,
      retryAfter: 7 * 86_400),
    .init(
      status: 503, query: "?h=Retry-After:%20Sun,%2006%20Nov%201994%2008:49:37%20GMT", outcome: .deferred,
      retryAfter: 0), .init(status: 429, query: "?h=Retry-After:%20soon", outcome: .deferred),
    .init(status: 500, outcome: .deferred), .init(status: 502, outcome: .deferred),
    .init(status: 503, outcome: .deferred), .init(status: 599, outcome: .deferred),
  ]

  @Test(arguments: statuses) func everyStatus(_ row: Status) throws {
    let job = try TestJob("status \(row.testDescription)")
    let result = try job.sent(through: transport("/status/\(row.status)\(row.query)"))
    #expect(result.outcome == row.outcome)
    #expect(result.pausesChannel == row.pauses)
    #expect(result.retryAfter == row.retryAfter)
    #expect((result.reason == nil) == (row.outcome == .sent))
    #expect(try sink.entries(job.id).count == 1)
  }

  struct Breakdown: CustomTestStringConvertible, Sendable {
    var path: String
    var outcome: Outcome
    /// Where the gateway sends nothing twice.
    var idempotent: Outcome
    var requests = 1
    var testDescription: String { path }
  }

  static let breakdowns: [Breakdown] = [
    .init(path: "/half", outcome: .sent, idempotent: .sent),
    .init(path: "/headless", outcome: .unknown, idempotent: .deferred),
    .init(path: "/nothing", outcome: .unknown, idempotent: .deferred),
    .init(path: "/slow/3", outcome: .unknown, idempotent: .deferred),
    .init(path: "/slow/0.2", outcome: .sent, idempotent: .sent),
  ]

  @Test(arguments: breakdowns) func noWholeAnswer(_ row: Breakdown) throws {
    let job = try TestJob("breakdown \(row.path)")
    #expect(try job.sent(through: transport(row.path + "#timeout=1s")).outcome == row.outcome)
    #expect(try sink.entries(job.id).count == 1)
    let again = try TestJob("idempotent \(row.path)")
    #expect(try again.sent(through: transport(row.path + "#idempotent&timeout=1s")).outcome == row.idempotent)
    #expect(try sink.entries(again.id).count == 1)
  }

  /// A body of which the server cannot have got all was not acted on.
  @Test func aRequestThatIsCutOffIsSentAgain() throws {
    let job = try TestJob("cut", message: #"{"text":"\#(String(repeating: "x", count: 30 << 20))"}"#)
    let result = try job.sent(through: transport("/early"))
    #expect(result.outcome == .deferred)
    #expect(try sink.entries(job.id).isEmpty)
  }

  @Test(arguments: ["http://127.0.0.1:1/", "http://no-such-host.invalid/"]) func nobodyThere(_ url: String) throws {
    let result = try TestJob("nobody").sent(through: Via(url, secrets: Secrets { _ in nil }).makeTransport())
    #expect(result.outcome == .deferred)
    #expect(!result.pausesChannel)
    #expect(result.reason?.hasPrefix("nothing was sent: ") == true)
  }

  @Test func oneConnectionServesManyJobs() throws {
    let transport = try transport("/status/200")
    var connections: Set<Int> = []
    for index in 0..<8 {
      let job = try TestJob("reuse \(index)")
      #expect(try job.sent(through: transport).outcome == .sent)
      connections.insert(try #require(try sink.entries(job.id).first).connection)
    }
    #expect(connections.count == 1)
    transport.rest()
    let job = try TestJob("after a rest")
    #expect(try job.sent(through: transport).outcome == .sent)
    #expect(!connections.contains(try #require(try sink.entries(job.id).first).connection))
  }

  /// libcurl would send a request again that a kept connection swallowed; the server may have acted on it.
  @Test func whatAKeptConnectionSwallowedIsNotSentTwice() throws {
    let transport = try transport("/second")
    #expect(try TestJob("first of two").sent(through: transport).outcome == .sent)
    let job = try TestJob("second of two")
    #expect(try job.sent(through: transport).outcome == .unknown)
    #expect(try sink.entries(job.id).count == 1)
    let next = try TestJob("third")
    #expect(try next.sent(through: transport).outcome == .sent)
  }

  @Test func aConnectionThatTheServerClosedIsReplaced() throws {
    let transport = try transport("/status/200?h=Connection:%20close")
    for index in 0..<3 {
      let job = try TestJob("closed \(index)")
      #expect(try job.sent(through: transport).outcome == .sent)
      #expect(try sink.entries(job.id).count == 1)
    }
  }

  @Test func theLineGoesAsItIs() throws {
    let job = try TestJob("as it is", named: TestJob.nasty)
    #expect(try job.sent(through: transport("/status/200")).outcome == .sent)
    let entry = try #require(try sink.entries(job.id).first)
    #expect(entry.body == job.line)
    #expect(entry.method == "POST")
    #expect(entry.headers["content-type"] == "application/json")
    #expect(entry.headers["user-agent"] == "herald")
    #expect(entry.headers["expect"] == nil)
    #expect(entry.isSigned == nil)
  }

  @Test func theSignatureIsRight() throws {
    let job = try TestJob("signed", named: TestJob.nasty)
    let transport = try transport("/status/200", ["HERALD_SIGNING_KEY": "the tests' own key"])
    #expect(try job.sent(through: transport).outcome == .sent)
    #expect(try #require(try sink.entries(job.id).first).isSigned == true)
    let forged = try TestJob("forged")
    #expect(
      try forged.sent(through: self.transport("/status/200", ["HERALD_SIGNING_KEY": "another"])).outcome == .sent)
    #expect(try #require(try sink.entries(forged.id).first).isSigned == false)
  }

  @Test func noSecretIsEverSaid() throws {
    let folder = try TemporaryFolder()
    let secret = "s3cr3t-of-the-gateway"
    for path in ["/status/401", "/status/500", "/status/400", "/nothing", "/half", "/status/302"] {
      let file = try folder.write(
        "gateway.http",
        """
        PUT http://127.0.0.1:\(sink.port)\(path)?b={{ secret.TOKEN }}
        Authorization: Bearer {{ secret.TOKEN }}
        Content-Type: application/json

        {"token": "{{ secret.TOKEN }}", "to": "{{ to.address }}", "text": "{{ message.text }}"}
        """)
      let via = try Via(file, secrets: Secrets { $0 == "TOKEN" ? secret : nil })
      #expect(via.warnings.isEmpty)
      let job = try TestJob("secret \(path)")
      let result = try job.sent(through: via.makeTransport())
      #expect(!String(describing: result).contains(secret))
      #expect(!String(describing: result).contains("912345678"))
      #expect(try #require(try sink.entries(job.id).first).headers["authorization"] == "Bearer " + secret)
    }
  }

  @Test func aCertificateOfOnesOwn() throws {
    let folder = try TemporaryFolder()
    let (certificate, key) = (folder.path("certificate.pem"), folder.path("key.pem"))
    let made = try ChildProcess.start(
      [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      ], environment: Environment.all, input: try FileDescriptor(opening: "/dev/null", .read), keeping: 2)
    try #require(try made.wait() == .code(0))
    let sink = try HTTPSink(certificate: certificate, key: key)
    let url = "https://localhost:\(sink.port)/status/200"
    let job = try TestJob("tls")
    let trusting = try Via(url, secrets: Secrets { $0 == "HERALD_CA_FILE" ? certificate : nil })
    #expect(try job.sent(through: trusting.makeTransport()).outcome == .sent)
    #expect(try sink.entries(job.id).count == 1)
    let other = try TestJob("untrusted")
    let result = try other.sent(through: Via(url, secrets: Secrets { _ in nil }).makeTransport())
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel)
    #expect(try sink.entries(other.id).isEmpty)
    let wrongName = try Via(
      "https://127.0.0.1:\(sink.port)/", secrets: Secrets { $0 == "HERALD_CA_FILE" ? certificate : nil })
    #expect(try other.sent(through: wrongName.makeTransport()).pausesChannel)
  }

  private func transport(_ path: String, _ variables: [String: String] = [:]) throws -> any Transport {
    try Via("http://127.0.0.1:\(sink.port)\(path)", secrets: Secrets { variables[$0] }).makeTransport()
  }
}
