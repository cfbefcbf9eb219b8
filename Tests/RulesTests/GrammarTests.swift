import CivilTime
import Diagnostics
import Rules
import Testing

/// What each construct of the grammar means.
@Suite("Grammar")
struct GrammarTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var value: Value
    init(_ text: String, _ value: Value) {
      self.text = text
      self.value = value
    }
    var testDescription: String { text }
  }

  @Test(arguments: precedence + literals + texts + functions + macros)
  func value(_ item: Case) { #expect(outcome(of: item.text) == .value(item.value)) }

  static let precedence: [Case] = [
    Case("1 + 2 * 3", .int(7)),
    Case("(1 + 2) * 3", .int(9)),
    Case("10 - 3 - 2", .int(5)),
    Case("100 / 10 / 2", .int(5)),
    Case("7 % 4 * 2", .int(6)),
    Case("-2 + 3", .int(1)),
    Case("- 2 * -3", .int(6)),
    Case("1 + 1 == 2", .bool(true)),
    Case("true or true and false", .bool(true)),
    Case("(true or true) and false", .bool(false)),
    Case("true || true && false", .bool(true)),
    Case("false or false or true", .bool(true)),
    Case("not 1 == 2", .bool(true)),
    Case("not true or true", .bool(true)),
    Case("not (true or true)", .bool(false)),
    Case("not not true", .bool(true)),
    Case("not 1 in [2]", .bool(true)),
    Case("!true == false", .bool(true)),
    Case("!!true", .bool(true)),
    Case("not !true", .bool(true)),
    Case("true and not false and not not true", .bool(true)),
    Case("false ? 1 : true ? 2 : 3", .int(2)),
    Case("true ? 1 : false ? 2 : 3", .int(1)),
    Case("1 < 2 ? 'a' : 'b'", .string("a")),
    Case("1 + 2 in [3]", .bool(true)),
    Case("[[1, 2], [3]][0][1]", .int(2)),
    Case("[1, 2,][1]", .int(2)),
    Case("size([])", .int(0)),
    Case("1 // one\n + 1", .int(2)),
    Case("\t1\r\n+\u{C}1", .int(2)),
    Case("true ? 1 : 2.5", .double(1)),
    Case("[1, 2.5]", .list([.double(1), .double(2.5)])),
    Case("[[1], [2.5]] == [[1.0], [2.5]]", .bool(true)),
  ]

  static let literals: [Case] = [
    Case("0x1F", .int(31)),
    Case("0XfF", .int(255)),
    Case("-0x8000000000000000", .int(.min)),
    Case("-9223372036854775808", .int(.min)),
    Case("9223372036854775807", .int(.max)),
    Case(".5", .double(0.5)),
    Case("1e3", .double(1000)),
    Case("1.5E-1", .double(0.15)),
    Case("1w", .duration(TimeSpan(seconds: 604_800))),
    Case("3d", .duration(TimeSpan(seconds: 259_200))),
    Case("1h30m", .duration(TimeSpan(seconds: 5400))),
    Case("45s", .duration(TimeSpan(seconds: 45))),
    Case("1s500ms", .duration(TimeSpan(seconds: 1, nanoseconds: 500_000_000))),
    Case("-1500ms", .duration(TimeSpan(seconds: -2, nanoseconds: 500_000_000))),
    Case("1d == 24h", .bool(true)),
    Case("1h.getMinutes()", .int(60)),
    Case("null", .null),
    Case("null == null", .bool(true)),
    Case("null != 3", .bool(true)),
    Case("3 == null", .bool(false)),
  ]

  static let texts: [Case] = [
    Case(#"'a"b'"#, .string("a\"b")),
    Case(#""a'b""#, .string("a'b")),
    Case(#"'a\'b\"c\\d'"#, .string(#"a'b"c\d"#)),
    Case(#"'\a\b\f\n\r\t\v\?\`'"#, .string("\u{7}\u{8}\u{C}\n\r\t\u{B}?`")),
    Case(#"'\x41\X42\u0043\U00000044\105'"#, .string("ABCDE")),
    Case(#"r'\n\x'"#, .string(#"\n\x"#)),
    Case(#"R"\""#, .string(#"\"#)),
    Case("'''a'b\n''c'''", .string("a'b\n''c")),
    Case("\"\"\"a\"\"b\"\"\"", .string("a\"\"b")),
    Case("r'''\\n'''", .string("\\n")),
    Case("'ä€😀'", .string("ä€😀")),
    Case("'// no comment'", .string("// no comment")),
  ]

  static let functions: [Case] = [
    Case("'añb'.size()", .int(3)),
    Case("size('añb')", .int(3)),
    Case("'ABC Ä'.lower()", .string("abc ä")),
    Case("'hello'.contains('ell') and not 'hello'.contains('elo')", .bool(true)),
    Case("'a' + 'b'", .string("ab")),
    Case("[1] + [2]", .list([.int(1), .int(2)])),
    Case("int('-42') + int(3.9) + int(-3.9)", .int(-42)),
    Case("int(timestamp('1970-01-01T00:01:00Z'))", .int(60)),
    Case("double('1.5') + double(2)", .double(3.5)),
    Case("string(3) + string(2.5) + string(3.0) + string(true)", .string("32.53true")),
    Case("string(1h30m) + ' ' + string(-250ms)", .string("5400s -0.25s")),
    Case("string(timestamp('2026-03-01T10:00:00+01:00'))", .string("2026-03-01T09:00:00Z")),
    Case("bool('true') and not bool('f')", .bool(true)),
    Case("duration('1h30m') == 90m", .bool(true)),
    Case("duration('-1.5h') == -90m", .bool(true)),
    Case("duration('1.5ms') == duration('1500us')", .bool(true)),
    Case("duration('3600s') == 1h and duration('1d') == 24h", .bool(true)),
    Case("duration('0.1s') == 100ms", .bool(true)),
    Case("duration(1h) == 1h", .bool(true)),
    Case("timestamp('2026-03-02')", .timestamp(Shop.time("2026-03-02T00:00:00Z"))),
    Case("now", .timestamp(Shop.now)),
    Case("now - 1d < now", .bool(true)),
    Case("(now - timestamp('2026-03-09T12:00:00Z')) == 1d", .bool(true)),
    Case("1d + now == now + 1d", .bool(true)),
    Case("now.getHours('Europe/Berlin') - now.getHours()", .int(1)),
    Case("now.getHours('-02:30')", .int(9)),
    Case("now.getHours('02:00')", .int(14)),
    Case("now.getDayOfWeek()", .int(2)),
    Case("now.getFullYear() * 10000 + now.getMonth() * 100 + now.getDate()", .int(20_260_210)),
    Case("now.getDayOfMonth() + now.getDayOfYear()", .int(9 + 68)),
    Case("duration('-90s').getMinutes()", .int(-1)),
    Case("duration('123.321456789s').getMilliseconds()", .int(321)),
    Case("now.startOfDay()", .timestamp(Shop.time("2026-03-10T00:00:00Z"))),
    Case("now.startOfDay('Europe/Berlin')", .timestamp(Shop.time("2026-03-09T23:00:00Z"))),
    Case("now.addBusinessDays(4)", .timestamp(Shop.time("2026-03-16T12:00:00Z"))),
    Case("now.businessDaysUntil(now + 7d)", .int(5)),
  ]

  static let macros: [Case] = [
    Case("[1, 2, 3].all(x, x > 0)", .bool(true)),
    Case("[1, 2, 3].exists(x, x == 4)", .bool(false)),
    Case("[1, 2, 3].exists_one(x, x > 2)", .bool(true)),
    Case("[1, 2, 3].filter(x, x != 2)", .list([.int(1), .int(3)])),
    Case("[1, 2, 3].map(x, x * x)", .list([.int(1), .int(4), .int(9)])),
    Case("[1, 2, 3].map(x, x != 2, x * x)", .list([.int(1), .int(9)])),
    Case("[1, 2, 3].count(x, x > 1)", .int(2)),
    Case("[1, 2, 3].sum(x, x)", .int(6)),
    Case("[].sum(x, 1)", .int(0)),
    Case("[].sum(x, 1.5)", .double(0)),
    Case("[1h, 30m].sum(x, x)", .duration(TimeSpan(seconds: 5400))),
    Case("[1, 2].avg(x, x)", .double(1.5)),
    Case("[1h, 30m].avg(x, x)", .duration(TimeSpan(seconds: 2700))),
    Case("[3, 1, 2].min(x, x)", .int(1)),
    Case("['b', 'a'].max(x, x)", .string("b")),
    Case("[now, now - 1d].min(x, x)", .timestamp(Shop.time("2026-03-09T12:00:00Z"))),
    Case("[1, 2, 3].filter(x, x > 1).map(x, x * 2).sum(x, x)", .int(10)),
    Case("[1, 2].all(x, [3, 4].exists(y, y > x))", .bool(true)),
    Case("[1, 2].map(x, [x, x].map(x, x + 1))[1][0]", .int(3)),
    Case("[[1, 2], [3]].map(x, x.size())", .list([.int(2), .int(1)])),
    Case("[0.1, 0.1, 0.1].sum(x, x)", .double(0.3)),
    Case("[0.1, 0.2].sum(x, x) == 0.3", .bool(true)),
    Case("[0.1, 0.1, 0.1].avg(x, x) == 0.1", .bool(true)),
    Case("[1e300, 1e300].sum(x, x)", .double(2e300)),
    Case("[0.00001, 0.00002].sum(x, x)", .double(0.00001 + 0.00002)),
  ]

  @Test func moneyAddsUpExactly() {
    let cells = repeatElement("0.10", count: 1000).joined(separator: ", ")
    #expect(outcome(of: "[\(cells)].sum(x, x) == 100") == .yes)
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    var text: String
    var cause: Unknown.Cause
    init(_ text: String, _ cause: Unknown.Cause) {
      self.text = text
      self.cause = cause
    }
    var testDescription: String { text }
  }

  @Test(arguments: [
    Bad("9223372036854775807 + 1", .overflow), Bad("-9223372036854775808 - 1", .overflow),
    Bad("5000000000 * 5000000000", .overflow), Bad("(-9223372036854775808) / -1", .overflow),
    Bad("-(-9223372036854775808)", .overflow), Bad("1 / 0", .divisionByZero), Bad("1 % 0", .divisionByZero),
    Bad("timestamp('9999-12-31T23:59:59Z') + 1s", .overflow), Bad("timestamp('0001-01-01T00:00:00Z') - 1ms", .overflow),
    Bad("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')", .overflow),
    Bad("300000000000s + 300000000000s", .overflow), Bad("[1][1]", .outOfRange), Bad("[1][-1]", .outOfRange),
    Bad("int('x')", .conversion(to: "int")), Bad("int(1e19)", .overflow), Bad("int('1.5')", .conversion(to: "int")),
    Bad("double('x')", .conversion(to: "double")), Bad("bool('yes')", .conversion(to: "bool")),
    Bad("timestamp('yesterday')", .conversion(to: "timestamp")),
    Bad("timestamp('2026-02-30')", .conversion(to: "timestamp")),
    Bad("duration('1x')", .conversion(to: "duration")), Bad("duration('')", .conversion(to: "duration")),
    Bad("now.getHours('Mars/Base')", .conversion(to: "zone")), Bad("[].min(x, 1)", .noElements(function: "min")),
    Bad("[].max(x, 1)", .noElements(function: "max")), Bad("[].avg(x, 1)", .noElements(function: "avg")),
    Bad("[1, 0].sum(x, 1 / x)", .divisionByZero), Bad("[1, 0].min(x, 1 / x)", .divisionByZero),
    Bad("[1, 0].map(x, 1 / x)", .divisionByZero), Bad("[1, 0].filter(x, 1 / x > 0)", .divisionByZero),
    Bad("[1, 0].count(x, 1 / x > 0)", .divisionByZero), Bad("[1, 0].exists_one(x, 1 / x > 0)", .divisionByZero),
    Bad("[9223372036854775807, 1].sum(x, x)", .overflow), Bad("1 / 0 == null", .divisionByZero),
  ])
  func unknown(_ item: Bad) { #expect(outcome(of: item.text) == .unknown(item.cause)) }

  @Test(arguments: [
    "1 == 1.0", "2 > 1.5", "9007199254740993 > 9007199254740992.0", "9223372036854775807 < 9223372036854775808.0",
    "-9223372036854775808 >= -9223372036854775808.0", "not (0.0 / 0.0 == 0.0 / 0.0)", "0.0 / 0.0 != 1",
    "not (1 < 0.0 / 0.0) and not (1 >= 0.0 / 0.0)", "'a' < 'b' and 'Z' < 'a' and 'a' < 'á'",
    "not ('\\u00e9' == 'e\\u0301')",
    "1.0 in [1, 2]", "1 in [1.5, 1.0]", "[1, 2] == [1.0, 2.0]", "[1] != [1, 2]", "1 + 0.5 == 1.5", "3 / 2 == 1",
    "3 / 2.0 == 1.5",
    "-7 / 2 == -3", "-7 % 3 == -1", "1 / 0.0 > 1e308",
  ])
  func holds(_ text: String) { #expect(outcome(of: text) == .yes) }
}

/// Expressions made to hurt: the answer may be a refusal, and comes at once.
@Suite("Hostile expressions")
struct HostileExpressionTests {
  private func check(_ text: String) -> [String] {
    var checker = RuleChecker(schema: Shop.schema)
    switch checker.check(.init(text), in: .init(subject: Shop.index("order"))) {
    case .success: return []
    case .failure(let problems): return problems.diagnostics.map(\.message)
    }
  }

  static let tooDeep = "this expression is nested deeper than "

  @Test(arguments: [
    ("(", "1", ")"), ("[", "1", "]"), ("-", "x", ""), ("!", "true", ""), ("not ", "true", ""), ("1 + (", "1", ")"),
    ("true ? 1 : ", "1", ""), ("size(", "1", ")"), ("1 + ", "1", ""), ("1 < (", "1", ")"), ("[1][", "0", "]"),
  ])
  func deepNesting(_ item: (String, String, String)) {
    let text =
      String(repeating: item.0, count: 5000) + item.1 + String(repeating: item.2, count: item.2.isEmpty ? 0 : 9000)
    #expect(check(text).first?.hasPrefix(Self.tooDeep) == true)
  }

  @Test func longChainsOfConditionsAreFine() {
    let text = repeatElement("order.total > 3", count: 3000).joined(separator: " or ")
    #expect(check(text) == [])
    var store = ShopStore()
    let order = store.add("order", ["key": .text("1"), "total": .number(2)])
    #expect(outcome(of: text, store: store, subject: order) == .no)
  }

  @Test func fortyOfEachConstructAreFine() {
    #expect(check(String(repeating: "(", count: 40) + "1" + String(repeating: ")", count: 40)) == [])
    #expect(check(repeatElement("1", count: 150).joined(separator: " + ")) == [])
    #expect(check(String(repeating: "-", count: 40) + "1") == [])
  }

  @Test func longerThan64KiB() {
    #expect(check(String(repeating: "1 + ", count: 20_000) + "1") == ["this expression is longer than 64 KiB"])
  }

  @Test func anyBytesAreReadWithoutACrash() {
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "order", ".", "total", "(", ")", "[", "]", "1", "3d", "'x'", "not", "and", "or", "in", "==", "<", "+", "-", "!",
      "?",
      ":", ",", "null", "true", "exists", "filter", "has", "now", "told", "customer", "orders", "o", "0x", "1e", "\"",
      "\\",
      "é", "\u{0}", "//", "\n", "sum", "size", "9223372036854775808", "{", "key", "items", "timestamp", "getHours",
    ]
    for _ in 0..<8000 {
      let text = (0..<(1 + random(14))).map { _ in pieces[random(pieces.count)] }.joined(
        separator: random(2) == 0 ? " " : "")
      _ = check(text)
    }
  }
}
