import Diagnostics
import Platform
import Spool
import TestSupport
import Testing

@testable import Delivery

@Suite struct ViaTests {
  static let refused: [(String, String)] = [
    ("", "“” is neither an address nor a request file"), ("smpt://a", "nothing can be sent via “smpt:”"),
    ("htps://a.example/", "nothing can be sent via “htps:”"), ("ftp://a.example/", "nothing can be sent via “ftp:”"),
    ("https://me:pw@a.example/", "a password does not belong on a command line"),
    ("https://me@a.example/", "a login does not belong on a command line"), ("https:a", "this is no address"),
    ("https://", "this is no address"), ("https://a.example/ b", "this is no address"),
    ("https://a.example/#idempotnt", "“#idempotnt” is no option"),
    ("https://a.example/#timeout=0s", "“#timeout=0s” is no option"), ("file:", "“file:” needs a path"),
    ("file:/no/such/folder/x", "nothing can be written there: "), ("sms", "“sms” is neither"),
    ("gateways/none.http", "the request file cannot be read: "),
  ]

  @Test(arguments: refused) func whatCannotBe(_ text: String, _ wanted: String) throws {
    let problem = #expect(throws: Via.Problem.self) { _ = try Via(text, secrets: Secrets { _ in nil }) }
    let said = try #require(problem?.diagnostics.first)
    #expect(said.message.hasPrefix(wanted), "\(said.message)")
    #expect(!said.message.contains("pw"))
  }

  @Test func aMisspeltSchemeIsKnownAgain() {
    let problem = #expect(throws: Via.Problem.self) { _ = try Via("htps://a.example/") }
    #expect(problem?.diagnostics.first?.advice == "did you mean “https:”?")
  }

  @Test func clearTextIsWarnedOf() throws {
    #expect(try Via("http://a.example/", secrets: Secrets { _ in nil }).warnings.count == 1)
    for url in ["http://localhost:1/", "http://127.0.0.1/", "http://[::1]:80/", "https://a.example/"] {
      #expect(try Via(url, secrets: Secrets { _ in nil }).warnings.isEmpty, "\(url)")
    }
  }

  @Test func aFileIsAppendedTo() throws {
    let folder = try TemporaryFolder()
    try folder.write("out.jsonl", "before\n")
    let via = try Via("file:" + folder.path("out.jsonl"))
    let jobs = [try TestJob("a"), try TestJob("b")]
    for job in jobs { #expect(try job.sent(through: via.makeTransport()) == SendResult(.sent)) }
    #expect(try folder.read("out.jsonl") == "before\n" + jobs[0].line + jobs[1].line)
  }

  @Test(arguments: ["there", "new/"]) func aFolderGetsAFileAJob(_ name: String) throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeDirectory(folder.path("there"))
    let transport = try Via("file:" + folder.path(name)).makeTransport()
    let jobs = [try TestJob("a"), try TestJob("b")]
    for job in jobs { #expect(try job.sent(through: transport).outcome == .sent) }
    for job in jobs { #expect(try folder.read("\(name)/\(job.id).json") == job.line) }
  }

  @Test func aFileThatCannotBeWrittenRestsTheChannel() throws {
    let folder = try TemporaryFolder()
    let transport = try Via("file:" + folder.path("new/")).makeTransport()
    try FileSystem.removeDirectory(folder.path("new"))
    let result = try TestJob("a").sent(through: transport)
    #expect(result.outcome == .deferred)
    #expect(result.pausesChannel)
  }

  struct Lookup: CustomTestStringConvertible, Sendable {
    var name: String
    var variables: [String: String]
    var wanted: Result<String, Secrets.Problem>
    var testDescription: String { name }
  }

  /// `DIR` stands for the test's folder.
  static let lookups: [Lookup] = [
    .init(name: "variable", variables: ["KEY": "a"], wanted: .success("a")),
    .init(name: "variable before file", variables: ["KEY": "a", "KEY_FILE": "DIR/KEY"], wanted: .success("a")),
    .init(name: "file", variables: ["KEY_FILE": "DIR/KEY"], wanted: .success("of a file")),
    .init(name: "folder", variables: ["HERALD_SECRETS_DIR": "DIR"], wanted: .success("of a file")),
    .init(name: "systemd", variables: ["CREDENTIALS_DIRECTORY": "DIR"], wanted: .success("of a file")),
    .init(name: "none", variables: ["HERALD_SECRETS_DIR": "DIR/none"], wanted: .failure(.missing)),
    .init(name: "empty", variables: ["KEY": "\n"], wanted: .failure(.empty(source: "the variable KEY"))),
    .init(
      name: "unreadable", variables: ["KEY_FILE": "DIR"],
      wanted: .failure(.unreadable(file: "DIR", reason: Errno.isDirectory.words))),
  ]

  @Test(arguments: lookups) func secret(_ row: Lookup) throws {
    let folder = try TemporaryFolder()
    try folder.write("KEY", "of a file\r\n")
    let variables = row.variables.mapValues { $0.replacing("DIR", with: folder.path) }
    let found = Result { () throws(Secrets.Problem) in try Secrets { variables[$0] }.value("KEY") }
    var wanted = row.wanted
    if case .failure(.unreadable(_, let reason)) = wanted {
      wanted = .failure(.unreadable(file: folder.path, reason: reason))
    }
    #expect(found == wanted)
  }

  @Test(arguments: ["", "a/b", "../KEY", "1A", "A-B", "Ä"]) func aSecretsNameIsPlain(_ name: String) {
    #expect(throws: Secrets.Problem.badName) { _ = try Secrets { _ in "x" }.value(name) }
  }

  @Test func datesOfHTTP() {
    let now: Int64 = 784_111_777
    for text in [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ] {
      #expect(RetryAfter.date(text) == now, "\(text)")
      #expect(RetryAfter.seconds(text, now: now - 90) == 90)
    }
    for text in ["", "soon", "-5", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "1.5"] {
      #expect(RetryAfter.seconds(text, now: now) == nil, "\(text)")
    }
    #expect(RetryAfter.seconds("99999999999999999999", now: now) == 604_800)
  }
}
