/// The columns that are wanted of JSON objects, by their path: `customer.email` is the member `email` of the object in
/// `customer`, or a member that is called just that. `lines[].sku` is the member `sku` of each element of the array in
/// `lines`.
struct PathTree: Sendable {
  struct Node: Sendable {
    var key: [UInt8]
    /// Which columns its value is, by their slot among those that are laid out.
    var columns: [ColumnIndex] = []
    var children: [Node] = []
    /// What is wanted of its elements, if it is an array: one node or none.
    var elements: [Node] = []
  }

  /// What a part of a path ends in that leads into an array.
  static let elementMark = "[]"

  private(set) var root = Node(key: [])

  /// - Parameter paths: of each column that is wanted.
  init(_ paths: [(column: ColumnIndex, path: String)]) {
    for (column, path) in paths {
      let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      if JSONPaths.arrayPath(of: path) == nil { root.insert([path], column) }
      if parts.count > 1 || JSONPaths.arrayPath(of: path) != nil { root.insert(parts, column) }
    }
  }
}

extension PathTree.Node {
  fileprivate mutating func insert(_ path: [String], _ column: ColumnIndex) {
    guard let first = path.first else {
      columns.append(column)
      return
    }
    let isArray = first.hasSuffix(PathTree.elementMark) && first.count > 2
    let key = Array((isArray ? String(first.dropLast(2)) : first).utf8)
    let place = children.firstIndex { $0.key == key } ?? children.count
    if place == children.count { children.append(PathTree.Node(key: key)) }
    let rest = Array(path.dropFirst())
    guard isArray else { return children[place].insert(rest, column) }
    if children[place].elements.isEmpty { children[place].elements = [PathTree.Node(key: [])] }
    children[place].elements[0].insert(rest, column)
  }

  /// The columns of the node and of all below it.
  var allColumns: [ColumnIndex] { columns + (children + elements).flatMap(\.allColumns) }

  /// The child of that name; the key's bytes as they are meant, without escapes.
  func child(_ key: Range<Int>, of bytes: Span<UInt8>) -> Int? {
    search: for (index, child) in children.enumerated() where child.key.count == key.count {
      for place in 0..<key.count where child.key[place] != bytes[key.lowerBound + place] { continue search }
      return index
    }
    return nil
  }
}
