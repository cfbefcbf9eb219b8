import Diagnostics
import Testing

@testable import Templates

/// The author's reference names every filter, and its examples compile.
@Suite struct ReferenceTests {
  @Test func everyFilterIsThereOnce() {
    let named = TemplateReference.filters.flatMap(\.names)
    // Requests have a filter of their own.
    #expect(named.sorted() == Filter.allCases.filter { $0.isFor(.none) }.map(\.rawValue).sorted())
  }

  @Test(arguments: TemplateReference.filters.map(\.example)) func filter(_ text: String) {
    #expect(Template.compile(SourceText(text), scope: Anything()).diagnostics == [])
  }

  @Test(arguments: TemplateReference.tags) func tag(_ text: String) {
    #expect(text.count <= 78)
    guard text.hasPrefix("{% if") || text.hasPrefix("{% unless") || text.hasPrefix("{% for") || text.hasPrefix("{% ca")
    else { return }
    let whole = text.replacing("{% elsif … %}", with: "{% elsif order.paid_at %}")
    #expect(Template.compile(SourceText(whole), scope: Anything()).diagnostics == [])
  }

  /// Every name is there, and may be anything.
  private struct Anything: TemplateScope {
    func shape(of name: String, in record: Int?) -> TemplateShape? {
      record == nil ? (name == "name" || name == "line" ? nil : .record(0)) : .any
    }
    func names(in record: Int?) -> [String] { [] }
  }
}
