/// The columns that are wanted of JSON objects, by their path: `customer.email` is the member `email` of the object in
/// `customer`, or a member that is called just that.
struct PathTree: Sendable {
  struct Node: Sendable {
    var key: [UInt8]
    /// Which columns its value is, by their slot among those that are laid out.
    var columns: [ColumnIndex] = []
    var children: [Node] = []
  }

  private(set) var root = Node(key: [])

  /// - Parameter paths: of each column that is wanted.
  init(_ paths: [(column: ColumnIndex, path: String)]) {
    for (column, path) in paths {
      root.insert([path], column)
      let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      if parts.count > 1 { root.insert(parts, column) }
    }
  }
}

extension PathTree.Node {
  fileprivate mutating func insert(_ path: [String], _ column: ColumnIndex) {
    guard let first = path.first else {
      columns.append(column)
      return
    }
    let key = Array(first.utf8)
    let place = children.firstIndex { $0.key == key } ?? children.count
    if place == children.count { children.append(PathTree.Node(key: key)) }
    children[place].insert(Array(path.dropFirst()), column)
  }

  /// The child of that name; the key's bytes as they are meant, without escapes.
  func child(_ key: Range<Int>, of bytes: Span<UInt8>) -> Int? {
    search: for (index, child) in children.enumerated() where child.key.count == key.count {
      for place in 0..<key.count where child.key[place] != bytes[key.lowerBound + place] { continue search }
      return index
    }
    return nil
  }
}
