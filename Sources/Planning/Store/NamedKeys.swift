import Rules
import Tables

/// The keys of every entity that anything has named so far: a row's own, a row's link, a need. Each has a number, so that
/// a key is hashed once and is a number from then on.
struct NamedKeys: Sendable {
  let schema: Schema
  private(set) var sets: [KeySet]

  /// Of a cell that holds no key.
  static let none = UInt32.max

  init(_ schema: Schema) {
    self.schema = schema
    sets = schema.entities.map { _ in KeySet() }
  }

  mutating func insert(_ key: UnsafeRawBufferPointer, of entity: Int) -> UInt32 {
    unsafe UInt32(sets[entity].insert(key).index)
  }

  mutating func insert(_ keys: KeySet, of entity: Int) -> KeyMembers {
    var members = KeyMembers()
    for index in 0..<keys.count {
      unsafe keys.withKey(index) { unsafe members.insert(insert($0, of: entity)) }
    }
    return members
  }

  /// Numbers the keys of rows, and those that their to-one links name.
  mutating func number(_ rows: inout StoredRows, of entity: Int) {
    // A row without a readable key has the empty one.
    rows.keyNumbers = numbers(rows.columns[0], of: entity, isOwn: true)
    for (index, link) in schema.entities[entity].links.enumerated() where link.kind == .one {
      if let cells = rows.columns[link.field] {
        rows.linkNumbers[index] = numbers(cells, of: link.target, isOwn: false)
      }
    }
  }

  private mutating func numbers(_ cells: StoredColumn?, of entity: Int, isOwn: Bool) -> [UInt32] {
    guard let cells else { return [] }
    var numbers: [UInt32] = []
    numbers.reserveCapacity(cells.count)
    // The places of some keys in the table are fetched together.
    let some = 64
    var hashes = [UInt64](repeating: 0, count: some)
    for first in stride(from: 0, to: cells.count, by: some) {
      let rows = first..<min(first + some, cells.count)
      for row in rows {
        hashes[row - first] = unsafe cells.withBytes(row) { unsafe keyHash($0) }
        sets[entity].prefetch(hashes[row - first])
      }
      for row in rows {
        guard isOwn || cells.states[row] == 0 else {
          numbers.append(Self.none)
          continue
        }
        numbers.append(
          unsafe cells.withBytes(row) { unsafe UInt32(sets[entity].insert($0, hashes[row - first]).index) })
      }
    }
    return numbers
  }

  /// What tells most other keys from these.
  func filter(_ members: KeyMembers, of entity: Int) -> KeyFilter {
    var filter = KeyFilter(count: members.count)
    members.forEach { number in
      unsafe filter.insert(sets[entity].withKey(Int(number)) { unsafe keyHash($0) })
    }
    return filter
  }
}

extension Schema {
  /// The to-one link of an entity that its field holds.
  func link(of entity: Int, field: Int) -> Int? {
    entities[entity].links.firstIndex { $0.kind == .one && $0.field == field }
  }
}
