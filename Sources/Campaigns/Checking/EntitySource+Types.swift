import Rules
import Tables

extension EntitySource {
  /// With each column read as the type that the schema came to.
  func typed(_ entity: Int, _ schema: Schema) -> EntitySource {
    var source = self
    let links = Set(schema.entities[entity].links.filter { $0.kind == .one }.map(\.field))
    for index in source.mapping.fields.indices {
      let field = index + 1
      source.mapping.fields[index].type =
        links.contains(field) ? .key : CellType(schema.entities[entity].fields[field].type)
    }
    guard let link = schema.entities[entity].links.first(where: { $0.kind == .items }) else { return source }
    let items = schema.entities[link.target]
    let itemLinks = Set(items.links.map(\.field))
    for index in source.mapping.items.indices {
      source.mapping.items[index].type = itemLinks.contains(index) ? .key : CellType(items.fields[index].type)
    }
    return source
  }
}

extension CellType {
  /// What a cell is read as for a field of this type.
  fileprivate init(_ type: RuleType?) {
    self =
      switch type {
      case .bool: .bool
      case .int: .int
      case .double: .double
      case .timestamp: .timestamp
      case .duration: .duration
      case .list: .list
      default: .string
      }
  }
}
