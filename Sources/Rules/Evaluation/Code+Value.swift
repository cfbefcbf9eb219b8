import CivilTime

extension Code {
  /// The value of a node.
  func value(_ index: Int, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Value {
    let node = nodes[index]
    switch node.operation {
    case .constant: return tables.constants[Int(node.a)]
    case .now: return .timestamp(evaluator.now)
    case .start:
      guard let start = frame.start else { throw Unknown(.missing(field: "start")) }
      return .timestamp(start)
    case .subject, .one: return .record(try record(index, evaluator, &frame))
    case .local: return frame.slots[Int(node.a)]
    case .variable:
      guard let value = frame.variables[tables.names[Int(node.a)]] else {
        throw Unknown(.missing(field: tables.names[Int(node.a)]))
      }
      return value
    case .subjectField, .field: return try field(node, evaluator, &frame)
    case .many: return .list(try many(node, evaluator, &frame).map(Value.record))
    case .fact:
      var inner = try factFrame(node, evaluator, &frame)
      return try value(tables.facts[Int(node.b)].root, evaluator, &inner)
    case .not, .and, .or, .isNull, .isNotNull, .equal, .notEqual, .less, .lessOrEqual, .member, .told:
      return .bool(try truth(index, evaluator, &frame))
    case .negate: return try Arithmetic.negate(value(Int(node.a), evaluator, &frame))
    case .add, .subtract, .multiply, .divide, .remainder:
      let left = try value(Int(node.a), evaluator, &frame)
      return try Arithmetic.apply(node.operation, left, value(Int(node.b), evaluator, &frame))
    case .conditional:
      return try value(Int(try truth(Int(node.a), evaluator, &frame) ? node.b : node.c), evaluator, &frame)
    case .list: return .list(try children(node, evaluator, &frame))
    case .index: return try element(node, evaluator, &frame)
    case .call: return try call(node, evaluator, &frame)
    case .macro: return try macro(tables.macros[Int(node.a)], evaluator, &frame)
    case .unknown: throw Unknown(tables.causes[Int(node.a)])
    }
  }

  /// Whether a condition holds.
  func truth(_ index: Int, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Bool {
    let node = nodes[index]
    switch node.operation {
    case .not: return try !truth(Int(node.a), evaluator, &frame)
    case .and: return try junction(node, decides: false, evaluator, &frame)
    case .or: return try junction(node, decides: true, evaluator, &frame)
    case .isNull: return try isNull(Int(node.a), evaluator, &frame)
    case .isNotNull: return try !isNull(Int(node.a), evaluator, &frame)
    case .equal, .notEqual, .less, .lessOrEqual, .member:
      let left = try value(Int(node.a), evaluator, &frame)
      return try Comparison.apply(node.operation, left, value(Int(node.b), evaluator, &frame))
    case .conditional:
      return try truth(Int(try truth(Int(node.a), evaluator, &frame) ? node.b : node.c), evaluator, &frame)
    case .fact:
      var inner = try factFrame(node, evaluator, &frame)
      return try truth(tables.facts[Int(node.b)].root, evaluator, &inner)
    case .told:
      let told = tables.told[Int(node.a)]
      guard let subject = frame.subject else { throw Unknown(.missing(field: "subject")) }
      let since = evaluator.now.subtracting(told.within) ?? Instant(microseconds: Instant.minimumSeconds * 1_000_000)
      guard let holds = evaluator.store.told(campaign: told.campaign, since: since, subject: subject) else {
        throw Unknown(.missing(field: "customer"))
      }
      return holds
    default:
      guard case .bool(let holds) = try value(index, evaluator, &frame) else { throw Unknown(.conversion(to: "bool")) }
      return holds
    }
  }

  /// `and`, `or`: unknown only if the other side does not decide, in either order.
  private func junction(
    _ node: Node, decides: Bool, _ evaluator: Evaluator, _ frame: inout Frame
  ) throws(Unknown) -> Bool {
    do throws(Unknown) {
      if try truth(Int(node.a), evaluator, &frame) == decides { return decides }
    } catch {
      if try truth(Int(node.b), evaluator, &frame) == decides { return decides }
      throw error
    }
    return try truth(Int(node.b), evaluator, &frame)
  }

  private func isNull(_ index: Int, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Bool {
    let node = nodes[index]
    if node.operation == .subjectField, let subject = frame.subject {
      switch evaluator.store.read(field: Int(node.b), of: subject) {
      case .value: return false
      case .missing: return true
      case .unreadable: throw Unknown(tables.reads[Int(node.c)].unreadable)
      }
    }
    do throws(Unknown) {
      if case .null = try value(index, evaluator, &frame) { return true }
      return false
    } catch {
      if error.isAbsence { return true }
      throw error
    }
  }

  // MARK: Records

  private func field(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Value {
    let record =
      node.operation == .subjectField ? frame.subject : try self.record(Int(node.a), evaluator, &frame)
    guard let record else { throw Unknown(.missing(field: "subject")) }
    switch evaluator.store.read(field: Int(node.b), of: record) {
    case .value(let value): return value
    case .missing: throw Unknown(tables.reads[Int(node.c)].missing)
    case .unreadable: throw Unknown(tables.reads[Int(node.c)].unreadable)
    }
  }

  /// The record that a node leads to.
  private func record(_ index: Int, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> RecordID {
    let node = nodes[index]
    switch node.operation {
    case .subject:
      guard let subject = frame.subject else { throw Unknown(.missing(field: "subject")) }
      return subject
    case .one:
      let owner = try record(Int(node.a), evaluator, &frame)
      if let found = evaluator.store.follow(link: Int(node.b), of: owner) { return found }
      throw Unknown(whyNoRecord(tables.links[Int(node.c)], owner, evaluator))
    default:
      guard case .record(let record) = try value(index, evaluator, &frame) else {
        throw Unknown(.conversion(to: "record"))
      }
      return record
    }
  }

  /// An empty cell, a cell that cannot be read, or a key without a record.
  private func whyNoRecord(_ link: Link, _ owner: RecordID, _ evaluator: Evaluator) -> Unknown.Cause {
    switch evaluator.store.read(field: link.field, of: owner) {
    case .value: link.noRecord
    case .missing: link.read.missing
    case .unreadable: link.read.unreadable
    }
  }

  func many(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> [RecordID] {
    evaluator.store.list(link: Int(node.b), of: try record(Int(node.a), evaluator, &frame))
  }

  private func factFrame(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Frame {
    let subject = try record(Int(node.a), evaluator, &frame)
    return Frame(subject: subject, start: nil, slots: tables.facts[Int(node.b)].slots, variables: [:])
  }

  // MARK: Lists

  func children(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(Int(node.b))
    for child in Int(node.a)..<Int(node.a + node.b) {
      values.append(try value(Int(tables.children[child]), evaluator, &frame))
    }
    return values
  }

  private func element(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Value {
    guard case .list(let elements) = try value(Int(node.a), evaluator, &frame),
      case .int(let position) = try value(Int(node.b), evaluator, &frame)
    else { throw Unknown(.conversion(to: "list")) }
    guard position >= 0, position < elements.count else { throw Unknown(.outOfRange) }
    return elements[Int(position)]
  }
}
