import Rules

/// What the passes show of the links: how many lead to a record.
extension Loader {
  /// More rows say nothing more about a share.
  private static let sample = 20_000

  /// By the entity whose export holds the link's field.
  func joins() -> [Int: [ExportMeasure.Join: ExportMeasure.JoinShare]] {
    var joins: [Int: [ExportMeasure.Join: ExportMeasure.JoinShare]] = [:]
    let loadedKeys = rows.mapValues { stored in
      stored.keyNumbers.reduce(into: KeyMembers()) { $0.insert($1) }
    }
    for index in branches.indices where branches[index].isLoaded {
      guard let parent = branches[index].parent, let link = branches[index].link else { continue }
      let above = branches[parent].node.entity
      let target = schema.entities[above].links[link]
      let name = ExportMeasure.Join(
        campaign: branches[index].campaign, path: "\(schema.entities[above].name).\(target.name)")
      let (holder, share) =
        target.kind == .one
        ? (above, named(by: parent, over: link, loadedKeys[target.target]))
        : (
          target.target,
          naming(branches[index], over: schema.link(of: target.target, field: target.field))
        )
      // Two ways of one campaign over the same link are one.
      let known = joins[holder]?[name] ?? ExportMeasure.JoinShare(looked: 0, joined: 0)
      joins[holder, default: [:]][name] = ExportMeasure.JoinShare(
        looked: known.looked + share.looked, joined: known.joined + share.joined)
    }
    return joins
  }

  /// Rows of the parent whose link leads to a record of the target.
  private func named(by parent: Int, over link: Int, _ loaded: KeyMembers?) -> ExportMeasure.JoinShare {
    var share = ExportMeasure.JoinShare(looked: 0, joined: 0)
    guard let need = branches[parent].need, let stored = rows[branches[parent].node.entity],
      let numbers = stored.linkNumbers[link]
    else { return share }
    for row in stride(from: 0, to: stored.count, by: max(1, stored.count / Self.sample))
    where need.contains(row, of: stored) {
      share.looked += 1
      if loaded?.contains(numbers[row]) ?? false { share.joined += 1 }
    }
    return share
  }

  /// Keys that were asked for and are named by at least one row.
  private func naming(_ branch: Branch, over link: Int?) -> ExportMeasure.JoinShare {
    guard let link, let asked = branch.need?.links[link], let numbers = rows[branch.node.entity]?.linkNumbers[link]
    else {
      return ExportMeasure.JoinShare(looked: 0, joined: 0)
    }
    var found = KeyMembers()
    for number in numbers where asked.contains(number) { found.insert(number) }
    return ExportMeasure.JoinShare(looked: asked.count, joined: found.count)
  }
}
