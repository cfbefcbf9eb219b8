extension Renderer {
  mutating func evaluate(_ expression: Expression) throws(RenderProblem) -> TemplateValue {
    switch expression {
    case .constant(let value): return value
    case .path(let index): return value(ofPath: index)
    case .local(let slot): return slots[slot] ?? .nothing
    case .localOr(let slot, let other):
      if let value = slots[slot] { return value }
      return try evaluate(other)
    case .member(let base, let name): return try evaluate(base).member(name)
    case .element(let base, let index):
      let base = try evaluate(base)
      return base.element(try evaluate(index))
    case .range(let first, let last):
      let (from, to) = (try evaluate(first).rangeBound, try evaluate(last).rangeBound)
      return .range(from, to)
    case .loop(let loop, let field): return value(of: field, loops[loop])
    }
  }

  mutating func value(ofPath index: Int) -> TemplateValue {
    guard program.cachesPaths else { return values.value(ofPath: index) }
    if let known = cache[index] { return known }
    let value = values.value(ofPath: index)
    cache[index] = value
    return value
  }

  private func value(of field: LoopField, _ loop: LoopState) -> TemplateValue {
    switch field {
    case .index: .int(Int64(loop.index + 1))
    case .index0: .int(Int64(loop.index))
    case .rindex: .int(Int64(loop.length - loop.index))
    case .rindex0: .int(Int64(loop.length - loop.index - 1))
    case .first: .bool(loop.index == 0)
    case .last: .bool(loop.index == loop.length - 1)
    case .length: .int(Int64(loop.length))
    case .name: .text(loop.name)
    }
  }

  // MARK: - Conditions

  mutating func holds(_ condition: Condition) throws(RenderProblem) -> Bool {
    switch condition {
    case .value(let value): return try evaluate(value).isTruthy
    case .and(let left, let right):
      guard try holds(left) else { return false }
      return try holds(right)
    case .or(let left, let right):
      if try holds(left) { return true }
      return try holds(right)
    case .comparison(let comparison, let left, let right, let place):
      let left = try evaluate(left)
      return try compare(comparison, left, try evaluate(right), place)
    }
  }

  private func compare(
    _ comparison: Comparison, _ left: TemplateValue, _ right: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> Bool {
    switch comparison {
    case .equal: return TemplateValue.equal(left, right)
    case .notEqual: return !TemplateValue.equal(left, right)
    case .contains: return left.contains(right, context)
    case .less: return try order(left, right, place).map { $0 < 0 } ?? false
    case .lessOrEqual: return try order(left, right, place).map { $0 <= 0 } ?? false
    case .greater: return try order(left, right, place).map { $0 > 0 } ?? false
    case .greaterOrEqual: return try order(left, right, place).map { $0 >= 0 } ?? false
    }
  }

  /// Nil where one side has no order at all; a number and a text are a mistake.
  private func order(
    _ left: TemplateValue, _ right: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> Int? {
    if let order = TemplateValue.order(left, right) { return order }
    if left.isOrdered && right.isOrdered && left.shape != right.shape {
      throw failed("cannot order \(left.shape.words) and \(right.shape.words)", place)
    }
    return nil
  }
}

extension TemplateValue {
  fileprivate var isOrdered: Bool {
    switch self {
    case .int, .double, .text, .time: true
    default: false
    }
  }

  /// The bound of a range: whole numbers, and texts as far as they are some.
  fileprivate var rangeBound: Int64 {
    switch self {
    case .int(let value): value
    case .double(let value): Int64(exactly: value.rounded(.towardZero)) ?? 0
    case .text: Number(self).truncated ?? 0
    default: 0
    }
  }

  /// `.name`, or the first, last or size of something that has no such member.
  func member(_ name: String) -> TemplateValue {
    switch self {
    case .record(let record): return record.member(name)
    case .object(let members):
      if let found = members.first(where: { $0.0 == name }) { return found.1 }
      switch name {
      case "size": return .int(Int64(members.count))
      case "first": return first
      default: return .nothing
      }
    default:
      switch name {
      case "size": return size.map { .int(Int64($0)) } ?? .nothing
      case "first": return first
      case "last": return last
      default: return .nothing
      }
    }
  }

  /// `[index]`: negative numbers count from the end.
  func element(_ index: TemplateValue) -> TemplateValue {
    switch (self, index) {
    case (.list(let list), .int(let number)):
      let at = number < 0 ? Int(number) + list.count : Int(number)
      return list.indices.contains(at) ? list[at] : .nothing
    case (.range(let first, let last), .int(let number)):
      guard number >= 0, case let (found, over) = first.addingReportingOverflow(number), !over else { return .nothing }
      return found <= last ? .int(found) : .nothing
    case (.record(let record), .text(let name)): return record.member(name)
    case (.object(let members), .text(let name)): return members.first { $0.0 == name }?.1 ?? .nothing
    default: return .nothing
    }
  }

  var first: TemplateValue {
    switch self {
    case .list(let list): list.first ?? .nothing
    case .range(let first, let last): last >= first ? .int(first) : .nothing
    case .object(let members): members.first.map { .list([.text($0.0), $0.1]) } ?? .nothing
    case .text(let text): text.unicodeScalars.first.map { .text(String($0)) } ?? .text("")
    default: .nothing
    }
  }

  var last: TemplateValue {
    switch self {
    case .list(let list): list.last ?? .nothing
    case .range(let first, let last): last >= first ? .int(last) : .nothing
    case .text(let text): text.unicodeScalars.last.map { .text(String($0)) } ?? .text("")
    default: .nothing
    }
  }

  /// How many characters or elements there are.
  var size: Int? {
    switch self {
    case .text(let text): text.unicodeScalars.count
    case .list(let list): list.count
    case .object(let members): members.count
    case .range(let first, let last): last >= first ? Int(clamping: Int128(last) - Int128(first) + 1) : 0
    default: nil
    }
  }
}
