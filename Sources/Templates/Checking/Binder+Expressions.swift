import Diagnostics

/// A bound expression and what is known of it.
struct Bound {
  var expression: Expression
  var shape: TemplateShape
  /// Names the variable for `guarded`: equal where two expressions read the same thing. Nil: it is no plain variable.
  var key: String?
  /// The index of the global path that it is as a whole.
  var path: Int?
  /// It is a global record: its path, and the record in the scope.
  var alias: (names: [String], record: Int)?
  /// It is the template's own text, which may be empty; not the data's.
  var isWritten = false
}

extension Binder {
  mutating func bind(_ syntax: ExpressionSyntax) -> Bound {
    switch syntax {
    case .literal(let value, _): return Bound(expression: .constant(value), shape: value.shape, isWritten: true)
    case .range(let first, let last, let range):
      let (a, b) = (bind(first), bind(last))
      for shape in [a.shape, b.shape] where !options.isLax && shape != .any && shape != .number {
        report("a range goes from number to number, not to \(shape.words)", at: range)
      }
      if case .constant(let first) = a.expression, case .constant(let last) = b.expression,
        let from = first.rangeBound, let to = last.rangeBound
      {
        return Bound(expression: .constant(.range(from, to)), shape: .list(.number))
      }
      return Bound(expression: .range(a.expression, b.expression), shape: .list(.number))
    case .variable(let variable): return bind(variable)
    }
  }

  mutating func bind(_ variable: VariableSyntax) -> Bound {
    var rest = variable.segments[...]
    guard case .name(let name) = variable.root else { return bindComputed(variable) }
    var bound: Bound
    if let local = frame.variables.last(where: { $0.name == name })?.local {
      bound = Bound(expression: .local(local.slot), shape: local.shape ?? .any, key: "\(local.slot).")
    } else if name == "forloop", let loop = frame.loops.last ?? frame.renderLoop {
      return bindLoop(loop, variable)
    } else if let alias = frame.aliases[name] {
      bound = walk(alias.names, alias.record, &rest, variable)
    } else if let local = frame.locals[name] {
      bound = Bound(expression: .local(local.slot), shape: local.shape ?? .any, key: "\(local.slot).")
      bound.isWritten = local.isWritten && rest.isEmpty
      if options.isLax, frame.seesGlobals {
        bound.expression = .localOr(local.slot, .path(path([name], .any, at: variable.rootRange)))
      }
    } else if let global = bindGlobal(name, &rest, variable) {
      bound = global
    } else {
      return Bound(expression: .constant(.nothing), shape: .any)
    }
    for segment in rest { bound = bind(segment.segment, of: bound, segment.range, variable) }
    return bound
  }

  // MARK: - Globals

  private mutating func bindGlobal(
    _ name: String, _ rest: inout ArraySlice<(segment: VariableSyntax.Segment, range: Range<Int>)>,
    _ variable: VariableSyntax
  ) -> Bound? {
    guard frame.seesGlobals else { return nil }
    if options.isLax {
      let index = path([name], .any, at: variable.rootRange)
      return Bound(expression: .path(index), shape: .any, key: name, path: index)
    }
    guard let shape = scope.shape(of: name, in: nil) else {
      if scope.mayHave(name, in: nil) { return nil }
      let names = scope.names(in: nil) + frame.locals.keys + frame.variables.map(\.name) + Array(frame.aliases.keys)
      let advice =
        name == "forloop"
        ? "“forloop” is only for the inside of a “for”"
        : nearest(to: name, in: names).map { "did you mean “\($0)”?" } ?? unknown(name, names)
      report("there is no “\(name)”", advice: advice, at: variable.rootRange)
      return nil
    }
    if case .record(let record) = shape { return walk([name], record, &rest, variable) }
    let index = path([name], shape, at: variable.range)
    return Bound(expression: .path(index), shape: shape, key: name, path: index)
  }

  /// What to do about a name that is like no other.
  private func unknown(_ name: String, _ names: [String]) -> String? {
    guard let snippet = rendering.last else { return suggestion(for: name, in: names) }
    return "give it to the snippet: {% render '\(snippet)', \(name): … %}"
  }

  /// Follows the names that the scope knows, as far as they lead from record to record.
  private mutating func walk(
    _ start: [String], _ first: Int,
    _ rest: inout ArraySlice<(segment: VariableSyntax.Segment, range: Range<Int>)>, _ variable: VariableSyntax
  ) -> Bound {
    var names = start
    var record = first
    while let next = rest.first, let name = next.segment.literalName {
      rest.removeFirst()
      guard let shape = scope.shape(of: name, in: record) else {
        reportMember(name, of: names.joined(separator: "."), record, next.range)
        rest = []
        return Bound(expression: .constant(.nothing), shape: .any)
      }
      names.append(name)
      if case .record(let next) = shape {
        record = next
        continue
      }
      let index = path(names, shape, at: variable.range)
      return Bound(expression: .path(index), shape: shape, key: names.joined(separator: "."), path: index)
    }
    let index = path(names, .record(record), at: variable.range)
    return Bound(
      expression: .path(index), shape: .record(record), key: names.joined(separator: "."), path: index,
      alias: (names, record))
  }

  /// `[name]`: which global it is, the data decides.
  private mutating func bindComputed(_ variable: VariableSyntax) -> Bound {
    guard case .computed(let name) = variable.root else { return Bound(expression: .constant(.nothing), shape: .any) }
    let bound = bind(name)
    guard options.isLax else {
      report("a computed name cannot be checked", advice: "write the name itself", at: variable.rootRange)
      return Bound(expression: .constant(.nothing), shape: .any)
    }
    let all = path([], .any, at: variable.rootRange)
    var result = Bound(expression: .element(.path(all), bound.expression), shape: .any)
    for segment in variable.segments { result = bind(segment.segment, of: result, segment.range, variable) }
    return result
  }

  // MARK: - Members

  private mutating func bind(
    _ segment: VariableSyntax.Segment, of base: Bound, _ range: Range<Int>, _ variable: VariableSyntax
  ) -> Bound {
    switch segment {
    case .dot(let name):
      let shape = shape(of: name, isDot: true, in: base.shape, variable, range)
      return Bound(
        expression: .member(base.expression, name), shape: shape ?? .any, key: base.key.map { "\($0).\(name)" })
    case .bracket(.literal(.text(let name), _)):
      let shape = shape(of: name, isDot: false, in: base.shape, variable, range)
      return Bound(
        expression: .element(base.expression, .constant(.text(name))), shape: shape ?? .any,
        key: base.key.map { "\($0).\(name)" })
    case .bracket(let index):
      let bound = bind(index)
      let expression = Expression.element(base.expression, bound.expression)
      switch base.shape {
      case .list(let element):
        var key: String?
        if case .literal(.int(let number), _) = index { key = base.key.map { "\($0).\(number)" } }
        return Bound(expression: expression, shape: element, key: key)
      case .any: return Bound(expression: expression, shape: .any)
      default:
        if !options.isLax {
          report(
            "“\(text(variable.range))” asks \(base.shape.words) for a computed member",
            advice: "only a list has elements by number", at: range)
        }
        return Bound(expression: expression, shape: .any)
      }
    }
  }

  private mutating func shape(
    of name: String, isDot: Bool, in shape: TemplateShape, _ variable: VariableSyntax, _ range: Range<Int>
  ) -> TemplateShape? {
    guard !options.isLax else { return .any }
    let owner = text(variable.range.lowerBound..<range.lowerBound).trimmingMarkup
    switch shape {
    case .any: return .any
    case .record(let record):
      if let found = scope.shape(of: name, in: record) { return found }
      reportMember(name, of: owner, record, range)
    case .list(let element):
      if isDot && name == "size" { return .number }
      if isDot && (name == "first" || name == "last") { return element }
      report(
        "“\(owner)” is a list and has no “\(name)”",
        advice: "use {% for item in \(owner) %}, or \(owner).first.\(name)", at: range)
    case .text where isDot && name == "size": return .number
    case .text where isDot && (name == "first" || name == "last"): return .text
    case .text, .number, .bool, .time:
      report("“\(owner)” is \(shape.words) and has no “\(name)”", at: range)
    }
    return nil
  }

  func memberShape(_ name: String, in record: Int) -> TemplateShape? { scope.shape(of: name, in: record) }

  mutating func reportMember(_ name: String, of owner: String, _ record: Int, _ range: Range<Int>) {
    if scope.mayHave(name, in: record) { return }
    report("\(owner) has no “\(name)”", advice: suggestion(for: name, in: scope.names(in: record)), at: range)
  }

  // MARK: - forloop

  private mutating func bindLoop(_ innermost: Int, _ variable: VariableSyntax) -> Bound {
    var loop = innermost
    var depth = frame.loops.count - 1
    for (index, segment) in variable.segments.enumerated() {
      guard case .dot(let name) = segment.segment else { break }
      if name == "parentloop" {
        depth -= 1
        guard depth >= 0 else {
          if !options.isLax { report("there is no loop around this one", at: segment.range) }
          return Bound(expression: .constant(.nothing), shape: .any)
        }
        loop = frame.loops[depth]
      } else if let field = LoopField(rawValue: name), index == variable.segments.count - 1 {
        let shape: TemplateShape = field == .name ? .text : field == .first || field == .last ? .bool : .number
        return Bound(expression: .loop(loop, field), shape: shape)
      } else {
        if !options.isLax {
          report(
            "forloop has no “\(name)”",
            advice: suggestion(for: name, in: LoopField.allCases.map(\.rawValue) + ["parentloop"]), at: segment.range)
        }
        return Bound(expression: .constant(.nothing), shape: .any)
      }
    }
    if !options.isLax {
      report("forloop is a record", advice: "use forloop.index, forloop.first …", at: variable.range)
    }
    return Bound(expression: .constant(.nothing), shape: .any)
  }
}

extension VariableSyntax.Segment {
  /// `.name` or `['name']`.
  var literalName: String? {
    switch self {
    case .dot(let name), .bracket(.literal(.text(let name), _)): name
    case .bracket: nil
    }
  }
}

extension String {
  /// Without the dot or bracket that a variable's next part begins with.
  fileprivate var trimmingMarkup: String {
    var text = self[...]
    while let last = text.last, last == "." || last == "[" || last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension TemplateValue {
  var shape: TemplateShape {
    switch self {
    case .text: .text
    case .int, .double: .number
    case .bool: .bool
    case .time: .time
    case .range: .list(.number)
    case .nothing, .empty, .blank, .list, .record, .object: .any
    }
  }

  /// A literal bound of a range, cut to a whole number.
  fileprivate var rangeBound: Int64? {
    switch self {
    case .int(let value): value
    case .double(let value): Int64(exactly: value.rounded(.towardZero))
    default: nil
    }
  }
}
