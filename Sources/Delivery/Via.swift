package import Diagnostics
import Platform

/// What `herald drain --via` names, read and checked before any job is claimed.
///
/// Addresses and paths come from the command line; keys and passwords never do.
package struct Via: Sendable {
  /// Everything that is wrong with what was named.
  package struct Problem: Error, Hashable, Sendable {
    package var diagnostics: [Diagnostic]
    /// It lies in a request file, a secret or the environment, not in what was named.
    package var isConfiguration: Bool

    init(_ diagnostics: [Diagnostic], isConfiguration: Bool = false) {
      self.diagnostics = diagnostics
      self.isConfiguration = isConfiguration
    }
    init(_ message: String, _ advice: String? = nil) {
      self.init([Diagnostic(.error, message, advice: advice)])
    }
  }

  /// One for each sender thread.
  package let makeTransport: @Sendable () -> any Transport
  /// What is worth a word, but no reason to stop.
  package let warnings: [Diagnostic]

  /// What can be named, for the help: a form and what it does.
  package static let forms: [(form: String, says: String)] = [
    ("https://HOST/PATH", "POST the job's line to an endpoint of yours"),
    ("FILE.http", "the request that FILE writes, for a provider's gateway"),
    ("smtp://[USER@]HOST[:PORT]", "a mail server, with STARTTLS; smtps://HOST begins with TLS"),
    ("sendmail:[/PATH]", "this machine's own mail program"),
    ("file:PATH", "append the job's line to a file, or write a file a job into a folder; it counts as sent"),
  ]

  private static let schemes = ["https", "http", "smtp", "smtps", "sendmail", "file"]

  package init(_ text: String, secrets: Secrets = Secrets()) throws(Problem) {
    let (scheme, rest) = Self.split(text)
    guard let scheme else {
      self = try Self.requestFile(text, secrets)
      return
    }
    if !scheme.hasPrefix("smtp") { try Self.checkLogin(scheme, rest) }
    switch scheme {
    case "http", "https": self = try Self.endpoint(text, scheme, rest, secrets)
    case "smtp", "smtps": self = try Self.mailServer(text, secrets)
    case "sendmail": self = try Self.mailProgram(text)
    case "file": self = try Self.file(rest)
    default:
      throw Problem(
        "nothing can be sent via “\(scheme):”",
        nearest(to: scheme, in: Self.schemes).map { "did you mean “\($0):”?" }
          ?? "there is " + Self.forms.map(\.form).joined(separator: ", "))
    }
  }

  init(warnings: [Diagnostic] = [], makeTransport: @escaping @Sendable () -> any Transport) {
    self.warnings = warnings
    self.makeTransport = makeTransport
  }

  /// `https` and what stands behind its colon; a path has no scheme.
  private static func split(_ text: String) -> (scheme: String?, rest: Substring) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex else {
      return (nil, text[...])
    }
    let scheme = text[..<colon]
    guard scheme.utf8.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else { return (nil, text[...]) }
    return (scheme.lowercased(), text[text.utf8.index(after: colon)...])
  }

  /// What stands on a command line can be seen by everybody on the machine, and stays in the shell's history.
  private static func checkLogin(_ scheme: String, _ rest: Substring) throws(Problem) {
    guard rest.hasPrefix("//") else { return }
    let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@"), authority[..<at].contains(":") else { return }
    throw Problem(
      "a password does not belong on a command line",
      scheme.hasPrefix("http")
        ? "write a request file with Authorization: Basic {{ secret.NAME }}:{{ secret.PASSWORD }}"
        : "leave it away here, and put it into the environment or a file")
  }

  // MARK: - HTTP

  private static func requestFile(_ path: String, _ secrets: Secrets) throws(Problem) -> Via {
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileSystem.read(path, limit: 1 << 20) } catch {
      let looksLikeFile = path.hasSuffix(".http") || path.contains("/")
      throw looksLikeFile
        ? Problem([Diagnostic(.error, "the request file cannot be read: \(error.words)", file: path)])
        : Problem(
          "“\(path)” is neither an address nor a request file", "such as " + forms.map(\.form).joined(separator: ", "))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem([Diagnostic(.error, "the request file is not UTF-8", file: path)], isConfiguration: true)
    }
    let (template, diagnostics) = RequestTemplate.compile(SourceText(text, file: path), secrets: secrets)
    guard let template else { throw Problem(diagnostics, isConfiguration: true) }
    return try http(template, secrets, warnings: diagnostics)
  }

  private static func endpoint(
    _ text: String, _ scheme: String, _ rest: Substring, _ secrets: Secrets
  ) throws(Problem) -> Via {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let url = String(parts[0])
    let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard rest.hasPrefix("//"), !authority.isEmpty, RequestTemplate.isSendable(url) else {
      throw Problem("this is no address", "\(scheme)://HOST/PATH")
    }
    guard !authority.contains("@") else {
      throw Problem(
        "a login does not belong on a command line",
        "write a request file with Authorization: Basic {{ secret.NAME }}:{{ secret.PASSWORD }}")
    }
    let rules = try rules(parts.count == 2 ? parts[1] : "")
    var warnings: [Diagnostic] = []
    if scheme == "http", !Loopback.isLocal(authority) {
      warnings.append(
        Diagnostic(.warning, "what is sent to \(authority) can be read on the way", advice: "use https"))
    }
    return try http(JobPost(url: url, rules: rules), secrets, warnings: warnings)
  }

  /// What stands behind `#`, which is ours: no server ever sees it.
  private static func rules(_ options: Substring) throws(Problem) -> AnswerRules {
    var rules = AnswerRules()
    for option in options.split(separator: "&") {
      if option == "idempotent" {
        rules.isIdempotent = true
      } else if option.hasPrefix("timeout="), option.hasSuffix("s"),
        let seconds = Int(option.dropFirst("timeout=".count).dropLast()), (1...600).contains(seconds)
      {
        rules.timeout = seconds
      } else {
        throw Problem("“#\(option)” is no option", "there is #idempotent and #timeout=30s, with & between them")
      }
    }
    return rules
  }

  private static func http(
    _ source: some RequestSource, _ secrets: Secrets, warnings: [Diagnostic]
  ) throws(Problem) -> Via {
    let key: String?
    do throws(Secrets.Problem) { key = try secrets.optional(RequestSignature.keyName) } catch {
      throw Problem([error.diagnostic(RequestSignature.keyName)], isConfiguration: true)
    }
    let signature = key.map { RequestSignature(key: $0) }
    let authorities = try authorities(secrets)
    return Via(warnings: warnings) { HTTPTransport(source, signature: signature, authorities: authorities) }
  }

  /// A file of certificates that `HERALD_CA_FILE` names, to trust instead of the system's.
  static func authorities(_ secrets: Secrets) throws(Problem) -> String? {
    guard let file = secrets.setting("HERALD_CA_FILE") else { return nil }
    do throws(Errno) { _ = try FileDescriptor(opening: file, .read) } catch {
      throw Problem(
        [Diagnostic(.error, "HERALD_CA_FILE cannot be read: \(error.words)", file: file)], isConfiguration: true)
    }
    return file
  }

  // MARK: - Files

  private static func file(_ rest: Substring) throws(Problem) -> Via {
    let path = String(rest.hasPrefix("//") ? rest.dropFirst(2) : rest)
    guard !path.isEmpty else { throw Problem("“file:” needs a path", "file:sent.jsonl, or file:FOLDER/") }
    do throws(Errno) {
      let target = try FileTarget(path)
      return Via { FileTransport(target) }
    } catch {
      throw Problem([Diagnostic(.error, "nothing can be written there: \(error.words)", file: path)])
    }
  }
}
