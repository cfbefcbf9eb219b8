extension Renderer {
  func applyToNumber(
    _ node: FilterNode, _ input: TemplateValue, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    let number = Number(input)
    let operand = arguments.first.map { Number($0) } ?? .int(0)
    switch node.filter {
    case .plus:
      return Number.combine(
        number, operand, whole: { Self.checked($0.addingReportingOverflow($1)) }, exact: { $0.adding($1) }, rough: +
      ).value
    case .minus:
      return Number.combine(
        number, operand, whole: { Self.checked($0.subtractingReportingOverflow($1)) },
        exact: { $0.adding(Decimal(-$1.mantissa, scale: $1.scale)) }, rough: -
      ).value
    case .times:
      return Number.combine(
        number, operand, whole: { Self.checked($0.multipliedReportingOverflow(by: $1)) },
        exact: { $0.multiplied(by: $1) }, rough: *
      ).value
    case .dividedBy, .modulo: return try divide(number, operand, isRemainder: node.filter == .modulo, node.place)
    case .abs: return number < .int(0) ? Self.negated(number).value : number.value
    case .atLeast: return (number < operand ? operand : number).value
    case .atMost: return (operand < number ? operand : number).value
    case .floor: return try whole(number, .down, node.place)
    case .ceil: return try whole(number, .up, node.place)
    default: return try round(number, operand, node.place)
    }
  }

  /// Whole numbers divide downwards, as in Ruby: −7 by 2 is −4, and the rest has the divisor's sign.
  private func divide(
    _ number: Number, _ divisor: Number, isRemainder: Bool, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    if divisor.isZero { throw failed("a number is divided by 0", place) }
    if isRemainder {
      return Number.combine(
        number, divisor,
        whole: { x, y in
          let rest = x.remainderReportingOverflow(dividingBy: y).partialValue
          return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
        }, exact: { $0.remainder(by: $1) }, rough: { $0 - ($0 / $1).rounded(.down) * $1 }
      ).value
    }
    return Number.combine(
      number, divisor,
      whole: { x, y in
        let (quotient, over) = x.dividedReportingOverflow(by: y)
        if over { return nil }
        return x % y != 0 && (x < 0) != (y < 0) ? quotient - 1 : quotient
      }, exact: { $0.divided(by: $1) }, rough: /
    ).value
  }

  private func round(_ number: Number, _ digits: Number, _ place: Int) throws(RenderProblem) -> TemplateValue {
    guard let count = digits.whole(.down), count.magnitude <= 30 else { return number.value }
    if count < 1, case .double = number { return try whole(number, .halfAway, place) }
    guard let decimal = number.decimal else { return number.value }
    let rounded = decimal.rounded(.halfAway, digits: Int(count))
    if case .int = number, count >= 0 { return number.value }
    if count >= 1 { return .double(rounded.double) }
    return try whole(.decimal(rounded), .halfAway, place)
  }

  private func whole(
    _ number: Number, _ rounding: Decimal.Rounding, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    guard let value = number.whole(rounding) else { throw failed("the number is too large", place) }
    return .int(value)
  }

  private static func negated(_ number: Number) -> Number {
    switch number {
    case .int(let value): value == .min ? .decimal(Decimal(-Int128(value))) : .int(-value)
    case .decimal(let value): .decimal(Decimal(-value.mantissa, scale: value.scale))
    case .double(let value): .double(-value)
    }
  }

  private static func checked(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
    result.overflow ? nil : result.partialValue
  }
}
