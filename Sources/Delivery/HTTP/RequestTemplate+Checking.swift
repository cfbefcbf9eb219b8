import Diagnostics
import JSON
import Templates

extension RequestTemplate {
  /// All problems are reported, each at its place; there is a template unless one of them is an error.
  static func compile(
    _ source: SourceText, secrets: Secrets
  ) -> (template: RequestTemplate?, diagnostics: [Diagnostic]) {
    let (file, diagnostics) = RequestFile.parse(source)
    var checker = RequestChecker(secrets: secrets, diagnostics: diagnostics)
    let template = file.flatMap { checker.template($0) }
    let found = checker.diagnostics.sorted { a, b in
      (a.position ?? SourcePosition(line: 0, column: 0)) < (b.position ?? SourcePosition(line: 0, column: 0))
    }
    return (found.contains { $0.severity == .error } ? nil : template, found)
  }
}

/// Compiles the parts of a request file and tries them on made-up jobs.
private struct RequestChecker {
  let secrets: Secrets
  var diagnostics: [Diagnostic]
  private var values: [String: String] = [:]
  private var asked: Set<String> = []

  private static let ours = ["content-length", "transfer-encoding", "connection", "expect", "host", "trailer"]

  init(secrets: Secrets, diagnostics: [Diagnostic]) {
    self.secrets = secrets
    self.diagnostics = diagnostics
  }

  mutating func template(_ file: RequestFile) -> RequestTemplate? {
    let rules = AnswerRules(file.answer, &diagnostics)
    let url = compile(file.url, .url)
    let headers = file.headers.compactMap { header($0) }
    let kind = bodyKind(file)
    guard let url, let kind, let body = compile(file.body, kind.escaping), headers.count == file.headers.count else {
      return nil
    }
    checkAddress(file.url, url)
    var all = headers
    if !all.contains(where: { $0.name.lowercased() == "content-type" }),
      let type = compile(SourceText("application/json"), .none)
    {
      all.append(RequestTemplate.Header(name: "Content-Type", template: type))
    }
    let template = RequestTemplate(
      method: file.method, url: url, headers: all, kind: kind, body: body, rules: rules, secrets: values)
    if !diagnostics.contains(where: { $0.severity == .error }) { rehearse(template, file) }
    return template
  }

  // MARK: - Parts

  private mutating func compile(_ source: SourceText, _ escaping: Escaping) -> Template? {
    let (template, found) = Template.compile(source, scope: JobScope(), options: .init(escaping: escaping))
    diagnostics += found
    for path in template?.paths ?? [] { check(path, source) }
    return template
  }

  private mutating func check(_ path: TemplatePath, _ source: SourceText) {
    guard path.names.count == 2, asked.insert(path.text).inserted else { return }
    if path.names[0] == "secret" {
      do throws(Secrets.Problem) {
        let value = try secrets.value(path.names[1])
        if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
          diagnostics.append(path.place.diagnostic(.error, "the secret “\(path.names[1])” is more than one line"))
        }
        values[path.names[1]] = value
      } catch { diagnostics.append(error.diagnostic(path.names[1], at: path.place)) }
    } else if path.names[0] == "message", !JobScope.messageParts.contains(path.names[1]) {
      diagnostics.append(
        path.place.diagnostic(
          .warning, "a mail, a text, a WhatsApp message or a task has no “\(path.names[1])”",
          advice: "right if this channel's campaigns say \(path.names[1]): …; a job without it fails"))
    }
  }

  private mutating func header(_ field: RequestFile.Field) -> RequestTemplate.Header? {
    let isToken = field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    guard isToken, !Self.ours.contains(field.name.lowercased()) else {
      diagnostics.append(
        field.place.diagnostic(
          .error,
          isToken ? "“\(field.name)” is set when the request is sent" : "“\(field.name)” is no name of a header",
          advice: isToken ? "leave it away" : "letters, digits and dashes; a blank line ends the headers"))
      return nil
    }
    return compile(field.value, .none).map { RequestTemplate.Header(name: field.name, template: $0) }
  }

  private mutating func bodyKind(_ file: RequestFile) -> RequestTemplate.BodyKind? {
    guard let field = file.headers.first(where: { $0.name.lowercased() == "content-type" }) else {
      if file.body.text.hasPrefix("{") || file.body.text.hasPrefix("[") { return .json }
      diagnostics.append(
        file.url.diagnostic(
          .error, "nothing says what the body is", advice: "add a header such as Content-Type: application/json", at: 0)
      )
      return nil
    }
    let type = field.value.text.lowercased().prefix { $0 != ";" && $0 != " " }
    if type == "application/json" || type.hasSuffix("+json") { return .json }
    if type == "application/x-www-form-urlencoded" { return .form }
    if type == "text/xml" || type == "application/xml" || type.hasSuffix("+xml") { return .xml }
    if type == "text/plain" { return .text }
    diagnostics.append(
      field.value.diagnostic(
        .error, "a body of type “\(type)” cannot be written safely",
        advice: "JSON, application/x-www-form-urlencoded, XML or text/plain", at: 0,
        length: max(1, field.value.text.utf8.count)))
    return nil
  }

  // MARK: - As a whole

  /// Whom we talk to is the file's to say, not a job's.
  private mutating func checkAddress(_ source: SourceText, _ url: Template) {
    let text = source.text
    let lowered = text.lowercased()
    guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://") else {
      diagnostics.append(source.diagnostic(.error, "this is no address", advice: "https://HOST/PATH", at: 0))
      return
    }
    let host = text.utf8.dropFirst(lowered.hasPrefix("https") ? 8 : 7).prefix {
      $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?")
    }
    let authority = String(decoding: Array(host), as: UTF8.self)
    if authority.isEmpty {
      diagnostics.append(source.diagnostic(.error, "there is no host in this address", at: 0))
    } else if authority.contains("{%") || authority.contains("{{") && !authority.contains("{{ secret.") {
      diagnostics.append(
        source.diagnostic(
          .error, "the host must not depend on a job", advice: "write it, or take it from a secret", at: 0))
    } else if authority.contains("@") {
      diagnostics.append(
        source.diagnostic(
          .error, "a login does not belong into an address",
          advice: "write a header: Authorization: Basic {{ secret.NAME }}:{{ secret.PASSWORD }}", at: 0))
    } else if lowered.hasPrefix("http:"), !Loopback.isLocal(authority) {
      diagnostics.append(
        source.diagnostic(.warning, "what is sent to \(authority) can be read on the way", advice: "use https", at: 0))
    }
  }

  /// Made-up jobs show what no reading of the file does: whether bodies are whole.
  private mutating func rehearse(_ template: RequestTemplate, _ file: RequestFile) {
    var template = template
    template.secrets = template.secrets.mapValues { _ in "secret" }
    for sample in SampleJob.all {
      guard let values = JobValues(sample, attempt: 1, secrets: template.secrets) else { continue }
      var bytes: [UInt8] = []
      do throws(RequestProblem) {
        bytes = try template.rehearsedBody(values)
        _ = try template.request(values)
      } catch {
        // A job may well lack what the request prints; that its body is no JSON is said below, with more.
        guard error.isForAll, template.kind != .json || BodyCheck.jsonProblem(bytes) == nil else { continue }
        diagnostics.append(file.url.diagnostic(.error, error.message, at: 0))
        return
      }
      if template.kind == .form, let stray = BodyCheck.strayLine(bytes) {
        diagnostics.append(
          file.body.diagnostic(
            .error, "a line of this form is no field: “\(stray.prefix(40))”",
            advice: "write NAME=VALUE, a field a line",
            at: 0))
        return
      }
    }
    for sample in SampleJob.all where template.kind == .json {
      guard let values = JobValues(sample, attempt: 1, secrets: template.secrets),
        let bytes = try? template.rehearsedBody(values), let excerpt = BodyCheck.jsonExcerpt(bytes)
      else { continue }
      diagnostics.append(
        file.body.diagnostic(
          .error, "for some job this body is no JSON: \(excerpt)",
          advice: "inside quotes a value is a part of the text, outside it is a whole value with its own quotes", at: 0)
      )
      return
    }
  }
}
