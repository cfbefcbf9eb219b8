import Diagnostics

/// Reads the keys of one mapping by name. Whatever is asked for is thereby known; `finish` reports the rest.
package struct MappingReader {
  package let node: YAMLNode
  /// For messages: `herald.yaml`, `a step`.
  package let what: String
  package let problems: ProblemList
  /// A mapping that has the values of keys that are not given.
  package var defaults: YAMLNode?
  private var asked: [String] = []
  private var missing: [(key: String, advice: String)] = []

  /// Nil, with a problem, if the value is no mapping.
  package init?(_ node: YAMLNode, _ what: String, _ problems: ProblemList) {
    if node.isRefused { return nil }
    guard node.mapping != nil else {
      problems.add("\(what) must be a mapping, not \(node.kindWords)", advice: "write “key: value” lines", at: node)
      return nil
    }
    self.node = node
    self.what = what
    self.problems = problems
  }

  /// The value of a key, if it is given or has a default. A key without a value is a problem, and nil.
  package mutating func take(_ key: String) -> YAMLNode? {
    let own = takeOwn(key)
    return isGiven(key) ? own : defaults?[key]
  }

  /// The value of a key if it is given, whatever its default.
  package mutating func takeOwn(_ key: String) -> YAMLNode? {
    asked.append(key)
    guard let entry = node.mapping?.first(where: { $0.name == key }) else { return nil }
    if entry.value.isRefused { return nil }
    guard !entry.value.isBlank else {
      problems.add("“\(key)” has no value", advice: "give it one, or remove the line", at: entry.key)
      return nil
    }
    return entry.value
  }

  /// The value of a key that must be given.
  package mutating func require(_ key: String, advice: String) -> YAMLNode? {
    let value = take(key)
    if !has(key) { missing.append((key, advice)) }
    return value
  }

  package func has(_ key: String) -> Bool { isGiven(key) || defaults?[key] != nil }

  private func isGiven(_ key: String) -> Bool { node.mapping?.contains { $0.name == key } ?? false }

  /// What nobody asked for.
  package var unknown: [YAMLEntry] { (node.mapping ?? []).filter { !asked.contains($0.name) } }

  /// Where a key stands, for problems about it.
  package func keyNode(_ key: String) -> YAMLNode? { node.mapping?.first { $0.name == key }?.key }

  /// Reports the keys that nobody asked for, with the nearest that somebody did, and those that must be given and are
  /// not, unless a key that nobody asked for looks like it.
  package func finish() {
    var meant: Set<String> = []
    for entry in unknown {
      if entry.name.isEmpty {
        problems.add(
          "a key is missing before the colon", advice: "write it, or quote the text that the colon belongs to",
          at: entry.key)
      } else if entry.name == "<<" {
        problems.add("merge keys are not supported", advice: "write the keys out", at: entry.key)
      } else {
        problems.add(
          "\(what) has no key “\(entry.name)”", advice: suggestion(for: entry.name, in: asked), at: entry.key)
        if let near = nearest(to: entry.name, in: asked) { meant.insert(near) }
      }
    }
    for (key, advice) in missing where !meant.contains(key) {
      let place = node.mapping?.first?.key.start ?? node.start
      problems.add(node.file.diagnostic("\(what) has no “\(key)”", advice: advice, at: place))
    }
  }
}
