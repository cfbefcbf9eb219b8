import Diagnostics

/// One rendering: walks the program and appends bytes.
struct Renderer {
  let program: Program
  let pathCount: Int
  let values: any TemplateValues
  let context: TemplateContext
  var output: [UInt8]
  /// The length of `output` at which the text is too long.
  var limit: Int
  var slots: [TemplateValue?] = []
  /// By slot: the text is HTML already.
  var markup: [Bool] = []
  var loops: [LoopState] = []
  var offsets: [Int] = []
  /// Values of paths, once they were asked for.
  var cache: [TemplateValue?] = []
  /// How many more elements loops and filters may look at.
  var budget = 1_000_000
  /// The argument that had no value, while an output is evaluated.
  var missing: String?

  static let maximumLength = 1 << 20

  struct LoopState {
    var index = 0
    var length = 0
    var name = ""
  }

  /// Whether the statements ran to their end, or a loop is to be left.
  enum Flow { case onward, leave, again }

  init(
    _ program: Program, pathCount: Int, values: any TemplateValues, context: TemplateContext, output: consuming [UInt8]
  ) {
    self.program = program
    self.pathCount = pathCount
    self.values = values
    self.context = context
    limit = output.count + Self.maximumLength
    self.output = output
    if program.slotCount > 0 {
      slots = Array(repeating: nil, count: program.slotCount)
      if program.escapesHTML { markup = Array(repeating: false, count: program.slotCount) }
    }
    if program.loopCount > 0 {
      loops = Array(repeating: LoopState(), count: program.loopCount)
      offsets = Array(repeating: 0, count: program.offsetCount)
    }
    if program.cachesPaths { cache = Array(repeating: nil, count: pathCount) }
  }

  mutating func run(_ nodes: [Node]) throws(RenderProblem) -> Flow {
    for node in nodes {
      switch node {
      case .text(let range): output.append(contentsOf: program.literals[range])
      case .path(let path, let place): try print(path: path, place)
      case .output(let node): try print(node)
      case .branches(let branches):
        let flow = try run(branches)
        if flow != .onward { return flow }
      case .cases(let node):
        let flow = try run(node)
        if flow != .onward { return flow }
      case .loop(let node):
        let flow = try run(node)
        if flow != .onward { return flow }
      case .assign(let slot, let node): try assign(slot, node)
      case .capture(let slot, let nodes):
        let flow = try capture(slot, nodes)
        if flow != .onward { return flow }
      case .render(let node): try run(node)
      case .leave(let isBreak): return isBreak ? .leave : .again
      }
      if output.count > limit { throw tooLong }
    }
    return .onward
  }

  var tooLong: RenderProblem {
    RenderProblem(cause: .tooLong, file: program.places.first?.file, position: SourcePosition(line: 1, column: 1))
  }

  func problem(_ cause: RenderProblem.Cause, _ place: Int) -> RenderProblem {
    RenderProblem(cause: cause, file: program.places[place].file, position: program.places[place].position)
  }

  func failed(_ message: String, _ place: Int) -> RenderProblem { problem(.failed(message), place) }

  mutating func spend(_ count: Int) throws(RenderProblem) {
    budget -= count
    if budget < 0 { throw tooLong }
  }

  // MARK: - The output as a whole

  /// After a problem: as it was.
  mutating func discard(from start: Int) { output.removeSubrange(start...) }

  // MARK: - Variables

  private mutating func assign(_ slot: Int, _ node: OutputNode) throws(RenderProblem) {
    missing = nil
    let value = try evaluate(node)
    slots[slot] = value
    if program.escapesHTML { markup[slot] = isMarkup(node) }
  }

  private mutating func capture(_ slot: Int, _ nodes: [Node]) throws(RenderProblem) -> Flow {
    var captured: [UInt8] = []
    swap(&captured, &output)
    let outerLimit = limit
    limit = Self.maximumLength
    defer { limit = outerLimit }
    let flow: Flow
    do throws(RenderProblem) {
      flow = try run(nodes)
    } catch {
      swap(&captured, &output)
      throw error
    }
    swap(&captured, &output)
    slots[slot] = .text(String(decoding: captured, as: UTF8.self))
    if program.escapesHTML { markup[slot] = true }
    return flow
  }

  // MARK: - Branches

  private mutating func run(_ branches: [BranchNode]) throws(RenderProblem) -> Flow {
    for branch in branches {
      if let condition = branch.condition, try holds(condition) == branch.isNegated { continue }
      return try run(branch.body)
    }
    return .onward
  }

  private mutating func run(_ node: CaseNode) throws(RenderProblem) -> Flow {
    let subject = try evaluate(node.subject)
    var isDone = false
    for when in node.whens {
      guard let values = when.values else {
        if !isDone {
          let flow = try run(when.body)
          if flow != .onward { return flow }
        }
        continue
      }
      // Liquid's own way: every value that matches runs the body.
      for value in values {
        guard TemplateValue.equal(subject, try evaluate(value)) else { continue }
        isDone = true
        let flow = try run(when.body)
        if flow != .onward { return flow }
      }
    }
    return .onward
  }
}

extension [UInt8] {
  /// A subject is one line.
  mutating func dropLineBreaks(from start: Int) {
    let isBreak = { (byte: UInt8) in byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") }
    guard self[start...].contains(where: isBreak) else { return }
    let kept = self[start...].filter { !isBreak($0) }
    replaceSubrange(start..., with: kept)
  }
}
