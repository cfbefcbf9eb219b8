extension Checked {
  /// Its static type, from the schema's field types; `.any` for the fields that have none yet.
  package func type(in schema: Schema) -> RuleType {
    switch self {
    case .constant(let value): value.type
    case .now, .start: .timestamp
    case .subject(let entity): .record(entity)
    case .local(_, let type), .variable(_, let type): type
    case .field(_, let entity, let field): schema.entities[entity].fields[field].type ?? .any
    case .one(_, let entity, let link): .record(schema.entities[entity].links[link].target)
    case .many(_, let entity, let link): .list(.record(schema.entities[entity].links[link].target))
    case .fact(_, let entity, let fact):
      schema.entities[entity].facts[fact].body?.type(in: schema) ?? schema.entities[entity].facts[fact].type ?? .any
    case .unary(.not, _), .has, .told: .bool
    case .unary(.negate, let operand): operand.type(in: schema)
    case .binary(let operation, let left, let right):
      operation.result(left.type(in: schema), right.type(in: schema))
    case .conditional(_, let yes, let no): RuleType.wider(yes.type(in: schema), no.type(in: schema))
    case .list(_, let element): .list(element)
    case .index(let list, _): list.type(in: schema).element ?? .any
    case .call(let function, _): function.result.ruleType
    case .macro(let macro, let list, _, _, let transform, let result):
      macroType(macro, list, transform, result, schema)
    }
  }

  /// A macro's type from what it computes, since a field may have been typed after the macro was checked.
  private func macroType(
    _ macro: Macro, _ list: Checked, _ transform: Checked?, _ result: RuleType, _ schema: Schema
  ) -> RuleType {
    switch macro {
    case .min, .max: transform?.type(in: schema) ?? result
    case .map: transform.map { .list($0.type(in: schema)) } ?? result
    case .filter: list.type(in: schema)
    default: result
    }
  }

  /// A record turned into its key (read from the link that leads there, so that a key without a record counts);
  /// anything else unchanged. What `one_per` compares.
  package func key(in schema: Schema) -> Checked {
    switch self {
    case .one(let receiver, let entity, let link):
      let field = schema.entities[entity].links[link].field
      let target = schema.entities[entity].links[link].target
      // A link that is its own record's key (order.backorder) says nothing about whether the other record is there.
      return field == 0
        ? .field(of: self, entity: target, field: 0) : .field(of: receiver, entity: entity, field: field)
    case .subject(let entity), .local(_, .record(let entity)):
      return schema.entities[entity].isItems ? self : .field(of: self, entity: entity, field: 0)
    case .index(let list, _):
      guard case .list(.record(let entity)) = list.type(in: schema), !schema.entities[entity].isItems else {
        return self
      }
      return .field(of: self, entity: entity, field: 0)
    case .conditional(let condition, let yes, let no):
      guard case .record = yes.type(in: schema) else { return self }
      return .conditional(condition, then: yes.key(in: schema), else: no.key(in: schema))
    case .fact(_, let entity, let fact):
      guard case .record(let target) = type(in: schema), !schema.entities[target].isItems,
        schema.entities[entity].facts[fact].body != nil
      else { return self }
      return .field(of: self, entity: target, field: 0)
    default: return self
    }
  }
}

extension Value {
  /// Its type; a list's is its first element's.
  var type: RuleType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    case .list(let elements): .list(elements.first?.type ?? .any)
    case .record(let record): .record(Int(record.entity))
    }
  }
}

extension RuleType {
  var element: RuleType? { if case .list(let element) = self { element } else { nil } }

  static func wider(_ a: RuleType, _ b: RuleType) -> RuleType {
    switch (a, b) {
    case (.any, let other), (let other, .any): other
    case (.int, .double), (.double, .int): .double
    case (.list(let first), .list(let second)): .list(wider(first, second))
    default: a
    }
  }
}

extension BinaryOperator {
  fileprivate func result(_ left: RuleType, _ right: RuleType) -> RuleType {
    switch self {
    case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in: .bool
    case .multiply, .divide, .remainder: RuleType.wider(left, right)
    case .add: left == .duration && right == .timestamp ? .timestamp : RuleType.wider(left, right)
    case .subtract: left == .timestamp && right == .timestamp ? .duration : RuleType.wider(left, right)
    }
  }
}

extension Kind {
  /// For the results of functions, which are never open.
  fileprivate var ruleType: RuleType {
    switch self {
    case .bool: .bool
    case .double: .double
    case .string: .string
    case .timestamp: .timestamp
    case .duration: .duration
    default: .int
    }
  }
}
