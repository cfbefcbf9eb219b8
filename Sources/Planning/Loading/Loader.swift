import Campaigns
import Diagnostics
import Rules
import Tables

/// Loads what the candidates can reach: one pass over each export where the links allow it, in the links' order.
///
/// The joins are reversed: the subjects are known first, and each linked export is streamed once and only the keys that
/// were hit are kept. So memory follows the hits, not the exports. Keys and links are numbers once they are loaded.
struct Loader {
  let schema: Schema
  let sources: [EntitySource]
  let exports: [Export?]
  let threads: Int
  private(set) var branches: [Branch] = []
  private(set) var rows: [Int: StoredRows] = [:]
  private(set) var names: NamedKeys
  private(set) var reports: [Int: ScanReport] = [:]
  private var columns: [Int: Set<ColumnIndex>] = [:]
  /// By entity what every row of is loaded.
  private var asked: [Int: NumberedNeed] = [:]

  /// One node of a campaign's tree, with what is known of it so far.
  struct Branch {
    let node: FetchNode
    /// Its id.
    let campaign: String
    let parent: Int?
    let link: Int?
    var need: NumberedNeed?
    var isLoaded = false
  }

  init(schema: Schema, sources: [EntitySource], exports: [Export?], threads: Int) {
    self.schema = schema
    self.sources = sources
    self.exports = exports
    self.threads = threads
    names = NamedKeys(schema)
  }

  /// Adds a campaign's tree; the number of its root.
  mutating func add(_ root: FetchNode, campaign: String) -> Int {
    add(root, campaign, parent: nil, link: nil)
  }

  /// Says which rows of a root's entity are wanted, beside those that were taken for it.
  mutating func want(_ need: Need, of root: Int) {
    var need = NumberedNeed(need, of: branches[root].node.entity, &names)
    if let known = branches[root].need { need.formUnion(known) }
    branches[root].need = need
  }

  /// A need as a scan looks for it.
  mutating func probe(_ need: Need, of entity: Int) -> NeedProbe {
    let need = NumberedNeed(need, of: entity, &names)
    return NeedProbe(need, of: entity, names)
  }

  /// Takes rows that a scan has kept, of an export where no key stands twice.
  ///
  /// - Parameters:
  ///   - complete: what the scan looked for and what is among the rows, if there is any.
  ///   - hits: which rows are wanted for a root.
  mutating func take(
    _ kept: consuming StoredRows, of entity: Int, complete: Need, hits: [(root: Int, rows: [UInt32])]
  ) {
    var known = NumberedNeed(complete, of: entity, &names)
    names.number(&kept, of: entity)
    for (root, rows) in hits {
      var need = branches[root].need ?? NumberedNeed()
      for row in rows { need.keys.insert(kept.keyNumbers[Int(row)]) }
      branches[root].need = need
    }
    for number in kept.keyNumbers { known.keys.insert(number) }
    asked[entity, default: NumberedNeed()].formUnion(known)
    merge(kept, of: entity)
  }

  @discardableResult
  private mutating func add(_ node: FetchNode, _ campaign: String, parent: Int?, link: Int?) -> Int {
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
    return index
  }

  /// What is kept of each row of an export.
  func columns(of entity: Int) -> [ColumnIndex] { (columns[entity] ?? [0]).sorted() }

  /// Runs the passes until everything that is reachable is loaded.
  mutating func run() throws(Diagnostic) {
    propagateKnownKeys()
    while let entity = nextEntity() {
      var need = NumberedNeed()
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

  private mutating func load(_ entity: Int, _ need: NumberedNeed) throws(Diagnostic) {
    guard let export = exports[entity] else { return }
    let wanted = columns(of: entity)
    var missing = need
    if let known = asked[entity] { missing.subtract(known) }
    guard !missing.isEmpty else {
      if rows[entity] == nil { rows[entity] = StoredRows(columns: wanted, of: export.mapping) }
      return
    }
    var (loaded, report) = try export.load(
      NeedProbe(missing, of: entity, names), columns: wanted, threads: threads)
    names.number(&loaded, of: entity)
    merge(loaded, of: entity)
    asked[entity, default: NumberedNeed()].formUnion(missing)
    reports[entity, default: ScanReport()].merge(report)
  }

  private mutating func merge(_ loaded: StoredRows, of entity: Int) {
    var loaded = loaded
    if var known = rows.removeValue(forKey: entity) {
      known.append(loaded)
      known.sortAndUnique()
      loaded = known
    }
    rows[entity] = loaded
  }

  /// Hands over what was loaded.
  mutating func takeRows() -> [Int: StoredRows] {
    var taken: [Int: StoredRows] = [:]
    swap(&taken, &rows)
    return taken
  }

  /// A to-many link needs only its parent's keys, and those are known before the parent is loaded where a to-one link
  /// or the candidates named them.
  private mutating func propagateKnownKeys() {
    for index in branches.indices where branches[index].need == nil {
      guard let parent = branches[index].parent, let link = branches[index].link,
        let need = branches[parent].need, !need.all, need.links.isEmpty
      else { continue }
      let target = schema.entities[branches[parent].node.entity].links[link]
      if target.kind == .many { branches[index].need = linked(target, need.keys) }
    }
  }

  /// The rows whose link names one of the keys.
  private func linked(_ target: Schema.Link, _ keys: KeyMembers) -> NumberedNeed {
    var need = NumberedNeed()
    if let back = schema.link(of: target.target, field: target.field) { need.links[back] = keys }
    return need
  }

  /// What the children of a loaded branch need: the keys that its rows name.
  private mutating func handDown(_ index: Int) {
    let branch = branches[index]
    guard let need = branch.need, let stored = rows[branch.node.entity] else { return }
    for child in branches.indices where branches[child].parent == index && branches[child].need == nil {
      guard let link = branches[child].link else { continue }
      let target = schema.entities[branch.node.entity].links[link]
      let numbers = target.kind == .one ? stored.linkNumbers[link] ?? [] : stored.keyNumbers
      var keys = KeyMembers()
      for (row, number) in numbers.enumerated() where number != NamedKeys.none && need.contains(row, of: stored) {
        keys.insert(number)
      }
      if target.kind == .one {
        var need = NumberedNeed()
        need.keys = keys
        branches[child].need = need
      } else {
        branches[child].need = linked(target, keys)
      }
    }
  }

  /// Rows that were found by a link may have namesakes elsewhere in the export: duplicates are resolved over all rows of
  /// a key, and items are gathered from them.
  private mutating func completeKeys() throws(Diagnostic) {
    for entity in rows.keys.sorted() {
      guard let stored = rows[entity], !stored.isEmpty else { continue }
      let byLink = branches.contains { $0.node.entity == entity && !($0.need?.links.isEmpty ?? true) }
      let isItemised = !sources[entity].mapping.items.isEmpty
      guard byLink, isItemised || sources[entity].duplicates != .error else { continue }
      var need = NumberedNeed()
      for number in stored.keyNumbers where number != NamedKeys.none { need.keys.insert(number) }
      try load(entity, need)
    }
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
