import CivilTime
import Diagnostics
import Rules
import Testing

/// What the checker says, and where: the marked words are what the caret underlines.
@Suite("Messages of the checker")
struct CheckerMessageTests {
  struct Case: CustomTestStringConvertible, Sendable {
    /// With « and » around what is wrong.
    var marked: String
    var message: String
    var advice: String?
    var subject = "order"
    var expecting: RuleType? = .bool

    init(
      _ marked: String, _ message: String, _ advice: String?, subject: String = "order", expecting: RuleType? = .bool
    ) {
      self.marked = marked
      self.message = message
      self.advice = advice
      self.subject = subject
      self.expecting = expecting
    }

    var testDescription: String { marked }
  }

  @Test(arguments: names + types + syntax + functions)
  func message(_ item: Case) throws {
    let parts = item.marked.split(separator: "«", omittingEmptySubsequences: false)
    let marks = parts[1].split(separator: "»", omittingEmptySubsequences: false)
    let text = String(parts[0] + marks[0] + marks[1])
    var checker = RuleChecker(schema: Shop.schema)
    let scope = RuleChecker.Scope(subject: Shop.index(item.subject), allowsStart: false)
    guard case .failure(let problems) = checker.check(SourceText(text), in: scope, expecting: item.expecting) else {
      Issue.record("accepted: \(text)")
      return
    }
    let found = try #require(problems.diagnostics.first)
    #expect(problems.diagnostics.count == 1)
    #expect(found.message == item.message)
    #expect(found.advice == item.advice && found.advice != nil)
    #expect(found.position == SourcePosition(line: 1, column: parts[0].unicodeScalars.count + 1))
    #expect(found.length == max(1, marks[0].unicodeScalars.count))
    #expect(found.sourceLine == text)
  }

  static let names: [Case] = [
    Case("cart.«totl» > 30", "cart has no field “totl”", "did you mean “total”?", subject: "cart"),
    Case(
      "customer.orders.exists(o, o.«created» > cart.updated_at)", "order has no field “created”",
      "did you mean “created_at”?", subject: "cart"),
    Case("«ordr».total > 30", "there is no “ordr” here", "did you mean “order”?"),
    Case("«total» > 30", "there is no “total” here", "did you mean “order.total”?"),
    Case(
      "«shipment».status == 'x'", "“shipment” is not one record from here: order does not lead to one",
      "order.shipments are all of them: order.shipments.exists(x, …)"),
    Case(
      "«cart».total > 3", "“cart” is not one record from here: order does not lead to one",
      "customer.carts are all of them: customer.carts.exists(x, …)"),
    Case("order.created_at > «start»", "“start” has no meaning here", "it is known once a campaign's sequence begins"),
    Case(
      "order.shipments.«delivered_at» == null", "these are many shipment records, not one",
      "say which: exists(s, s.delivered_at …), max(s, s.delivered_at) …"),
    Case("order.shipments.«size» > 0", "“size” is a function", "write size()"),
    Case("order.items.«first».name == 'x'", "a list has no field “first”", "write [0]"),
    Case("order.«size» == 1", "order has no field “size”", "“size” is a function: write size()"),
    Case("order.status.«length» > 1", "a string has no fields", "write size()"),
    Case("order.status == «True»", "there is no “True” here", "write true"),
    Case("order.status == «nil»", "there is no “nil” here", "write null"),
    Case("«today» > now", "there is no “today” here", "write now, or now.startOfDay()"),
    Case(
      "order.total > 1 and «.»now > order.paid_at", "there are no namespaces in these rules",
      "write the name without the point"),
  ]

  static let types: [Case] = [
    Case(
      "now - cart.updated_at «>» 3", "cannot order duration and int", "write the unit: 3d, 3h or 3m", subject: "cart"),
    Case("order.created_at «>» 3", "cannot order timestamp and int", "a duration has a unit: 3d, 1h30m"),
    Case(
      "order.created_at «<» 3d", "cannot order timestamp and duration",
      "compare now - time with a duration, or time with now - duration"),
    Case(
      "order.created_at «<» '2026-01-01'", "cannot order timestamp and string",
      "write timestamp(\"2026-03-01T00:00:00Z\")"),
    Case("order.total «==» 'x'", "cannot compare double and string", "turn one into the other: double(…), string(…)"),
    Case("customer.email_ok «==» 'true'", "cannot compare bool and string", "write == true, or the field alone"),
    Case("order.customer «==» 'a@b.c'", "cannot compare customer and string", "did you mean its key?"),
    Case("order «==» customer", "cannot compare order and customer", "compare their keys, or two records of one kind"),
    Case("customer.email_ok «<» true", "cannot order bool and bool", "bools have no order: use == or !="),
    Case("order.paid_at «<» null", "cannot order timestamp and null", "null only stands beside == and !="),
    Case("order.total «+» 1d > 3", "cannot add double and duration", "a duration has a unit: 3d, 1h30m"),
    Case("(3d «*» 2) > 1d", "cannot multiply duration and int", "write the unit: 2d, 2h or 2m"),
    Case(
      "order.total «%» 2 == 1", "cannot take the remainder of double by int", "% is for whole numbers: write int(…)"),
    Case(
      "order.status «in» 'shipped'", "cannot look for string in string", "to look into a text, write b.contains(a)"),
    Case(
      "order.status «in» [1, 2] or false", "cannot look for string in list(int)", "a list is written [\"a\", \"b\"]"),
    Case("«order.total»", "a condition is true or false, and this is a double", "compare it: > 0"),
    Case("«order.status»", "a condition is true or false, and this is a string", "compare it: == \"…\""),
    Case(
      "«order.paid_at» and true", "a condition is true or false, and this is a timestamp",
      "ask whether it is there (!= null) or compare it with now"),
    Case(
      "not «order.items»", "a condition is true or false, and this is a list(order.items)",
      "ask something of it: size() > 0, exists(x, …)"),
    Case(
      "«order.customer» or true", "a condition is true or false, and this is a customer",
      "ask whether it is there: == null or != null"),
    Case(
      "«order.status»", "a time is expected here, and this is a string", "write timestamp(…)", expecting: .timestamp),
    Case("«-»(order.status) == 'x'", "cannot negate a string", "only numbers and durations have a sign"),
    Case("«-»true", "cannot negate a bool", "write not"),
    Case(
      "(true «?» 1 : 'x') == 1", "both answers of “?” must be of one type, and these are int and string",
      "turn one into the other: double(…), string(…)"),
    Case(
      "order.status in ['a', «1»]", "a list holds one type, and these are string and int",
      "turn one into the other: double(…), string(…)"),
    Case(
      "order.status in ['a', «null»]", "null only stands beside == and !=",
      "leave it out, and ask for it apart: x == null"),
    Case("«order.total»[0] == 1", "only lists have elements by number, and this is a double", "leave out [ ]"),
    Case(
      "customer.tags[«'x'»] == 'y'", "a whole number is expected here, and this is a string",
      "write int(…), or a number without quotes"),
    Case(
      "[].all(e, e «>» 0)", "cannot order a value of unknown type and int",
      "an empty list says no type: write its elements"),
  ]

  static let functions: [Case] = [
    Case(
      "order.status.«matches»('x')", "there is no function “matches”",
      "there are no regular expressions: use contains, startsWith or endsWith"),
    Case("«uint»(3) == 3", "there is no function “uint”", "there is no uint: use int"),
    Case("«type»(3) == 3", "there is no function “type”", "types are known when a rule is checked: leave it out"),
    Case("«dyn»(3) == 3", "there is no function “dyn”", "types are known when a rule is checked: leave it out"),
    Case("order.status.«startswith»('x')", "there is no function “startswith”", "did you mean “startsWith”?"),
    Case("order.items.«any»(i, i.price > 3)", "there is no function “any”", "write exists"),
    Case("«now»() > order.paid_at", "there is no function “now”", "now is a name: write it without parentheses"),
    Case("«contains»(order.status, 'x')", "“contains” is called on a value", "write value.contains(…)"),
    Case("order.total.«int»() > 3", "“int” is called with a value", "write int(value)"),
    Case("«exists»(order.items, i, i.price > 3)", "“exists” is asked of a list", "write list.exists(x, …)"),
    Case("order.«exists»(i, true)", "“exists” is asked of a list, and this is an order", "write has(…) or != null"),
    Case(
      "order.items.«exists»(i.price > 3)", "“exists” takes a name for the element and a condition",
      "write exists(o, o.total > 30)"),
    Case("order.items.«sum»(i) > 3", "“sum” takes a name for the element and what to compute", "write sum(o, o.total)"),
    Case("order.items.sum(i, «i.name») > 3", "“sum” does not work on a string", "write sum(o, o.total)"),
    Case("order.items.exists(i, «i.price»)", "a condition is true or false, and this is a double", "compare it: > 0"),
    Case(
      "customer.orders.exists(o, o.items.exists(i, o.shipments.«exists»(s, true)))", "macros nest at most 2 deep",
      "follow a link instead of searching, or put it into the data"),
    Case(
      "customer.tags.«contains»('vip')", "“contains” does not work on a list(string)",
      "to look into a list, write x in list"),
    Case(
      "order.total.«getHours»() > 3", "“getHours” does not work on a double", "write now.getHours(\"Europe/Berlin\")"),
    Case(
      "«timestamp»(1700000000) < now", "“timestamp” does not work on an int",
      "for seconds since 1970, give the field format: epoch in herald.yaml"),
    Case(
      "order.paid_at.«addBusinessDays»() < now", "“addBusinessDays” takes 1 argument, and here are 0",
      "write order.paid_at.addBusinessDays(3)"),
    Case(
      "order.paid_at.addBusinessDays(«1d») < now", "a whole number is expected here, and this is a duration",
      "write a number"),
    Case("«has»(order)", "“has” asks for a field", "write has(order.total)"),
    Case("has(order.«items»)", "a list is always there", "write size() > 0"),
    Case(
      "«told»('delayed-shipment')", "“told” asks for a campaign and a duration", "write told(\"delayed-shipment\", 7d)"),
    Case("told(«'delayed-shipmnt'», 7d)", "there is no campaign “delayed-shipmnt”", "did you mean “delayed-shipment”?"),
  ]

  static let syntax: [Case] = [
    Case("order.pieces > «7u»", "a number may not touch a letter", "there is no uint: write 7"),
    Case("now - order.paid_at > «3days»", "a number may not touch a letter", "write 3d"),
    Case(
      "now - order.paid_at > «2months»", "a number may not touch a letter",
      "durations are exact, and months and years are not: write 30d, 365d"),
    Case("now - order.paid_at > «1.5h»", "a number may not touch a letter", "durations are whole: write 90m for 1.5h"),
    Case("now - order.paid_at > 3 «days»", "“days” has no place here", "a number and its unit are one word: 3d"),
    Case("order.total > 30 «EUR»", "“EUR” has no place here", "is an operator missing before it?"),
    Case("order.total > «1_000»", "a number may not touch a letter", "digits are not grouped: write 1000"),
    Case("now - order.paid_at > «3Ms»", "a number may not touch a letter", "write 3ms"),
    Case("1 < order.total «<» 3", "comparisons do not chain", "use and: a < b and b < c"),
    Case("order.total «=» 3", "“=” does not compare", "write =="),
    Case("order.status «&» true", "“&” is not an operator", "write and"),
    Case("order.total «<>» 3", "“<>” is not an operator", "write !="),
    Case("order.total «≥» 3", "“≥” is not an operator", "write >="),
    Case("order.status «is» null", "“is” has no place here", "write == or !="),
    Case("order.total > 3 «AND» true", "“AND” has no place here", "write it small: and"),
    Case("order.status «not» in ['a']", "“not in” is not an operator", "write not (a in b)"),
    Case("true == «not» false", "“not” binds looser than what stands before it", "put it in parentheses: (not …)"),
    Case("!«-»1 == 1", "“!” and “-” do not mix", "use parentheses"),
    Case("«(»order.total > 3", "“(” is never closed", "close it with )"),
    Case("order.status in «[»'a', 'b'", "“[” is never closed", "close it with ]"),
    Case("order.total >«»", "the expression stops in the middle", "write what belongs behind it"),
    Case("order.«»", "a field or function belongs behind the point", "as in order.total"),
    Case("order.status == «'»shipped", "this text has no end", "close it with '"),
    Case(
      "order.status == '«\\q»'", "“\\q” is not an escape",
      "a backslash itself is written \\\\, or put r in front of the text"),
    Case(
      "order.status == '«\\u12'»", "this escape needs 4 hexadecimal digits",
      "as in \\u20ac, or put r in front of the text"),
    Case("order.status == '«\\ud800»'", "this escape names no character", "write the character itself"),
    Case("order.status == «“»shipped”", "a text stands in straight quotes", "write \"…\" or '…'"),
    Case("order.status == «b»'x'", "there are no bytes in these rules", "write a text without the prefix “b”"),
    Case("order.status in «{»'a': 1}", "there are no maps and messages in these rules", "a list is written [1, 2]"),
    Case(
      "order«.?»status == 'x'", "there is no optional syntax in these rules",
      "a missing field is unknown by itself: use has() or == null"),
    Case("«for» > 3", "“for” is a reserved word", "choose another name"),
    Case("«if» order.total > 3", "“if” is a reserved word", "write condition ? a : b"),
    Case("true ? 1«»", "“?” needs a “:” and what holds otherwise", "write condition ? a : b"),
    Case(
      "order.pieces > «99999999999999999999»", "this number does not fit 64 bits",
      "write it with a point: 99999999999999999999.0"),
    Case("order.pieces > «1e999»", "this number is too large", "1.7976931348623157e308 is the most"),
    Case("now - order.paid_at > «99999999w»", "this duration is too long", "10,000 years is the most"),
    Case("«»", "an expression is missing here", "write one, such as order.total > 30"),
    Case("order.total > 3«;»", "a rule is one expression", "join conditions with and"),
    Case("order.status == 'ä' and «ordr».total > 3", "there is no “ordr” here", "did you mean “order”?"),
  ]

  @Test func everyProblemIsReported() {
    var checker = RuleChecker(schema: Shop.schema)
    let text = "order.totl > 3 and customer.naem == 'x' and order.paid_at > 3 and foo(order.x)"
    guard case .failure(let problems) = checker.check(SourceText(text), in: .init(subject: Shop.index("order"))) else {
      Issue.record("accepted")
      return
    }
    #expect(problems.diagnostics.map { $0.position?.column } == [7, 29, 59, 67])
  }

  @Test func positionsAreThoseOfTheFile() throws {
    let yaml = "when:\n  - order.total > 3\n    and order.totl > 3\n"
    let source = SourceText(
      "order.total > 3 and order.totl > 3", file: "a.yaml",
      anchors: [
        .init(offset: 0, position: SourcePosition(line: 2, column: 5)),
        .init(offset: 16, position: SourcePosition(line: 3, column: 5)),
      ], lines: SourceText.lines(of: yaml))
    var checker = RuleChecker(schema: Shop.schema)
    guard case .failure(let problems) = checker.check(source, in: .init(subject: Shop.index("order"))) else {
      Issue.record("accepted")
      return
    }
    let text = DiagnosticRenderer().render(try #require(problems.diagnostics.first))
    #expect(
      text == """
        a.yaml:3:15: error: order has no field “totl”
                and order.totl > 3
                          ^^^^
            did you mean “total”?
        """)
  }

  @Test func twoWaysToACustomerAreAmbiguous() {
    var schema = Shop.schema
    schema.entities[Shop.index("backorder")].fields.append(.init(name: "customer", type: .string))
    Shop.link(&schema, "backorder", "customer", .one, "customer", field: "customer")
    var checker = RuleChecker(schema: schema)
    let scope = RuleChecker.Scope(subject: Shop.index("order"))
    guard case .failure(let problems) = checker.check(SourceText("customer.phone != null"), in: scope) else {
      Issue.record("accepted")
      return
    }
    #expect(
      problems.diagnostics.map(\.message) == [
        "“customer” is reached in two ways: order.customer and order.backorder.customer"
      ])
    guard case .success = checker.check(SourceText("order.customer.phone != null"), in: scope) else {
      Issue.record("refused though it says which")
      return
    }
  }
}
