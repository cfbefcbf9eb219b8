extension RuleFunction {
  /// Called on a value: `a.contains(b)`. Conversions are called with it: `int(a)`; `size` is both.
  var isMethod: Bool {
    switch self {
    case .int, .double, .string, .bool, .timestamp, .duration: false
    default: true
    }
  }

  var isGlobal: Bool { !isMethod || self == .size }

  /// `getHours` and its kin.
  var isGetter: Bool { rawValue.hasPrefix("get") }
}

/// What other dialects have and these rules do not: by name, with what to use instead.
enum Refused {
  static func advice(forFunction name: String) -> String? {
    switch name {
    case "matches": "there are no regular expressions: use contains, startsWith or endsWith"
    case "uint": "there is no uint: use int"
    case "bytes": "there are no bytes: use the text"
    case "type": "types are known when a rule is checked: leave it out"
    case "dyn": "types are known when a rule is checked: leave it out"
    case "len", "length", "count": "use size()"
    case "lowerAscii", "toLower", "toLowerCase", "downcase", "upperAscii", "toUpper", "upper", "upcase":
      "compare lower() of both"
    case "existsOne", "one": "write exists_one"
    case "any", "some": "write exists"
    case "every": "write all"
    case "where", "select": "write filter"
    case "average", "mean": "write avg"
    case "isEmpty", "empty": "write size() == 0"
    case "date", "datetime": "write timestamp(\"2026-03-01T00:00:00Z\")"
    case "today": "write now.startOfDay()"
    case "now": "now is a name: write it without parentheses"
    case "coalesce", "default", "ifnull": "write has(x.f) ? x.f : …"
    case "greatest": "write [a, b].max(x, x)"
    case "least": "write [a, b].min(x, x)"
    case "abs": "write x < 0 ? -x : x"
    case "ceil", "floor", "round", "trunc", "sign": "int(x) cuts a fraction; else compare with < and >"
    case "isNaN", "isInf", "isFinite": "a number from an export is always one: ask has() whether it is there"
    case "bitAnd", "bitOr", "bitXor", "bitNot", "bitShiftLeft", "bitShiftRight": "there are no bits: use % and /"
    case "bind", "block": "give the part a name under facts in herald.yaml"
    case "of", "none", "ofNonZeroValue", "optMap", "optFlatMap", "orValue", "hasValue", "value":
      "a missing field is unknown by itself: use has() or == null"
    case "transformList", "transformMap", "transformMapEntry": "write map"
    case "getExt", "hasExt", "encode", "decode": "there are no messages and no bytes: use fields"
    case "ip", "cidr", "isIP", "isCIDR", "quote", "split", "join", "replace", "substring", "indexOf", "lastIndexOf",
      "charAt", "trim", "format", "reverse":
      "texts are only compared and searched in rules; templates have filters"
    default: nil
    }
  }
}
