import Diagnostics
import Foundation
import JSON
import Platform
import Spool
import TestSupport
import Testing

@testable import Delivery

/// Request files: what is wrong with them is said at its place, and no value breaks out of its own.
@Suite struct RequestFileTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    /// `line:column message`, or how it begins.
    var wanted: String
    var testDescription: String { name }
  }

  private static let head = "POST https://a.example/m\nContent-Type: application/json\n\n"
  private static let form = "POST https://a.example/m\nContent-Type: application/x-www-form-urlencoded\n\n"

  static let mistakes: [Mistake] = [
    .init(name: "nothing", text: "# a comment\n\n", wanted: "there is no request"),
    .init(name: "method", text: "GET https://a.example/\n", wanted: "1:1 “GET” is no way to send a message"),
    .init(name: "method misspelt", text: "# x\nPOTS https://a.example/\n", wanted: "2:1 “POTS” is no way"),
    .init(name: "no address", text: "POST\n", wanted: "1:1 there is no address"),
    .init(name: "no scheme", text: "POST a.example/m\n\n{}", wanted: "1:6 this is no address"),
    .init(name: "host of a job", text: "POST https://{{ to.address }}/\n\n{}", wanted: "1:6 the host must not depend"),
    .init(name: "login", text: "POST https://me:pw@a.example/\n\n{}", wanted: "1:6 a login does not belong"),
    .init(name: "header", text: "POST https://a.example/\nno colon\n\n{}", wanted: "2:1 there is no name here"),
    .init(
      name: "header of ours", text: "POST https://a.example/\nContent-Length: 3\n\n{}",
      wanted: "2:1 “Content-Length” is set when"),
    .init(name: "no type", text: "POST https://a.example/\n\nhello", wanted: "1:6 nothing says what the body is"),
    .init(
      name: "odd type", text: "POST https://a.example/\nContent-Type: image/png\n\nx",
      wanted: "2:15 a body of type “image/png” cannot be written safely"),
    .init(name: "field", text: head + "{\"to\": \"{{ to.adress }}\"}", wanted: "4:15 to has no “adress”"),
    .init(
      name: "part of a message", text: head + "{\"t\":\n  \"{{ message.txt }}\"}",
      wanted: "5:15 message has no “txt”"
    ),
    .init(name: "name", text: head + "{\"t\": \"{{ secrets.A }}\"}", wanted: "4:11 there is no “secrets”"),
    .init(
      name: "secret", text: head + "{\"t\": \"{{ secret.MISSING }}\"}",
      wanted: "4:11 there is no secret “MISSING”"
    ),
    .init(
      name: "secret in a header", text: "POST https://a.example/\nX-Key: {{ secret.MISSING }}\n\n{}",
      wanted: "2:11 there is no secret “MISSING”"),
    .init(
      name: "secret of lines", text: head + "{\"t\": \"{{ secret.LINES }}\"}",
      wanted: "4:11 the secret “LINES” is more"
    ),
    .init(
      name: "empty secret", text: head + "{\"t\": \"{{ secret.EMPTY }}\"}",
      wanted: "4:11 the secret “EMPTY” is empty"
    ),
    .init(name: "filter", text: head + "{\"t\": \"{{ id | upcas }}\"}", wanted: "4:16 there is no filter “upcas”"),
    .init(name: "sign", text: head + "{\"t\": \"{{ id | sign }}\"}", wanted: "4:16 there is no filter “sign”"),
    .init(name: "no JSON", text: head + "{\"t\": }", wanted: "4:1 for some job this body is no JSON"),
    .init(
      name: "quotes twice", text: head + "{\"t\": \"x\" {{ message.text }}}",
      wanted: "4:1 for some job this body is no JSON"
    ),
    .init(
      name: "no JSON without a template", text: head + "{\"a\": 1 {% unless message.template %}, {% endunless %}}",
      wanted: "4:1 for some job this body is no JSON"),
    .init(name: "no field of a form", text: form + "Hello", wanted: "4:1 a line of this form is no field: “Hello”"),
    .init(name: "answer", text: head + "{}\n### \nidd: x", wanted: "6:1 nothing about an answer is called “idd”"),
    .init(name: "path", text: head + "{}\n###\nid: a..b", wanted: "6:5 “a..b” is no path"),
    .init(name: "code", text: head + "{}\n###\ncode: c\nfailed: http-99", wanted: "7:9 “http-99” is no code"),
    .init(
      name: "codes without a path", text: head + "{}\n###\nfailed: 7",
      wanted: "6:1 nothing says where an answer has"
    ),
    .init(name: "timeout", text: head + "{}\n###\ntimeout: 1h", wanted: "6:10 “timeout” is 1s to 600s"),
    .init(name: "yes or no", text: head + "{}\n###\nidempotent: maybe", wanted: "6:13 “idempotent” is yes or no"),
  ]

  static let secrets = Secrets { name in
    ["TOKEN": "t0ken", "LINES": "a\nb", "EMPTY": "", "SID": "AC12"][name]
  }

  @Test(arguments: mistakes) func mistake(_ row: Mistake) {
    let (template, diagnostics) = RequestTemplate.compile(SourceText(row.text), secrets: Self.secrets)
    #expect(template == nil)
    let said = diagnostics.filter { $0.severity == .error }.map { diagnostic in
      (diagnostic.position.map { "\($0.line):\($0.column) " } ?? "") + diagnostic.message
    }
    #expect(said.count == 1, "\(said)")
    #expect(said.first?.hasPrefix(row.wanted) == true, "\(said)")
  }

  @Test func whatIsNoErrorIsAWarning() throws {
    let (template, found) = RequestTemplate.compile(
      SourceText("POST http://a.example/\n\n{\"t\": \"{{ message.payload }}\"}"), secrets: Self.secrets)
    #expect(template != nil)
    #expect(found.map(\.severity) == [.warning, .warning])
    #expect(found.map(\.position?.line) == [1, 3])
  }

  @Test func jsonHoldsAnyValue() throws {
    let request = try request(
      """
      POST https://a.example/m?to={{ to.name }}
      Content-Type: application/json; charset=utf-8
      X-Name: {{ to.name }}

      {"quoted": "Dear {{ to.name }}!", "bare": {{ to.name }}, "list": {{ message.values }}, "number": {{ attempt }},
       "json": "{{ message.values | json }}", "raw": {{ message.values | json }},
       "each": [{% for value in message.values %}{{ value }}{% unless forloop.last %},{% endunless %}{% endfor %}]}
      """, message: JSONValue.object([.init(key: "values", value: .array([.string(TestJob.nasty), .string("b")]))]))
    let body = try JSONValue.parse(request.body)
    let values = JSONValue.array([.string(TestJob.nasty), .string("b")])
    #expect(body["quoted"] == .string("Dear \(TestJob.nasty)!"))
    #expect(body["bare"] == .string(TestJob.nasty))
    #expect(body["list"] == values)
    #expect(body["raw"] == values)
    #expect(body["each"] == values)
    #expect(body["number"] == .number("1"))
    #expect(try JSONValue.parse(try #require(body["json"]?.string)) == values)
    #expect(body.members?.count == 7)
    #expect(
      request.url
        == "https://a.example/m?to=Anna%20%22Quote%22%20%5C%20%0A%09%20%26%20%3D%20%2B%20%25%20%7B%20%3C%2Fx%3E%20%27%20%C3%A9%20%F0%9F%8D%B5"
    )
    #expect(request.header("X-Name") == "Anna \"Quote\" \\  & = + % { </x> ' é 🍵")
  }

  @Test func aFormHoldsAnyValue() throws {
    let request = try request(
      Self.form + """
        To=+1 & {{ to.name }}
        &Body={{ to.name }}
        {% if message.template %}
        Template={{ message.template }}
        {% endif %}
        Last=a=b
        """)
    let fields = decoded(request.body)
    #expect(fields.map(\.0) == ["To", "Body", "Last"])
    #expect(fields.map(\.1) == ["+1 & \(TestJob.nasty)", TestJob.nasty, "a=b"])
  }

  @Test func xmlHoldsAnyValue() throws {
    let request = try request(
      "POST https://a.example/\nContent-Type: text/xml\n\n<to name=\"{{ to.name }}\">{{ to.name }}</to>")
    let escaped = TestJob.nasty.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    #expect(String(decoding: request.body, as: UTF8.self) == "<to name=\"\(escaped)\">\(escaped)</to>")
  }

  @Test func loginsAreEncoded() throws {
    let request = try request(
      "POST https://a.example/\nAuthorization: Basic {{ secret.SID }}:{{ secret.TOKEN }}\n\n{}")
    #expect(request.header("authorization") == "Basic QUMxMjp0MGtlbg==")
    #expect(request.header("content-type") == "application/json")
    #expect(BasicLogin.encoded("Basic QUMxMjp0MGtlbg==") == "Basic QUMxMjp0MGtlbg==")
    #expect(BasicLogin.encoded("Bearer a:b") == "Bearer a:b")
    for (text, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(BasicLogin.base64(Array(text.utf8)) == wanted)
    }
  }

  @Test func whatAJobLacksFailsIt() throws {
    let template = try compiled("POST https://a.example/\n\n{\"t\": \"{{ message.text }}\"}")
    let values = try #require(JobValues(Array(#"{"message":{"html":"x"}}"#.utf8), attempt: 1, secrets: [:]))
    let problem = #expect(throws: RequestProblem.self) { _ = try template.request(values) }
    #expect(problem == RequestProblem(message: "the request cannot be written: “message.text” is empty"))
  }

  private func compiled(_ text: String) throws -> RequestTemplate {
    let (template, diagnostics) = RequestTemplate.compile(SourceText(text), secrets: Self.secrets)
    return try #require(template, "\(diagnostics)")
  }

  private func request(_ text: String, message: JSONValue = .object([])) throws -> HTTPRequest {
    let template = try compiled(text)
    var writer = JSONWriter()
    writer.value(message)
    let job = try TestJob(
      "request", message: String(decoding: writer.bytes, as: UTF8.self), named: TestJob.nasty)
    let values = try #require(JobValues(Array(job.line.utf8), attempt: 1, secrets: template.secrets))
    return try template.request(values)
  }
}

/// A form's fields as a server reads them.
func decoded(_ form: [UInt8]) -> [(String, String)] {
  String(decoding: form, as: UTF8.self).split(separator: "&").map { field in
    let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { part in part.replacing("+", with: " ").removingPercentEncoding ?? "?" }
    return (parts[0], parts.count > 1 ? parts[1] : "")
  }
}
