import CivilTime
import Tables

/// The columns of an export by which `EventTime` knows what its rows were at an instant.
struct EventColumns: Sendable {
  let events: [ColumnIndex]
  let beginningsOfRecords: [ColumnIndex]
  let beginningsOfItems: [ColumnIndex]
  /// All columns of the items.
  let items: Range<ColumnIndex>

  init(_ mapping: ExportMapping) {
    let first = 1 + mapping.fields.count
    items = first..<first + mapping.items.count
    func columns(_ fields: [FieldMapping], from first: Int, _ isWanted: (String) -> Bool) -> [ColumnIndex] {
      fields.indices.filter { fields[$0].type == .timestamp && isWanted(fields[$0].name) }.map { first + $0 }
    }
    events =
      columns(mapping.fields, from: 1, EventTime.isEvent) + columns(mapping.items, from: first, EventTime.isEvent)
    beginningsOfRecords = columns(mapping.fields, from: 1, EventTime.isBeginning)
    beginningsOfItems = columns(mapping.items, from: first, EventTime.isBeginning)
  }
}

extension StoredRows {
  /// The instants, in microseconds, at which the rows as of then change.
  func eventTimes(_ events: EventColumns) -> Set<Int64> {
    var times: Set<Int64> = []
    for column in events.events {
      guard let cells = columns[column] else { continue }
      for row in 0..<count where cells.states[row] == 0 { times.insert(cells.integers[row]) }
    }
    return times
  }

  /// What an export made at that instant would have held of these rows. Only columns that are loaded are judged by.
  func asOf(_ instant: Instant, _ events: EventColumns) -> StoredRows {
    let horizon = instant.microseconds
    guard eventTimes(events).contains(where: { $0 > horizon }) else { return self }
    var rows = self
    if !events.items.isEmpty {
      for row in 0..<count where isAhead(row, events.beginningsOfItems, horizon) { rows.empty(row, events.items) }
    }
    for column in events.events { rows.hide(column, after: horizon) }
    rows.keep(present(events, horizon))
    return rows
  }

  /// The rows that were there. Rows of one record with items come and go together, by what its first row says.
  private func present(_ events: EventColumns, _ horizon: Int64) -> [Int] {
    guard !events.items.isEmpty, let keys = columns[0] else {
      return (0..<count).filter { !isAhead($0, events.beginningsOfRecords, horizon) }
    }
    var seen = KeySet()
    var isHidden: [Bool] = []
    return (0..<count).filter { row in
      let (group, isNew) = unsafe keys.withBytes(row) { unsafe seen.insert($0) }
      if isNew { isHidden.append(isAhead(row, events.beginningsOfRecords, horizon)) }
      return !isHidden[group]
    }
  }

  /// Whether any of the row's beginnings is known, and all that are lie after the horizon.
  private func isAhead(_ row: Int, _ columns: [ColumnIndex], _ horizon: Int64) -> Bool {
    var isKnown = false
    for column in columns {
      guard let cells = self.columns[column], cells.states[row] == 0 else { continue }
      if cells.integers[row] <= horizon { return false }
      isKnown = true
    }
    return isKnown
  }
}
