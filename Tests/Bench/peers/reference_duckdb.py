#!/usr/bin/env python3
"""reference_duckdb.py FOLDER OUT THREADS whole|filtered: the reference project's three campaigns in DuckDB.

The orders are needed twice, so the columns in question become a table: of all orders, as the contract's figures mean it
(`whole`), or of those that parcels and carts ask for (`filtered`), whose times are parsed once that is known. The other
exports are read once. Times are compared with constants, which the optimizer folds. OUT gets a message a line, as JSON.
"""

import sys

from exports import reader, start

folder, out, threads, orders = sys.argv[1:]
session = start(threads)
session.execute("SET VARIABLE now = TIMESTAMPTZ '2026-03-15 12:00:00+00'")
session.execute(f"""
CREATE TEMP TABLE parcel AS
SELECT shipment_id, order_id, is_late, is_survey
FROM (SELECT shipment_id, order_id,
    status NOT IN ('delivered', 'returned') AND promised_at <= getvariable('now') - INTERVAL 24 HOUR
      AND promised_at > getvariable('now') - INTERVAL 336 HOUR AS is_late,
    delivered_at > getvariable('now') - INTERVAL 240 HOUR
      AND delivered_at <= getvariable('now') - INTERVAL 72 HOUR AS is_survey
  FROM {reader(folder, "shipments")})
WHERE is_late OR is_survey""")
session.execute(f"""
CREATE TEMP TABLE cart AS
SELECT cart_id, customer_id, updated_at FROM {reader(folder, "carts")}
WHERE status = 'open' AND updated_at > getvariable('now') - INTERVAL 72 HOUR
  AND updated_at <= getvariable('now') - INTERVAL 1 HOUR AND customer_id IS NOT NULL""")
if orders == "whole":
    session.execute(
        f"CREATE TEMP TABLE orders AS SELECT order_id, customer_id, placed_at FROM {reader(folder, 'orders')}"
    )
else:
    session.execute(f"""
CREATE TEMP TABLE orders AS
SELECT order_id, customer_id, CAST(placed_at AS TIMESTAMPTZ) AS placed_at
FROM {reader(folder, "orders", ("placed_at",))}
WHERE order_id IN (SELECT order_id FROM parcel) OR customer_id IN (SELECT customer_id FROM cart)""")
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
FROM hit JOIN {reader(folder, "customers")} USING (customer_id)
WHERE campaign = 'delayed-shipment' OR marketing_consent
) TO '{out}' (FORMAT json)""")
