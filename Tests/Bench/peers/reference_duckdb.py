#!/usr/bin/env python3
"""reference_duckdb.py FOLDER OUT THREADS: the reference project's three campaigns in DuckDB; a message a line, as JSON.

The orders are needed twice, so the columns in question become a table; the other exports are read once, as they are
joined. Times are compared with constants, which the optimizer folds.
"""
import sys

import duckdb

folder, out, threads = sys.argv[1:]
EXPORTS = {
    "customers": "customer_id V, email V, phone V, name V, locale V, timezone V, preferred_channel V, marketing_consent BOOLEAN, created_at T",
    "orders": "order_id V, customer_id V, placed_at T, status V, currency V, total DOUBLE, items V, promised_at T",
    "shipments": "shipment_id V, order_id V, carrier V, tracking_number V, status V, status_at T, promised_at T, delivered_at T",
    "carts": "cart_id V, customer_id V, updated_at T, status V, total DOUBLE, currency V, items V, checkout_url V",
}
TYPES = {"V": "VARCHAR", "T": "TIMESTAMPTZ"}


def export(name):
    pairs = [column.split() for column in EXPORTS[name].split(", ")]
    types = ", ".join(f"'{column}': '{TYPES.get(kind, kind)}'" for column, kind in pairs)
    return (
        f"read_csv('{folder}/{name}.csv', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"new_line = '\\n', columns = {{{types}}})")


session = duckdb.connect()
session.execute(f"SET threads = {int(threads)}")
session.execute("SET preserve_insertion_order = false")
session.execute("SET TimeZone = 'UTC'")
session.execute("SET VARIABLE now = TIMESTAMPTZ '2026-03-15 12:00:00+00'")
session.execute(f"CREATE TEMP TABLE orders AS SELECT order_id, customer_id, placed_at FROM {export('orders')}")
session.execute(f"""
CREATE TEMP TABLE parcel AS
SELECT shipment_id, order_id, is_late, is_survey
FROM (SELECT shipment_id, order_id,
    status NOT IN ('delivered', 'returned') AND promised_at <= getvariable('now') - INTERVAL 24 HOUR
      AND promised_at > getvariable('now') - INTERVAL 336 HOUR AS is_late,
    delivered_at > getvariable('now') - INTERVAL 240 HOUR AND delivered_at <= getvariable('now') - INTERVAL 72 HOUR AS is_survey
  FROM {export('shipments')})
WHERE is_late OR is_survey""")
session.execute(f"""
CREATE TEMP TABLE cart AS
SELECT cart_id, customer_id, updated_at FROM {export('carts')}
WHERE status = 'open' AND updated_at > getvariable('now') - INTERVAL 72 HOUR
  AND updated_at <= getvariable('now') - INTERVAL 1 HOUR AND customer_id IS NOT NULL""")
session.execute(f"""
COPY (
WITH linked AS (SELECT parcel.*, customer_id FROM parcel JOIN orders USING (order_id)),
hit AS (
  SELECT 'delayed-shipment' AS campaign, shipment_id AS subject_id, order_id, customer_id FROM linked WHERE is_late
  UNION ALL
  SELECT DISTINCT 'post-sale-survey', order_id, order_id, customer_id FROM linked WHERE is_survey
  UNION ALL
  SELECT 'abandoned-cart', cart_id, cart_id, customer_id FROM cart
  WHERE NOT EXISTS (FROM orders WHERE orders.customer_id = cart.customer_id AND placed_at > updated_at))
SELECT campaign, coalesce(preferred_channel, 'email') AS channel,
  CASE WHEN preferred_channel IN ('sms', 'whatsapp') THEN phone ELSE email END AS "to", customer_id, subject_id,
  CASE campaign WHEN 'delayed-shipment' THEN 'Hi ' || name || ', your order ' || order_id || ' is late. We are sorry!'
    WHEN 'post-sale-survey' THEN 'Hi ' || name || ', how was your order ' || order_id || '?'
    ELSE 'Hi ' || name || ', you left something in your cart ' || order_id || '.' END AS text
FROM hit JOIN {export('customers')} USING (customer_id)
WHERE campaign = 'delayed-shipment' OR marketing_consent
) TO '{out}' (FORMAT json)""")
