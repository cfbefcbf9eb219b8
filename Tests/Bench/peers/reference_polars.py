#!/usr/bin/env python3
"""reference_polars.py FOLDER OUT THREADS: the reference project's three campaigns in Polars; a message a line, as JSON.

Lazy scans on the streaming engine, which was the quicker one. Only the columns in question are parsed, and times only
after cheaper conditions.
"""

import os
import sys

folder, out, threads = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = threads
import polars as pl
from polars import col, lit, when

NOW, HOUR = 1773576000, 3600
EXPORTS = {
    "customers": "customer_id email phone name locale timezone preferred_channel marketing_consent created_at",
    "orders": "order_id customer_id placed_at status currency total items promised_at",
    "shipments": "shipment_id order_id carrier tracking_number status status_at promised_at delivered_at",
    "carts": "cart_id customer_id updated_at status total currency items checkout_url",
}


def scan(name):
    return pl.scan_csv(f"{folder}/{name}.csv", schema={column: pl.String for column in EXPORTS[name].split()})


def time(column):
    return col(column).str.to_datetime("%Y-%m-%dT%H:%M:%S%#z", time_unit="ms", time_zone="UTC").dt.epoch("s")


def hits(campaign, subject, order, rows):
    return rows.select(
        lit(campaign).alias("campaign"), col(subject).alias("subject_id"), col(order).alias("order_id"), "customer_id"
    )


parcels = (
    scan("shipments")
    .select(
        "shipment_id",
        "order_id",
        late=~col("status").is_in(["delivered", "returned"])
        & time("promised_at").is_between(NOW - 336 * HOUR, NOW - 24 * HOUR, closed="right"),
        survey=time("delivered_at").is_between(NOW - 240 * HOUR, NOW - 72 * HOUR, closed="right"),
    )
    .filter(col("late").fill_null(False) | col("survey").fill_null(False))
).collect(engine="streaming")
carts = (
    scan("carts")
    .filter(col("status") == "open")
    .select("cart_id", "customer_id", updated=time("updated_at"))
    .filter(col("updated").is_between(NOW - 72 * HOUR, NOW - HOUR, closed="right"), col("customer_id").is_not_null())
).collect(engine="streaming")
orders = scan("orders")
linked, bought = pl.collect_all(
    [
        orders.select("order_id", "customer_id").join(parcels.lazy(), on="order_id"),
        orders.select("customer_id", "placed_at")
        .join(carts.lazy(), on="customer_id")
        .filter(time("placed_at") > col("updated"))
        .select("cart_id"),
    ],
    engine="streaming",
)
hit = pl.concat(
    [
        hits("delayed-shipment", "shipment_id", "order_id", linked.lazy().filter("late")),
        hits("post-sale-survey", "order_id", "order_id", linked.lazy().filter("survey")).unique(),
        hits("abandoned-cart", "cart_id", "cart_id", carts.lazy().join(bought.lazy(), on="cart_id", how="anti")),
    ]
)
greeting = lit("Hi ") + col("name")
messages = (
    scan("customers")
    .select("customer_id", "email", "phone", "name", "preferred_channel", "marketing_consent")
    .join(hit, on="customer_id")
    .filter((col("campaign") == "delayed-shipment") | (col("marketing_consent") == "true"))
    .select(
        "campaign",
        "customer_id",
        "subject_id",
        channel=col("preferred_channel").fill_null("email"),
        to=when(col("preferred_channel").is_in(["sms", "whatsapp"])).then("phone").otherwise("email"),
        text=when(col("campaign") == "delayed-shipment")
        .then(greeting + ", your order " + col("order_id") + " is late. We are sorry!")
        .when(col("campaign") == "post-sale-survey")
        .then(greeting + ", how was your order " + col("order_id") + "?")
        .otherwise(greeting + ", you left something in your cart " + col("order_id") + "."),
    )
).collect(engine="streaming")
messages.write_ndjson(out)
