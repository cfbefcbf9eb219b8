import CivilTime

extension Renderer {
  mutating func apply(
    _ node: FilterNode, to input: TemplateValue, _ arguments: [TemplateValue]
  ) throws(RenderProblem) -> TemplateValue {
    switch node.filter {
    case .default, .raw: return input
    case .date: return try date(input, arguments[0], node.place)
    case .money: return try money(input, arguments.first, node.place)
    case .sign: return sign(input)
    case .json:
      var bytes: [UInt8] = []
      JSONText.append(input, context, to: &bytes)
      return .text(String(decoding: bytes, as: UTF8.self))
    case .join, .first, .last, .size, .map, .where, .sort, .sum, .uniq, .reverse, .concat, .compact, .slice:
      return try applyToList(node, input, arguments)
    case .round, .floor, .ceil, .plus, .minus, .times, .dividedBy, .modulo, .abs, .atLeast, .atMost:
      return try applyToNumber(node, input, arguments)
    default: return try applyToText(node, input, arguments)
    }
  }

  private func sign(_ input: TemplateValue) -> TemplateValue {
    if input.isNothing { return .nothing }
    return .text(context.signer.signature(of: Array(input.text(context).utf8)))
  }

  private func money(
    _ input: TemplateValue, _ currency: TemplateValue?, _ place: Int
  ) throws(RenderProblem) -> TemplateValue {
    let amount: Double
    switch input {
    case .nothing: return .nothing
    case .int(let value): amount = Double(value)
    case .double(let value): amount = value
    case .text(let text):
      guard let value = Double(text) else { throw failed("“money” needs a number", place) }
      amount = value
    default: throw failed("“money” needs a number", place)
    }
    var code = context.currency
    if let currency, !currency.isNothing { code = currency.text(context) }
    return .text(context.locale.money(amount, currency: code))
  }
}
