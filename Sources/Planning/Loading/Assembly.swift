import Campaigns
import Rules
import Tables

/// Turns loaded rows into records: duplicates resolved, items gathered, links resolved both ways, guests given a place.
struct Assembly {
  let schema: Schema
  let sources: [EntitySource]
  private(set) var entities: [LoadedEntity]
  private var names: NamedKeys

  /// - Parameter names: what the numbers of the rows' keys and links stand for.
  init(schema: Schema, sources: [EntitySource], names: NamedKeys) {
    self.schema = schema
    self.sources = sources
    self.names = names
    entities = schema.entities.map { LoadedEntity(columns: Array(repeating: nil, count: $0.fields.count)) }
    for entity in sources.indices { entities[entity].columns[0] = StoredColumn(type: .key) }
  }

  /// - Parameter rows: by entity; numbered.
  mutating func build(_ rows: consuming [Int: StoredRows]) {
    for entity in rows.keys.sorted() {
      if let stored = rows.removeValue(forKey: entity) { assemble(entity, stored) }
    }
    resolveLinks()
  }

  /// The real rows of an entity that a need asks for, in the export's order.
  func rows(of entity: Int, in need: NumberedNeed?) -> [Int] {
    guard let need else { return [] }
    let loaded = entities[entity]
    if need.all { return Array(loaded.ordinals) }
    return loaded.ordinals.filter { row in
      need.keys.contains(loaded.keyNumbers[row])
        || need.links.contains { $0.value.contains(loaded.linkNumbers[$0.key]?[row] ?? NamedKeys.none) }
    }
  }

  /// Hands the records over.
  mutating func takeEntities() -> [LoadedEntity] {
    var taken: [LoadedEntity] = []
    swap(&taken, &entities)
    for entity in taken.indices {
      taken[entity].keyNumbers = []
      taken[entity].linkNumbers = [:]
    }
    return taken
  }

  private mutating func assemble(_ entity: Int, _ rows: StoredRows) {
    var stored = rows
    let groups = Groups(stored, names.sets[entity].count)
    let isItemised = !sources[entity].mapping.items.isEmpty
    let kept = isItemised ? groups.firstRows : groups.resolved(stored, sources[entity].duplicates)
    if isItemised { gatherItems(entity, stored, groups) }
    stored.keep(kept)
    entities[entity].rowOfKey = Array(repeating: -1, count: names.sets[entity].count)
    for (row, number) in stored.keyNumbers.enumerated() { entities[entity].rowOfKey[Int(number)] = Int32(row) }
    entities[entity].ordinals = 0..<stored.count
    entities[entity].keyNumbers = stored.keyNumbers
    entities[entity].linkNumbers = stored.linkNumbers
    if !isItemised, sources[entity].duplicates == .error { entities[entity].ambiguous = groups.repeated }
    for field in entities[entity].columns.indices { entities[entity].columns[field] = stored.remove(field) }
  }

  /// Every row of a key that holds any item field, be it unreadable, is one item, in the export's order.
  private mutating func gatherItems(_ entity: Int, _ stored: StoredRows, _ groups: Groups) {
    guard let link = schema.entities[entity].links.firstIndex(where: { $0.kind == .items }) else { return }
    let target = schema.entities[entity].links[link].target
    let first = 1 + sources[entity].mapping.fields.count
    let columns = (0..<sources[entity].mapping.items.count).map { stored.columns[first + $0] }
    let rows = (0..<stored.count).filter { row in
      columns.contains { $0.map { $0.states[row] != ColumnVector.missing } ?? false }
    }
    var items = LoadedEntity(columns: columns.map { $0?.picking(rows) })
    items.ordinals = 0..<rows.count
    entities[target] = items
    entities[entity].many[link] = LoadedEntity.Adjacency(
      owners: rows.map { groups.group[$0] }, count: groups.firstRows.count)
  }

  /// To-one links first, all of them, since they make the guests; then their opposites.
  private mutating func resolveLinks() {
    for entity in sources.indices {
      for (index, link) in schema.entities[entity].links.enumerated() where link.kind == .one {
        guard let count = entities[entity].columns[link.field]?.count else { continue }
        let numbers = entities[entity].linkNumbers[index] ?? []
        entities[entity].one[index] = (0..<count).map { row in
          let number = row < numbers.count ? numbers[row] : ofGuest(row, entity, link)
          return number == NamedKeys.none ? -1 : self.row(of: number, link.target)
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

  /// A guest has nothing but its key; that may be a link, too.
  private mutating func ofGuest(_ row: Int, _ entity: Int, _ link: Schema.Link) -> UInt32 {
    guard link.field == 0, let keys = entities[entity].columns[0], keys.states[row] == 0 else { return NamedKeys.none }
    return unsafe keys.withBytes(row) { unsafe names.insert($0, of: link.target) }
  }

  /// The row of a key that a link names; a guest's, if no row has it.
  private mutating func row(of number: UInt32, _ entity: Int) -> Int32 {
    if let row = entities[entity].row(of: number) { return Int32(row) }
    let keys = names.sets[entity]
    return unsafe keys.withKey(Int(number)) { unsafe entities[entity].appendGuest($0, number) }
  }
}

/// The rows of an export that share a key, in the order of the keys' first rows.
private struct Groups {
  /// By row: its group.
  var group: [Int32] = []
  var firstRows: [Int] = []
  private var members: [Int: [Int]] = [:]

  init(_ stored: StoredRows, _ keys: Int) {
    var groups = [Int32](repeating: -1, count: keys)
    group.reserveCapacity(stored.count)
    firstRows.reserveCapacity(stored.count)
    for (row, number) in stored.keyNumbers.enumerated() {
      let known = groups[Int(number)]
      if known < 0 {
        groups[Int(number)] = Int32(firstRows.count)
        group.append(Int32(firstRows.count))
        firstRows.append(row)
      } else {
        group.append(known)
        members[Int(known), default: [firstRows[Int(known)]]].append(row)
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
