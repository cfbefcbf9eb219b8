import CivilTime
import Diagnostics

@testable import Templates

/// Knows no name: for the lax mode, which asks nothing.
struct EmptyScope: TemplateScope {
  func shape(of name: String, in record: Int?) -> TemplateShape? { nil }
  func names(in record: Int?) -> [String] { [] }
}

/// Finds paths in an object, name by name.
struct ObjectValues: TemplateValues {
  var data: TemplateValue
  var paths: [TemplatePath]

  func value(ofPath index: Int) -> TemplateValue {
    paths[index].names.reduce(data) { $0.element(.text($1)) }
  }
}

extension TemplateContext {
  static func test(zone: Zone = .utc, locale: String = "en") -> TemplateContext {
    TemplateContext(
      zone: zone, locale: .named(locale), currency: "EUR", signer: Signer(key: Array("key".utf8)),
      now: Instant(microseconds: 1_772_450_400_000_000))  // 2026-03-02 11:20 UTC
  }
}
