import CivilTime

/// A parsed expression, not yet checked. Ranges are UTF-8 offsets.
struct Syntax: Sendable {
  indirect enum Shape: Sendable {
    case literal(Value)
    case name(String)
    case member(Syntax, String)
    case call(receiver: Syntax?, String, [Syntax])
    case index(Syntax, Syntax)
    case unary(UnaryOperator, Syntax)
    case binary(BinaryOperator, Syntax, Syntax)
    /// `a and b and c`: flat, so that a long one is not deep.
    case chain(BinaryOperator, [Syntax])
    case conditional(Syntax, Syntax, Syntax)
    case list([Syntax])
  }

  var shape: Shape
  /// All of it.
  var range: Range<Int>
  /// Where a caret belongs: the operator, the member's name.
  var anchor: Range<Int>
  /// Levels below this one, itself included.
  var depth: Int
}
