/// What an entity's name stands for in the rules of one subject: the record that to-one links lead to.
enum EntityName: Hashable, Sendable {
  /// The links to follow from the subject, each with the entity it leaves.
  case path([Step])
  case ambiguous([Step], [Step])

  struct Step: Hashable, Sendable {
    var entity: Int
    var link: Int
  }
}

extension Schema {
  /// The entities that to-one links reach from a subject, itself included. Links back into the way taken do not count:
  /// `order.backorder.order` is the order again.
  func names(from subject: Int) -> [Int: EntityName] {
    var paths: [Int: [EntityName.Step]] = [subject: []]
    var seconds: [Int: [EntityName.Step]] = [:]
    var queue = [subject]
    var next = 0
    while next < queue.count {
      let entity = queue[next]
      next += 1
      let path = paths[entity] ?? []
      for (index, link) in entities[entity].links.enumerated() where link.kind == .one {
        let longer = path + [EntityName.Step(entity: entity, link: index)]
        if link.target == subject || link.target == entity || path.contains(where: { $0.entity == link.target }) {
          continue
        }
        if paths[link.target] == nil {
          paths[link.target] = longer
          queue.append(link.target)
        } else if seconds[link.target] == nil {
          seconds[link.target] = longer
        }
      }
    }
    // Whatever is reached through a name of two ways has two ways itself.
    for entity in queue where seconds[entity] == nil {
      guard let path = paths[entity] else { continue }
      for (index, step) in path.enumerated() {
        guard let second = seconds[step.entity] else { continue }
        seconds[entity] = second + path[index...]
        break
      }
    }
    var names: [Int: EntityName] = [:]
    for (entity, path) in paths {
      names[entity] = seconds[entity].map { .ambiguous(path, $0) } ?? .path(path)
    }
    return names
  }

  /// `order.customer`: the way as the user would write it.
  func words(of path: [EntityName.Step], from subject: Int) -> String {
    ([entities[subject].name] + path.map { entities[$0.entity].links[$0.link].name }).joined(separator: ".")
  }

  /// `double`, `list(string)`, `order`: as messages name a type.
  func words(for kind: Kind) -> String {
    switch kind {
    case .bool: "bool"
    case .int: "int"
    case .double: "double"
    case .string: "string"
    case .timestamp: "timestamp"
    case .duration: "duration"
    case .null: "null"
    case .list(let element): element == .any ? "list" : "list(\(words(for: element)))"
    case .record(let entity): entities[entity].name
    case .any, .open, .broken: "a value of unknown type"
    }
  }

  package func words(for type: RuleType) -> String { words(for: Kind(type)) }
}
