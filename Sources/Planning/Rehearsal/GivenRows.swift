import Campaigns
import CivilTime
import Rules
import Tables

/// The exports of a test: its records as rows, and the store that an export of any instant comes to.
struct GivenRows {
  private let project: Project
  private let rows: [Int: StoredRows]
  private let events: [EventColumns]
  /// In microseconds, ascending: between two of them nothing changes.
  private let changes: [Int64]
  private let customers: CustomerKeys

  init(_ records: [GivenRecord], _ project: Project) {
    self.project = project
    var rows: [Int: StoredRows] = [:]
    for (entity, source) in project.entities.enumerated() {
      let columns = 1 + source.mapping.fields.count + source.mapping.items.count
      rows[entity] = StoredRows(columns: Array(0..<columns), of: source.mapping)
    }
    for record in records {
      let first = 1 + project.entities[record.entity].mapping.fields.count
      var cells = record.fields
      cells[0] = .text(record.key)
      // As exports have it: the record's fields on each row of its items.
      for item in record.items.isEmpty ? [[:]] : record.items {
        rows[record.entity]?.append(cells.merging(item.map { (first + $0.key, $0.value) }) { $1 })
      }
    }
    let events = project.entities.map { EventColumns($0.mapping) }
    self.rows = rows
    self.events = events
    customers = CustomerKeys(project)
    changes = rows.reduce(into: Set<Int64>()) { $0.formUnion($1.value.eventTimes(events[$1.key])) }.sorted()
  }

  /// Which of the states of the exports an instant sees: equal numbers, equal records.
  func state(at instant: Instant) -> Int {
    let horizon = instant.microseconds
    return changes.firstIndex { $0 > horizon } ?? changes.count
  }

  func store(at instant: Instant, history: any History) -> RecordStore {
    var visible: [Int: StoredRows] = [:]
    var names = NamedKeys(project.schema)
    for (entity, given) in rows {
      var rows = given.asOf(instant, events[entity])
      names.number(&rows, of: entity)
      visible[entity] = rows
    }
    var assembly = Assembly(schema: project.schema, sources: project.entities, names: names)
    assembly.build(visible)
    return RecordStore(
      entities: assembly.takeEntities(), targets: project.schema.entities.map { $0.links.map(\.target) },
      history: history,
      customerKey: customers.key)
  }
}
