import Diagnostics
import Rules
import TestSupport
import Testing

/// CEL's language definition beyond the cases that come with it: what each line's expression is.
///
/// Behind the arrow stands a literal, `unknown` (CEL's error) or `refused` (by the checker). `␤` is a line end.
@Suite("CEL's language definition")
struct LanguageTests {
  @Test(arguments: [
    integers, doubles, numbersTogether, texts, escapes, lists, conversions, timestamps, durations, getters, clocks,
    logic, macros, lexis,
  ])
  func lines(_ group: Lines) throws {
    for line in group.text.split(separator: "\n") {
      let text = line.replacing("␤", with: "\n")
      let arrow = try #require(text.ranges(of: "⇒").last, "\(text)")
      let expression = text[..<arrow.lowerBound].trimmed
      let wanted = text[arrow.upperBound...].trimmed
      let found = outcome(of: expression)
      switch (wanted, found) {
      case ("unknown", .unknown): continue
      case ("refused", .refused):
        // Whatever is refused names what to do instead.
        #expect(
          Self.problems(expression).allSatisfy { $0.advice != nil }, "\(Self.problems(expression).map(\.message))")
      case (_, .value(let value)):
        if case .value(let expected) = outcome(of: wanted), CELConformance.same(value, expected) { continue }
        Issue.record("\(expression) ⇒ \(value), not \(wanted)")
      default: Issue.record("\(expression) ⇒ \(found.testDescription), not \(wanted)")
      }
    }
  }

  private static func problems(_ expression: String) -> [Diagnostic] {
    var checker = RuleChecker(schema: Schema())
    guard case .failure(let problems) = checker.check(SourceText(expression), in: RuleChecker.Scope(subject: nil))
    else {
      return []
    }
    return problems.diagnostics
  }

  static let integers = Lines(
    "integers",
    #"""
    9223372036854775807 ⇒ 9223372036854775807
    9223372036854775807 + 1 ⇒ unknown
    9223372036854775807 - -1 ⇒ unknown
    9223372036854775807 + 0 ⇒ 9223372036854775807
    -9223372036854775808 - 1 ⇒ unknown
    -9223372036854775808 + -1 ⇒ unknown
    -9223372036854775808 + 1 ⇒ -9223372036854775807
    -9223372036854775808 * -1 ⇒ unknown
    -9223372036854775808 * 1 ⇒ -9223372036854775808
    -9223372036854775808 / -1 ⇒ unknown
    -9223372036854775808 / 1 ⇒ -9223372036854775808
    -9223372036854775808 % -1 ⇒ unknown
    -(-9223372036854775808) ⇒ unknown
    --9223372036854775808 ⇒ unknown
    -(-9223372036854775807) ⇒ 9223372036854775807
    - 9223372036854775808 ⇒ -9223372036854775808
    9223372036854775808 ⇒ refused
    -9223372036854775809 ⇒ refused
    0xffffffffffffffff ⇒ refused
    0x8000000000000000 ⇒ refused
    -0x8000000000000000 ⇒ -9223372036854775808
    0x7FFFFFFFFFFFFFFF ⇒ 9223372036854775807
    3037000499 * 3037000499 ⇒ 9223372030926249001
    3037000500 * 3037000500 ⇒ unknown
    4294967296 * -2147483648 ⇒ -9223372036854775808
    4294967296 * 2147483648 ⇒ unknown
    7 / 2 ⇒ 3
    -7 / 2 ⇒ -3
    7 / -2 ⇒ -3
    7 % -3 ⇒ 1
    -7 % 3 ⇒ -1
    -7 % -3 ⇒ -1
    0 / 5 ⇒ 0
    5 / 0 ⇒ unknown
    0 / 0 ⇒ unknown
    5 % 0 ⇒ unknown
    1 - -1 ⇒ 2
    1--1 ⇒ 2
    1---1 ⇒ 0
    2 * 3 % 4 ⇒ 2
    8 / 4 / 2 ⇒ 1
    10 - 4 - 3 ⇒ 3
    2 + 3 * 4 - 6 / 2 ⇒ 11
    -2 - -3 * -4 ⇒ -14
    007 ⇒ 7
    -0 ⇒ 0
    0xA + 0Xb ⇒ 21
    """#)

  static let doubles = Lines(
    "doubles",
    #"""
    1.0 / 0.0 > 1.7976931348623157e308 ⇒ true
    -1.0 / 0.0 < -1.7976931348623157e308 ⇒ true
    0.0 / 0.0 == 0.0 / 0.0 ⇒ false
    0.0 / 0.0 != 0.0 / 0.0 ⇒ true
    0.0 / 0.0 < 1.0 ⇒ false
    0.0 / 0.0 >= 1.0 ⇒ false
    not (0.0 / 0.0 < 1.0) ⇒ true
    not (0.0 / 0.0 >= 1.0) ⇒ true
    -0.0 ⇒ -0.0
    0.0 == -0.0 ⇒ true
    0.0 * -1.0 ⇒ -0.0
    1e308 * 10.0 == 1.0 / 0.0 ⇒ true
    1.7976931348623157e308 * -2.0 == -1.0 / 0.0 ⇒ true
    5e-324 / 2.0 ⇒ 0.0
    0.1 + 0.2 ⇒ 0.30000000000000004
    .5 ⇒ 0.5
    -.5 ⇒ -0.5
    1e3 ⇒ 1000.0
    1E-2 ⇒ 0.01
    1.5e+2 ⇒ 150.0
    5e-324 > 0.0 ⇒ true
    1.7976931348623157e308 ⇒ 1.7976931348623157e308
    1e309 ⇒ refused
    5. ⇒ refused
    1.e3 ⇒ refused
    1e ⇒ refused
    1e+ ⇒ refused
    1.2.3 ⇒ refused
    1.5 % 2.0 ⇒ refused
    --1.5 ⇒ 1.5
    2.5 * -2.0 ⇒ -5.0
    7.0 / 2.0 ⇒ 3.5
    """#)

  static let numbersTogether = Lines(
    "numbersTogether",
    #"""
    1 == 1.0 ⇒ true
    1.0 == 1 ⇒ true
    1 != 1.5 ⇒ true
    1 < 1.1 ⇒ true
    1.1 < 1 ⇒ false
    2 >= 1.9999999999999998 ⇒ true
    9223372036854775807 < 9223372036854775808.0 ⇒ true
    9223372036854775807 == 9223372036854775807.0 ⇒ false
    -9223372036854775808 == -9223372036854775808.0 ⇒ true
    9007199254740993 == 9007199254740992.0 ⇒ false
    9007199254740993 > 9007199254740992.0 ⇒ true
    9007199254740992.0 <= 9007199254740993 ⇒ true
    1 < 0.0 / 0.0 ⇒ false
    1 >= 0.0 / 0.0 ⇒ false
    1 == 0.0 / 0.0 ⇒ false
    1 < 1.0 / 0.0 ⇒ true
    -9223372036854775808 > -1.0 / 0.0 ⇒ true
    1 in [1.0, 2.0] ⇒ true
    1.0 in [1, 2] ⇒ true
    1.5 in [1, 2] ⇒ false
    9007199254740993 in [9007199254740992.0] ⇒ false
    9007199254740992.0 in [9007199254740993] ⇒ false
    0.0 / 0.0 in [0.0 / 0.0] ⇒ false
    [1, 2] == [1.0, 2.0] ⇒ true
    [9007199254740993] == [9007199254740992.0] ⇒ false
    [[1], []] == [[1.0], []] ⇒ true
    1 + 1.5 ⇒ 2.5
    3 / 2.0 ⇒ 1.5
    2.0 - 1 ⇒ 1.0
    """#)

  static let texts = Lines(
    "texts",
    #"""
    '' == '' ⇒ true
    'a' != 'A' ⇒ true
    'a' < 'b' ⇒ true
    'Z' < 'a' ⇒ true
    '' < 'a' ⇒ true
    'ab' < 'abc' ⇒ true
    'abd' > 'abc' ⇒ true
    'b' < 'abc' ⇒ false
    'a' <= 'a' and 'a' >= 'a' ⇒ true
    '10' < '9' ⇒ true
    'é' > 'z' ⇒ true
    '\uFFFD' < '\U00010000' ⇒ true
    '\u00e9' == 'e\u0301' ⇒ false
    '\u00e9' in ['e\u0301'] ⇒ false
    size('e\u0301') ⇒ 2
    size('👩‍👩‍👧') ⇒ 5
    size('🐱') ⇒ 1
    '日本語'.size() ⇒ 3
    size('\x00') ⇒ 1
    '日本語'.contains('本') ⇒ true
    '日本語'.contains('本日') ⇒ false
    'e\u0301'.contains('e') ⇒ true
    'e\u0301'.startsWith('e') ⇒ true
    'e\u0301'.endsWith('\u0301') ⇒ true
    'aab'.contains('ab') ⇒ true
    'aaab'.contains('aab') ⇒ true
    'a'.contains('abc') ⇒ false
    'abc'.startsWith('abcd') ⇒ false
    'abc'.endsWith('abcd') ⇒ false
    'Abc'.startsWith('abc') ⇒ false
    'a' + 'b' + 'c' ⇒ 'abc'
    '' + '' ⇒ ''
    'a' + string(1) ⇒ 'a1'
    'a' + 1 ⇒ refused
    'a' - 'b' ⇒ refused
    'a' * 2 ⇒ refused
    'abc'[0] ⇒ refused
    'a' == 1 ⇒ refused
    ('a' + 'b').size() ⇒ 2
    "it's".size() ⇒ 4
    """#)

  static let escapes = Lines(
    "escapes",
    #"""
    '\x41' ⇒ 'A'
    '\X61\x7A' ⇒ 'az'
    '\101\060' ⇒ 'A0'
    '\377' ⇒ 'ÿ'
    '\xFF' ⇒ 'ÿ'
    '\xff' == '\u00ff' ⇒ true
    '\u00e9\u4e2d' ⇒ 'é中'
    '\U0001F62C' ⇒ '😬'
    size('\U0010FFFF') ⇒ 1
    '\000'.size() ⇒ 1
    '\a\b\f\n\r\t\v' == '\x07\x08\x0C\x0A\x0D\x09\x0B' ⇒ true
    '\?\`\'\"\\' ⇒ "?`'\"\\"
    '\400' ⇒ refused
    '\08' ⇒ refused
    '\1' ⇒ refused
    '\x4' ⇒ refused
    '\xG1' ⇒ refused
    '\u123' ⇒ refused
    '\U0001F62' ⇒ refused
    '\ud800' ⇒ refused
    '\uDFFF' ⇒ refused
    '\U0000D800' ⇒ refused
    '\U00110000' ⇒ refused
    '\q' ⇒ refused
    '\ ' ⇒ refused
    '\/' ⇒ refused
    r'\q' ⇒ '\\q'
    r"\n".size() ⇒ 2
    R'\u0041' ⇒ '\\u0041'
    size(r'\') ⇒ 1
    r'''a\'''.size() ⇒ 2
    '''it's''' ⇒ "it's"
    """a "b" c""" ⇒ 'a "b" c'
    ''''a''' ⇒ "'a"
    '''''' ⇒ ''
    '''a␤b'''.size() ⇒ 3
    r"""a␤\b""".size() ⇒ 4
    'a␤b' ⇒ refused
    r'a␤b' ⇒ refused
    'abc ⇒ refused
    '''abc' ⇒ refused
    'abc\' ⇒ refused
    'a' 'b' ⇒ refused
    b'abc' ⇒ refused
    br'abc' ⇒ refused
    B"abc" ⇒ refused
    """#)

  static let lists = Lines(
    "lists",
    #"""
    [] == [] ⇒ true
    [1] == [] ⇒ false
    [1, 2] == [2, 1] ⇒ false
    ['a'] != ['b'] ⇒ true
    [[1, 2], [3]] == [[1, 2], [3]] ⇒ true
    [1, 2] + [3] ⇒ [1, 2, 3]
    [] + [1] ⇒ [1]
    [1] + [] ⇒ [1]
    [[]] + [[1]] == [[], [1]] ⇒ true
    [1, 2, 3][0] + [1, 2, 3][2] ⇒ 4
    [1, 2][2] ⇒ unknown
    [1, 2][-1] ⇒ unknown
    [1][9223372036854775807] ⇒ unknown
    [][0] == 1 ⇒ unknown
    [[1, 2], [3]][1][0] ⇒ 3
    [7, 8,][1] ⇒ 8
    [,] ⇒ refused
    [1,,2] ⇒ refused
    [1 2] ⇒ refused
    3 in [] ⇒ false
    'b' in ['a', 'b'] ⇒ true
    [1] in [[1], [2]] ⇒ true
    [1] in [[1.0]] ⇒ true
    [] in [[]] ⇒ true
    true in [false] ⇒ false
    timestamp('2026-01-01T00:00:00Z') in [timestamp('2026-01-01T01:00:00+01:00')] ⇒ true
    duration('60s') in [duration('1m')] ⇒ true
    not (3 in [1, 2]) ⇒ true
    !(3 in [1, 2]) ⇒ true
    1 in 2 ⇒ refused
    'a' in 'abc' ⇒ refused
    'a' in [1] ⇒ refused
    null in [1] ⇒ refused
    [1, 'a'] ⇒ refused
    [1] + ['a'] ⇒ refused
    [1] + 1 ⇒ refused
    [1] == ['a'] ⇒ refused
    [1] < [2] ⇒ refused
    size([]) ⇒ 0
    size([[], [1, 2]]) ⇒ 2
    [1, 2, 3].size() ⇒ 3
    [1 / 0].size() ⇒ unknown
    [1 / 0, 2][1] ⇒ unknown
    {} ⇒ refused
    {'a': 1} ⇒ refused
    {'a': 1}.a ⇒ refused
    """#)

  static let conversions = Lines(
    "conversions",
    #"""
    int('9223372036854775807') ⇒ 9223372036854775807
    int('-9223372036854775808') ⇒ -9223372036854775808
    int('9223372036854775808') ⇒ unknown
    int('') ⇒ unknown
    int(' 1') ⇒ unknown
    int('1 ') ⇒ unknown
    int('1.5') ⇒ unknown
    int('0x10') ⇒ unknown
    int('1e3') ⇒ unknown
    int('1_000') ⇒ unknown
    int('٣') ⇒ unknown
    int('--1') ⇒ unknown
    int('007') ⇒ 7
    int('-0') ⇒ 0
    int(-1.9) ⇒ -1
    int(-0.5) ⇒ 0
    int(1e18) ⇒ 1000000000000000000
    int(9223372036854774784.0) ⇒ 9223372036854774784
    int(9.3e18) ⇒ unknown
    int(-9.3e18) ⇒ unknown
    int(0.0 / 0.0) ⇒ unknown
    int(1.0 / 0.0) ⇒ unknown
    int(timestamp('1970-01-01T00:00:00Z')) ⇒ 0
    int(timestamp('1969-12-31T23:59:59.5Z')) ⇒ -1
    int(timestamp('9999-12-31T23:59:59Z')) ⇒ 253402300799
    int(timestamp('0001-01-01T00:00:00Z')) ⇒ -62135596800
    int(true) ⇒ refused
    int([1]) ⇒ refused
    int(duration('1s')) ⇒ refused
    double('1e3') ⇒ 1000.0
    double('-.5') ⇒ -0.5
    double('1e400') ⇒ unknown
    double('-1e400') ⇒ unknown
    double('1e-400') ⇒ 0.0
    double('') ⇒ unknown
    double('abc') ⇒ unknown
    double(' 1') ⇒ unknown
    double('1,5') ⇒ unknown
    double('0x10') ⇒ unknown
    double('1_0') ⇒ unknown
    double('NaN') == double('NaN') ⇒ false
    double('Inf') > 1.7976931348623157e308 ⇒ true
    double('-Infinity') < 0.0 ⇒ true
    double(9223372036854775807) ⇒ 9223372036854775808.0
    double(9007199254740993) ⇒ 9007199254740992.0
    double(true) ⇒ refused
    string(1.0) ⇒ '1'
    string(0.1) ⇒ '0.1'
    string(-0.0) ⇒ '-0'
    string(1e100) ⇒ '1e+100'
    string(1e-7) ⇒ '1e-07'
    string(-9223372036854775808) ⇒ '-9223372036854775808'
    string(true) + string(false) ⇒ 'truefalse'
    string(1.0 / 0.0) + string(-1.0 / 0.0) + string(0.0 / 0.0) ⇒ '+Inf-InfNaN'
    string('é') ⇒ 'é'
    string(null) ⇒ refused
    string([1]) ⇒ refused
    bool('1') and bool('t') and bool('T') and bool('TRUE') and bool('True') and bool('true') ⇒ true
    bool('0') or bool('f') or bool('F') or bool('FALSE') or bool('False') or bool('false') ⇒ false
    bool('yes') ⇒ unknown
    bool('') ⇒ unknown
    bool('tRUE') ⇒ unknown
    bool(' true') ⇒ unknown
    bool(true) ⇒ true
    bool(1) ⇒ refused
    int(int(5)) ⇒ 5
    string(string(5)) ⇒ '5'
    double(int('3')) ⇒ 3.0
    """#)

  static let timestamps = Lines(
    "timestamps",
    #"""
    timestamp('2024-02-29T12:00:00Z') == timestamp('2024-02-29T13:00:00+01:00') ⇒ true
    timestamp('2024-02-29T12:00:00Z') == timestamp('2024-02-29T04:00:00-08:00') ⇒ true
    timestamp('2024-02-29T12:00:00Z') == timestamp('2024-02-29T17:45:00+05:45') ⇒ true
    timestamp('2024-02-29t12:00:00z') == timestamp('2024-02-29T12:00:00.000000000Z') ⇒ true
    timestamp('2024-01-01T00:00:00.000000001Z') > timestamp('2024-01-01T00:00:00Z') ⇒ true
    string(timestamp('2024-01-01T00:00:00.1Z')) ⇒ '2024-01-01T00:00:00.1Z'
    string(timestamp('2024-01-01T00:00:00.120000000Z')) ⇒ '2024-01-01T00:00:00.12Z'
    string(timestamp('2024-02-29T23:30:00-01:00')) ⇒ '2024-03-01T00:30:00Z'
    string(timestamp('0001-01-01T00:00:00Z')) ⇒ '0001-01-01T00:00:00Z'
    string(timestamp('1969-12-31T23:59:59.999Z')) ⇒ '1969-12-31T23:59:59.999Z'
    timestamp('2000-02-29T00:00:00Z') == timestamp('2000-02-29T00:00:00Z') ⇒ true
    timestamp('1900-02-29T00:00:00Z') ⇒ unknown
    timestamp('2023-02-29T00:00:00Z') ⇒ unknown
    timestamp('2024-04-31T00:00:00Z') ⇒ unknown
    timestamp('2024-13-01T00:00:00Z') ⇒ unknown
    timestamp('2024-00-10T00:00:00Z') ⇒ unknown
    timestamp('2024-01-00T00:00:00Z') ⇒ unknown
    timestamp('2024-01-01T24:00:00Z') ⇒ unknown
    timestamp('2024-01-01T00:60:00Z') ⇒ unknown
    timestamp('2024-01-01T00:00:60Z') ⇒ unknown
    timestamp('2024-01-01T00:00:00+24:00') ⇒ unknown
    timestamp('0000-01-01T00:00:00Z') ⇒ unknown
    timestamp('10000-01-01T00:00:00Z') ⇒ unknown
    timestamp('0001-01-01T00:00:00+01:00') ⇒ unknown
    timestamp('9999-12-31T23:59:59-01:00') ⇒ unknown
    timestamp('-0001-01-01T00:00:00Z') ⇒ unknown
    timestamp('2024-1-1T00:00:00Z') ⇒ unknown
    timestamp('2024-01-01T00:00:00.Z') ⇒ unknown
    timestamp('') ⇒ unknown
    timestamp('now') ⇒ unknown
    timestamp(timestamp('2024-01-01T00:00:00Z')) == timestamp('2024-01-01T00:00:00Z') ⇒ true
    timestamp(1) ⇒ refused
    timestamp('2024-01-01T00:00:00Z') + timestamp('2024-01-01T00:00:00Z') ⇒ refused
    duration('1s') - timestamp('2024-01-01T00:00:00Z') ⇒ refused
    timestamp('2024-01-01T00:00:00Z') == '2024-01-01T00:00:00Z' ⇒ refused
    timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-28T00:00:00Z') == duration('48h') ⇒ true
    timestamp('2023-03-01T00:00:00Z') - timestamp('2023-02-28T00:00:00Z') == duration('24h') ⇒ true
    timestamp('2024-01-01T00:00:00Z') - timestamp('2024-01-01T00:00:00.000000001Z') == duration('-1ns') ⇒ true
    timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns') ⇒ unknown
    timestamp('9999-12-31T23:59:59.999999998Z') + duration('1ns') == timestamp('9999-12-31T23:59:59.999999999Z') ⇒ true
    timestamp('0001-01-01T00:00:00Z') - duration('1ns') ⇒ unknown
    timestamp('0001-01-01T00:00:00Z') - timestamp('9999-12-31T23:59:59Z') ⇒ unknown
    timestamp('1970-01-01T00:00:00Z') - duration('0.5s') == timestamp('1969-12-31T23:59:59.5Z') ⇒ true
    """#)

  static let durations = Lines(
    "durations",
    #"""
    duration('1.5h') == duration('90m') ⇒ true
    duration('1h1.5m') == duration('3690s') ⇒ true
    duration('.5s') == duration('500ms') ⇒ true
    duration('1us') == duration('1000ns') ⇒ true
    duration('1µs') == duration('1us') ⇒ true
    duration('1μs') == duration('1us') ⇒ true
    duration('+1h') == duration('60m') ⇒ true
    duration('-1h30m') == duration('-90m') ⇒ true
    duration('0') == duration('0s') ⇒ true
    duration('-0s') == duration('0s') ⇒ true
    duration('5m1h') == duration('65m') ⇒ true
    duration('') ⇒ unknown
    duration('1') ⇒ unknown
    duration('s') ⇒ unknown
    duration('.s') ⇒ unknown
    duration('1h-30m') ⇒ unknown
    duration('1 h') ⇒ unknown
    duration('1h ') ⇒ unknown
    duration('1H') ⇒ unknown
    duration('--1h') ⇒ unknown
    duration('1e3s') ⇒ unknown
    duration('320000000000s') ⇒ unknown
    duration('-320000000000s') ⇒ unknown
    duration('99999999999999999999s') ⇒ unknown
    string(duration('1h30m')) ⇒ '5400s'
    string(duration('-0.5s')) ⇒ '-0.5s'
    string(duration('1.000000001s')) ⇒ '1.000000001s'
    string(duration('1ms')) ⇒ '0.001s'
    string(duration('0s')) ⇒ '0s'
    duration('1h') > duration('59m59.999999999s') ⇒ true
    duration('-1s') < duration('0s') ⇒ true
    -duration('1s') == duration('-1s') ⇒ true
    duration('200000000000s') + duration('200000000000s') ⇒ unknown
    duration('1s') + duration('-1s') == duration('0s') ⇒ true
    duration('1s') - duration('1.5s') == duration('-500ms') ⇒ true
    duration('1s') * 2 ⇒ refused
    duration('1s') == 1 ⇒ refused
    duration(duration('1s')) == duration('1s') ⇒ true
    1h30m == duration('90m') ⇒ true
    184467449551616d ⇒ refused
    9223372036854775807w ⇒ refused
    9223372036854775808s ⇒ refused
    duration('9223372036854775807h') ⇒ unknown
    duration('184467449551616d') ⇒ unknown
    duration('9223372036854775807ns') == duration('9223372036.854775807s') ⇒ true
    1d == 24h and 1w == 7d and 90s > 1m and 1ms < 1s ⇒ true
    2h - 30m == 1h30m ⇒ true
    -1h == duration('-1h') ⇒ true
    1m1h == 61m ⇒ true
    1h30 ⇒ refused
    1.5h ⇒ refused
    1y ⇒ refused
    1H ⇒ refused
    """#)

  static let getters = Lines(
    "getters",
    #"""
    timestamp('2026-03-01T00:00:00Z').getDayOfWeek() ⇒ 0
    timestamp('2026-03-07T23:59:59Z').getDayOfWeek() ⇒ 6
    timestamp('1969-12-31T00:00:00Z').getDayOfWeek() ⇒ 3
    timestamp('2024-02-29T00:00:00Z').getDayOfYear() ⇒ 59
    timestamp('2023-12-31T00:00:00Z').getDayOfYear() ⇒ 364
    timestamp('2024-12-31T00:00:00Z').getDayOfYear() ⇒ 365
    timestamp('2024-01-01T00:00:00Z').getMonth() ⇒ 0
    timestamp('2024-12-01T00:00:00Z').getMonth() ⇒ 11
    timestamp('2024-12-31T00:00:00Z').getDayOfMonth() ⇒ 30
    timestamp('2024-12-31T00:00:00Z').getDate() ⇒ 31
    timestamp('1969-12-31T23:59:59.999Z').getMilliseconds() ⇒ 999
    timestamp('1969-12-31T23:59:59.999Z').getSeconds() ⇒ 59
    timestamp('0001-01-01T00:00:00Z').getFullYear() ⇒ 1
    timestamp('2024-01-01T00:30:00Z').getFullYear('-08:00') ⇒ 2023
    timestamp('2024-01-01T00:30:00Z').getMonth('-08:00') ⇒ 11
    timestamp('2024-01-01T00:30:00Z').getHours('-08:00') ⇒ 16
    timestamp('2024-01-01T00:30:00Z').getHours('08:00') ⇒ 8
    timestamp('2024-01-01T00:30:00Z').getMinutes('+05:45') ⇒ 15
    timestamp('2024-01-01T00:30:00Z').getMinutes('-03:30') ⇒ 0
    timestamp('2024-01-01T00:30:00Z').getHours('23:59') ⇒ 0
    timestamp('2024-01-01T00:30:00Z').getDate('23:59') ⇒ 2
    timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin') ⇒ 14
    timestamp('2024-01-01T12:00:00Z').getHours('Europe/Berlin') ⇒ 13
    timestamp('2024-07-01T12:00:00Z').getHours('America/New_York') ⇒ 8
    timestamp('2024-01-01T12:00:00Z').getMinutes('Asia/Kolkata') ⇒ 30
    timestamp('2024-01-01T12:00:00Z').getMinutes('Asia/Kathmandu') ⇒ 45
    timestamp('2024-01-01T12:00:00Z').getDayOfWeek('Pacific/Auckland') ⇒ 2
    timestamp('2024-01-01T12:00:00Z').getHours('Mars/Phobos') ⇒ unknown
    timestamp('2024-01-01T12:00:00Z').getHours('+25:00') ⇒ unknown
    timestamp('2024-01-01T12:00:00Z').getHours(1) ⇒ refused
    timestamp('2025-03-30T00:59:59Z').getHours('Europe/Berlin') ⇒ 1
    timestamp('2025-03-30T01:00:00Z').getHours('Europe/Berlin') ⇒ 3
    timestamp('2025-10-26T00:59:59Z').getHours('Europe/Berlin') ⇒ 2
    timestamp('2025-10-26T01:00:00Z').getHours('Europe/Berlin') ⇒ 2
    timestamp('2025-10-04T15:29:59Z').getMinutes('Australia/Lord_Howe') ⇒ 59
    timestamp('2025-10-04T15:30:00Z').getMinutes('Australia/Lord_Howe') ⇒ 30
    timestamp('2025-09-27T14:00:00Z').getMinutes('Pacific/Chatham') ⇒ 45
    timestamp('2025-03-30T01:00:00Z').getHours('Antarctica/Troll') ⇒ 3
    timestamp('2025-04-24T22:00:00Z').getHours('Africa/Cairo') ⇒ 1
    timestamp('2025-10-30T21:00:00Z').getDate('Africa/Cairo') ⇒ 30
    timestamp('2025-02-23T02:00:00Z').getHours('Africa/Casablanca') ⇒ 2
    timestamp('2025-11-02T04:30:00Z').getHours('America/St_Johns') ⇒ 1
    timestamp('2019-02-17T02:00:00Z').getHours('America/Sao_Paulo') ⇒ 23
    timestamp('2019-11-03T12:00:00Z').getHours('America/Sao_Paulo') ⇒ 9
    timestamp('2011-12-30T09:59:59Z').getDate('Pacific/Apia') ⇒ 29
    timestamp('2011-12-30T10:00:00Z').getDayOfWeek('Pacific/Apia') ⇒ 6
    duration('-1h30m').getHours() ⇒ -1
    duration('-1h30m').getMinutes() ⇒ -90
    duration('25h').getHours() ⇒ 25
    duration('59m').getHours() ⇒ 0
    duration('1.999s').getSeconds() ⇒ 1
    duration('-1.999s').getSeconds() ⇒ -1
    duration('1.5s').getMilliseconds() ⇒ 500
    duration('1s').getFullYear() ⇒ refused
    duration('1s').getHours('UTC') ⇒ refused
    'x'.getHours() ⇒ refused
    """#)

  /// `startOfDay` and business days; the test's shop is in UTC and has no holidays. 2026-03-07 is a Saturday.
  static let clocks = Lines(
    "clocks",
    #"""
    timestamp('2026-03-05T13:14:15Z').startOfDay() == timestamp('2026-03-05T00:00:00Z') ⇒ true
    timestamp('2026-03-05T23:30:00Z').startOfDay('Europe/Berlin') == timestamp('2026-03-05T23:00:00Z') ⇒ true
    timestamp('2026-03-05T12:00:00Z').startOfDay('Mars/Phobos') ⇒ unknown
    timestamp('2025-04-24T22:00:00Z').startOfDay('Africa/Cairo') == timestamp('2025-04-24T22:00:00Z') ⇒ true
    timestamp('2025-09-07T12:00:00Z').startOfDay('America/Santiago') == timestamp('2025-09-07T04:00:00Z') ⇒ true
    timestamp('2025-11-02T05:30:00Z').startOfDay('America/Havana') == timestamp('2025-11-02T04:00:00Z') ⇒ true
    timestamp('2011-12-30T10:00:00Z').startOfDay('Pacific/Apia') == timestamp('2011-12-30T10:00:00Z') ⇒ true
    timestamp('2018-02-18T02:30:00Z').startOfDay('America/Sao_Paulo') == timestamp('2018-02-17T02:00:00Z') ⇒ true
    timestamp('2026-03-06T09:00:00Z').addBusinessDays(1) == timestamp('2026-03-09T09:00:00Z') ⇒ true
    timestamp('2026-03-07T09:00:00Z').addBusinessDays(0) == timestamp('2026-03-09T09:00:00Z') ⇒ true
    timestamp('2026-03-07T09:00:00Z').addBusinessDays(-1) == timestamp('2026-03-06T09:00:00Z') ⇒ true
    timestamp('2026-03-06T09:00:00Z').businessDaysUntil(timestamp('2026-03-09T08:00:00Z')) ⇒ 1
    timestamp('2026-03-09T09:00:00Z').businessDaysUntil(timestamp('2026-03-06T08:00:00Z')) ⇒ -1
    timestamp('2026-03-07T09:00:00Z').businessDaysUntil(timestamp('2026-03-08T08:00:00Z')) ⇒ 0
    timestamp('2026-03-06T09:00:00Z').addBusinessDays(9223372036854775807) ⇒ unknown
    timestamp('2026-03-06T09:00:00Z').addBusinessDays(1.5) ⇒ refused
    now.addBusinessDays() ⇒ refused
    """#)

  static let logic = Lines(
    "logic",
    #"""
    1 / 0 > 0 || true ⇒ true
    true || 1 / 0 > 0 ⇒ true
    false && 1 / 0 > 0 ⇒ false
    1 / 0 > 0 && false ⇒ false
    1 / 0 > 0 && true ⇒ unknown
    true && 1 / 0 > 0 ⇒ unknown
    1 / 0 > 0 || false ⇒ unknown
    1 / 0 > 0 || 2 / 0 > 0 ⇒ unknown
    (1 / 0 > 0 && false) || true ⇒ true
    1 / 0 > 0 || 1 / 0 > 0 || true ⇒ true
    !(1 / 0 > 0) ⇒ unknown
    !(1 / 0 > 0) || true ⇒ true
    1 / 0 > 0 ? 1 : 2 ⇒ unknown
    true ? 1 : 1 / 0 ⇒ 1
    false ? 1 / 0 : 2 ⇒ 2
    true ? 1 / 0 : 2 ⇒ unknown
    false ? 1 : false ? 2 : 3 ⇒ 3
    true ? false ? 1 : 2 : 3 ⇒ refused
    true ? (false ? 1 : 2) : 3 ⇒ 2
    true ? 1 : 'a' ⇒ refused
    1 ? 2 : 3 ⇒ refused
    true || false && false ⇒ true
    (true || false) && false ⇒ false
    false && true || true ⇒ true
    !false && !false ⇒ true
    !true || true ⇒ true
    !!!true ⇒ false
    !(1 == 2) ⇒ true
    1 + 1 == 2 && 2 < 3 ⇒ true
    1 + 2 < 4 == true ⇒ refused
    1 < 2 < 3 ⇒ refused
    true < false ⇒ refused
    true == true && false != true ⇒ true
    true && 'true' ⇒ refused
    true & true ⇒ refused
    true and not false or false ⇒ true
    not true == false ⇒ true
    not true and false ⇒ false
    not 1 > 2 ⇒ true
    true or 1 / 0 > 0 ⇒ true
    true ? false : true || true ⇒ false
    false || true ? 1 : 2 ⇒ 1
    null == null ⇒ true
    null == 1 ⇒ false
    1 / 0 == null ⇒ unknown
    """#)

  static let macros = Lines(
    "macros",
    #"""
    [1, 2, 3].all(x, x > 0) ⇒ true
    [].all(x, false) ⇒ true
    [].exists(x, true) ⇒ false
    [].exists_one(x, true) ⇒ false
    [0, 1].all(x, 1 / x > 0) ⇒ unknown
    [0, 2].all(x, 1 / x > 5) ⇒ false
    [2, 0].all(x, 1 / x > 5) ⇒ false
    [0, 1].exists(x, 1 / x == 1) ⇒ true
    [1, 0].exists(x, 1 / x == 1) ⇒ true
    [0, 2].exists(x, 1 / x == 1) ⇒ unknown
    [0, 1].exists_one(x, 1 / x == 1) ⇒ unknown
    [1, 0].exists_one(x, 1 / x == 1) ⇒ unknown
    [1, 2, 1].exists_one(x, x == 1) ⇒ false
    [1, 2].exists_one(x, x == 1) ⇒ true
    [0, 1].filter(x, 1 / x == 1) ⇒ unknown
    [0, 1].map(x, 1 / x) ⇒ unknown
    [1, 2, 3].map(x, x * 2) ⇒ [2, 4, 6]
    [1, 2, 3].map(x, x > 1, x * 2) ⇒ [4, 6]
    [1, 2, 3].filter(x, x > 1) ⇒ [2, 3]
    [1, 2, 3].filter(x, x > 5) == [] ⇒ true
    [1, 2, 3].filter(x, x > 1).map(y, y + 1) ⇒ [3, 4]
    [1, 2].map(x, [10, 20].map(y, x * y)) ⇒ [[10, 20], [20, 40]]
    [[1, 2], [3]].all(l, l.all(i, i > 0)) ⇒ true
    [[1], [2]].map(x, x[0]) ⇒ [1, 2]
    [1].map(x, [2].map(x, x)[0])[0] ⇒ 2
    [1].map(x, [5].exists(x, x == 5) && x == 1) ⇒ [true]
    [1].map(x, x + [2].map(x, x)[0] + x) ⇒ [4]
    [1].all(x, [x].exists(x, x == 1)) ⇒ true
    [3].map(now, now + 1) ⇒ [4]
    [3].map(size, size + 1) ⇒ [4]
    [3].map(int, int(1.0) + int) ⇒ [4]
    ['a', 'b'].exists(s, s == 'b') ⇒ true
    [1, 2].map(x, 'a') ⇒ ['a', 'a']
    [1, 2].map(x, [x]) ⇒ [[1], [2]]
    [1, 2, 3].filter(x, [1, 3].exists(y, y == x)) ⇒ [1, 3]
    [1, 2, 3].count(x, x > 1) ⇒ 2
    [1, 2, 3].sum(x, x) ⇒ 6
    [1, 2].avg(x, x) ⇒ 1.5
    [3, 1, 2].min(x, x) ⇒ 1
    [3, 1, 2].max(x, x * 1.5) ⇒ 4.5
    [].sum(x, 1) ⇒ 0
    [1].filter(x, false).max(x, x) ⇒ unknown
    [9223372036854775807, 1].sum(x, x) ⇒ unknown
    [1].map(x, [x].map(y, [y].map(z, z))) ⇒ refused
    'abc'.all(c, true) ⇒ refused
    5.all(c, true) ⇒ refused
    [1].all(x) ⇒ refused
    [1].all(x, 1) ⇒ refused
    [1].all('x', true) ⇒ refused
    [1].map(1, 2) ⇒ refused
    [1].map(x.y, 2) ⇒ refused
    [1].map(as, as) ⇒ refused
    [1].map(in, 1) ⇒ refused
    [1].map(true, 1) ⇒ refused
    [1].exists(x, x == 'a') ⇒ refused
    [1].exists(x, y == 1) ⇒ refused
    [1].map(x, x) + [x] ⇒ refused
    all([1], x, true) ⇒ refused
    has([1].a) ⇒ refused
    has(1) ⇒ refused
    has('a'.b) ⇒ refused
    """#)

  static let lexis = Lines(
    "lexis",
    #"""
    1 // one ⇒ 1
    1 // one␤ + 1 // two ⇒ 2
    // first␤1 ⇒ 1
    '//' + "//" ⇒ '////'
    1 / 1 ⇒ 1
    1+1 ⇒ 2
    (1) ⇒ 1
    ((((1)))) ⇒ 1
    ␤1␤+␤1␤ ⇒ 2
    true ⇒ true
    True ⇒ refused
    null ⇒ null
    Null ⇒ refused
    1u ⇒ refused
    1_000 ⇒ refused
    3days ⇒ refused
    0b1 ⇒ refused
    0x ⇒ refused
    0xG ⇒ refused
    1 1 ⇒ refused
    1 = 1 ⇒ refused
    1 === 1 ⇒ refused
    1 <> 1 ⇒ refused
    1 != 1 ⇒ false
    a.b ⇒ refused
    .a ⇒ refused
    a. ⇒ refused
    a.1 ⇒ refused
    if ⇒ refused
    while ⇒ refused
    (1 ⇒ refused
    1) ⇒ refused
    [1 ⇒ refused
    () ⇒ refused
    size ⇒ refused
    size() ⇒ refused
    size(1, 2) ⇒ refused
    'a'.size(1) ⇒ refused
    @ ⇒ refused
    # ⇒ refused
    $x ⇒ refused
    1; ⇒ refused
    `a` ⇒ refused
    a?.b ⇒ refused
    [1][?0] ⇒ refused
    -'a' ⇒ refused
    -true ⇒ refused
    !1 ⇒ refused
    !-1 ⇒ refused
    dyn(1) ⇒ refused
    type(1) ⇒ refused
    uint(1) ⇒ refused
    bytes('a') ⇒ refused
    'a'.matches('a') ⇒ refused
    cel.bind(x, 1, x) ⇒ refused
    math.greatest(1, 2) ⇒ refused
    google.protobuf.Timestamp{} ⇒ refused
    """#)
}

extension Substring {
  /// Without the blanks around it; a line end stays.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
