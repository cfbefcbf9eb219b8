"""The exports of generate.py for DuckDB: what it is told of their columns, so that it need not find out."""

import duckdb

COLUMNS = {
    "customers": """customer_id text, email text, phone text, name text, locale text, timezone text,
        preferred_channel text, marketing_consent bool, created_at time""",
    "orders": """order_id text, customer_id text, placed_at time, status text, currency text, total money, items text,
        promised_at time""",
    "shipments": """shipment_id text, order_id text, carrier text, tracking_number text, status text, status_at time,
        promised_at time, delivered_at time""",
    "carts": """cart_id text, customer_id text, updated_at time, status text, total money, currency text, items text,
        checkout_url text""",
    "payments": "payment_id text, order_id text, created_at time, status text, reason text",
    "refunds": "refund_id text, order_id text, received_at time, amount money",
    "tickets": "ticket_id text, customer_id text, opened_at time, closed_at time",
    "loyalty": "customer_id text, points int, worth money, expires_at time",
    "bounced": "email text",
    "unsubscribed": "email text",
}
TYPES = {"text": "VARCHAR", "time": "TIMESTAMPTZ", "money": "DECIMAL(12, 2)", "bool": "BOOLEAN", "int": "INTEGER"}


def start(threads):
    session = duckdb.connect()
    session.execute(f"SET threads = {int(threads)}")
    session.execute("SET preserve_insertion_order = false")
    session.execute("SET TimeZone = 'UTC'")
    return session


def reader(folder, name, late=()):
    """A table function that reads an export. It parses what a query names, and `late` times not at all."""
    columns = (column.split() for column in COLUMNS[name].split(","))
    types = ", ".join(f"'{column}': '{TYPES['text' if column in late else kind]}'" for column, kind in columns)
    options = """header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n'"""
    return f"read_csv('{folder}/{name}.csv', {options}, columns = {{{types}}})"
