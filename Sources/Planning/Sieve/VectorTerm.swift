import CivilTime
import Rules
import Tables

/// Kleene's three values, as the vectors hold them.
enum Truth {
  static let no: UInt8 = 0
  static let yes: UInt8 = 1
  static let unknown: UInt8 = 2
}

/// A condition over the columns of one row, compiled to run over a batch at a time.
///
/// What has no vector form runs row by row through the evaluator: the same answers, at its price.
indirect enum VectorTerm: Sendable {
  case constant(UInt8)
  case bool(ColumnIndex)
  /// Timestamps, durations and ints against a constant of the column's unit.
  case integer(ColumnIndex, BinaryOperator, Int64)
  case double(ColumnIndex, BinaryOperator, Double)
  case text(ColumnIndex, oneOf: [[UInt8]], negated: Bool)
  case isNull(ColumnIndex, negated: Bool)
  case not(VectorTerm)
  case and(VectorTerm, VectorTerm)
  case or(VectorTerm, VectorTerm)
  case scalar(Checked, columns: [ColumnIndex])

  /// `condition` has been folded and is local to its subject's row.
  init(_ condition: Checked, schema: Schema, mapping: ExportMapping) {
    let compile = { VectorTerm($0, schema: schema, mapping: mapping) }
    switch condition {
    case .constant(.bool(let value)): self = .constant(value ? Truth.yes : Truth.no)
    case .unary(.not, let operand): self = .not(compile(operand))
    case .binary(.and, let left, let right): self = .and(compile(left), compile(right))
    case .binary(.or, let left, let right): self = .or(compile(left), compile(right))
    case .field(.subject, _, let field) where mapping.cellType(of: field) == .bool: self = .bool(field)
    case .has(.field(.subject, _, let field)): self = .isNull(field, negated: true)
    case .binary(let op, let left, let right):
      self =
        Self.comparison(left, op, right, mapping)
        ?? Self.comparison(right, op.mirrored, left, mapping).flatMap { op == .in ? nil : $0 }
        ?? .scalar(condition, columns: condition.ownColumns(schema))
    default: self = .scalar(condition, columns: condition.ownColumns(schema))
    }
  }

  /// `field op constant`.
  private static func comparison(
    _ field: Checked, _ op: BinaryOperator, _ operand: Checked, _ mapping: ExportMapping
  ) -> VectorTerm? {
    guard case .field(.subject, _, let column) = field else { return nil }
    let type = mapping.cellType(of: column)
    switch (operand, type, op) {
    case (.constant(.null), _, .equal): return .isNull(column, negated: false)
    case (.constant(.null), _, .notEqual): return .isNull(column, negated: true)
    case (.constant(.string(let text)), .string, .equal), (.constant(.string(let text)), .key, .equal):
      return .text(column, oneOf: [Array(text.utf8)], negated: false)
    case (.constant(.string(let text)), .string, .notEqual), (.constant(.string(let text)), .key, .notEqual):
      return .text(column, oneOf: [Array(text.utf8)], negated: true)
    case (.constant(.list(let values)), .string, .in), (.constant(.list(let values)), .key, .in):
      return texts(values).map { .text(column, oneOf: $0, negated: false) }
    case (.list(let elements, _), .string, .in), (.list(let elements, _), .key, .in):
      let values = elements.compactMap { if case .constant(let value) = $0 { value } else { nil } }
      return values.count == elements.count ? texts(values).map { .text(column, oneOf: $0, negated: false) } : nil
    case (.constant(.timestamp(let instant)), .timestamp, _) where op.compares && instant.nanoseconds % 1000 == 0:
      return .integer(column, op, instant.microseconds)
    case (.constant(.int(let value)), .int, _) where op.compares: return .integer(column, op, value)
    case (.constant(.double(let value)), .double, _) where op.compares: return .double(column, op, value)
    case (.constant(.int(let value)), .double, _) where op.compares && abs(value) < 1 << 53:
      return .double(column, op, Double(value))
    default: return nil
    }
  }

  private static func texts(_ values: [Value]) -> [[UInt8]]? {
    let texts: [[UInt8]] = values.compactMap { if case .string(let text) = $0 { Array(text.utf8) } else { nil } }
    return texts.count == values.count ? texts : nil
  }

  /// The columns that the term reads.
  var columns: Set<ColumnIndex> {
    switch self {
    case .constant: []
    case .bool(let column), .integer(let column, _, _), .double(let column, _, _), .text(let column, _, _),
      .isNull(let column, _):
      [column]
    case .not(let term): term.columns
    case .and(let left, let right), .or(let left, let right): left.columns.union(right.columns)
    case .scalar(_, let columns): Set(columns)
    }
  }
}

extension BinaryOperator {
  var compares: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

extension Checked {
  /// The fields of its subject that a local expression reads.
  func ownColumns(_ schema: Schema) -> [ColumnIndex] {
    guard let entity = subjectEntity else { return [] }
    let root = FetchNode(entity: entity)
    FetchCollector(schema: schema, root: root).collect(self)
    return root.fields.sorted()
  }

  /// The entity of the subject that a local expression is about, if it mentions it.
  var subjectEntity: Int? {
    switch self {
    case .subject(let entity): entity
    case .constant, .now, .start, .local, .variable, .told: nil
    case .field(let inner, _, _), .one(let inner, _, _), .many(let inner, _, _), .fact(let inner, _, _),
      .unary(_, let inner), .has(let inner):
      inner.subjectEntity
    case .binary(_, let left, let right), .index(let left, let right): left.subjectEntity ?? right.subjectEntity
    case .conditional(let a, let b, let c): a.subjectEntity ?? b.subjectEntity ?? c.subjectEntity
    case .list(let elements, _), .call(_, let elements): elements.lazy.compactMap(\.subjectEntity).first
    case .macro(_, let over, _, let predicate, let transform, _):
      over.subjectEntity ?? predicate?.subjectEntity ?? transform?.subjectEntity
    }
  }
}
