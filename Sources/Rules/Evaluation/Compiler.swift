import CivilTime

/// Turns a checked expression into code. Each fact is compiled once, and called.
struct Compiler {
  private let schema: Schema
  private var nodes: [Code.Node] = []
  private var tables = Code.Tables()
  private var facts: [Uses.FieldUse: Int] = [:]
  /// Of the expression or fact being compiled.
  private var slots = 0

  init(schema: Schema) { self.schema = schema }

  mutating func code(for checked: Checked) -> Code {
    let root = compile(checked)
    return Code(nodes: nodes, root: root, slots: slots, tables: tables)
  }

  private mutating func add(_ operation: Code.Operation, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) -> Int {
    nodes.append(Code.Node(operation: operation, a: Int32(a), b: Int32(b), c: Int32(c)))
    return nodes.count - 1
  }

  private mutating func constant(_ value: Value) -> Int {
    tables.constants.append(value)
    return add(.constant, tables.constants.count - 1)
  }

  private mutating func unknown(_ cause: Unknown.Cause) -> Int {
    tables.causes.append(cause)
    return add(.unknown, tables.causes.count - 1)
  }

  private mutating func compile(_ checked: Checked) -> Int {
    switch checked {
    case .constant(let value): return constant(value)
    case .now: return add(.now)
    case .start: return add(.start)
    case .subject: return add(.subject)
    case .local(let index, _):
      slots = max(slots, index + 1)
      return add(.local, index)
    case .variable(let name, _):
      tables.names.append(name)
      return add(.variable, tables.names.count - 1)
    case .field(let receiver, let entity, let field): return self.field(receiver, entity, field)
    case .one(let receiver, let entity, let link): return one(receiver, entity, link)
    case .many(let receiver, _, let link): return add(.many, compile(receiver), link)
    case .fact(let receiver, let entity, let fact): return self.fact(receiver, entity, fact)
    case .unary(let operation, let operand): return add(operation == .not ? .not : .negate, compile(operand))
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    case .conditional(let condition, let yes, let no):
      return add(.conditional, compile(condition), compile(yes), compile(no))
    case .list(let elements, _): return list(elements)
    case .index(let list, let index): return add(.index, compile(list), compile(index))
    case .has(let field): return add(.isNotNull, compile(field))
    case .call(let function, let operands): return call(function, operands)
    case .macro(let macro, let list, let local, let predicate, let transform, let result):
      return self.macro(macro, list, local, predicate, transform, result)
    case .told(let campaign, let within):
      tables.told.append((campaign, within))
      return add(.told, tables.told.count - 1)
    }
  }

  private func read(_ entity: Int, _ field: Int) -> Code.Read {
    let name = "\(schema.entities[entity].name).\(schema.entities[entity].fields[field].name)"
    return Code.Read(missing: .missing(field: name), unreadable: .unreadable(field: name))
  }

  private mutating func field(_ receiver: Checked, _ entity: Int, _ field: Int) -> Int {
    tables.reads.append(read(entity, field))
    let read = tables.reads.count - 1
    if case .subject = receiver { return add(.subjectField, 0, field, read) }
    return add(.field, compile(receiver), field, read)
  }

  private mutating func one(_ receiver: Checked, _ entity: Int, _ index: Int) -> Int {
    let link = schema.entities[entity].links[index]
    tables.links.append(
      Code.Link(
        field: link.field, read: read(entity, link.field),
        noRecord: .noRecord(link: "\(schema.entities[entity].name).\(link.name)")))
    let entry = tables.links.count - 1
    return add(.one, compile(receiver), index, entry)
  }

  private mutating func fact(_ receiver: Checked, _ entity: Int, _ fact: Int) -> Int {
    let name = Uses.FieldUse(entity: entity, field: fact)
    guard let body = schema.entities[entity].facts[fact].body else {
      return unknown(
        .other("\(schema.entities[entity].name).\(schema.entities[entity].facts[fact].name) has no meaning"))
    }
    let entry: Int
    if let known = facts[name] {
      entry = known
    } else {
      let outer = slots
      slots = 0
      let root = compile(body)
      tables.facts.append(Code.Fact(root: root, slots: slots))
      entry = tables.facts.count - 1
      facts[name] = entry
      slots = outer
    }
    return add(.fact, compile(receiver), entry)
  }

  private mutating func binary(_ operation: BinaryOperator, _ left: Checked, _ right: Checked) -> Int {
    if case .constant(.null) = right, operation == .equal || operation == .notEqual {
      return add(operation == .equal ? .isNull : .isNotNull, compile(left))
    }
    let (a, b) = (compile(left), compile(right))
    switch operation {
    case .or: return add(.or, a, b)
    case .and: return add(.and, a, b)
    case .equal: return add(.equal, a, b)
    case .notEqual: return add(.notEqual, a, b)
    case .less: return add(.less, a, b)
    case .lessOrEqual: return add(.lessOrEqual, a, b)
    case .greater: return add(.less, b, a)
    case .greaterOrEqual: return add(.lessOrEqual, b, a)
    case .in: return add(.member, a, b)
    case .add: return add(.add, a, b)
    case .subtract: return add(.subtract, a, b)
    case .multiply: return add(.multiply, a, b)
    case .divide: return add(.divide, a, b)
    case .remainder: return add(.remainder, a, b)
    }
  }

  /// Appends to the table of children, and says where.
  private mutating func children(_ checked: [Checked]) -> Int {
    let compiled = checked.map { Int32(compile($0)) }
    tables.children += compiled
    return tables.children.count - compiled.count
  }

  private mutating func list(_ elements: [Checked]) -> Int {
    let constants = elements.compactMap { if case .constant(let value) = $0 { value } else { nil } }
    if constants.count == elements.count { return constant(.list(constants)) }
    return add(.list, children(elements), elements.count)
  }

  private mutating func call(_ function: RuleFunction, _ operands: [Checked]) -> Int {
    var zone: Zone?? = nil
    if operands.count == 2, function.isGetter || function == .startOfDay,
      case .constant(.string(let name)) = operands[1]
    {
      zone = .some(Conversions.zone(name))
    }
    let first = children(operands)
    tables.calls.append(Code.Call(function: function, zone: zone))
    return add(.call, first, operands.count, tables.calls.count - 1)
  }

  private mutating func macro(
    _ macro: Macro, _ list: Checked, _ local: Int, _ predicate: Checked?, _ transform: Checked?, _ result: RuleType
  ) -> Int {
    slots = max(slots, local + 1)
    let node = Code.MacroNode(
      macro: macro, over: compile(list), slot: local, predicate: predicate.map { compile($0) },
      transform: transform.map { compile($0) }, result: result)
    tables.macros.append(node)
    return add(.macro, tables.macros.count - 1)
  }
}
