import Campaigns
import Rules
import Tables

/// Turns loaded rows into records: duplicates resolved, items gathered, links resolved both ways, guests given a place.
struct Assembly {
  let schema: Schema
  let sources: [EntitySource]
  private(set) var entities: [LoadedEntity]

  init(schema: Schema, sources: [EntitySource], rows: [Int: StoredRows]) {
    self.schema = schema
    self.sources = sources
    entities = schema.entities.map { LoadedEntity(columns: Array(repeating: nil, count: $0.fields.count)) }
    for entity in sources.indices { entities[entity].columns[0] = StoredColumn(type: .key) }
    for (entity, stored) in rows { assemble(entity, stored) }
    resolveLinks()
  }

  private mutating func assemble(_ entity: Int, _ stored: StoredRows) {
    let groups = Groups(stored)
    let isItemised = !sources[entity].mapping.items.isEmpty
    let kept = isItemised ? groups.firstRows : groups.resolved(stored, sources[entity].duplicates)
    var records = stored
    records.keep(kept)
    var loaded = entities[entity]
    for field in loaded.columns.indices { loaded.columns[field] = records.columns[field] }
    loaded.ordinals = records.ordinals
    // Each key stands once now, so that keys are numbered like rows.
    loaded.keys = records.keySet(of: 0, rows: Array(0..<records.count))
    if !isItemised, sources[entity].duplicates == .error { loaded.ambiguous = groups.repeated }
    if isItemised { gatherItems(entity, stored, groups, into: &loaded) }
    entities[entity] = loaded
  }

  /// Every row of a key that holds any item field, be it unreadable, is one item, in the export's order.
  private mutating func gatherItems(
    _ entity: Int, _ stored: StoredRows, _ groups: Groups, into loaded: inout LoadedEntity
  ) {
    guard let link = schema.entities[entity].links.firstIndex(where: { $0.kind == .items }) else { return }
    let target = schema.entities[entity].links[link].target
    let first = 1 + sources[entity].mapping.fields.count
    let columns = (0..<sources[entity].mapping.items.count).map { stored.columns[first + $0] }
    let rows = (0..<stored.count).filter { row in
      columns.contains { $0.map { $0.states[row] != ColumnVector.missing } ?? false }
    }
    var items = LoadedEntity(columns: columns.map { $0?.picking(rows) })
    items.ordinals = rows.map { stored.ordinals[$0] }
    entities[target] = items
    loaded.many[link] = LoadedEntity.Adjacency(
      owners: rows.map { Int32(groups.group[$0]) }, count: groups.firstRows.count)
  }

  /// To-one links first, all of them, since they make the guests; then their opposites.
  private mutating func resolveLinks() {
    for entity in sources.indices {
      for (index, link) in schema.entities[entity].links.enumerated() where link.kind == .one {
        guard let cells = entities[entity].columns[link.field] else { continue }
        entities[entity].one[index] = (0..<cells.count).map { row in
          guard cells.states[row] == 0 else { return -1 }
          return Int32(unsafe cells.withBytes(row) { unsafe entities[link.target].appendGuest($0) })
        }
      }
    }
    for entity in sources.indices {
      for (index, link) in schema.entities[entity].links.enumerated() where link.kind == .many {
        let back = schema.entities[link.target].links.firstIndex {
          $0.kind == .one && $0.target == entity && $0.field == link.field
        }
        guard let back, let owners = entities[link.target].one[back] else { continue }
        entities[entity].many[index] = LoadedEntity.Adjacency(owners: owners, count: entities[entity].count)
      }
    }
  }
}

/// The rows of an export that share a key, in the order of the keys' first rows.
private struct Groups {
  /// By row: its group.
  var group: [Int] = []
  var firstRows: [Int] = []
  private var members: [Int: [Int]] = [:]

  init(_ stored: StoredRows) {
    var keys = KeySet()
    guard let cells = stored.columns[0] else { return }
    for row in 0..<stored.count {
      let (index, isNew) = unsafe cells.withBytes(row) { unsafe keys.insert($0) }
      group.append(index)
      if isNew {
        firstRows.append(row)
      } else {
        members[index, default: [firstRows[index]]].append(row)
      }
    }
  }

  /// Groups with more than one row.
  var repeated: Set<Int> { Set(members.keys) }

  /// The row that stands for each group.
  func resolved(_ stored: StoredRows, _ policy: DuplicatePolicy) -> [Int] {
    var rows = firstRows
    for (index, candidates) in members {
      switch policy {
      case .error, .first: break
      case .last: rows[index] = candidates[candidates.count - 1]
      case .newest(let field):
        guard let column = stored.columns[field] else { continue }
        rows[index] = candidates.reduce(candidates[0]) { column.isLess($1, than: $0) ? $0 : $1 }
      }
    }
    return rows
  }
}

extension StoredColumn {
  /// Orders two cells; one without a value comes before all others.
  func isLess(_ a: Int, than b: Int) -> Bool {
    guard states[a] == 0, states[b] == 0 else { return states[a] != 0 && states[b] == 0 }
    return type == .double ? doubles[a] < doubles[b] : integers[a] < integers[b]
  }
}
