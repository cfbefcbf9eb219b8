import CivilTime

extension TemplateValue {
  /// Only nil and false are not.
  var isTruthy: Bool {
    switch self {
    case .nothing, .bool(false): false
    default: true
    }
  }

  var isNothing: Bool {
    if case .nothing = self { true } else { false }
  }

  /// `== empty`: a text, list or object without anything in it.
  var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .list(let list): list.isEmpty
    case .object(let members): members.isEmpty
    case .range(let first, let last): last < first
    default: false
    }
  }

  /// `== blank`: empty, nil, false, or nothing but whitespace.
  var isBlank: Bool {
    switch self {
    case .nothing, .bool(false): true
    case .text(let text): text.utf8.allSatisfy(\.isLiquidSpace)
    default: isEmpty
    }
  }

  static func equal(_ a: TemplateValue, _ b: TemplateValue) -> Bool {
    switch (a, b) {
    case (.empty, .empty), (.blank, .blank), (.nothing, .nothing): true
    case (.empty, .blank), (.blank, .empty): false
    case (.empty, let other), (let other, .empty): other.isEmpty
    case (.blank, let other), (let other, .blank): other.isBlank
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.double(let x), .double(let y)): x == y
    case (.int(let x), .double(let y)), (.double(let y), .int(let x)): Double(x) == y
    case (.text(let x), .text(let y)): x.utf8.elementsEqual(y.utf8)
    case (.time(let x), .time(let y)): x == y
    case (.range(let a, let b), .range(let c, let d)): a == c && b == d
    case (.list(let x), .list(let y)): x.count == y.count && zip(x, y).allSatisfy(equal)
    case (.object(let x), .object(let y)):
      x.count == y.count && x.allSatisfy { member in y.contains { $0.0 == member.0 && equal($0.1, member.1) } }
    default: false
    }
  }

  /// -1, 0 or 1 for two numbers, two texts or two times; nil for everything else.
  static func order(_ a: TemplateValue, _ b: TemplateValue) -> Int? {
    switch (a, b) {
    case (.int(let x), .int(let y)): x < y ? -1 : x > y ? 1 : 0
    case (.int(let x), .double(let y)): orderDoubles(Double(x), y)
    case (.double(let x), .int(let y)): orderDoubles(x, Double(y))
    case (.double(let x), .double(let y)): orderDoubles(x, y)
    case (.text(let x), .text(let y)): orderBytes(x.utf8, y.utf8)
    case (.time(let x), .time(let y)): x < y ? -1 : x > y ? 1 : 0
    default: nil
    }
  }

  private static func orderDoubles(_ x: Double, _ y: Double) -> Int? { x < y ? -1 : x > y ? 1 : x == y ? 0 : nil }

  private static func orderBytes(_ x: String.UTF8View, _ y: String.UTF8View) -> Int {
    if x.elementsEqual(y) { return 0 }
    return x.lexicographicallyPrecedes(y) ? -1 : 1
  }

  /// `a contains b`
  func contains(_ other: TemplateValue, _ context: TemplateContext) -> Bool {
    guard other.isTruthy else { return false }
    switch self {
    case .text(let text): return text.utf8.firstRange(of: other.text(context).utf8, from: text.utf8.startIndex) != nil
    case .list(let list): return list.contains { Self.equal($0, other) }
    case .range(let first, let last):
      if case .int(let value) = other { return value >= first && value <= last }
      return false
    case .object(let members): return members.contains { Self.equal(.text($0.0), other) }
    default: return false
    }
  }
}

extension String.UTF8View {
  /// Where `pattern` first stands at or behind `start`.
  func firstRange(of pattern: String.UTF8View, from start: Index) -> Range<Index>? {
    var at = start
    while true {
      var (here, wanted) = (at, pattern.startIndex)
      while wanted < pattern.endIndex, here < endIndex, self[here] == pattern[wanted] {
        formIndex(after: &here)
        pattern.formIndex(after: &wanted)
      }
      if wanted == pattern.endIndex { return at..<here }
      if at == endIndex { return nil }
      formIndex(after: &at)
    }
  }
}
