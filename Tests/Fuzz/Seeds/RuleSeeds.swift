/// Rules as campaigns have them, and some of each construct.
enum RuleSeeds {
  static let all = [
    "order.total > 30 and order.status == 'shipped'",
    "now - order.paid_at > 3d and order.paid_at != null",
    "has(order.status) ? order.status in ['a', \"b\"] : false",
    "customer.orders.exists(o, o.total > order.total and o.items.all(i, i.price >= 0.5))",
    "customer.orders.filter(o, o.paid_at > now - 90d).sum(o, o.total) >= 250.0",
    "order.items.map(i, i.price > 1, i.name + '!')[0].contains('x')",
    "customer.orders.max(o, o.paid_at) < now.startOfDay('Europe/Berlin')",
    "order.paid_at.addBusinessDays(3) <= now or order.paid_at.businessDaysUntil(now) > 2",
    "not told('late', 7d) and customer.tags.exists(t, t.lower().startsWith('vip'))",
    "order.pieces % 2 == 1 || order.pieces / 2 * 2 != order.pieces",
    "(order.pieces + 1) * -2 - --3 < 9223372036854775807",
    "timestamp('2026-03-01T10:00:00+01:00').getHours('America/New_York') >= 8",
    "duration('1h30m') - 1h30m == 0s and order.wait < 2w3d4h5m6s7ms",
    "int('42') + int(3.9) == 45 and double(1) / 0.0 > 1e308 and string(2.5) == '2.5'",
    "size('äöü😀') + customer.tags.size() > [1, 2, 3,].size() // a comment\n + 1",
    "r'raw\\' != '''it's\n\\u00e9\\x41\\101''' and \"\\U0001F600\" < 'z'",
    "[[1, 2], [3]].all(l, l.exists_one(i, i == 3) or size(l) == 2)",
    "order.open == 3 and customer.score > order.open",
    "order.is_gift == true ? order.total : order.total * 0.9",
    "order.items.avg(i, i.price) > order.items.min(i, i.price) and order.items.count(i, has(i.price)) > 0",
    "order.customer == customer and order in customer.orders",
    "1 in [1.0, 2] and !(2 in []) and null == order.wait",
  ]
}
