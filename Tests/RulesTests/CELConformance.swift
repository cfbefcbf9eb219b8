import CivilTime
import Diagnostics
import JSON
import Rules
import TestSupport
import Testing

/// cel-spec's simple tests: the right answer, or refused by the checker, but never another answer.
@Suite("CEL's conformance tests", .enabled(if: Suites.has("cel-cases.jsonl")))
struct CELConformance {
  struct Case: Sendable {
    var id: String
    var expression: String
    var variables: [String: (RuleType, Value)]
    var want: Value?
    var isError: Bool
    var mayRefuse: Bool
    var isSkipped: Bool
  }

  enum Verdict: Hashable {
    case agrees, refused
    case differs(String)
  }

  /// All cases of these groups must agree unless they say `refuse`.
  static let required: Set<Substring> = [
    "basic", "plumbing", "comparisons", "conversions", "fp_math", "integer_math", "lists", "logic", "macros", "parse",
    "string", "timestamps", "type_deduction",
  ]

  @Test func neverAnotherAnswer() throws {
    var figures = ConformanceFigures("cel-cases")
    for line in try Suites.lines("cel-cases.jsonl") {
      let item = try #require(Self.read(line), "\(line)")
      if item.isSkipped { continue }
      switch Self.judge(item) {
      case .agrees: figures.agree()
      case .refused where item.mayRefuse: figures.refuse()
      case .refused: figures.differ("\(item.id): \(item.expression): refused")
      case .differs(let found): figures.differ("\(item.id): \(item.expression): \(found)")
      }
    }
    figures.print()
    #expect(figures.differing == [])
    #expect(figures.agreeing >= 423)
  }

  static func judge(_ item: Case) -> Verdict {
    var checker = RuleChecker(schema: Schema())
    let scope = RuleChecker.Scope(subject: nil, variables: item.variables.mapValues(\.0))
    guard case .success(let rule) = checker.check(SourceText(item.expression), in: scope) else { return .refused }
    checker.finish()
    let evaluator = Evaluator(
      store: ShopStore(), schema: checker.schema, now: Shop.now, calendar: Shop.calendar)
    do throws(Unknown) {
      let value = try evaluator.evaluate(
        rule.checked, subject: nil, variables: item.variables.mapValues(\.1))
      guard let want = item.want, same(value, want) else { return .differs("\(value)") }
      return .agrees
    } catch {
      return item.isError ? .agrees : .differs("\(error.cause)")
    }
  }

  /// Identical but for the text's normal form and NaN, which `==` would get wrong.
  static func same(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.string(let a), .string(let b)): Array(a.utf8) == Array(b.utf8)
    case (.double(let a), .double(let b)): a.bitPattern == b.bitPattern || a.isNaN && b.isNaN
    case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { same($0, $1) }
    default: a == b
    }
  }

  // MARK: Reading

  static func read(_ line: String) -> Case? {
    guard let json = try? JSONValue.parse(line), let id = json["id"]?.string, let expression = json["expr"]?.string
    else { return nil }
    var variables: [String: (RuleType, Value)] = [:]
    for member in json["vars"]?.members ?? [] {
      guard let type = type(member.value["type"]?.string ?? ""), let value = member.value["is"].flatMap(value) else {
        return nil
      }
      variables[member.key] = (type, value)
    }
    let want = json["want"].flatMap(value)
    if json["want"] != nil, want == nil { return nil }
    let refuse = json["refuse"]?.bool ?? false
    let group = id.split(separator: "/").first ?? ""
    return Case(
      id: id, expression: expression, variables: variables, want: want, isError: json["error"]?.bool ?? false,
      mayRefuse: refuse || !required.contains(group), isSkipped: json["skip"]?.bool ?? false)
  }

  private static func type(_ name: String) -> RuleType? {
    switch name {
    case "bool": .bool
    case "int": .int
    case "double": .double
    case "string": .string
    case "timestamp": .timestamp
    case "duration": .duration
    default: name.hasPrefix("list of ") ? type(String(name.dropFirst(8))).map(RuleType.list) : nil
    }
  }

  /// `{"int": "42"}`; times in nanoseconds.
  private static func value(_ json: JSONValue) -> Value? {
    guard let member = json.members?.first else { return nil }
    let text = member.value.string ?? ""
    switch member.key {
    case "null": return .null
    case "bool": return member.value.bool.map(Value.bool)
    case "int": return Int64(text).map(Value.int)
    case "double": return Double(text).map(Value.double)
    case "string": return .string(text)
    case "timestamp": return Int64(text).map { .timestamp(Instant(microseconds: $0 / 1000)) }
    case "duration":
      return Int64(text).map {
        let (seconds, rest) = $0.quotientAndRemainder(dividingBy: 1_000_000_000)
        return .duration(
          TimeSpan(
            seconds: rest < 0 ? seconds - 1 : seconds, nanoseconds: Int32(rest < 0 ? rest + 1_000_000_000 : rest)))
      }
    case "list": return member.value.array.map { .list($0.compactMap(value)) }
    default: return nil
    }
  }
}
