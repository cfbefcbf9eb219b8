import CivilTime

extension Code {
  func call(_ node: Node, _ evaluator: Evaluator, _ frame: inout Frame) throws(Unknown) -> Value {
    let call = tables.calls[Int(node.c)]
    let first = try value(Int(tables.children[Int(node.a)]), evaluator, &frame)
    let second = node.b > 1 ? try value(Int(tables.children[Int(node.a) + 1]), evaluator, &frame) : nil
    switch call.function {
    case .size: return try size(first)
    case .contains, .startsWith, .endsWith, .lower: return try text(call.function, first, second)
    case .int: return try Conversions.int(first)
    case .double: return try Conversions.double(first)
    case .string: return try Conversions.string(first)
    case .bool: return try Conversions.bool(first)
    case .timestamp:
      guard case .string(let text) = first else { return first }
      guard let time = Conversions.timestamp(text, zone: evaluator.calendar.zone) else {
        throw Unknown(.conversion(to: "timestamp"))
      }
      return .timestamp(time)
    case .duration:
      guard case .string(let text) = first else { return first }
      guard let span = Conversions.duration(text) else { throw Unknown(.conversion(to: "duration")) }
      return .duration(span)
    case .addBusinessDays, .businessDaysUntil: return try businessDays(call.function, first, second, evaluator)
    case .startOfDay:
      guard case .timestamp(let time) = first else { throw Unknown(.conversion(to: "timestamp")) }
      let zone = try zone(call, second) ?? evaluator.calendar.zone
      return try Arithmetic.instant(evaluator.calendar.startOfDay(time, zone: zone))
    default: return .int(try part(call, first, second))
    }
  }

  private func size(_ value: Value) throws(Unknown) -> Value {
    switch value {
    case .string(let text): return .int(Int64(text.unicodeScalars.count))
    case .list(let elements): return .int(Int64(elements.count))
    default: throw Unknown(.conversion(to: "list"))
    }
  }

  private func text(_ function: RuleFunction, _ value: Value, _ other: Value?) throws(Unknown) -> Value {
    guard case .string(let text) = value else { throw Unknown(.conversion(to: "string")) }
    guard case .string(let wanted)? = other else { return .string(text.lowercased()) }
    switch function {
    case .startsWith: return .bool(text.utf8.starts(with: wanted.utf8))
    case .endsWith: return .bool(text.utf8.reversed().starts(with: wanted.utf8.reversed()))
    default: return .bool(text.hasBytes(of: wanted))
    }
  }

  private func businessDays(
    _ function: RuleFunction, _ value: Value, _ other: Value?, _ evaluator: Evaluator
  ) throws(Unknown) -> Value {
    switch (value, other) {
    case (.timestamp(let time), .int(let days)?):
      return try Arithmetic.instant(evaluator.calendar.addBusinessDays(days, to: time))
    case (.timestamp(let from), .timestamp(let to)?):
      return .int(evaluator.calendar.businessDaysUntil(from: from, to: to))
    default: throw Unknown(.conversion(to: "timestamp"))
    }
  }

  /// The zone that a call names; nil if it names none.
  private func zone(_ call: Call, _ value: Value?) throws(Unknown) -> Zone? {
    guard case .string(let name)? = value else { return nil }
    let zone = if let known = call.zone { known } else { Conversions.zone(name) }
    guard let zone else { throw Unknown(.conversion(to: "zone")) }
    return zone
  }

  /// `getHours` and its kin: of a time in UTC or a zone, of a duration as a whole.
  private func part(_ call: Call, _ value: Value, _ zoneName: Value?) throws(Unknown) -> Int64 {
    if case .duration(let span) = value { return part(call.function, of: span) }
    guard case .timestamp(let time) = value else { throw Unknown(.conversion(to: "timestamp")) }
    let wall = (try zone(call, zoneName) ?? .utc).wall(at: time)
    let number =
      switch call.function {
      case .getFullYear: wall.date.year
      case .getMonth: wall.date.month - 1
      case .getDayOfMonth: wall.date.day - 1
      case .getDate: wall.date.day
      case .getDayOfWeek: (wall.date.weekday + 1) % 7  // CEL's week begins on Sunday
      case .getDayOfYear: wall.date.dayOfYear - 1
      case .getHours: wall.hour
      case .getMinutes: wall.minute
      case .getSeconds: wall.second
      default: Int(wall.nanosecond / 1_000_000)
      }
    return Int64(number)
  }

  /// CEL's: whole hours, minutes or seconds of all of it, but of the milliseconds only what a second leaves.
  private func part(_ function: RuleFunction, of span: TimeSpan) -> Int64 {
    let isNegative = span.seconds < 0
    let size = isNegative ? span.negated ?? span : span
    let part =
      switch function {
      case .getHours: size.seconds / 3600
      case .getMinutes: size.seconds / 60
      case .getSeconds: size.seconds
      default: Int64(size.nanoseconds / 1_000_000)
      }
    return isNegative ? -part : part
  }
}

extension String {
  /// Whether the bytes of another text occur in this one.
  func hasBytes(of other: String) -> Bool {
    let (bytes, wanted) = (Array(utf8), Array(other.utf8))
    guard let first = wanted.first else { return true }
    guard bytes.count >= wanted.count else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }
}
