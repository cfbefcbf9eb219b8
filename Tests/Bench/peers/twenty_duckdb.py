#!/usr/bin/env python3
"""twenty_duckdb.py FOLDER OUT THREADS [herald]: the twenty campaigns in one DuckDB session; a message a line, as JSON.

Whom a holdout spares, and who gets which letter, DuckDB draws with its own hash. With `herald`, it looks up what Herald
draws, so that the messages can be compared; that takes a little longer and is not timed.
"""

import os
import sys

from exports import COLUMNS, reader, start

folder, out, threads, *draw = sys.argv[1:]
# Times that are parsed once other conditions have left few rows.
LATE = {"shipments": ("status_at", "promised_at"), "carts": ("updated_at",)}
session = start(threads)
for name in COLUMNS:
    session.execute(f"CREATE TEMP VIEW {name} AS FROM {reader(folder, name, LATE.get(name, ()))}")
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
CREATE TEMP MACRO is_held_out(campaign, customer) AS
  campaign = 'cross-sell' AND customer IN (SELECT customer_id FROM share WHERE cross_sell_holdout)
  OR campaign = 'win-back' AND customer IN (SELECT customer_id FROM share WHERE win_back_holdout);
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
