/// The tree that the parser builds: names are not yet resolved.

indirect enum ExpressionSyntax {
  case literal(TemplateValue, Range<Int>)
  case variable(VariableSyntax)
  case range(ExpressionSyntax, ExpressionSyntax, Range<Int>)

  var range: Range<Int> {
    switch self {
    case .literal(_, let range), .range(_, _, let range): range
    case .variable(let variable): variable.range
    }
  }
}

/// `name.member[index]…`, or `[name]…` for a name that is itself computed.
struct VariableSyntax {
  indirect enum Root {
    case name(String)
    case computed(ExpressionSyntax)
  }
  enum Segment {
    case dot(String)
    case bracket(ExpressionSyntax)
  }
  var root: Root
  var rootRange: Range<Int>
  var segments: [(segment: Segment, range: Range<Int>)] = []
  /// All of it, in the source.
  var range: Range<Int>
}

struct FilterSyntax {
  var name: String
  var range: Range<Int>
  var arguments: [ExpressionSyntax] = []
  var named: [(name: String, range: Range<Int>, value: ExpressionSyntax)] = []
}

/// A value and its filters.
struct OutputSyntax {
  var value: ExpressionSyntax
  var filters: [FilterSyntax]
  var range: Range<Int>
}

indirect enum ConditionSyntax {
  case value(ExpressionSyntax)
  case comparison(Comparison, ExpressionSyntax, ExpressionSyntax, Range<Int>)
  case and(ConditionSyntax, ConditionSyntax)
  case or(ConditionSyntax, ConditionSyntax)
}

indirect enum StatementSyntax {
  /// Byte offsets in the source.
  case text(Range<Int>)
  case output(OutputSyntax)
  case branches([BranchSyntax])
  case cases(ExpressionSyntax, [WhenSyntax])
  case loop(LoopSyntax)
  case assign(String, OutputSyntax, nameRange: Range<Int>)
  case capture(String, [StatementSyntax], nameRange: Range<Int>)
  case render(RenderSyntax)
  case leave(isBreak: Bool, Range<Int>)
}

/// A condition of `if`, `elsif` or `unless` and what it guards; `else` has none.
struct BranchSyntax {
  var condition: ConditionSyntax?
  /// `unless`.
  var isNegated = false
  var body: [StatementSyntax]
}

struct WhenSyntax {
  /// Nil: `else`.
  var values: [ExpressionSyntax]?
  var body: [StatementSyntax]
}

struct LoopSyntax {
  enum Offset {
    case none, `continue`
    case value(ExpressionSyntax)
  }
  var variable: String
  var variableRange: Range<Int>
  var collection: ExpressionSyntax
  /// `item-cart.items`: what `offset: continue` goes by.
  var name: String
  var isReversed = false
  var limit: ExpressionSyntax?
  var offset = Offset.none
  var body: [StatementSyntax] = []
  var otherwise: [StatementSyntax] = []
}

struct RenderSyntax {
  enum Binding {
    case none
    case with(ExpressionSyntax)
    case each(ExpressionSyntax)
  }
  var snippet: String
  var snippetRange: Range<Int>
  var binding = Binding.none
  var alias: String?
  var parameters: [(name: String, value: ExpressionSyntax)] = []
}
