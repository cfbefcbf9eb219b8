/// The candidate that was probably meant: the nearest in spelling, of whose letters at most a third differ; else the
/// shortest that the name begins (`created` for `created_at`), from three letters on. Nil if none is close.
///
/// Distance is Damerau's over lower-cased letters, so that a transposition counts once.
package func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
  let candidates = Array(candidates)
  if let similar = similar(to: name, in: candidates) { return similar }
  guard name.count >= 3 else { return nil }
  let start = name.lowercased()
  return candidates.filter { $0.lowercased().hasPrefix(start) }.min { ($0.count, $0) < ($1.count, $1) }
}

private func similar(to name: String, in candidates: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  let allowed = max(1, wanted.count / 3)
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
    guard distance <= allowed else { continue }
    if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// `did you mean “total”?`, or what there is to choose from, or nothing.
package func suggestion(for name: String, in candidates: [String]) -> String? {
  if let near = nearest(to: name, in: candidates) { return "did you mean “\(near)”?" }
  let names = Set(candidates).sorted()
  guard !names.isEmpty else { return nil }
  let shown = names.prefix(names.count <= 12 ? 12 : 9).map { "“\($0)”" }.joined(separator: ", ")
  return "there is \(shown)" + (names.count <= 12 ? "" : " and \(names.count - 9) more")
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      row[j] = min(substitution, last[j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
