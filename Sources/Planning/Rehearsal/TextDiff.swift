/// The lines of two texts, those that both have shown once; of a long run of the same, only what stands next to a change.
struct TextDiff {
  private(set) var lines: [DiffLine] = []

  private static let context = 2

  init(_ expected: [String], _ came: [String]) {
    let removed = came.difference(from: expected)
    var old = Set<Int>()
    var new = Set<Int>()
    for change in removed {
      switch change {
      case .remove(let offset, _, _): old.insert(offset)
      case .insert(let offset, _, _): new.insert(offset)
      }
    }
    var all: [DiffLine] = []
    var (left, right) = (0, 0)
    while left < expected.count || right < came.count {
      if left < expected.count, old.contains(left) {
        all.append(DiffLine(.expected, expected[left]))
        left += 1
      } else if right < came.count, new.contains(right) {
        all.append(DiffLine(.came, came[right]))
        right += 1
      } else {
        all.append(DiffLine(.same, expected[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    lines = Self.cut(all)
  }

  private static func cut(_ all: [DiffLine]) -> [DiffLine] {
    let changes = all.indices.filter { all[$0].sign != .same }
    var lines: [DiffLine] = []
    for index in all.indices {
      if changes.contains(where: { abs($0 - index) <= context }) {
        lines.append(all[index])
      } else if lines.last?.text != "…" {
        lines.append(DiffLine(.same, "…"))
      }
    }
    return lines
  }
}
