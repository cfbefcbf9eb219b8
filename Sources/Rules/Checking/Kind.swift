/// A type while rules are being checked: `RuleType` with the types that are yet to be found out.
indirect enum Kind: Hashable, Sendable {
  case bool, int, double, string, timestamp, duration, null
  case list(Kind)
  case record(Int)
  /// The element of an empty list.
  case any
  /// A field's type that nothing has decided, by its number in `Inference`.
  case open(Int)
  /// What a problem was reported about: it fits everything, so that one mistake gives one message.
  case broken

  init(_ type: RuleType) {
    switch type {
    case .bool: self = .bool
    case .int: self = .int
    case .double: self = .double
    case .string: self = .string
    case .timestamp: self = .timestamp
    case .duration: self = .duration
    case .null: self = .null
    case .list(let element): self = .list(Kind(element))
    case .record(let entity): self = .record(entity)
    case .any: self = .any
    }
  }

  var isNumber: Bool { self == .int || self == .double }
  var isOpen: Bool { if case .open = self { true } else { false } }
}

/// The types of fields that nobody declared: classes of fields that must agree, each bound to a type by its first use.
struct Inference: Sendable {
  private var classes: [Class] = []
  private var byField: [Uses.FieldUse: Int] = [:]

  private struct Class: Sendable {
    /// Another class that this one was joined to.
    var parent: Int?
    var bound: Kind?
    var fields: [Uses.FieldUse]
    /// Where the type was decided: `campaign.yaml:12`, for messages about later uses.
    var decidedBy: String?
  }

  /// The type of an undeclared field.
  mutating func kind(of field: Uses.FieldUse) -> Kind {
    if let known = byField[field] { return resolve(.open(known)) }
    classes.append(Class(fields: [field]))
    byField[field] = classes.count - 1
    return .open(classes.count - 1)
  }

  /// What is known of a type by now.
  func resolve(_ kind: Kind) -> Kind {
    switch kind {
    case .open(let number):
      let root = root(number)
      return classes[root].bound ?? .open(root)
    case .list(let element): return .list(resolve(element))
    default: return kind
    }
  }

  private func root(_ number: Int) -> Int {
    var number = number
    while let parent = classes[number].parent { number = parent }
    return number
  }

  mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (root(a), root(b))
    guard a != b else { return }
    classes[b].parent = a
    classes[a].fields += classes[b].fields
  }

  /// Decides a class. Returns the fields that have their type now.
  mutating func bind(_ number: Int, to kind: Kind, decidedBy place: String?) -> [Uses.FieldUse] {
    let root = root(number)
    classes[root].bound = kind
    classes[root].decidedBy = place
    return classes[root].fields
  }

  /// Where an undeclared field got its type.
  func decision(on field: Uses.FieldUse) -> String? { byField[field].flatMap { classes[root($0)].decidedBy } }

  /// The fields of a class that is still open.
  func openFields(_ number: Int) -> [Uses.FieldUse] { classes[root(number)].fields }

  var openClasses: [Int] { classes.indices.filter { classes[$0].parent == nil && classes[$0].bound == nil } }
}
