#!/usr/bin/env python3
"""twenty_duckdb.py FOLDER OUT THREADS [herald]: the twenty campaigns in one DuckDB session; a message a line, as JSON.

Whom a holdout spares, and who gets which letter, DuckDB draws with its own hash. With `herald`, it looks up what Herald
draws, so that the messages can be compared; that takes a little longer and is not timed.
"""
import os
import sys

import duckdb

folder, out, threads, *draw = sys.argv[1:]
EXPORTS = {
    "customers": "customer_id V, email V, phone V, name V, locale V, timezone V, preferred_channel V, marketing_consent BOOLEAN, created_at T",
    "orders": "order_id V, customer_id V, placed_at T, status V, currency V, total M, items V, promised_at T",
    "shipments": "shipment_id V, order_id V, carrier V, tracking_number V, status V, status_at T, promised_at T, delivered_at T",
    "carts": "cart_id V, customer_id V, updated_at T, status V, total M, currency V, items V, checkout_url V",
    "payments": "payment_id V, order_id V, created_at T, status V, reason V",
    "refunds": "refund_id V, order_id V, received_at T, amount M",
    "tickets": "ticket_id V, customer_id V, opened_at T, closed_at T",
    "loyalty": "customer_id V, points INTEGER, worth M, expires_at T",
    "bounced": "email V",
    "unsubscribed": "email V",
}
USED = {
    "customers": "customer_id, email, phone, name, timezone, preferred_channel, marketing_consent, created_at",
    "orders": "order_id, customer_id, placed_at, status, total",
    "shipments": "shipment_id, order_id, carrier, status, status_at, promised_at, delivered_at",
    "carts": "cart_id, customer_id, updated_at, status, total, items, checkout_url",
}
TYPES = {"V": "VARCHAR", "T": "TIMESTAMPTZ", "M": "DECIMAL(12, 2)"}


def view(name, columns):
    pairs = [column.split() for column in columns.split(", ")]
    types = ", ".join(f"'{column}': '{TYPES.get(kind, kind)}'" for column, kind in pairs)
    return (
        f"CREATE TEMP VIEW {name} AS SELECT {USED.get(name, '*')} FROM read_csv('{folder}/{name}.csv', header = true, "
        f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', new_line = '\\n', columns = {{{types}}})")


session = duckdb.connect()
session.execute(f"SET threads = {int(threads)}")
session.execute("SET preserve_insertion_order = false")
session.execute("SET TimeZone = 'UTC'")
for export in EXPORTS.items():
    session.execute(view(*export))
session.execute(r"""
CREATE TEMP MACRO since(ago) AS TIMESTAMPTZ '2026-03-15 12:00:00+00'
  - CAST(replace(replace(replace(ago, 'd', ' day'), 'h', ' hour'), 'm', ' minute') AS INTERVAL);
CREATE TEMP MACRO money(x) AS format('€{:,.2f}', x);
CREATE TEMP MACRO escaped(x) AS
  replace(replace(replace(replace(replace(x, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), '''', '&#39;');
CREATE TEMP MACRO list_items(x) AS E'\n- ' || array_to_string(string_split(x, ';'), E'\n- ');
CREATE TEMP MACRO html_items(x) AS
  '<li>' || array_to_string(list_transform(string_split(x, ';'), lambda i: escaped(i)), '</li><li>') || '</li>';
""")
if draw == ["herald"]:
    session.execute(f"""
CREATE TEMP TABLE share AS FROM '{folder}/shares.parquet';
CREATE TEMP MACRO is_held_out(campaign, customer) AS customer IN (SELECT customer_id FROM share WHERE cross_sell_holdout)
  AND campaign = 'cross-sell' OR customer IN (SELECT customer_id FROM share WHERE win_back_holdout) AND campaign = 'win-back';
CREATE TEMP MACRO gets_letter(customer) AS customer IN (SELECT customer_id FROM share WHERE win_back_letter);
""")
else:
    session.execute("""
CREATE TEMP MACRO is_held_out(campaign, customer) AS hash(campaign, customer) % 10 = 0;
CREATE TEMP MACRO gets_letter(customer) AS hash('split', customer) % 2 = 0;
""")
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "twenty.sql"), encoding="utf-8") as file:
    session.execute(file.read())
session.execute(f"COPY (FROM messages) TO '{out}' (FORMAT json)")
