import Diagnostics

extension Binder {
  /// Binds a snippet for the place that renders it: its names are its own, and its parameters have known shapes.
  mutating func bind(_ render: RenderSyntax) -> Node? {
    guard let parsed = snippet(render) else { return nil }
    var inner = Frame(parsed: parsed, seesGlobals: !options.isLax)
    inner.assigned = Set(assignments(in: parsed.statements).map(\.name))
    let firstSlot = program.slotCount
    var parameters: [(slot: Int, value: Expression)] = []
    for parameter in render.parameters {
      let bound = bind(parameter.value)
      if let slot = give(parameter.name, bound, to: &inner) { parameters.append((slot, bound.expression)) }
    }
    let name = render.alias ?? String(render.snippet.split(separator: "/").last ?? "")
    var each: RenderNode.Each?
    switch render.binding {
    case .none: break
    case .with(let value):
      let bound = bind(value)
      if let slot = give(name, bound, to: &inner) { parameters.append((slot, bound.expression)) }
    case .each(let list): each = bindEach(list, name, &inner)
    }
    let place = place(render.snippetRange)
    let body = bind(render.snippet, inner, loopsAround: frame.loops.count + (each == nil ? 0 : 1))
    return .render(
      RenderNode(
        body: body, slots: firstSlot..<program.slotCount, parameters: parameters, each: each, name: render.snippet,
        place: place))
  }

  /// Makes a parameter known to the snippet: a global record by its path, anything else by a slot to be filled.
  private mutating func give(_ name: String, _ value: Bound, to inner: inout Frame) -> Int? {
    if let alias = value.alias, !inner.assigned.contains(name) {
      inner.aliases[name] = alias
      return nil
    }
    let slot = newSlot()
    inner.locals[name] = Local(slot: slot, shape: value.shape, isWritten: value.isWritten)
    return slot
  }

  /// `{% render 'name' for list %}`
  private mutating func bindEach(
    _ list: ExpressionSyntax, _ name: String, _ inner: inout Frame
  ) -> RenderNode.Each {
    let bound = bind(list)
    var element = TemplateShape.any
    if case .list(let shape) = bound.shape { element = shape }
    let each = RenderNode.Each(collection: bound.expression, slot: newSlot(), loop: newLoop())
    inner.locals[name] = Local(slot: each.slot, shape: element)
    inner.renderLoop = each.loop
    return each
  }

  /// The snippet's statements, in a frame of their own.
  private mutating func bind(_ snippet: String, _ inner: Frame, loopsAround: Int) -> [Node] {
    let (outer, outerGuarded) = (frame, guarded)
    frame = inner
    rendering.append(snippet)
    loopDepth += loopsAround
    declareLocals()
    let body = bind(inner.parsed.statements)
    loopDepth -= loopsAround
    rendering.removeLast()
    frame = outer
    guarded = outerGuarded  // The snippet may have assigned.
    return body
  }

  /// The snippet, parsed, unless it is not there or renders itself.
  private mutating func snippet(_ render: RenderSyntax) -> ParsedTemplate? {
    guard let source = options.snippets[render.snippet] else {
      report(
        "there is no snippet “\(render.snippet)”",
        advice: suggestion(for: render.snippet, in: Array(options.snippets.keys)),
        at: render.snippetRange)
      return nil
    }
    if rendering.contains(render.snippet) {
      report("the snippet “\(render.snippet)” renders itself", at: render.snippetRange)
      return nil
    }
    snippetCount += 1
    guard rendering.count < Self.maximumRenderDepth, snippetCount <= Self.maximumSnippets else {
      if snippetCount <= Self.maximumSnippets + 1 {
        report(
          "snippets are nested over \(Self.maximumRenderDepth) deep or rendered from over \(Self.maximumSnippets) places",
          at: render.snippetRange)
      }
      return nil
    }
    if let known = snippets[render.snippet] { return known }
    let parsed = ParsedTemplate(source, isLax: options.isLax)
    snippets[render.snippet] = parsed
    diagnostics += parsed.diagnostics
    return parsed
  }
}
