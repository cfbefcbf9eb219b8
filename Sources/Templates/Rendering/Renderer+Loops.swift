extension Renderer {
  /// What a loop goes through.
  private enum Elements {
    case list([TemplateValue])
    case range(from: Int64, count: Int)

    var count: Int {
      switch self {
      case .list(let list): list.count
      case .range(_, let count): count
      }
    }

    subscript(index: Int) -> TemplateValue {
      switch self {
      case .list(let list): list[index]
      case .range(let from, _): .int(from + Int64(index))
      }
    }
  }

  private func elements(of value: TemplateValue) -> Elements {
    switch value {
    case .list(let list): return .list(list)
    case .range(let first, let last):
      guard last >= first else { return .list([]) }
      let (span, over) = last.subtractingReportingOverflow(first)
      return .range(from: first, count: over || span == .max ? .max : Int(span) + 1)
    case .object(let members): return .list(members.map { .list([.text($0.0), $0.1]) })
    default: return .list([])
    }
  }

  mutating func run(_ node: LoopNode) throws(RenderProblem) -> Flow {
    let collection = try evaluate(node.collection)
    var (elements, part) = (elements(of: collection), 0..<0)
    if case .text(let text) = collection {
      // One element, whatever limit and offset say.
      elements = .list(text.isEmpty ? [] : [collection])
      part = 0..<elements.count
    } else {
      part = try self.part(of: elements.count, node)
    }
    guard !part.isEmpty else { return try run(node.otherwise) }
    loops[node.loop] = LoopState(index: 0, length: part.count, name: node.name)
    for index in 0..<part.count {
      try spend(1)
      loops[node.loop].index = index
      slots[node.slot] = elements[node.isReversed ? part.upperBound - 1 - index : part.lowerBound + index]
      if try run(node.body) == .leave { break }
    }
    slots[node.slot] = nil
    return .onward
  }

  /// Which elements `limit` and `offset` leave.
  private mutating func part(of count: Int, _ node: LoopNode) throws(RenderProblem) -> Range<Int> {
    var from = 0
    switch node.offset {
    case .none: break
    case .continue: from = offsets[node.offsetIndex]
    case .value(let value): from = try integer(try evaluate(value), node.place) ?? 0
    }
    let lower = min(max(0, from), count)
    var upper = count
    if let limit = node.limit, let most = try integer(try evaluate(limit), node.place) {
      let (end, over) = from.addingReportingOverflow(most)
      upper = over ? (most < 0 ? lower : count) : min(max(end, lower), count)
    }
    offsets[node.offsetIndex] = from + (upper - lower)
    return lower..<upper
  }

  /// A whole number, as Ruby's `Integer()` reads it; nil for nil.
  func integer(_ value: TemplateValue, _ place: Int) throws(RenderProblem) -> Int? {
    switch value {
    case .nothing: return nil
    case .int(let value): return Int(value)
    case .text(let text):
      let digits = String(decoding: Array(text.utf8).trimmed(), as: UTF8.self)
      if let value = Int(digits) { return value }
    default: break
    }
    throw failed("a whole number is needed here", place)
  }

  // MARK: - Snippets

  mutating func run(_ node: RenderNode) throws(RenderProblem) {
    var parameters: [(slot: Int, value: TemplateValue)] = []
    for parameter in node.parameters { parameters.append((parameter.slot, try evaluate(parameter.value))) }
    guard let each = node.each else { return try enter(node, parameters) }
    let collection = try evaluate(each.collection)
    switch collection {
    case .list, .range, .object: break
    default: return try enter(node, parameters + [(each.slot, collection)])
    }
    let elements = elements(of: collection)
    loops[each.loop] = LoopState(index: 0, length: elements.count, name: node.name)
    for index in 0..<elements.count {
      try spend(1)
      loops[each.loop].index = index
      try enter(node, parameters + [(each.slot, elements[index])])
    }
  }

  private mutating func enter(
    _ node: RenderNode, _ parameters: [(slot: Int, value: TemplateValue)]
  ) throws(RenderProblem) {
    for slot in node.slots { slots[slot] = nil }
    if program.escapesHTML { for slot in node.slots { markup[slot] = false } }
    for parameter in parameters { slots[parameter.slot] = parameter.value }
    _ = try run(node.body)
  }
}
