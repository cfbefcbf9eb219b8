import JSON
import Spool
import Templates

/// Where a request finds its values: the job's line and the secrets.
struct JobValues {
  private let job: JSONValue
  private let attempt: Int
  private let secrets: [String: String]

  /// Nil where the line is no JSON, which a claimed job's always is.
  init?(_ line: [UInt8], attempt: Int, secrets: [String: String]) {
    guard let job = try? JSONValue.parse(line) else { return nil }
    self.job = job
    self.attempt = attempt
    self.secrets = secrets
  }

  func value(of names: [String]) -> TemplateValue {
    if names == ["attempt"] { return .int(Int64(attempt)) }
    if names.first == "secret" { return names.count == 2 ? secrets[names[1]].map { .text($0) } ?? .nothing : .nothing }
    var value: JSONValue? = job
    for name in names { value = value?[name] }
    return value.map { TemplateValue($0) } ?? .nothing
  }

  /// For the paths of one template, in their order.
  func values(for template: Template) -> some TemplateValues {
    Listed(values: template.paths.map { value(of: $0.names) })
  }

  private struct Listed: TemplateValues {
    var values: [TemplateValue]
    func value(ofPath index: Int) -> TemplateValue { values[index] }
  }
}

extension TemplateValue {
  init(_ json: JSONValue) {
    switch json {
    case .null: self = .nothing
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .text(text)
    case .number(let text):
      if let int = json.int { self = .int(int) } else { self = json.double.map { .double($0) } ?? .text(text) }
    case .array(let elements): self = .list(elements.map { TemplateValue($0) })
    case .object(let members): self = .object(members.map { ($0.key, TemplateValue($0.value)) })
    }
  }
}
