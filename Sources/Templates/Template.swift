package import Diagnostics

/// A compiled template: parsed and checked once, rendered many times into bytes.
///
///     let (template, diagnostics) = Template.compile(text, scope: scope, options: .init())
///     try template.render(values, into: &bytes, context: &context)
package struct Template: Sendable {
  package struct Options: Sendable {
    /// What the text is, so that no value can break out of its place in it.
    package var escaping: Escaping
    /// A subject: CR and LF are dropped from the output.
    package var isSubject: Bool
    /// Liquid's own looseness, for its conformance cases: undefined names are nil, `paths` are the first names only
    /// (or no name at all: the whole data, asked for by `{{ [name] }}`), and nothing is asked of the scope.
    package var isLax: Bool
    /// What `{% render 'name' %}` may name.
    package var snippets: [String: SourceText]

    package init(
      escaping: Escaping = .none, isSubject: Bool = false, isLax: Bool = false, snippets: [String: SourceText] = [:]
    ) {
      self.escaping = escaping
      self.isSubject = isSubject
      self.isLax = isLax
      self.snippets = snippets
    }
  }

  /// The distinct global paths that the template and its snippets read, in order of first use. A path goes as far as
  /// the scope has records: for `cart.items.first.name` it is `cart.items`, a list whose elements are asked at rendering.
  package let paths: [TemplatePath]

  private let program: Program

  /// Parses and checks. All problems are reported, each with position and advice; there is a template unless one of
  /// them is an error. In strict mode every name must be known to `scope`.
  package static func compile(
    _ source: SourceText, scope: any TemplateScope, options: Options = Options()
  ) -> (template: Template?, diagnostics: [Diagnostic]) {
    var binder = Binder(ParsedTemplate(source, isLax: options.isLax), scope: scope, options: options)
    binder.bind()
    let diagnostics = binder.diagnostics
    guard !diagnostics.contains(where: { $0.severity == .error }) else { return (nil, diagnostics) }
    binder.program.pathNames = binder.paths.map(\.text)
    binder.program.isPlain = binder.program.nodes.allSatisfy(\.isPlain)
    return (Template(paths: binder.paths, program: binder.program), diagnostics)
  }

  /// Appends one message to `output`. After a problem, `output` is as it was.
  package func render(
    _ values: any TemplateValues, into output: inout [UInt8], context: inout TemplateContext
  ) throws(RenderProblem) {
    let start = output.count
    if program.isPlain, try renderPlain(values, into: &output) { return }
    var bytes: [UInt8] = []
    swap(&bytes, &output)
    var renderer = Renderer(program, pathCount: paths.count, values: values, context: context, output: bytes)
    bytes = []
    defer { swap(&renderer.output, &output) }
    do throws(RenderProblem) {
      _ = try renderer.run(program.nodes)
    } catch {
      renderer.discard(from: start)
      throw error
    }
    if program.isSubject { renderer.output.dropLineBreaks(from: start) }
  }

  /// Of literals and texts of the data alone. False, with the output as it was, where a value is no text.
  private func renderPlain(_ values: any TemplateValues, into output: inout [UInt8]) throws(RenderProblem) -> Bool {
    let start = output.count
    for node in program.nodes {
      switch node {
      case .text(let range): output.append(contentsOf: program.literals[range])
      case .path(let path, let place):
        let from = output.count
        let text = values.append(path: path, to: &output)
        if text == .text, !output[from...].allSatisfy(\.isLiquidSpace) {
          if program.escapesHTML { output.escapeHTML(from: from) }
          break
        }
        output.removeSubrange(start...)
        if text == .value { return false }
        throw RenderProblem(
          cause: .empty(path: program.pathNames[path]), file: program.places[place].file,
          position: program.places[place].position)
      default:
        output.removeSubrange(start...)
        return false
      }
      // The long way says so.
      if output.count - start > Renderer.maximumLength {
        output.removeSubrange(start...)
        return false
      }
    }
    if program.isSubject { output.dropLineBreaks(from: start) }
    return true
  }
}

/// A global path that a template reads.
package struct TemplatePath: Hashable, Sendable {
  /// `["customer", "first_name"]`, `["cart", "items"]`, `["links", "order"]`, `["shop"]`.
  package var names: [String]
  /// What the scope says of it: text, a list of records …
  package var shape: TemplateShape
  /// Where it is first read; if it is required, where it is first printed so.
  package var place: SourcePlace
  /// It is printed somewhere without `default` or an `if` around it that asks for it: where the data has no value, the
  /// message cannot be sent (`RenderProblem.Cause.empty`).
  package var isRequired: Bool

  package var file: String? { place.file }
  package var position: SourcePosition { place.position }
  /// As the template writes it: `customer.first_name`.
  package var text: String { names.joined(separator: ".") }
}
