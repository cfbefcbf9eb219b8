import CivilTime
import Diagnostics

extension RuleChecker {
  /// A function, a macro, `has` or `told`.
  mutating func call(
    _ name: String, on receiver: Syntax?, _ arguments: [Syntax], _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    if receiver == nil, name == "has" { return has(arguments, syntax, &visit) }
    if receiver == nil, name == "told" { return told(arguments, syntax, &visit) }
    if let macro = Macro(rawValue: name) {
      if let receiver { return self.macro(macro, over: receiver, arguments, syntax, &visit) }
      if macro != .min && macro != .max || arguments.count == 3 {
        visit.report("“\(name)” is asked of a list", "write list.\(name)(x, …)", at: syntax.anchor)
        return .broken
      }
    }
    guard let function = RuleFunction(rawValue: name) else {
      return unknownFunction(name, receiver, arguments, syntax, &visit)
    }
    guard receiver == nil ? function.isGlobal : function.isMethod else {
      visit.report(
        receiver == nil ? "“\(name)” is called on a value" : "“\(name)” is called with a value",
        receiver == nil ? "write value.\(name)(…)" : "write \(name)(value)", at: syntax.anchor)
      return .broken
    }
    let operands = (receiver.map { [$0] } ?? []) + arguments
    let typed = operands.map { self.visit($0, &visit) }
    guard !typed.contains(where: { $0.kind == .broken }) else { return .broken }
    return apply(function, typed, operands, syntax, &visit)
  }

  private mutating func unknownFunction(
    _ name: String, _ receiver: Syntax?, _ arguments: [Syntax], _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let functions =
      RuleFunction.allCases.filter { receiver == nil ? $0.isGlobal : $0.isMethod }.map(\.rawValue)
      + (receiver == nil
        ? ["has", "told"] : ["all", "exists", "exists_one", "filter", "map", "count", "sum", "min", "max", "avg"])
    if let receiver {
      // What stands in front is checked too, unless it is a namespace such as `math`.
      if case .name = receiver.shape {} else { _ = self.visit(receiver, &visit) }
    }
    let advice =
      Refused.advice(forFunction: name) ?? nearest(to: name, in: functions).map { "did you mean “\($0)”?" }
      ?? "“herald schema” lists the functions"
    visit.report("there is no function “\(name)”", advice, at: syntax.anchor)
    return .broken
  }

  private mutating func has(_ arguments: [Syntax], _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    guard arguments.count == 1, case .member = arguments[0].shape else {
      visit.report("“has” asks for a field", "write has(order.total)", at: syntax.anchor)
      return .broken
    }
    let field = self.visit(arguments[0], &visit)
    if field.kind == .broken { return .broken }
    if case .many = field.checked {
      visit.report("a list is always there", "write size() > 0", at: arguments[0].anchor)
      return .broken
    }
    return Typed(checked: .has(field.checked), kind: .bool)
  }

  private mutating func told(_ arguments: [Syntax], _ syntax: Syntax, _ visit: inout Visit) -> Typed {
    guard arguments.count == 2, case .literal(.string(let campaign)) = arguments[0].shape,
      case .literal(.duration(let span)) = arguments[1].shape
    else {
      visit.report(
        "“told” asks for a campaign and a duration", "write told(\"delayed-shipment\", 7d)", at: syntax.anchor)
      return .broken
    }
    guard visit.scope.subject != nil else {
      visit.report("“told” needs a customer", "it belongs into a campaign's rules", at: syntax.anchor)
      return .broken
    }
    guard schema.campaigns.contains(campaign) else {
      visit.report(
        "there is no campaign “\(campaign)”", suggestion(for: campaign, in: schema.campaigns), at: arguments[0].range)
      return .broken
    }
    return Typed(checked: .told(campaign: campaign, within: span), kind: .bool)
  }

  /// Checks the operands of a function, the receiver first, and gives its result.
  private mutating func apply(
    _ function: RuleFunction, _ typed: [Typed], _ operands: [Syntax], _ syntax: Syntax, _ visit: inout Visit
  ) -> Typed {
    let counts = function.operandCounts
    guard counts.contains(typed.count) else {
      let wanted = function.isMethod ? counts.lowerBound - 1...counts.upperBound - 1 : counts
      let given = typed.count - (function.isMethod ? 1 : 0)
      let number = wanted.count == 1 ? "\(wanted.lowerBound)" : "\(wanted.lowerBound) or \(wanted.upperBound)"
      visit.report(
        "“\(function.rawValue)” takes \(number) argument\(number == "1" ? "" : "s"), and here are \(given)",
        function.example, at: syntax.anchor)
      return .broken
    }
    guard let checked = self.operands(function, typed, operands, syntax, &visit) else { return .broken }
    warnOfConstants(function, checked, operands, &visit)
    return Typed(checked: .call(function, checked), kind: function.result)
  }

  private mutating func operands(
    _ function: RuleFunction, _ typed: [Typed], _ operands: [Syntax], _ syntax: Syntax, _ visit: inout Visit
  ) -> [Checked]? {
    var checked: [Checked] = []
    for (index, operand) in typed.enumerated() {
      let kind = inference.resolve(operand.kind)
      if function.accepts(kind, at: index, of: typed.count) {
        checked.append(operand.checked)
      } else if kind.isOpen || index > 0, let wanted = function.kind(at: index) {
        let fitted = expect(wanted, operand, operands[index], &visit)
        if fitted.kind == .broken { return nil }
        checked.append(fitted.checked)
      } else {
        visit.report(
          "“\(function.rawValue)” does not work on \(article(kind))", adviceForReceiver(function, kind),
          at: syntax.anchor)
        return nil
      }
    }
    return checked
  }

  private func adviceForReceiver(_ function: RuleFunction, _ kind: Kind) -> String? {
    switch (function, kind) {
    case (.contains, .list): return "to look into a list, write x in list"
    case (.timestamp, .int), (.timestamp, .double):
      return "for seconds since 1970, give the field format: epoch in herald.yaml"
    default:
      return kind == .string && function.isGetter ? "write timestamp(…).\(function.rawValue)()" : function.example
    }
  }

  /// Literals that no run can make sense of.
  private func warnOfConstants(
    _ function: RuleFunction, _ checked: [Checked], _ operands: [Syntax], _ visit: inout Visit
  ) {
    guard let last = checked.last, case .constant(.string(let text)) = last, let place = operands.last?.range else {
      return
    }
    switch function {
    case .timestamp where Conversions.timestamp(text, zone: .utc) == nil:
      visit.warn(
        "“\(text)” is no time, so this never has a value", "write timestamp(\"2026-03-01T00:00:00Z\")", at: place)
    case .duration where Conversions.duration(text) == nil:
      visit.warn("“\(text)” is no duration, so this never has a value", "write 1h30m", at: place)
    case .startOfDay where Conversions.zone(text) == nil, _ where function.isGetter && Conversions.zone(text) == nil:
      visit.warn(
        "“\(text)” is no time zone, so this never has a value",
        nearest(to: text, in: Zone.allNames).map { "did you mean “\($0)”?" }
          ?? "zones are written Europe/Berlin or +02:00",
        at: place)
    default: break
    }
  }
}

extension RuleFunction {
  /// Operands, the receiver included.
  var operandCounts: ClosedRange<Int> {
    switch self {
    case .contains, .startsWith, .endsWith, .addBusinessDays, .businessDaysUntil: 2...2
    case .startOfDay: 1...2
    default: isGetter ? 1...2 : 1...1
    }
  }

  var result: Kind {
    switch self {
    case .contains, .startsWith, .endsWith, .bool: .bool
    case .lower, .string: .string
    case .double: .double
    case .timestamp, .addBusinessDays, .startOfDay: .timestamp
    case .duration: .duration
    default: .int
    }
  }

  /// Whether an operand may be of this type; undeclared fields are not yet.
  func accepts(_ kind: Kind, at index: Int, of count: Int) -> Bool {
    if index > 0 { return kind == self.kind(at: index) }
    switch self {
    case .size:
      if case .list = kind { return true }
      return kind == .string || kind.isOpen
    case .int: return [.int, .double, .string, .timestamp].contains(kind) || kind.isOpen
    case .double: return [.int, .double, .string].contains(kind) || kind.isOpen
    case .string: return [.bool, .int, .double, .string, .timestamp, .duration].contains(kind) || kind.isOpen
    case .bool: return kind == .bool || kind == .string || kind.isOpen
    case .timestamp: return kind == .timestamp || kind == .string
    case .duration: return kind == .duration || kind == .string
    case .getHours, .getMinutes, .getSeconds, .getMilliseconds:
      return kind == .timestamp || kind == .duration && count == 1
    default: return kind == self.kind(at: 0)
    }
  }

  /// What an undeclared field becomes as this operand.
  func kind(at index: Int) -> Kind? {
    switch (self, index) {
    case (.contains, _), (.startsWith, _), (.endsWith, _), (.lower, _), (.timestamp, _), (.duration, _): .string
    case (.addBusinessDays, 1): .int
    case (.startOfDay, 1): .string
    case (.addBusinessDays, _), (.businessDaysUntil, _), (.startOfDay, _): .timestamp
    default: isGetter ? (index == 0 ? .timestamp : .string) : nil
    }
  }

  var example: String? {
    switch self {
    case .contains: "write text.contains(\"…\")"
    case .startsWith, .endsWith: "write text.\(rawValue)(\"…\")"
    case .lower: "write text.lower()"
    case .int: "it is made of a number, a text or a time"
    case .double: "it is made of a number or a text"
    case .string: "it is made of a bool, a number, a time or a duration"
    case .bool: "it is made of a text: for numbers write x != 0"
    case .timestamp: "write timestamp(\"2026-03-01T00:00:00Z\")"
    case .duration: "write 1h30m, or duration(\"1h30m\")"
    case .addBusinessDays: "write order.paid_at.addBusinessDays(3)"
    case .businessDaysUntil: "write now.businessDaysUntil(order.ship_by)"
    case .startOfDay: "write now.startOfDay(\"Europe/Berlin\")"
    case .size: "write list.size()"
    default: isGetter ? "write now.\(rawValue)(\"Europe/Berlin\")" : nil
    }
  }
}
