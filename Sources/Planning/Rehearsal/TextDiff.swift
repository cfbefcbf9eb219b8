/// The lines of two texts, those that both have shown once; of a long run of the same, only what stands next to a change.
/// Long lines are cut to fit a terminal, changed ones around their first difference.
struct TextDiff {
  private(set) var lines: [DiffLine] = []

  private static let context = 2
  /// Of 80 columns, six are the sign's.
  private static let width = 74

  init(_ expected: [String], _ came: [String]) {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in came.difference(from: expected) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [DiffLine] = []
    var (left, right) = (0, 0)
    while left < expected.count || right < came.count {
      let from = (left, right)
      while removed.contains(left) { left += 1 }
      while inserted.contains(right) { right += 1 }
      all += Self.changed(Array(expected[from.0..<left]), Array(came[from.1..<right]))
      guard left < expected.count, right < came.count else { continue }
      all.append(DiffLine(.same, Self.cut(expected[left], from: 0)))
      (left, right) = (left + 1, right + 1)
    }
    lines = Self.shortened(all)
  }

  private static func changed(_ old: [String], _ new: [String]) -> [DiffLine] {
    func lines(_ lines: [String], _ others: [String], _ sign: DiffLine.Sign) -> [DiffLine] {
      lines.enumerated().map { index, line in
        let other = index < others.count ? others[index] : ""
        let isLong = max(line.count, other.count) > width
        return DiffLine(sign, cut(line, from: isLong ? line.commonPrefix(with: other) - 24 : 0))
      }
    }
    return lines(old, new, .expected) + lines(new, old, .came)
  }

  private static func cut(_ line: String, from start: Int) -> String {
    let rest = start > 0 ? "…" + line.dropFirst(start) : line
    return rest.count <= width ? rest : rest.prefix(width - 1) + "…"
  }

  private static func shortened(_ all: [DiffLine]) -> [DiffLine] {
    let changes = all.indices.filter { all[$0].sign != .same }
    var lines: [DiffLine] = []
    for index in all.indices {
      if changes.contains(where: { abs($0 - index) <= context }) {
        lines.append(all[index])
      } else if lines.last != DiffLine(.same, "…") {
        lines.append(DiffLine(.same, "…"))
      }
    }
    return lines
  }
}

extension String {
  /// How many characters two texts begin with alike.
  fileprivate func commonPrefix(with other: String) -> Int { zip(self, other).prefix { $0 == $1 }.count }
}
