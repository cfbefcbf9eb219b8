import Diagnostics

extension Binder {
  /// Binds a snippet for the place that renders it: its names are its own, and its parameters have known shapes.
  mutating func bind(_ render: RenderSyntax) -> Node? {
    guard let parsed = snippet(render) else { return nil }
    let outer = frame
    let outerGuarded = guarded
    var inner = Frame(parsed: parsed, seesGlobals: !options.isLax)
    let firstSlot = program.slotCount
    let assigned = Set(assignedNames(in: parsed.statements).map(\.name))
    var parameters: [(slot: Int, value: Expression)] = []
    for parameter in render.parameters {
      let bound = bind(parameter.value)
      if let alias = bound.alias, !assigned.contains(parameter.name) {
        inner.aliases[parameter.name] = alias
      } else {
        let slot = newSlot()
        inner.locals[parameter.name] = Local(slot: slot, shape: bound.shape)
        parameters.append((slot, bound.expression))
      }
    }
    let name = render.alias ?? String(render.snippet.split(separator: "/").last ?? "")
    var with: (slot: Int, value: Expression)?
    var each: RenderNode.Each?
    switch render.binding {
    case .none: break
    case .with(let value):
      let bound = bind(value)
      if let alias = bound.alias, !assigned.contains(name) {
        inner.aliases[name] = alias
      } else {
        with = (newSlot(), bound.expression)
        inner.locals[name] = Local(slot: program.slotCount - 1, shape: bound.shape)
      }
    case .each(let list):
      let bound = bind(list)
      var element = TemplateShape.any
      if case .list(let shape) = bound.shape { element = shape }
      each = RenderNode.Each(collection: bound.expression, slot: newSlot(), loop: newLoop())
      inner.locals[name] = Local(slot: program.slotCount - 1, shape: element)
      inner.renderLoop = program.loopCount - 1
    }
    let place = place(render.snippetRange)
    frame = inner
    rendering.append(render.snippet)
    let around = outer.loops.count + (each == nil ? 0 : 1)
    loopDepth += around
    declareLocals()
    let body = bind(parsed.statements)
    loopDepth -= around
    rendering.removeLast()
    frame = outer
    guarded = outerGuarded  // The snippet may have assigned.
    return .render(
      RenderNode(
        body: body, slots: firstSlot..<program.slotCount, parameters: parameters, with: with, each: each,
        name: render.snippet, place: place))
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
