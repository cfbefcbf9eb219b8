import CivilTime
import Tables

/// The columns of an export by which `EventTime` knows when its rows came to be.
struct EventColumns: Sendable {
  let ofRecords: [ColumnIndex]
  let ofItems: [ColumnIndex]
  /// All columns of the items.
  let items: Range<ColumnIndex>

  init(_ mapping: ExportMapping) {
    let first = 1 + mapping.fields.count
    items = first..<first + mapping.items.count
    func events(_ fields: [FieldMapping], from first: Int) -> [ColumnIndex] {
      fields.indices.filter { fields[$0].type == .timestamp && EventTime.isEvent(field: fields[$0].name) }
        .map { first + $0 }
    }
    ofRecords = events(mapping.fields, from: 1)
    ofItems = events(mapping.items, from: first)
  }
}

extension StoredRows {
  /// The instants, in microseconds, at which the rows as of then change.
  func eventTimes(_ events: EventColumns) -> Set<Int64> {
    var times: Set<Int64> = []
    for column in events.ofRecords + events.ofItems {
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
      for row in 0..<count where isAhead(row, events.ofItems, horizon) { rows.empty(row, events.items) }
    }
    for column in events.ofRecords + events.ofItems { rows.hide(column, after: horizon) }
    rows.keep(present(events, horizon))
    return rows
  }

  /// The rows that were there. Rows of one record with items come and go together, by what its first row says.
  private func present(_ events: EventColumns, _ horizon: Int64) -> [Int] {
    guard !events.items.isEmpty, let keys = columns[0] else {
      return (0..<count).filter { !isAhead($0, events.ofRecords, horizon) }
    }
    var seen = KeySet()
    var isHidden: [Bool] = []
    return (0..<count).filter { row in
      let (group, isNew) = unsafe keys.withBytes(row) { unsafe seen.insert($0) }
      if isNew { isHidden.append(isAhead(row, events.ofRecords, horizon)) }
      return !isHidden[group]
    }
  }

  /// Whether the row has event times that are known, and all of them lie after the horizon.
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
