import CivilTime

extension Code {
  /// The elements of a list: records as they come from the store, without boxing each.
  private enum Elements {
    case records([RecordID])
    case values([Value])

    var count: Int {
      switch self {
      case .records(let records): records.count
      case .values(let values): values.count
      }
    }

    subscript(index: Int) -> Value {
      switch self {
      case .records(let records): .record(records[index])
      case .values(let values): values[index]
      }
    }
  }

  private func elements(_ index: Int, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Elements {
    let node = nodes[index]
    if node.operation == .many { return .records(try many(node, evaluator, &frame)) }
    if node.operation == .macro {
      let macro = tables.macros[Int(node.a)]
      if macro.macro == .filter { return try filter(macro, evaluator, &frame) }
    }
    guard case .list(let values) = try value(index, evaluator, &frame) else { throw Unknown(.conversion(to: "list")) }
    return .values(values)
  }

  private func filter(_ macro: MacroNode, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Elements {
    let elements = try elements(macro.over, evaluator, &frame)
    switch elements {
    case .records(let records):
      var kept: [RecordID] = []
      for record in records where try holds(macro, .record(record), evaluator, &frame) { kept.append(record) }
      return .records(kept)
    case .values(let values):
      var kept: [Value] = []
      for value in values where try holds(macro, value, evaluator, &frame) { kept.append(value) }
      return .values(kept)
    }
  }

  func macro(_ macro: MacroNode, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Value {
    if macro.macro == .filter {
      let kept = try filter(macro, evaluator, &frame)
      return .list((0..<kept.count).map { kept[$0] })
    }
    let elements = try elements(macro.over, evaluator, &frame)
    switch macro.macro {
    case .all: return .bool(try quantify(macro, elements, decides: false, evaluator, &frame))
    case .exists: return .bool(try quantify(macro, elements, decides: true, evaluator, &frame))
    case .existsOne, .count, .filter:
      var count: Int64 = 0
      for index in 0..<elements.count where try holds(macro, elements[index], evaluator, &frame) { count += 1 }
      return macro.macro == .existsOne ? .bool(count == 1) : .int(count)
    case .map:
      var results: [Value] = []
      for index in 0..<elements.count {
        if macro.predicate != nil, try !holds(macro, elements[index], evaluator, &frame) { continue }
        results.append(try result(macro, elements[index], evaluator, &frame))
      }
      return .list(results)
    case .min, .max: return try extreme(macro, elements, evaluator, &frame)
    case .sum, .avg: return try total(macro, elements, evaluator, &frame)
    }
  }

  /// `all` and `exists`: unknown elements do not matter once another decides.
  private func quantify(
    _ macro: MacroNode, _ elements: Elements, decides: Bool, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Bool {
    var unknown: Unknown?
    for index in 0..<elements.count {
      do throws(Unknown) {
        if try holds(macro, elements[index], evaluator, &frame) == decides { return decides }
      } catch {
        unknown = unknown ?? error
      }
    }
    if let unknown { throw unknown }
    return !decides
  }

  private func holds(
    _ macro: MacroNode, _ element: Value, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Bool {
    guard let predicate = macro.predicate else { return true }
    frame.slots[macro.slot] = element
    return try truth(predicate, evaluator, &frame)
  }

  private func result(
    _ macro: MacroNode, _ element: Value, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Value {
    guard let transform = macro.transform else { return element }
    frame.slots[macro.slot] = element
    return try value(transform, evaluator, &frame)
  }

  private func extreme(
    _ macro: MacroNode, _ elements: Elements, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Value {
    var best: Value?
    for index in 0..<elements.count {
      let next = try result(macro, elements[index], evaluator, &frame)
      guard let known = best else {
        best = next
        continue
      }
      if macro.macro == .min ? Comparison.less(next, known) : Comparison.less(known, next) { best = next }
    }
    guard let best else { throw Unknown(.noElements(function: macro.macro.rawValue)) }
    return best
  }

  private func total(
    _ macro: MacroNode, _ elements: Elements, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Value {
    if macro.macro == .avg, elements.count == 0 { throw Unknown(.noElements(function: "avg")) }
    var total = Total(of: macro.result == .duration ? .duration : macro.result == .int ? .int : .double)
    for index in 0..<elements.count { try total.add(result(macro, elements[index], evaluator, &frame)) }
    return macro.macro == .sum ? try total.sum() : try total.average(of: elements.count)
  }
}
