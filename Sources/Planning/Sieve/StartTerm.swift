import CivilTime
import Rules
import Tables

/// How a scan finds the starts that matter to a campaign.
enum StartSource: Sendable {
  /// Computed from the subject's own row.
  case own(StartTerm)
  /// `order.shipments.max(s, s.delivered_at)`: a start in the window needs a row of the linked export that is in it;
  /// that row's `field` is the subject's key.
  case witness(entity: Int, term: StartTerm, field: Int)
  /// `shipment.order.placed_at`: the linked record is found by its own row, the subjects by their link to it.
  case linked(entity: Int, term: StartTerm, field: Int)
  /// `first_seen`: every row that the conditions on the row itself do not rule out.
  case conditions
  /// Nothing to go by: every row.
  case anything
}

/// A time computed from one row, in a form that a scan can hold against a range.
enum StartTerm: Sendable {
  /// The column, plus a span in microseconds.
  case column(ColumnIndex, plus: Int64)
  case scalar(Checked, columns: [ColumnIndex])

  var columns: [ColumnIndex] {
    switch self {
    case .column(let column, _): [column]
    case .scalar(_, let columns): columns
    }
  }

  /// `expression` is local to its subject's row and folded.
  init(_ expression: Checked, schema: Schema, mapping: ExportMapping) {
    switch expression {
    case .field(.subject, _, let field) where mapping.cellType(of: field) == .timestamp: self = .column(field, plus: 0)
    case .binary(.add, .field(.subject, _, let field), .constant(.duration(let span)))
    where mapping.cellType(of: field) == .timestamp && span.isWholeMicroseconds:
      self = .column(field, plus: span.microseconds)
    case .binary(.subtract, .field(.subject, _, let field), .constant(.duration(let span)))
    where mapping.cellType(of: field) == .timestamp && span.isWholeMicroseconds:
      self = .column(field, plus: -span.microseconds)
    default: self = .scalar(expression, columns: expression.ownColumns(schema))
    }
  }

  /// The selected rows whose time lies in the range.
  func select(_ rows: Selection, within range: ClosedRange<Int64>, in context: BatchContext) -> Selection {
    switch self {
    case .column(let column, let shift):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      let lower = range.lowerBound.subtractingReportingOverflow(shift)
      let upper = range.upperBound.subtractingReportingOverflow(shift)
      let from = lower.overflow ? (shift > 0 ? Int64.min : .max) : lower.partialValue
      let to = upper.overflow ? (shift > 0 ? Int64.min : .max) : upper.partialValue
      return vector.select(rows, from: from, to: to)
    case .scalar:
      var hits = Selection()
      for (row, time) in zip(rows.rows, times(rows, in: context)) {
        if let time, range.contains(time) { hits.rows.append(row) }
      }
      return hits
    }
  }

  /// The times of the selected rows, in microseconds, in their order; nil where a row has none.
  func times(_ rows: Selection, in context: BatchContext) -> [Int64?] {
    switch self {
    case .column(let column, let shift):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      return rows.rows.map { row in
        unsafe vector.states[Int(row)] == 0 ? vector.integers[Int(row)] + shift : nil
      }
    case .scalar(let expression, let columns):
      let evaluator = Evaluator(
        store: BatchRecords(columns, rows, context), schema: context.schema, now: context.now,
        calendar: context.calendar)
      let program = Program(expression, schema: context.schema)
      return rows.rows.map { row in
        let value = try? evaluator.evaluate(program, subject: RecordID(entity: context.entity, row: Int(row)))
        guard case .timestamp(let time)? = value else { return nil }
        return time.microseconds
      }
    }
  }
}

extension TimeSpan {
  /// Spans of more than 290,000 years do not fit; the calendar ends long before.
  var isWholeMicroseconds: Bool { nanoseconds % 1000 == 0 && abs(seconds) < 9_000_000_000_000 }
  var microseconds: Int64 { seconds * 1_000_000 + Int64(nanoseconds) / 1000 }
}

extension StartSource {
  /// `start` has been folded. Entities beyond `mappings` are items.
  init(_ start: Checked, schema: Schema, mappings: [ExportMapping], each: Int) {
    if start.isLocal(in: schema) {
      self = .own(StartTerm(start, schema: schema, mapping: mappings[each]))
      return
    }
    let (inner, shift) = start.splittingShift()
    switch inner {
    case .macro(let macro, .many(.subject, _, let link), let local, nil, let transform?, _)
    where macro == .max || macro == .min:
      let target = schema.entities[each].links[link]
      guard target.kind == .many, let own = transform.rebased(local: local, on: target.target),
        own.isLocal(in: schema)
      else { break }
      let term = StartTerm(own.shifted(by: shift), schema: schema, mapping: mappings[target.target])
      self = .witness(entity: target.target, term: term, field: target.field)
      return
    case .field(.one(.subject, _, let link), let entity, let field):
      let target = schema.entities[each].links[link]
      let own = Checked.field(of: .subject(entity: entity), entity: entity, field: field).shifted(by: shift)
      self = .linked(
        entity: entity, term: StartTerm(own, schema: schema, mapping: mappings[entity]), field: target.field)
      return
    default: break
    }
    self = .anything
  }
}

extension Checked {
  /// `x + 1d` as (x, 1d).
  fileprivate func splittingShift() -> (Checked, TimeSpan) {
    switch self {
    case .binary(.add, let inner, .constant(.duration(let span))): (inner, span)
    case .binary(.subtract, let inner, .constant(.duration(let span))): (inner, span.negated ?? .zero)
    default: (self, .zero)
    }
  }

  fileprivate func shifted(by span: TimeSpan) -> Checked {
    span == .zero ? self : .binary(.add, self, .constant(.duration(span)))
  }

  /// The transform of a macro as an expression over the element alone; nil if it reads anything else.
  fileprivate func rebased(local: Int, on entity: Int) -> Checked? {
    guard case .field(.local(local, _), entity, let field) = self else { return nil }
    return .field(of: .subject(entity: entity), entity: entity, field: field)
  }
}
