extension Renderer {
  mutating func applyToList(
    _ node: FilterNode, _ input: TemplateValue, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    switch node.filter {
    case .first: return input.first
    case .last: if case .object = input { return .nothing } else { return input.last }
    case .size: return .int(Int64(input.size ?? 0))
    case .slice: return try slice(input, arguments, node.place)
    default: break
    }
    let list = try elements(input)
    let argument = arguments.first ?? .nothing
    switch node.filter {
    case .join: return try join(list, arguments.first.map { $0.text(context) } ?? " ")
    case .map:
      return .list(
        try list.mapping { element throws(RenderProblem) in try property(argument, of: element, node.place).value })
    case .where: return try filtered(list, argument, arguments.dropFirst().first ?? .nothing, node.place)
    case .sort: return try sorted(list, argument, node.place)
    case .sum: return try sum(list, argument, node.place)
    case .uniq: return try unique(list, argument, node.place)
    case .reverse: return .list(list.reversed())
    case .concat:
      guard case .list(let more) = argument else { throw failed("“concat” needs a list", node.place) }
      try spend(more.count)
      return .list(list + more)
    case .compact:
      if argument.isNothing { return .list(list.filter { !$0.isNothing }) }
      return .list(
        try list.keeping { element throws(RenderProblem) in
          !(try property(argument, of: element, node.place).value.isNothing)
        })
    default: return input
    }
  }

  /// What a list filter goes through: lists are flattened, and a single value is a list of one.
  private mutating func elements(_ input: TemplateValue) throws(RenderProblem) -> [TemplateValue] {
    switch input {
    case .list(let list):
      try spend(list.count)
      guard list.contains(where: { if case .list = $0 { true } else { false } }) else { return list }
      var flat: [TemplateValue] = []
      for element in list {
        if case .list = element { flat += try elements(element) } else { flat.append(element) }
      }
      return flat
    case .range(let first, let last):
      guard last >= first else { return [] }
      try spend(input.size ?? .max)
      return (first...last).map { .int($0) }
    case .nothing: return []
    case .empty, .blank: return [.text("")]
    default: return [input]
    }
  }

  private func join(_ list: [TemplateValue], _ glue: String) throws(RenderProblem) -> TemplateValue {
    var text = ""
    for (index, element) in list.enumerated() {
      if index > 0 { text += glue }
      text += element.text(context)
      if text.utf8.count > Self.maximumLength { throw tooLong }
    }
    return .text(text)
  }

  // MARK: - Fields of elements

  /// `element[key]`. `isKnown` is false where the element can have no members at all.
  private func property(
    _ key: TemplateValue, of element: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> (value: TemplateValue, isKnown: Bool) {
    switch (element, key) {
    case (.record(let record), .text(let name)): return (record.member(name), true)
    case (.record, _), (.object, .nothing): return (.nothing, true)
    case (.object, _): return (element.element(key), true)
    case (.text(let text), .text(let name)):
      return (text.utf8.firstRange(of: name.utf8, from: text.utf8.startIndex) == nil ? .nothing : key, true)
    case (.int, .text), (.int, .nothing), (.text, .nothing), (.double, .text):
      throw failed("the elements of this list have no fields", place)
    default: return (.nothing, false)
    }
  }

  private func filtered(
    _ list: [TemplateValue], _ key: TemplateValue, _ wanted: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    var result: [TemplateValue] = []
    for element in list {
      let (value, isKnown) = try property(key, of: element, place)
      if !isKnown { return .nothing }
      if wanted.isNothing ? value.isTruthy : TemplateValue.equal(value, wanted) { result.append(element) }
    }
    return .list(result)
  }

  /// Nil goes last; equal elements keep their order.
  private func sorted(
    _ list: [TemplateValue], _ key: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    var keyed: [(key: TemplateValue, value: TemplateValue)] = []
    for element in list {
      if key.isNothing {
        keyed.append((element, element))
      } else {
        let (value, isKnown) = try property(key, of: element, place)
        if !isKnown { return .nothing }
        keyed.append((value, element))
      }
    }
    var isMixed = false
    // Swift's sort is stable.
    keyed.sort { a, b in
      if let order = TemplateValue.order(a.key, b.key) { return order < 0 }
      if a.key.isNothing || b.key.isNothing { return !a.key.isNothing && b.key.isNothing }
      isMixed = isMixed || !TemplateValue.equal(a.key, b.key)
      return false
    }
    if isMixed { throw failed("the elements of this list cannot be ordered: they are of different kinds", place) }
    return .list(keyed.map(\.value))
  }

  private mutating func sum(
    _ list: [TemplateValue], _ key: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    var values = list
    if !key.isNothing {
      values = try list.mapping { element throws(RenderProblem) in try property(key, of: element, place).value }
      values = try elements(.list(values))
    }
    var total = Number.int(0)
    for value in values {
      total = Number.combine(
        total, Number(value),
        whole: {
          let (sum, over) = $0.addingReportingOverflow($1); return over ? nil : sum
        },
        exact: { $0.adding($1) }, rough: +)
    }
    return total.value
  }

  private mutating func unique(
    _ list: [TemplateValue], _ key: TemplateValue, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    var seen: [TemplateValue] = []
    var result: [TemplateValue] = []
    for element in list {
      let value = key.isNothing ? element : try property(key, of: element, place).value
      try spend(seen.count)
      if seen.contains(where: { TemplateValue.identical($0, value) }) { continue }
      seen.append(value)
      result.append(element)
    }
    return .list(result)
  }

  // MARK: - Parts

  private mutating func slice(
    _ input: TemplateValue, _ arguments: [TemplateValue], _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    guard let offset = try integer(arguments[0], place) else { throw failed("a whole number is needed here", place) }
    var length = 1
    if arguments.count > 1, let given = try integer(arguments[1], place) { length = given }
    if case .list(let list) = input {
      guard let part = Self.part(of: list.count, offset, length) else { return .list([]) }
      return .list(Array(list[part]))
    }
    let scalars = Array(input.text(context).unicodeScalars)
    guard let part = Self.part(of: scalars.count, offset, length) else { return .text("") }
    return .text(String(String.UnicodeScalarView(scalars[part])))
  }

  private static func part(of count: Int, _ offset: Int, _ length: Int) -> Range<Int>? {
    let from = offset < 0 ? offset + count : offset
    guard from >= 0, from <= count, length >= 0 else { return nil }
    return from..<min(count, length > count ? count : from + length)
  }
}

extension TemplateValue {
  /// Equal and of one kind: 1 and 1.0 are two.
  static func identical(_ a: TemplateValue, _ b: TemplateValue) -> Bool {
    switch (a, b) {
    case (.int, .double), (.double, .int): false
    default: equal(a, b)
    }
  }
}

extension Array {
  /// `map` and `filter` that throw what they say.
  func mapping<T, E: Error>(_ transform: (Element) throws(E) -> T) throws(E) -> [T] {
    var result: [T] = []
    result.reserveCapacity(count)
    for element in self { result.append(try transform(element)) }
    return result
  }

  func keeping<E: Error>(_ isKept: (Element) throws(E) -> Bool) throws(E) -> [Element] {
    var result: [Element] = []
    for element in self where try isKept(element) { result.append(element) }
    return result
  }
}
