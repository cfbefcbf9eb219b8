import Diagnostics
import Rules
import Tables

/// Which rows of one export a load keeps: by their own key, by the key in one of their link columns, or all.
struct Need: Sendable {
  var keys = KeySet()
  var links: [ColumnIndex: KeySet] = [:]
  var all = false

  var isEmpty: Bool { !all && keys.isEmpty && links.values.allSatisfy(\.isEmpty) }
}

/// A need in the numbers of the named keys.
struct NumberedNeed: Sendable {
  var keys = KeyMembers()
  /// By the entity's to-one link: keys of its target.
  var links: [Int: KeyMembers] = [:]
  var all = false

  init() {}

  init(_ need: Need, of entity: Int, _ names: inout NamedKeys) {
    all = need.all
    keys = names.insert(need.keys, of: entity)
    for (field, set) in need.links where !set.isEmpty {
      guard let link = names.schema.link(of: entity, field: field) else { continue }
      links[link] = names.insert(set, of: names.schema.entities[entity].links[link].target)
    }
  }

  var isEmpty: Bool { !all && keys.isEmpty && links.values.allSatisfy(\.isEmpty) }

  mutating func formUnion(_ other: NumberedNeed) {
    all = all || other.all
    keys.formUnion(other.keys)
    links.merge(other.links) { $0.union($1) }
  }

  /// Without what `other` has asked for.
  mutating func subtract(_ other: NumberedNeed) {
    if other.all { return self = NumberedNeed() }
    keys.subtract(other.keys)
    for (link, members) in other.links { links[link]?.subtract(members) }
  }

  /// Whether a row is one that this need asks for.
  @inline(__always)
  func contains(_ row: Int, of rows: StoredRows) -> Bool {
    if all || keys.contains(rows.keyNumbers[row]) { return true }
    return !links.isEmpty && links.contains { $0.value.contains(rows.linkNumbers[$0.key]?[row] ?? NamedKeys.none) }
  }
}

extension KeyMembers {
  func union(_ other: KeyMembers) -> KeyMembers {
    var all = self
    all.formUnion(other)
    return all
  }
}

/// A need as a scan looks for it.
struct NeedProbe: Sendable {
  fileprivate struct Column: Sendable {
    let column: ColumnIndex
    let names: KeySet
    let members: KeyMembers
    let filter: KeyFilter
  }

  private let columns: [Column]
  private let all: Bool

  init(_ need: NumberedNeed, of entity: Int, _ names: NamedKeys) {
    all = need.all
    var columns: [Column] = []
    func add(_ column: ColumnIndex, _ members: KeyMembers, _ target: Int) {
      guard !members.isEmpty else { return }
      columns.append(
        Column(
          column: column, names: names.sets[target], members: members, filter: names.filter(members, of: target)))
    }
    add(0, need.keys, entity)
    for (index, members) in need.links.sorted(by: { $0.key < $1.key }) {
      let link = names.schema.entities[entity].links[index]
      add(link.field, members, link.target)
    }
    self.columns = columns
  }

  /// What it reads of each row.
  var reads: [ColumnIndex] { columns.map(\.column) }

  /// The rows of the batch that are wanted, ascending.
  func select(_ batch: RowBatch, _ vectors: BatchVectors) -> Selection {
    if all { return vectors.all }
    var selected = Selection()
    for column in columns { selected.formUnion(column.select(batch, vectors)) }
    return selected
  }
}

extension NeedProbe.Column {
  fileprivate func select(_ batch: RowBatch, _ vectors: BatchVectors) -> Selection {
    let likely = batch.likely(column, in: filter, rows: vectors.all)
    let rows = likely ?? vectors.all
    guard !rows.rows.isEmpty else { return rows }
    let cells = vectors.read(column, batch, rows: rows)
    // The places that the keys have in the table are fetched together.
    var known: [(row: UInt16, hash: UInt64)] = []
    known.reserveCapacity(rows.rows.count)
    for row in rows.rows where unsafe cells.states[Int(row)] == 0 {
      let hash = unsafe keyHash(cells.bytes[Int(row)])
      guard likely != nil || filter.mayContain(hash) else { continue }
      names.prefetch(hash)
      known.append((row, hash))
    }
    var hits = Selection()
    hits.rows.reserveCapacity(known.count)
    for (row, hash) in known {
      guard let number = unsafe names.find(cells.bytes[Int(row)], hash), members.contains(UInt32(number)) else {
        continue
      }
      hits.rows.append(row)
    }
    return hits
  }
}

extension Export {
  /// Streams the export and keeps the rows that a need asks for, with these columns.
  func load(
    _ need: NeedProbe, columns: [ColumnIndex], threads: Int
  ) throws(Diagnostic) -> (rows: StoredRows, report: ScanReport) {
    let pool = VectorPool()
    let columns = Set(columns + [0]).sorted()
    let empty = StoredRows(columns: columns, of: mapping)
    let read = Set(columns + need.reads).sorted()
    var scan = try scan(columns: read, threads: threads, accumulator: { empty }) { kept, batch in
      pool.with(batch) { vectors in
        let rows = need.select(batch, vectors)
        if !rows.rows.isEmpty { kept.append(rows, of: batch, vectors: vectors) }
      }
    }
    return (StoredRows(joining: &scan.pieces, empty), scan.report)
  }
}
