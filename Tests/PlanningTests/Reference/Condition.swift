/// A field of a record that a rule names: `order.customer.email`.
struct FieldPath: Hashable, Sendable {
  /// A variable: the subject, what its to-one links reach, or a macro's.
  var root: String
  /// To-one links to follow.
  var links: [String] = []
  var field: String
  var text: String { ([root] + links + [field]).joined(separator: ".") }
}

/// A list of records: `customer.orders`, `cart.items`.
struct ListPath: Hashable, Sendable {
  var root: String
  var name: String
  var text: String { "\(root).\(name)" }
}

enum Comparison: String, CaseIterable, Sendable {
  case less = "<", atMost = "<=", more = ">", atLeast = ">=", equal = "==", unequal = "!="

  func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .less: a < b
    case .atMost: a <= b
    case .more: a > b
    case .atLeast: a >= b
    case .equal: a == b
    case .unequal: a != b
    }
  }
}

indirect enum TimeTerm: Sendable {
  case field(FieldPath), now, start
  case plus(TimeTerm, Int64)
  case most(ListPath, String), least(ListPath, String)

  var text: String {
    switch self {
    case .field(let path): path.text
    case .now: "now"
    case .start: "start"
    case .plus(let term, let span): "\(term.text) \(span < 0 ? "-" : "+") \(spanText(abs(span)))"
    case .most(let list, let field): "\(list.text).max(x, x.\(field))"
    case .least(let list, let field): "\(list.text).min(x, x.\(field))"
    }
  }
}

indirect enum NumberTerm: Sendable {
  case field(FieldPath)
  case size(ListPath)
  case count(ListPath, Condition)
  /// Of a field over the members for which the condition holds.
  case sum(ListPath, Condition, String)

  var text: String {
    switch self {
    case .field(let path): path.text
    case .size(let list): "\(list.text).size()"
    case .count(let list, let condition): "\(list.text).count(x, \(condition.text))"
    case .sum(let list, let condition, let field):
      "\(list.text).filter(x, \(condition.text)).sum(x, x.\(field))"
    }
  }
}

/// The rules that the test writes and understands by itself. `x` is the variable of macros.
indirect enum Condition: Sendable {
  case isNull(FieldPath), notNull(FieldPath), has(FieldPath), flag(FieldPath)
  case equals(FieldPath, String), differs(FieldPath, String), among(FieldPath, [String])
  case number(NumberTerm, Comparison, Double)
  case time(TimeTerm, Comparison, TimeTerm)
  case span(TimeTerm, TimeTerm, Comparison, Int64)
  case exists(ListPath, Condition), all(ListPath, Condition), one(ListPath, Condition)
  case told(String, Int64)
  case not(Condition), notWord(Condition)
  case and(Condition, Condition), or(Condition, Condition)
  case choice(Condition, Condition, Condition)

  var text: String {
    switch self {
    case .isNull(let path): "\(path.text) == null"
    case .notNull(let path): "\(path.text) != null"
    case .has(let path): "has(\(path.text))"
    case .flag(let path): path.text
    case .equals(let path, let value): "\(path.text) == \"\(value)\""
    case .differs(let path, let value): "\(path.text) != \"\(value)\""
    case .among(let path, let values): "\(path.text) in [\(values.map { "\"\($0)\"" }.joined(separator: ", "))]"
    case .number(let term, let comparison, let value):
      "\(term.text) \(comparison.rawValue) \(value == value.rounded() ? "\(Int(value))" : "\(value)")"
    case .time(let a, let comparison, let b): "\(a.text) \(comparison.rawValue) \(b.text)"
    case .span(let a, let b, let comparison, let span):
      "\(a.text) - \(b.text) \(comparison.rawValue) \(spanText(span))"
    case .exists(let list, let condition): "\(list.text).exists(x, \(condition.text))"
    case .all(let list, let condition): "\(list.text).all(x, \(condition.text))"
    case .one(let list, let condition): "\(list.text).exists_one(x, \(condition.text))"
    case .told(let campaign, let span): "told(\"\(campaign)\", \(spanText(span)))"
    case .not(let condition): "!(\(condition.text))"
    case .notWord(let condition): "(not (\(condition.text)))"
    case .and(let a, let b): "(\(a.text)) and (\(b.text))"
    case .or(let a, let b): "(\(a.text)) || (\(b.text))"
    case .choice(let a, let b, let c): "(\(a.text)) ? (\(b.text)) : (\(c.text))"
    }
  }
}

/// Names for what is derived, the same in every shop of the test.
enum Fact: Sendable {
  case condition(Condition), number(NumberTerm), time(TimeTerm)

  var text: String {
    switch self {
    case .condition(let condition): condition.text
    case .number(let term): term.text
    case .time(let term): term.text
    }
  }

  static let all: [String: [String: Fact]] = [
    "ticket": ["open": .condition(.isNull(FieldPath(root: "ticket", field: "closed_at")))],
    "customer": [
      "spent": .number(
        .sum(
          ListPath(root: "customer", name: "orders"),
          .time(.field(FieldPath(root: "x", field: "created_at")), .more, .plus(.now, -5 * day)), "total")),
      "recent": .number(
        .count(
          ListPath(root: "customer", name: "orders"),
          .time(.field(FieldPath(root: "x", field: "created_at")), .more, .plus(.now, -3 * day)))),
      "last_order": .time(.most(ListPath(root: "customer", name: "orders"), "created_at")),
    ],
    "order": [
      "arrived": .time(.most(ListPath(root: "order", name: "shipments"), "delivered_at")),
      "ship_by": .time(.plus(.field(FieldPath(root: "order", field: "paid_at")), 2 * day)),
    ],
  ]
}
