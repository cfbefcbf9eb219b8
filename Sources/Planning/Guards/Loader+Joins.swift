import Rules
import Tables

/// What the passes show of the links: how many lead to a record.
extension Loader {
  /// More rows say nothing more about a share.
  private static let sample = 20_000

  /// By the entity whose export holds the link's field.
  func joins() -> [Int: [ExportMeasure.Join: ExportMeasure.JoinShare]] {
    var joins: [Int: [ExportMeasure.Join: ExportMeasure.JoinShare]] = [:]
    for index in branches.indices where branches[index].isLoaded {
      guard let parent = branches[index].parent, let link = branches[index].link else { continue }
      let above = branches[parent].node.entity
      let target = schema.entities[above].links[link]
      let name = ExportMeasure.Join(
        campaign: branches[index].campaign, path: "\(schema.entities[above].name).\(target.name)")
      let (holder, share) =
        target.kind == .one
        ? (above, named(by: parent, in: target.field, target: target.target))
        : (target.target, naming(branches[index], in: target.field))
      // Two ways of one campaign over the same link are one.
      let known = joins[holder]?[name] ?? ExportMeasure.JoinShare(looked: 0, joined: 0)
      joins[holder, default: [:]][name] = ExportMeasure.JoinShare(
        looked: known.looked + share.looked, joined: known.joined + share.joined)
    }
    return joins
  }

  /// Rows of the parent whose link leads to a record of the target.
  private func named(by parent: Int, in field: ColumnIndex, target: Int) -> ExportMeasure.JoinShare {
    var share = ExportMeasure.JoinShare(looked: 0, joined: 0)
    guard let need = branches[parent].need, let stored = rows[branches[parent].node.entity],
      let cells = stored.columns[field]
    else { return share }
    let keys = rows[target].map { $0.keySet(of: 0, rows: Array(0..<$0.count)) } ?? KeySet()
    for row in stride(from: 0, to: stored.count, by: max(1, stored.count / Self.sample))
    where need.contains(row, of: stored) {
      share.looked += 1
      guard cells.states[row] == 0 else { continue }
      if unsafe cells.withBytes(row, { unsafe keys.find($0) }) != nil { share.joined += 1 }
    }
    return share
  }

  /// Keys that were asked for and are named by at least one row.
  private func naming(_ branch: Branch, in field: ColumnIndex) -> ExportMeasure.JoinShare {
    guard let asked = branch.need?.links[field], let cells = rows[branch.node.entity]?.columns[field] else {
      return ExportMeasure.JoinShare(looked: 0, joined: 0)
    }
    var found = Array(repeating: false, count: asked.count)
    for row in 0..<cells.count where cells.states[row] == 0 {
      if let place = unsafe cells.withBytes(row, { unsafe asked.find($0) }) { found[place] = true }
    }
    return ExportMeasure.JoinShare(looked: asked.count, joined: found.count { $0 })
  }
}
