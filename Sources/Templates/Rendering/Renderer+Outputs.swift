extension Renderer {
  /// A global path as it is: the common case.
  mutating func print(path: Int, _ place: Int) throws(RenderProblem) {
    let start = output.count
    switch values.append(path: path, to: &output) {
    case .text where !output[start...].allSatisfy(\.isLiquidSpace):
      if program.escapesHTML { output.escapeHTML(from: start) }
      return
    case .text, .nothing: throw problem(.empty(path: name(ofPath: path)), place)
    case .value: break
    }
    switch value(ofPath: path) {
    case .text(let text) where !text.isBlank:
      if program.escapesHTML { text.utf8.appendEscaped(to: &output) } else { output.append(contentsOf: text.utf8) }
    case .nothing, .text: throw problem(.empty(path: name(ofPath: path)), place)
    case .int(let number): number.printDecimal(into: &output)
    case let other: try append(other, escaped: program.escapesHTML)
    }
  }

  mutating func print(_ node: OutputNode) throws(RenderProblem) {
    missing = nil
    let value = try evaluate(node)
    if node.emptiness != .allowed || missing != nil {
      switch value {
      case .nothing, .empty, .blank: throw problem(.empty(path: missing ?? node.name), node.place)
      case .text(let text) where node.emptiness == .refused && text.isBlank:
        throw problem(.empty(path: missing ?? node.name), node.place)
      default: break
      }
    }
    switch node.escape {
    case .none: try append(value, escaped: false)
    case .html: try append(value, escaped: !isMarkup(node))
    case .jsonString: JSONText.appendInside(value.text(context), to: &output)
    case .jsonValue: JSONText.append(value, context, to: &output)
    case .percent: PercentText.append(value.text(context).utf8, to: &output)
    }
  }

  private mutating func append(_ value: TemplateValue, escaped: Bool) throws(RenderProblem) {
    if case .list(let elements) = value {
      for element in elements {
        try append(element, escaped: escaped)
        if output.count > limit { throw tooLong }
      }
    } else if !escaped {
      value.print(into: &output, context)
    } else if case .text(let text) = value {
      text.utf8.appendEscaped(to: &output)
    } else {
      var bytes: [UInt8] = []
      value.print(into: &bytes, context)
      bytes.appendEscaped(to: &output)
    }
  }

  func isMarkup(_ node: OutputNode) -> Bool {
    if let slot = node.markupSlot, markup[slot] { return true }
    return node.isMarkup
  }

  private func name(ofPath path: Int) -> String { program.pathNames[path] }

  /// A value with its filters. Outside the lax mode, what has no value has none behind a filter either, until `default`.
  mutating func evaluate(_ node: OutputNode) throws(RenderProblem) -> TemplateValue {
    var value = try evaluate(node.value)
    for filter in node.filters {
      if !program.isLax && filter.filter != .default && value.isNothing { continue }
      var arguments: [TemplateValue] = []
      var lacks: String?
      for argument in filter.arguments {
        let value = try evaluate(argument.value)
        if value.isNothing, lacks == nil { lacks = argument.name }
        arguments.append(value)
      }
      if filter.filter == .default {
        value = try applyDefault(filter, value, arguments)
        if !value.isNothing { missing = nil }
      } else if !program.isLax, let lacks {
        value = .nothing
        missing = lacks
      } else {
        value = try apply(filter, to: value, arguments)
      }
    }
    return value
  }

  private mutating func applyDefault(
    _ filter: FilterNode, _ value: TemplateValue, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    var isMissing = !value.isTruthy
    if let allowsFalse = filter.allowsFalse, try evaluate(allowsFalse).isTruthy { isMissing = value.isNothing }
    if case .empty = value { isMissing = true }
    if case .range = value { return value }
    guard isMissing || value.isEmpty else { return value }
    return arguments.first ?? .text("")
  }
}

extension Sequence<UInt8> {
  /// Appends with `& < > " '` written as HTML's references.
  func appendEscaped(to output: inout [UInt8]) {
    for byte in self {
      switch byte {
      case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
      default: output.append(byte)
      }
    }
  }
}

extension [UInt8] {
  /// Writes `& < > " '` from a place on as HTML's references.
  mutating func escapeHTML(from start: Int) {
    guard let first = self[start...].firstIndex(where: \.isMarkup) else { return }
    let rest = Array(self[first...])
    removeSubrange(first...)
    rest.appendEscaped(to: &self)
  }
}

extension UInt8 {
  fileprivate var isMarkup: Bool {
    switch self {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): true
    default: false
    }
  }
}

extension String {
  /// Empty, or nothing but whitespace.
  var isBlank: Bool { utf8.allSatisfy(\.isLiquidSpace) }
}

extension [UInt8] {
  func trimmed(leading: Bool = true, trailing: Bool = true) -> ArraySlice<UInt8> {
    var (from, to) = (0, count)
    if leading { while from < to, self[from].isLiquidSpace || self[from] == 0 { from += 1 } }
    if trailing { while to > from, self[to - 1].isLiquidSpace || self[to - 1] == 0 { to -= 1 } }
    return self[from..<to]
  }
}
