import Diagnostics

/// Resolves a parsed template's names against the scope, checks their use and builds the program.
struct Binder {
  let scope: any TemplateScope
  let options: Template.Options
  var program = Program()
  var paths: [TemplatePath] = []
  var diagnostics: [Diagnostic] = []
  /// The template or snippet that is being bound.
  var frame: Frame
  /// Snippets by name, parsed once.
  var snippets: [String: ParsedTemplate] = [:]
  /// The snippets that are being bound, outermost first.
  var rendering: [String] = []
  var snippetCount = 0
  /// How many loops are around the snippet that is being bound.
  var loopDepth = 0
  private var pathIndices: [[String]: Int] = [:]
  /// Variables that an enclosing `if` says are there, by their keys.
  var guarded: Set<String> = []
  /// Where in a JSON text or a form the next statement stands.
  var spot = TextSpot()

  static let maximumRenderDepth = 30
  static let maximumSnippets = 1000

  /// The names that one template or snippet sees, which are its own.
  struct Frame {
    var parsed: ParsedTemplate
    var seesGlobals: Bool
    /// Names that are assigned, captured or given as parameters.
    var locals: [String: Local] = [:]
    /// Of a snippet: the names that it assigns itself.
    var assigned: Set<String> = []
    /// Parameters that stand for a global record: its path.
    var aliases: [String: (names: [String], record: Int)] = [:]
    /// Variables of the loops around, innermost last.
    var variables: [(name: String, local: Local)] = []
    /// The loops around, innermost last.
    var loops: [Int] = []
    /// The loop of `{% render 'name' for … %}`, which is nobody's parent.
    var renderLoop: Int?
    /// Where loops keep how far they came, by name.
    var offsets: [String: Int] = [:]
  }

  struct Local {
    var slot: Int
    /// Nil: not yet known.
    var shape: TemplateShape?
    /// Its values are the template's own texts, which may be empty; not the data's.
    var isWritten = false
  }

  init(_ parsed: ParsedTemplate, scope: any TemplateScope, options: Template.Options) {
    self.scope = scope
    self.options = options
    frame = Frame(parsed: parsed, seesGlobals: true)
    program.isLax = options.isLax
    program.escapesHTML = options.escaping == .html
    program.isSubject = options.isSubject
  }

  mutating func bind() {
    diagnostics += frame.parsed.diagnostics
    declareLocals()
    program.nodes = bind(frame.parsed.statements)
  }

  // MARK: - Places and problems

  mutating func place(_ range: Range<Int>) -> Int {
    let source = frame.parsed.source
    program.places.append(
      Program.Place(file: source.file, position: source.position(at: range.lowerBound)))
    return program.places.count - 1
  }

  func sourcePlace(_ range: Range<Int>) -> SourcePlace {
    frame.parsed.source.place(at: range.lowerBound, length: max(1, range.count))
  }

  mutating func report(
    _ message: String, advice: String? = nil, at range: Range<Int>, severity: Diagnostic.Severity = .error
  ) {
    guard diagnostics.takesMore(severity) else { return }
    let diagnostic = sourcePlace(range).diagnostic(severity, message, advice: advice)
    // A snippet that is rendered twice has its problems once.
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: frame.parsed.bytes[range], as: UTF8.self) }

  // MARK: - Names

  mutating func newSlot() -> Int {
    program.slotCount += 1
    return program.slotCount - 1
  }

  mutating func newLoop() -> Int {
    program.loopCount += 1
    return program.loopCount - 1
  }

  mutating func path(_ names: [String], _ shape: TemplateShape, at range: Range<Int>) -> Int {
    // A loop reads again and again.
    if pathIndices[names] != nil || !frame.loops.isEmpty || loopDepth > 0 { program.cachesPaths = true }
    if let known = pathIndices[names] { return known }
    paths.append(TemplatePath(names: names, shape: shape, place: sourcePlace(range), isRequired: false))
    pathIndices[names] = paths.count - 1
    return paths.count - 1
  }

  /// Gives every name that this template assigns or captures a slot, wherever that happens: a loop's first lines may
  /// read what its last lines set.
  mutating func declareLocals() {
    for (name, range, value) in assignments(in: frame.parsed.statements) {
      if !options.isLax, scope.shape(of: name, in: nil) != nil, frame.locals[name] == nil {
        report("“\(name)” is a name of the data", advice: "choose another name to assign to", at: range)
      }
      if frame.locals[name] == nil { frame.locals[name] = Local(slot: newSlot(), shape: nil) }
      if value.map(isWritten) ?? true { frame.locals[name]?.isWritten = true }
    }
  }

  /// Whether a value is a literal, or another local as it is.
  private func isWritten(_ value: ExpressionSyntax) -> Bool {
    switch value {
    case .literal: return true
    case .variable(let variable):
      guard case .name(let name) = variable.root, variable.segments.isEmpty else { return false }
      return scope.shape(of: name, in: nil) == nil
    case .range: return false
    }
  }

  /// What is assigned and captured anywhere in the statements; a capture has no value of its own.
  func assignments(
    in statements: [StatementSyntax]
  ) -> [(name: String, range: Range<Int>, value: ExpressionSyntax?)] {
    statements.flatMap { statement -> [(name: String, range: Range<Int>, value: ExpressionSyntax?)] in
      switch statement {
      case .assign(let name, let output, let range): [(name, range, output.value)]
      case .capture(let name, let body, let range): [(name, range, nil)] + assignments(in: body)
      case .branches(let branches): branches.flatMap { assignments(in: $0.body) }
      case .cases(_, let whens): whens.flatMap { assignments(in: $0.body) }
      case .loop(let loop): assignments(in: loop.body) + assignments(in: loop.otherwise)
      case .text, .output, .render, .leave: []
      }
    }
  }
}
