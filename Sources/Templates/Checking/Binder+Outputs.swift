import Diagnostics

extension Binder {
  /// `{{ … }}`
  mutating func bind(printed output: OutputSyntax) -> Node {
    let (node, shape) = bind(output, isPrinted: true)
    if !options.isLax, node.escape != .jsonValue { checkPrinted(output, shape) }
    if case .path(let path) = node.value, node.filters.isEmpty, node.emptiness == .refused,
      node.escape == .none || node.escape == .html
    {
      return .path(path, place: node.place)
    }
    return .output(node)
  }

  /// A value with its filters, and the shape of the result.
  mutating func bind(_ output: OutputSyntax, isPrinted: Bool) -> (OutputNode, TemplateShape) {
    let base = bind(output.value)
    var shape = base.shape
    var filters: [FilterNode] = []
    var isMarkup = false
    var keepsSlotMarkup = true
    var hasLiteralDefault = false
    for syntax in output.filters {
      guard let filter = filter(syntax) else { return (failed(output), .any) }
      if filter == .newlineToBr, options.escaping == .html, !isMarkup {
        filters.append(FilterNode(filter: .escape, arguments: [], place: place(syntax.range)))
      }
      let (node, result) = bind(filter, syntax, shape)
      filters.append(node)
      shape = result
      isMarkup = filter.makesMarkup || (isMarkup && filter.keepsMarkup)
      keepsSlotMarkup = keepsSlotMarkup && filter.keepsMarkup && filter != .newlineToBr
      if filter == .default, node.arguments.allSatisfy({ $0.name == nil }) { hasLiteralDefault = true }
    }
    var emptiness = base.isWritten ? Emptiness.textAllowed : .refused
    if options.isLax || !isPrinted || hasLiteralDefault { emptiness = .allowed }
    if case .literal = output.value { emptiness = .allowed }
    if let key = base.key, guarded.contains(key) { emptiness = .allowed }
    if isPrinted, emptiness == .refused, let path = base.path, !output.filters.contains(where: { $0.name == "default" })
    {
      if !paths[path].isRequired { paths[path].place = sourcePlace(output.value.range) }
      paths[path].isRequired = true
    }
    var markupSlot: Int?
    if case .local(let slot) = base.expression, keepsSlotMarkup { markupSlot = slot }
    let node = OutputNode(
      value: base.expression, filters: filters, name: text(output.value.range), place: place(output.range),
      emptiness: emptiness, escape: isPrinted ? escape(filters.last?.filter) : .none, isMarkup: isMarkup,
      markupSlot: markupSlot)
    return (node, shape)
  }

  /// How an output is written, by where it stands and its last filter.
  private func escape(_ last: Filter?) -> Escape {
    switch options.escaping {
    case .none: return .none
    case .html: return .html
    case _ where last == .raw || spot.isCaptured: return .none
    case .json where spot.isInString: return .jsonString
    case .json: return last == .json ? .none : .jsonValue
    case .form, .url: return .percent
    }
  }

  private mutating func failed(_ output: OutputSyntax) -> OutputNode {
    OutputNode(
      value: .constant(.nothing), filters: [], name: "", place: place(output.range), emptiness: .allowed,
      escape: .none, isMarkup: false, markupSlot: nil)
  }

  private mutating func checkPrinted(_ output: OutputSyntax, _ shape: TemplateShape) {
    let name = text(output.range)
    switch shape {
    case .record(let record):
      let names = scope.names(in: record).sorted().prefix(3).map { "\(name).\($0)" }
      report(
        "“\(name)” is a record", advice: "print one of its fields: \(names.joined(separator: ", ")) …", at: output.range
      )
    case .list:
      report("“\(name)” is a list", advice: "use {% for item in \(name) %}, or | join: \", \"", at: output.range)
    case .time:
      report(
        "“\(name)” is a time, printed as 2026-03-31 17:05", advice: "say how: | date: \"%-d %B %Y\"", at: output.range,
        severity: .warning)
    case .any, .text, .number, .bool: break
    }
  }

  // MARK: - Filters

  /// The filter, if there is one of this name and it takes as many arguments.
  private mutating func filter(_ syntax: FilterSyntax) -> Filter? {
    guard let filter = Filter(rawValue: syntax.name), filter.isFor(options.escaping) else {
      report(
        "there is no filter “\(syntax.name)”",
        advice: Filter.advice(for: syntax.name, options.escaping)
          ?? nearest(to: syntax.name, in: Filter.allCases.filter { $0.isFor(options.escaping) }.map(\.rawValue)).map {
            "did you mean “\($0)”?"
          }
          ?? "filters are Liquid's, such as upcase, date, default and join, and money and sign", at: syntax.range)
      return nil
    }
    let count = syntax.arguments.count
    let isBareDefault = filter == .default && count == 0 && !options.isLax
    guard filter.arity.contains(count), !isBareDefault else {
      let least = isBareDefault ? 1 : filter.arity.lowerBound
      let wanted =
        least == filter.arity.upperBound
        ? (least == 0 ? "no argument" : least == 1 ? "one argument" : "\(least) arguments")
        : "\(least) to \(filter.arity.upperBound) arguments"
      report("“\(syntax.name)” takes \(wanted), not \(count)", at: syntax.range)
      return nil
    }
    for named in syntax.named where filter != .default || named.name != "allow_false" {
      report("“\(syntax.name)” has no argument “\(named.name)”", at: named.range)
      return nil
    }
    return filter
  }

  private mutating func bind(
    _ filter: Filter, _ syntax: FilterSyntax, _ input: TemplateShape
  ) -> (FilterNode, TemplateShape) {
    var node = FilterNode(filter: filter, arguments: [], place: place(syntax.range))
    var shapes: [TemplateShape] = []
    for argument in syntax.arguments {
      let bound = bind(argument)
      shapes.append(bound.shape)
      var name: String?
      if case .variable = argument { name = text(argument.range) }
      node.arguments.append(FilterNode.Argument(value: bound.expression, name: name))
    }
    node.allowsFalse = syntax.named.first { $0.name == "allow_false" }.map { bind($0.value).expression }
    var result = filter.shape(of: input)
    if filter == .default { result = input == shapes.first ? input : .any }
    if filter == .concat { result = input == shapes.first ? input : .list(.any) }
    if !options.isLax {
      checkInput(filter, syntax, input)
      if filter == .date { checkDate(syntax) }
      if filter.namesField, case .list(let element) = input { checkField(filter, syntax, element, &result) }
    }
    return (node, result)
  }

  /// `map: "name"`: the list's records must have that field.
  private mutating func checkField(
    _ filter: Filter, _ syntax: FilterSyntax, _ element: TemplateShape, _ result: inout TemplateShape
  ) {
    guard case .literal(.text(let name), let range)? = syntax.arguments.first, case .record(let record) = element else {
      if filter == .map { result = .list(.any) }
      return
    }
    if let shape = memberShape(name, in: record) {
      if filter == .map { result = .list(shape) }
    } else if !scope.mayHave(name, in: record) {
      report(
        "the records of this list have no “\(name)”", advice: suggestion(for: name, in: scope.names(in: record)),
        at: range)
    }
  }

  private mutating func checkInput(_ filter: Filter, _ syntax: FilterSyntax, _ input: TemplateShape) {
    let wanted: String
    switch (filter, input) {
    case (_, .any), (.default, _): return
    case (.date, .bool), (.date, .list), (.date, .record): wanted = "a time"
    case (.money, .bool), (.money, .list), (.money, .record), (.money, .time): wanted = "a number"
    case (.sum, .text), (.sum, .number), (.sum, .bool), (.sum, .time), (.map, .text), (.map, .number), (.map, .bool),
      (.map, .time), (.where, .text), (.where, .number), (.where, .bool), (.where, .time):
      wanted = "a list"
    case (.sign, .list), (.sign, .record), (.urlEncode, .list), (.urlEncode, .record), (.upcase, .list),
      (.upcase, .record), (.downcase, .list), (.downcase, .record), (.append, .record), (.append, .list),
      (.prepend, .record), (.prepend, .list), (.truncate, .list), (.truncate, .record):
      wanted = "a text"
    case (.plus, .list), (.plus, .record), (.plus, .bool), (.plus, .time), (.minus, .list), (.minus, .record),
      (.minus, .bool), (.minus, .time), (.times, .list), (.times, .record), (.times, .bool), (.times, .time),
      (.round, .list), (.round, .record), (.round, .bool), (.round, .time):
      wanted = "a number"
    default: return
    }
    report("“\(syntax.name)” needs \(wanted), not \(input.words)", at: syntax.range)
  }
}
