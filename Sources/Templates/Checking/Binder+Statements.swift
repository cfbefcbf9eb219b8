extension Binder {
  mutating func bind(_ statements: [StatementSyntax]) -> [Node] {
    // A block begins and ends at the same spot: on this side of a quote, in this field.
    let outside = spot
    defer { spot = outside }
    var nodes: [Node] = []
    for statement in statements {
      switch statement {
      case .text(let range): appendText(range, &nodes)
      case .output(let output): nodes.append(bind(printed: output))
      case .branches(let branches): nodes.append(.branches(bind(branches)))
      case .cases(let subject, let whens): nodes.append(bind(subject, whens))
      case .loop(let loop): nodes.append(bind(loop))
      case .assign(let name, let output, _): nodes.append(bind(assign: name, output))
      case .capture(let name, let body, _):
        let isCaptured = spot.isCaptured
        spot.isCaptured = true
        let nodesInside = bind(body)
        spot.isCaptured = isCaptured
        learn(name, .text)
        nodes.append(.capture(slot: frame.locals[name]?.slot ?? 0, nodesInside))
      case .render(let render): if let node = bind(render) { nodes.append(node) }
      case .leave(let isBreak, _): nodes.append(.leave(isBreak: isBreak))
      }
    }
    return nodes
  }

  private mutating func appendText(_ range: Range<Int>, _ nodes: inout [Node]) {
    let start = program.literals.count
    program.literals += spot.pass(frame.parsed.bytes[range], options.escaping)
    let end = program.literals.count
    if case .text(let last)? = nodes.last, last.upperBound == start {
      nodes[nodes.count - 1] = .text(last.lowerBound..<end)
    } else {
      nodes.append(.text(start..<end))
    }
  }

  private mutating func bind(assign name: String, _ output: OutputSyntax) -> Node {
    let (node, shape) = bind(output, isPrinted: false)
    learn(name, shape)
    let slot = frame.locals[name]?.slot ?? 0
    guarded = guarded.filter { !$0.hasPrefix("\(slot).") }
    return .assign(slot: slot, node)
  }

  /// A variable that is given values of two shapes may be anything.
  private mutating func learn(_ name: String, _ shape: TemplateShape) {
    let known = frame.locals[name]?.shape
    frame.locals[name]?.shape = known == nil || known == shape ? shape : .any
  }

  // MARK: - Conditions

  private mutating func bind(_ branches: [BranchSyntax]) -> [BranchNode] {
    let outside = guarded
    defer { guarded = outside }
    var nodes: [BranchNode] = []
    // What is there because the branches before were not taken.
    var passed: Set<String> = []
    for branch in branches {
      guarded = outside.union(passed)
      var condition: Condition?
      if let syntax = branch.condition {
        let bound = bind(syntax)
        condition = bound.condition
        guarded.formUnion(branch.isNegated ? bound.whenFalse : bound.whenTrue)
        passed.formUnion(branch.isNegated ? bound.whenTrue : bound.whenFalse)
      }
      let body = bind(branch.body)
      nodes.append(BranchNode(condition: condition, isNegated: branch.isNegated, body: body))
    }
    return nodes
  }

  private mutating func bind(_ subject: ExpressionSyntax, _ whens: [WhenSyntax]) -> Node {
    let bound = bind(subject)
    let outside = guarded
    var nodes: [CaseNode.When] = []
    for when in whens {
      var values: [Expression]?
      if let alternatives = when.values {
        values = alternatives.map { bind($0).expression }
        if alternatives.allSatisfy({ !isEmptyLiteral($0) }), let key = bound.key { guarded.insert(key) }
      }
      nodes.append(CaseNode.When(values: values, body: bind(when.body)))
      guarded = outside
    }
    return .cases(CaseNode(subject: bound.expression, whens: nodes))
  }

  // MARK: - Loops

  private mutating func bind(_ loop: LoopSyntax) -> Node {
    let collection = bind(loop.collection)
    let limit = loop.limit.map { bind($0).expression }
    var offset = LoopNode.Offset.none
    switch loop.offset {
    case .none: break
    case .continue: offset = .continue
    case .value(let value): offset = .value(bind(value).expression)
    }
    let element = elementShape(of: collection.shape, loop)
    let otherwise = bind(loop.otherwise)
    let id = newLoop()
    let slot = newSlot()
    frame.loops.append(id)
    frame.variables.append((loop.variable, Local(slot: slot, shape: element)))
    let outside = guarded
    let body = bind(loop.body)
    guarded = outside
    frame.variables.removeLast()
    frame.loops.removeLast()
    return .loop(
      LoopNode(
        loop: id, slot: slot, collection: collection.expression, limit: limit, offset: offset,
        offsetIndex: offsetIndex(loop.name), body: body, otherwise: otherwise, place: place(loop.collection.range),
        syntax: loop))
  }

  private mutating func offsetIndex(_ name: String) -> Int {
    if let known = frame.offsets[name] { return known }
    frame.offsets[name] = program.offsetCount
    program.offsetCount += 1
    return program.offsetCount - 1
  }

  private mutating func elementShape(of shape: TemplateShape, _ loop: LoopSyntax) -> TemplateShape {
    switch shape {
    case .list(let element): return element
    case .any: return .any
    case .record, .text, .number, .bool, .time:
      if !options.isLax {
        report(
          "“\(text(loop.collection.range))” is \(shape.words)", advice: "“for” goes through a list or a range (1..5)",
          at: loop.collection.range)
      }
      return .any
    }
  }
}

extension TemplateShape {
  /// With its article: `a number`.
  var words: String {
    switch self {
    case .any: "a value"
    case .text: "a text"
    case .number: "a number"
    case .bool: "true or false"
    case .time: "a time"
    case .list: "a list"
    case .record: "a record"
    }
  }
}
