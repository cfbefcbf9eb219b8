import CivilTime
import Diagnostics
import Platform
import Spool
import Templates

/// A request file, compiled and checked: the request of every job.
struct RequestTemplate: RequestSource {
  /// What a body is, by its Content-Type.
  enum BodyKind: Hashable, Sendable {
    case json, form, xml, text

    var escaping: Escaping {
      switch self {
      case .json: .json
      case .form: .form
      case .xml: .html
      case .text: .none
      }
    }
  }

  struct Header: Sendable {
    var name: String
    var template: Template
  }

  var method: String
  var url: Template
  var headers: [Header]
  var kind: BodyKind
  var body: Template
  var rules: AnswerRules
  /// By name: those that the templates use.
  var secrets: [String: String]

  func request(for parcel: borrowing Parcel) throws(RequestProblem) -> HTTPRequest {
    guard let values = JobValues(parcel.file.bytes, attempt: parcel.name.attempt, secrets: secrets) else {
      throw RequestProblem(message: "the job is no JSON")
    }
    return try request(values)
  }

  func request(_ values: JobValues) throws(RequestProblem) -> HTTPRequest {
    var request = HTTPRequest(url: try line(url, values), method: method, headers: [], body: [])
    guard Self.isSendable(request.url) else {
      throw RequestProblem(message: "the address is none for this job: https://HOST/… without blanks", isForAll: true)
    }
    for header in headers {
      var value = try line(header.template, values)
      if header.name.lowercased() == "authorization" { value = BasicLogin.encoded(value) }
      request.headers.append((header.name, value))
    }
    let text = try bytes(body, values)
    switch kind {
    case .json:
      if let problem = BodyCheck.jsonProblem(text) { throw RequestProblem(message: problem, isForAll: true) }
      request.body = text
    case .form: request.body = BodyCheck.joinedFields(text)
    case .xml, .text: request.body = text
    }
    return request
  }

  /// The body as it comes out of the template, before it is looked at.
  func rehearsedBody(_ values: JobValues) throws(RequestProblem) -> [UInt8] { try bytes(body, values) }

  private func line(_ template: Template, _ values: JobValues) throws(RequestProblem) -> String {
    let bytes = try bytes(template, values).filter { $0 >= 0x20 && $0 != 0x7F }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func bytes(_ template: Template, _ values: JobValues) throws(RequestProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var context = Self.context
    do throws(RenderProblem) {
      try template.render(values.values(for: template), into: &bytes, context: &context)
    } catch {
      throw RequestProblem(message: "the request cannot be written: \(error.message)")
    }
    return bytes
  }

  /// Times are printed in UTC and sums in English: what people read was written when the job was.
  private static let context = TemplateContext(
    zone: .utc, locale: .named("en"), currency: "", signer: Signer(key: []), now: Instant(microseconds: 0))

  static func isSendable(_ url: String) -> Bool {
    let lowered = url.lowercased()
    return (lowered.hasPrefix("https://") || lowered.hasPrefix("http://"))
      && url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }
}

/// `Basic NAME:PASSWORD`, as request files write it.
enum BasicLogin {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The value with what stands behind `Basic` in base64; others as they are, and so one that has no colon, which is
  /// encoded already.
  static func encoded(_ value: String) -> String {
    let scheme = "basic "
    guard value.lowercased().hasPrefix(scheme), value.utf8.contains(UInt8(ascii: ":")) else { return value }
    return "Basic " + base64(Array(value.utf8.dropFirst(scheme.utf8.count)))
  }

  static func base64(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for index in 0..<4 {
        let digit = alphabet[Int(word >> UInt32(18 - 6 * index)) & 63]
        output.append(index <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
