import Campaigns
import Diagnostics
import Rules
import Tables

/// Loads what the candidates can reach: one pass over each export where the links allow it, in the links' order.
///
/// The joins are reversed: the subjects are known first, and each linked export is streamed once and only the keys that
/// were hit are kept. So memory follows the hits, not the exports.
struct Loader {
  let schema: Schema
  let sources: [EntitySource]
  let exports: [Export?]
  let threads: Int
  private(set) var branches: [Branch] = []
  private(set) var rows: [Int: StoredRows] = [:]
  private(set) var reports: [Int: ScanReport] = [:]
  private var columns: [Int: Set<ColumnIndex>] = [:]

  /// One node of a campaign's tree, with what is known of it so far.
  struct Branch {
    let node: FetchNode
    /// Its id.
    let campaign: String
    let parent: Int?
    let link: Int?
    var need: Need?
    var isLoaded = false
  }

  init(schema: Schema, sources: [EntitySource], exports: [Export?], threads: Int) {
    self.schema = schema
    self.sources = sources
    self.exports = exports
    self.threads = threads
  }

  /// Adds a campaign's tree with the rows of its subject that are wanted.
  mutating func add(_ root: FetchNode, _ need: Need, campaign: String) {
    add(root, campaign, parent: nil, link: nil)
    let index = branches.lastIndex { $0.parent == nil && $0.node === root } ?? 0
    branches[index].need = need
  }

  private mutating func add(_ node: FetchNode, _ campaign: String, parent: Int?, link: Int?) {
    let index = branches.count
    branches.append(Branch(node: node, campaign: campaign, parent: parent, link: link))
    columns[node.entity, default: [0]].formUnion(node.fields)
    if case .newest(let field) = sources[node.entity].duplicates { columns[node.entity]?.insert(field) }
    for (link, child) in node.children.sorted(by: { $0.key < $1.key }) {
      if schema.entities[node.entity].links[link].kind == .items {
        let first = 1 + sources[node.entity].mapping.fields.count
        columns[node.entity]?.formUnion(child.fields.map { first + $0 })
      } else {
        add(child, campaign, parent: index, link: link)
      }
    }
  }

  /// Runs the passes until everything that is reachable is loaded.
  mutating func run() throws(Diagnostic) {
    propagateKnownKeys()
    while let entity = nextEntity() {
      var need = Need()
      let turn = branches.indices.filter { isReady($0) && branches[$0].node.entity == entity }
      for index in turn { if let wanted = branches[index].need { need.formUnion(wanted) } }
      try load(entity, need)
      for index in turn {
        branches[index].isLoaded = true
        handDown(index)
      }
      propagateKnownKeys()
    }
    try completeKeys()
  }

  private func isReady(_ index: Int) -> Bool { branches[index].need != nil && !branches[index].isLoaded }

  /// The next export to read: one that no branch still to be prepared will ask for again, if there is such a one.
  private func nextEntity() -> Int? {
    let ready = Set(branches.indices.filter(isReady).map { branches[$0].node.entity })
    let waiting = Set(branches.filter { $0.need == nil }.map(\.node.entity))
    return ready.subtracting(waiting).min() ?? ready.min()
  }

  private mutating func load(_ entity: Int, _ need: Need) throws(Diagnostic) {
    guard let export = exports[entity] else { return }
    let wanted = (columns[entity] ?? [0]).sorted()
    var known = rows[entity] ?? StoredRows(columns: wanted, of: export.mapping)
    if !need.isEmpty {
      let (loaded, report) = try export.load(need, columns: wanted, threads: threads)
      known.append(loaded)
      known.sortAndUnique()
      reports[entity, default: ScanReport()].merge(report)
    }
    rows[entity] = known
  }

  /// A to-many link needs only its parent's keys, and those are known before the parent is loaded where a to-one link
  /// or the candidates named them.
  private mutating func propagateKnownKeys() {
    for index in branches.indices where branches[index].need == nil {
      guard let parent = branches[index].parent, let link = branches[index].link,
        let need = branches[parent].need, !need.all, need.links.isEmpty
      else { continue }
      let target = schema.entities[branches[parent].node.entity].links[link]
      if target.kind == .many { branches[index].need = Need(links: [target.field: need.keys]) }
    }
  }

  /// What the children of a loaded branch need: the keys that its rows name.
  private mutating func handDown(_ index: Int) {
    let branch = branches[index]
    guard let need = branch.need, let stored = rows[branch.node.entity] else { return }
    let own = need.all ? Array(0..<stored.count) : (0..<stored.count).filter { need.contains($0, of: stored) }
    for child in branches.indices where branches[child].parent == index && branches[child].need == nil {
      guard let link = branches[child].link else { continue }
      let target = schema.entities[branch.node.entity].links[link]
      let keys = stored.keySet(of: target.kind == .one ? target.field : 0, rows: own)
      branches[child].need = target.kind == .one ? Need(keys: keys) : Need(links: [target.field: keys])
    }
  }

  /// Rows that were found by a link may have namesakes elsewhere in the export: duplicates are resolved over all rows of
  /// a key, and items are gathered from them.
  private mutating func completeKeys() throws(Diagnostic) {
    for (entity, stored) in rows.sorted(by: { $0.key < $1.key }) where stored.count > 0 {
      let byLink = branches.contains { $0.node.entity == entity && !($0.need?.links.isEmpty ?? true) }
      let isItemised = !sources[entity].mapping.items.isEmpty
      guard byLink, isItemised || sources[entity].duplicates != .error else { continue }
      try load(entity, Need(keys: stored.keySet(of: 0, rows: Array(0..<stored.count))))
    }
  }
}

extension Need {
  /// Whether a loaded row is one that this need asked for.
  func contains(_ row: Int, of stored: StoredRows) -> Bool {
    if all { return true }
    func holds(_ column: ColumnIndex, _ set: KeySet) -> Bool {
      guard let cells = stored.columns[column], cells.states[row] == 0 else { return false }
      return unsafe cells.withBytes(row) { unsafe set.find($0) != nil }
    }
    return holds(0, keys) || links.contains { holds($0.key, $0.value) }
  }
}

extension StoredRows {
  func keySet(of column: ColumnIndex, rows: [Int]) -> KeySet {
    var keys = KeySet()
    guard let cells = columns[column] else { return keys }
    for row in rows where cells.states[row] == 0 { unsafe cells.withBytes(row) { _ = unsafe keys.insert($0) } }
    return keys
  }
}

extension ScanReport {
  /// Another pass over the same export: the same rows again, perhaps other columns.
  mutating func merge(_ other: ScanReport) {
    if rows == 0 {
      (rows, keyless, rejectedCount, rejected) = (other.rows, other.keyless, other.rejectedCount, other.rejected)
    }
    bytes += other.bytes
    for (column, count) in other.cells where count.read >= cells[column]?.read ?? 0 { cells[column] = count }
    cutOff = cutOff ?? other.cutOff
    changedWhileRead = changedWhileRead ?? other.changedWhileRead
  }
}
