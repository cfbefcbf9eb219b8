import Diagnostics

/// A compiled statement. Names are resolved: global paths by index in `Template.paths`, local variables by slot.
enum Node: Sendable {
  /// Bytes of `Program.literals`.
  case text(Range<Int>)
  /// A global path printed as it is; a problem at this place if it has no value.
  case path(Int, place: Int)
  case output(OutputNode)
  case branches([BranchNode])
  case cases(CaseNode)
  case loop(LoopNode)
  case assign(slot: Int, OutputNode)
  case capture(slot: Int, [Node])
  case render(RenderNode)
  case leave(isBreak: Bool)

  /// A literal, or a path that is printed as it is.
  var isPlain: Bool {
    switch self {
    case .text, .path: true
    default: false
    }
  }
}

/// Everything that a rendering walks through.
struct Program: Sendable {
  var nodes: [Node] = []
  var literals: [UInt8] = []
  /// As templates write them, by index of `Template.paths`.
  var pathNames: [String] = []
  var places: [Place] = []
  var slotCount = 0
  var loopCount = 0
  /// Some path is read more than once, so values are kept.
  var cachesPaths = false
  /// Loops that a later `offset: continue` goes on from.
  var offsetCount = 0
  var escapesHTML = false
  var isSubject = false
  var isLax = false
  /// Nothing but literals and paths.
  var isPlain = false

  struct Place: Sendable {
    var file: String?
    var position: SourcePosition
  }
}

indirect enum Expression: Sendable {
  case constant(TemplateValue)
  case path(Int)
  case local(Int)
  /// A local that has the name of something global, which is meant until the local is set.
  case localOr(Int, Expression)
  /// `.name`; also `.first`, `.last` and `.size`.
  case member(Expression, String)
  /// `[index]`
  case element(Expression, Expression)
  case range(Expression, Expression)
  case loop(Int, LoopField)
}

enum LoopField: String, Sendable, CaseIterable {
  case index, index0, rindex, rindex0, first, last, length, name
}

/// Whether a value may print nothing.
enum Emptiness: Sendable {
  /// Neither nil nor a blank text: it comes from the data.
  case refused
  /// The author assigned it, maybe `""`; but not nil.
  case textAllowed
  /// A default, an `if` around it or a literal says so.
  case allowed
}

final class OutputNode: Sendable {
  let value: Expression
  let filters: [FilterNode]
  /// The value as the template writes it, for messages.
  let name: String
  let place: Int
  let emptiness: Emptiness
  let escape: Escape
  /// The result is HTML by the filters that made it.
  let isMarkup: Bool
  /// The value is this local as it stands, which may hold HTML already.
  let markupSlot: Int?

  init(
    value: Expression, filters: [FilterNode], name: String, place: Int, emptiness: Emptiness, escape: Escape,
    isMarkup: Bool, markupSlot: Int?
  ) {
    self.value = value
    self.filters = filters
    self.name = name
    self.place = place
    self.emptiness = emptiness
    self.escape = escape
    self.isMarkup = isMarkup
    self.markupSlot = markupSlot
  }
}

struct FilterNode: Sendable {
  struct Argument: Sendable {
    var value: Expression
    /// As the template writes it, if it is a variable.
    var name: String?
  }
  var filter: Filter
  var arguments: [Argument]
  /// `default: …, allow_false: …`
  var allowsFalse: Expression?
  var place: Int
}

indirect enum Condition: Sendable {
  case value(Expression)
  case comparison(Comparison, Expression, Expression, place: Int)
  case and(Condition, Condition)
  case or(Condition, Condition)
}

struct BranchNode: Sendable {
  /// Nil: `else`.
  var condition: Condition?
  var isNegated: Bool
  var body: [Node]
}

final class CaseNode: Sendable {
  struct When: Sendable {
    /// Nil: `else`.
    var values: [Expression]?
    var body: [Node]
  }
  let subject: Expression
  let whens: [When]
  init(subject: Expression, whens: [When]) {
    self.subject = subject
    self.whens = whens
  }
}

final class LoopNode: Sendable {
  enum Offset: Sendable {
    case none, `continue`
    case value(Expression)
  }
  let loop: Int
  let slot: Int
  let name: String
  let collection: Expression
  let isReversed: Bool
  let limit: Expression?
  let offset: Offset
  /// Where it keeps how far it came, for `offset: continue`.
  let offsetIndex: Int
  let body: [Node]
  let otherwise: [Node]
  let place: Int

  init(
    loop: Int, slot: Int, collection: Expression, limit: Expression?, offset: Offset, offsetIndex: Int, body: [Node],
    otherwise: [Node], place: Int, syntax: LoopSyntax
  ) {
    self.loop = loop
    self.slot = slot
    self.name = syntax.name
    self.collection = collection
    self.isReversed = syntax.isReversed
    self.limit = limit
    self.offset = offset
    self.offsetIndex = offsetIndex
    self.body = body
    self.otherwise = otherwise
    self.place = place
  }
}

/// A snippet, compiled for the place that renders it.
final class RenderNode: Sendable {
  struct Each: Sendable {
    var collection: Expression
    var slot: Int
    var loop: Int
  }
  let body: [Node]
  /// The snippet's own locals, unset at its beginning.
  let slots: Range<Int>
  let parameters: [(slot: Int, value: Expression)]
  let each: Each?
  let name: String
  let place: Int

  init(
    body: [Node], slots: Range<Int>, parameters: [(slot: Int, value: Expression)], each: Each?, name: String, place: Int
  ) {
    self.body = body
    self.slots = slots
    self.parameters = parameters
    self.each = each
    self.name = name
    self.place = place
  }
}
