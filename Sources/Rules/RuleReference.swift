/// What rules may call, for the author's reference: each with an example that checks.
package struct RuleReference: Sendable {
  package var name: String
  package var example: String
  /// In a few words.
  package var meaning: String

  private init(_ name: String, _ example: String, _ meaning: String) {
    self.name = name
    self.example = example
    self.meaning = meaning
  }

  package static let macros = [
    RuleReference("has", "has(order.paid_at)", "it has a value"),
    RuleReference("all", "order.items.all(i, i.price > 3)", "true of every one"),
    RuleReference("exists", "customer.orders.exists(o, o.total > 30)", "true of at least one"),
    RuleReference("exists_one", "customer.orders.exists_one(o, o.total > 30)", "true of exactly one"),
    RuleReference("filter", "customer.orders.filter(o, o.total > 30)", "those of which it is true"),
    RuleReference("map", "order.items.map(i, i.name)", "a value of each"),
    RuleReference("count", "customer.orders.count(o, o.total > 30)", "of how many it is true"),
    RuleReference("sum", "customer.orders.sum(o, o.total)", "exact for money"),
    RuleReference("min", "customer.orders.min(o, o.created_at)", "the least; unknown if any is"),
    RuleReference("max", "order.shipments.max(s, s.delivered_at)", "the greatest; unknown if any is"),
    RuleReference("avg", "order.items.avg(i, i.price)", "the mean; unknown if any is"),
  ]

  package static let functions = [
    RuleReference("size", "customer.tags.size()", "elements of a list, letters of a text"),
    RuleReference("contains", "order.status.contains(\"ship\")", "part of a text"),
    RuleReference("startsWith", "order.status.startsWith(\"s\")", "beginning of a text"),
    RuleReference("endsWith", "order.status.endsWith(\"ed\")", "end of a text"),
    RuleReference("lower", "order.status.lower() == \"paid\"", "in small letters"),
    RuleReference("addBusinessDays", "order.paid_at.addBusinessDays(3)", "without weekends, holidays"),
    RuleReference("businessDaysUntil", "now.businessDaysUntil(order.paid_at)", "how many are between"),
    RuleReference("startOfDay", "now.startOfDay(\"Europe/Berlin\")", "midnight there, or the shop's"),
    RuleReference("getHours", "now.getHours(\"Europe/Berlin\")", "0 to 23; UTC without a zone"),
    RuleReference("getMinutes", "now.getMinutes()", "0 to 59"),
    RuleReference("getSeconds", "now.getSeconds()", "0 to 59"),
    RuleReference("getMilliseconds", "now.getMilliseconds()", "0 to 999"),
    RuleReference("getDate", "now.getDate()", "day of the month, from 1"),
    RuleReference("getDayOfMonth", "now.getDayOfMonth()", "day of the month, from 0"),
    RuleReference("getDayOfWeek", "now.getDayOfWeek()", "Sunday is 0"),
    RuleReference("getDayOfYear", "now.getDayOfYear()", "from 0"),
    RuleReference("getMonth", "now.getMonth()", "January is 0"),
    RuleReference("getFullYear", "now.getFullYear()", "such as 2026"),
    RuleReference("int", "int(order.total)", "without its fraction"),
    RuleReference("double", "double(\"3.5\")", "a number"),
    RuleReference("string", "string(order.total)", "a text"),
    RuleReference("bool", "bool(\"true\")", "true or false"),
    RuleReference("timestamp", "timestamp(\"2026-03-01T00:00:00Z\")", "a time"),
    RuleReference("duration", "duration(\"90m\")", "a duration; plainly: 90m"),
  ]

  package static let names = [
    RuleReference("now", "now - order.created_at > 3d", "the run's one instant"),
    RuleReference("start", "order.paid_at > start", "when the sequence began"),
    RuleReference("told", "told(\"late\", 7d)", "this customer was sent that campaign"),
  ]
}
