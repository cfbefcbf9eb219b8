import CivilTime
import Diagnostics
import Rules

/// The rules' lexer, parser, checker, folding, compiler and evaluator.
struct RuleTarget: FuzzTarget {
  static let name = "rules"
  static let language = FuzzLanguage(
    seeds: RuleSeeds.all,
    words: [
      "order", "customer", ".", ".total", ".status", ".paid_at", ".items", ".orders", ".tags", ".key", "now", "start",
      "(", ")", "[", "]", ",", "?", ":", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "!", "not",
      "and", "or", "&&", "||", "true", "false", "null", "1", "0", "2.5", "3d", "1h30m", "'a'", "\"b\"", "r'\\'", "'''",
      "has(", ".exists(x,", ".all(x,", ".map(x,", ".filter(x,", ".sum(x,", ".max(x,", ".count(x,", "x", "size(",
      "int(", "double(", "string(", "bool(", "timestamp(", "duration(", ".getHours(", ".startOfDay(", ".contains(",
      ".addBusinessDays(", ".businessDaysUntil(", ".lower()", "told('late', 7d)", "'2026-03-01T00:00:00Z'",
      "'Europe/Berlin'", "// x\n", "\\x41", "\\U0001F600", "9223372036854775807", "-9223372036854775808",
    ],
    nests: [
      Mutator.Nest("(", "1", ")"), Mutator.Nest("[", "", "]"), Mutator.Nest("not ", "true", ""),
      Mutator.Nest("!", "true", ""), Mutator.Nest("-", "1", ""), Mutator.Nest("size(", "'a'", ")"),
      Mutator.Nest("true ? ", "1", " : 2"), Mutator.Nest("true ? 1 : ", "2", ""), Mutator.Nest("1 + ", "1", ""),
      Mutator.Nest("true and ", "true", ""), Mutator.Nest("[1].map(x, ", "x", ")"), Mutator.Nest("a.", "a", ""),
      Mutator.Nest("[0][", "0", "]"), Mutator.Nest("(true or ", "false", ")"), Mutator.Nest("1 - (", "1", ")"),
    ])

  private let store = MadeUpRecords()

  init(scratch: String) throws {}

  mutating func run(_ bytes: [UInt8], _ dice: inout Dice) throws(Finding) {
    let source = SourceText(String(decoding: bytes, as: UTF8.self))
    var checker = RuleChecker(schema: store.schema)
    // A fact of the same text: rules inside of rules.
    if dice.once(in: 8) {
      _ = checker.checkFacts([(MadeUpRecords.order, "made_up", source)])
    }
    let scope = RuleChecker.Scope(subject: MadeUpRecords.order, allowsStart: dice.once(in: 2))
    switch checker.check(source, in: scope, expecting: dice.once(in: 2) ? .bool : nil) {
    case .failure(let problems): try check(problems.diagnostics, in: source)
    case .success(let rule):
      checker.finish()
      try check(rule.warnings, in: source)
      try evaluate(rule.checked, checker.schema)
    }
  }

  private func check(_ diagnostics: [Diagnostic], in source: SourceText) throws(Finding) {
    for diagnostic in diagnostics {
      if diagnostic.advice == nil { throw Finding("no advice: \(diagnostic.message)") }
      try diagnostic.checkPlace(in: source.text)
    }
  }

  private func evaluate(_ checked: Checked, _ schema: Schema) throws(Finding) {
    let now = Instant(microseconds: 1_773_144_000_000_000)
    let calendar = BusinessCalendar(zone: Zone.named("Europe/Berlin") ?? .utc)
    let evaluator = Evaluator(store: store, schema: schema, now: now, calendar: calendar)
    let folded = Program(checked.folded(now: now, calendar: calendar, schema: schema), schema: schema)
    let plain = Program(checked, schema: schema)
    for row in 0..<3 {
      let subject = RecordID(entity: MadeUpRecords.order, row: row)
      let (a, b) = (value(plain, evaluator, subject), value(folded, evaluator, subject))
      guard a == b else { throw Finding("\(a ?? "unknown"), but folded \(b ?? "unknown")") }
    }
  }

  private func value(_ program: Program, _ evaluator: Evaluator, _ subject: RecordID) -> String? {
    do throws(Unknown) {
      return "\(try evaluator.evaluate(program, subject: subject, start: evaluator.start))"
    } catch { return nil }
  }
}

extension Evaluator {
  fileprivate var start: Instant { Instant(microseconds: 1_773_000_000_000_000) }
}

extension Diagnostic {
  /// Its place lies in the text.
  func checkPlace(in text: String) throws(Finding) {
    try checkPlace(in: text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) })
  }

  func checkPlace(in lines: [Substring]) throws(Finding) {
    guard let position else { throw Finding("no position: \(message)") }
    guard lines.indices.contains(position.line - 1), position.column >= 1,
      position.column <= lines[position.line - 1].unicodeScalars.count + 1
    else { throw Finding("\(position) is outside: \(message)") }
  }
}

/// Orders and customers of which every field is full, empty or unreadable, by its place.
struct MadeUpRecords: Records {
  static let order = 0
  let schema: Schema

  init() {
    var schema = Schema()
    schema.campaigns = ["late"]
    var order = Schema.Entity(name: "order")
    order.fields = [
      .init(name: "key", type: .string), .init(name: "customer", type: .string), .init(name: "total", type: .double),
      .init(name: "status", type: .string), .init(name: "paid_at", type: .timestamp), .init(name: "pieces", type: .int),
      .init(name: "wait", type: .duration), .init(name: "is_gift", type: .bool), .init(name: "open"),
    ]
    var customer = Schema.Entity(name: "customer")
    customer.fields = [
      .init(name: "key", type: .string), .init(name: "tags", type: .list(.string)), .init(name: "zone", type: .string),
      .init(name: "score"),
    ]
    var items = Schema.Entity(name: "order.items", isItems: true)
    items.fields = [.init(name: "name", type: .string), .init(name: "price", type: .double)]
    order.links = [
      .init(name: "customer", kind: .one, target: 1, field: 1), .init(name: "items", kind: .items, target: 2, field: 0),
    ]
    customer.links = [.init(name: "orders", kind: .many, target: 0, field: 1)]
    schema.entities = [order, customer, items]
    self.schema = schema
  }

  func read(field: Int, of record: RecordID) -> Reading {
    let place = field + Int(record.row)
    if field > 0, place % 5 == 3 { return .missing }
    if field > 0, place % 7 == 6 { return .unreadable }
    switch schema.entities[Int(record.entity)].fields[field].type ?? .string {
    case .double: return .value(.double(place % 2 == 0 ? 49.9 : -0.0))
    case .int: return .value(.int(place % 2 == 0 ? 3 : .max))
    case .timestamp:
      return .value(.timestamp(Instant(microseconds: 1_773_000_000_000_000 - Int64(place) * 86_400_000_000)))
    case .duration: return .value(.duration(TimeSpan(seconds: Int64(place))))
    case .bool: return .value(.bool(place % 2 == 0))
    case .list: return .value(.list([.string("vip"), .string("é")]))
    default: return .value(.string(place % 2 == 0 ? "shipped" : "Größe"))
    }
  }

  func follow(link: Int, of record: RecordID) -> RecordID? { record.row == 2 ? nil : RecordID(entity: 1, row: 0) }

  func list(link: Int, of record: RecordID) -> [RecordID] {
    let target = schema.entities[Int(record.entity)].links[link].target
    return (0..<3).map { RecordID(entity: target, row: $0) }
  }

  func told(campaign: String, since: Instant, subject: RecordID) -> Bool? { subject.row == 1 }
}
