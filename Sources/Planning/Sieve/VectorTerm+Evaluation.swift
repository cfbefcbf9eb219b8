import CivilTime
import Rules
import Tables

/// What evaluating a term over a batch needs.
struct BatchContext {
  let batch: RowBatch
  let vectors: BatchVectors
  let schema: Schema
  let entity: Int
  let mapping: ExportMapping
  let now: Instant
  let calendar: BusinessCalendar
}

extension VectorTerm {
  /// One of `Truth` for each selected row, by row.
  func evaluate(_ rows: Selection, in context: BatchContext) -> [UInt8] {
    var truths = [UInt8](repeating: Truth.no, count: context.batch.count)
    switch self {
    case .constant(let truth): for row in rows.rows { truths[Int(row)] = truth }
    case .bool(let column):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      unsafe fill(&truths, rows, vector.states) { row in unsafe vector.integers[row] != 0 }
    case .integer(let column, let op, let constant):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      unsafe compare(&truths, rows, vector.states, vector.integers, op, constant)
    case .double(let column, let op, let constant):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      unsafe compare(&truths, rows, vector.states, vector.doubles, op, constant)
    case .text(let column, let choices, let negated):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      unsafe fill(&truths, rows, vector.states) { row in
        let cell = unsafe vector.bytes[row]
        return choices.contains { unsafe $0.count == cell.count && $0.elementsEqual(cell) } != negated
      }
    case .isNull(let column, let negated):
      let vector = context.vectors.read(column, context.batch, rows: rows)
      for row in rows.rows {
        let state = unsafe vector.states[Int(row)]
        truths[Int(row)] =
          state == ColumnVector.unreadable
          ? Truth.unknown : (state == ColumnVector.missing) != negated ? Truth.yes : Truth.no
      }
    case .not(let term):
      let inner = term.evaluate(rows, in: context)
      for row in rows.rows {
        let truth = inner[Int(row)]
        truths[Int(row)] = truth == Truth.unknown ? truth : 1 - truth
      }
    case .and(let left, let right): combine(left, right, rows, context, deciding: Truth.no, &truths)
    case .or(let left, let right): combine(left, right, rows, context, deciding: Truth.yes, &truths)
    case .scalar(let condition, let columns): scalar(condition, columns, rows, context, &truths)
    }
    return truths
  }

  private func fill(
    _ truths: inout [UInt8], _ rows: Selection, _ states: UnsafeMutablePointer<UInt8>, _ holds: (Int) -> Bool
  ) {
    for row in rows.rows {
      let row = Int(row)
      truths[row] = unsafe states[row] != 0 ? Truth.unknown : holds(row) ? Truth.yes : Truth.no
    }
  }

  private func compare<Number: Comparable>(
    _ truths: inout [UInt8], _ rows: Selection, _ states: UnsafeMutablePointer<UInt8>,
    _ values: UnsafeMutablePointer<Number>, _ op: BinaryOperator, _ constant: Number
  ) {
    switch op {
    case .equal: unsafe fill(&truths, rows, states) { unsafe values[$0] == constant }
    case .notEqual: unsafe fill(&truths, rows, states) { unsafe values[$0] != constant }
    case .less: unsafe fill(&truths, rows, states) { unsafe values[$0] < constant }
    case .lessOrEqual: unsafe fill(&truths, rows, states) { unsafe values[$0] <= constant }
    case .greater: unsafe fill(&truths, rows, states) { unsafe values[$0] > constant }
    default: unsafe fill(&truths, rows, states) { unsafe values[$0] >= constant }
    }
  }

  /// `and` with `deciding` no, `or` with `deciding` yes: the right side is asked only where the left has not decided.
  private func combine(
    _ left: VectorTerm, _ right: VectorTerm, _ rows: Selection, _ context: BatchContext, deciding: UInt8,
    _ truths: inout [UInt8]
  ) {
    let first = left.evaluate(rows, in: context)
    var open = Selection()
    open.rows = rows.rows.filter { first[Int($0)] != deciding }
    let second = right.evaluate(open, in: context)
    for row in rows.rows { truths[Int(row)] = first[Int(row)] }
    for row in open.rows where second[Int(row)] == deciding || first[Int(row)] != Truth.unknown {
      truths[Int(row)] = second[Int(row)]
    }
  }

  private func scalar(
    _ condition: Checked, _ columns: [ColumnIndex], _ rows: Selection, _ context: BatchContext,
    _ truths: inout [UInt8]
  ) {
    let evaluator = Evaluator(
      store: BatchRecords(columns, rows, context), schema: context.schema, now: context.now, calendar: context.calendar)
    let program = Program(condition, schema: context.schema)
    for row in rows.rows {
      switch evaluator.decide(program, subject: RecordID(entity: context.entity, row: Int(row))) {
      case .yes: truths[Int(row)] = Truth.yes
      case .no: truths[Int(row)] = Truth.no
      case .unknown: truths[Int(row)] = Truth.unknown
      }
    }
  }
}

/// The rows of a batch, as records without links.
struct BatchRecords: Records {
  private let readers: [ColumnIndex: (ColumnVector, CellType)]

  init(_ columns: [ColumnIndex], _ rows: Selection, _ context: BatchContext) {
    readers = Dictionary(
      uniqueKeysWithValues: columns.map { column in
        (
          column,
          (context.vectors.read(column, context.batch, rows: rows), context.mapping.cellType(of: column))
        )
      })
  }

  func read(field: Int, of record: RecordID) -> Reading {
    guard let (vector, type) = readers[field] else { return .missing }
    return vector.reading(Int(record.row), type)
  }

  func follow(link: Int, of record: RecordID) -> RecordID? { nil }
  func list(link: Int, of record: RecordID) -> [RecordID] { [] }
  func told(campaign: String, since: Instant, subject: RecordID) -> Bool? { nil }
}

extension ColumnVector {
  func reading(_ row: Int, _ type: CellType) -> Reading {
    switch unsafe states[row] {
    case 0: .value(value(row, type))
    case ColumnVector.missing: .missing
    default: .unreadable
    }
  }

  private func value(_ row: Int, _ type: CellType) -> Value {
    switch type {
    case .bool: unsafe .bool(integers[row] != 0)
    case .int: unsafe .int(integers[row])
    case .timestamp: unsafe .timestamp(Instant(microseconds: integers[row]))
    case .duration: unsafe .duration(TimeSpan(microseconds: integers[row]))
    case .double: unsafe .double(doubles[row])
    case .string, .key: unsafe .string(String(decoding: bytes[row], as: UTF8.self))
    case .list: unsafe .words(bytes[row])
    }
  }
}

extension Value {
  /// The elements of a list cell.
  static func words(_ cell: UnsafeRawBufferPointer) -> Value {
    var words = unsafe ListWords(cell)
    var list: [Value] = []
    while let word = unsafe words.next() { list.append(.string(unsafe String(decoding: word, as: UTF8.self))) }
    return .list(list)
  }
}
