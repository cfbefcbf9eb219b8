#!/usr/bin/env python3
"""generate.py FOLDER --orders N [--seed 7] [--order shuffled|time]: the exports of a made-up shop.

customers.csv (N / 2), carts.csv (0.3 N), orders.csv and shipments.csv (N each) are what the reference project reads.
The twenty campaigns also read payments.csv, refunds.csv, tickets.csv, loyalty.csv, bounced.csv and unsubscribed.csv.
Peers that cannot compute Herald's shares find them in shares.parquet: who hears nothing, who gets which variant.

The same bytes on every machine: RFC 4180, UTF-8, LF. All lies around NOW, which is also the files' time. With
`shuffled`, what is due is spread over the files; with `time`, rows ascend, as in most exports of real systems.
"""

import argparse
import os
import sys
import time

import numpy as np
import polars as pl

from siphash import share

NOW = 1773576000  # 2026-03-15T12:00:00Z
HOUR, DAY = 3600, 86400
SPAN = 400 * DAY
CHUNK = 1_000_000

FIRST = (
    "Anna Luca Marta Jürgen Zoë François Ólafur Mei Arjun Sofía John Emma Noah Léa Giulia Paweł Søren Chloé Hans Ines"
).split()
LAST = (
    "Rossi Müller García Smith O'Neil Dubois Jansen Kowalski Nielsen Bianchi Novák Silva Moreau Weber Fischer "
    "Lindqvist Papadopoulos Horvat Ferrari Schmidt"
).split()
LOCALES = "it_IT de_DE fr_FR en_GB es_ES nl_NL pl_PL pt_PT sv_SE en_US".split()
ZONES = (
    "Europe/Rome Europe/Berlin Europe/Paris Europe/London Europe/Madrid Europe/Amsterdam Europe/Warsaw Europe/Lisbon "
    "Europe/Stockholm America/New_York"
).split()
CURRENCIES = "EUR EUR EUR EUR GBP PLN SEK USD".split()
ITEMS = {
    "SKU-1042:1": 12,
    "SKU-88:2;SKU-9:1": 10,
    "Mug 0.3l": 8,
    "T-shirt, blue, M": 6,
    "Poster 50x70;Frame 50x70": 7,
    'Lamp "Aurora" E27': 3,
    "Socks (3 pairs)": 7,
    "Desk, oak, 160cm;Chair": 4,
    "Notebook A5;Pen": 8,
    "Gift card": 6,
    "Bottle 750ml;Cap;Sleeve": 7,
    "Note: leave at door\nSKU-77:1": 1,
    "SKU-500:12": 8,
    "Cable USB-C 2m": 7,
    "Backpack 20l, grey": 3,
    "Candle;Candle;Candle": 3,
}
CARRIERS = "DHL UPS GLS DPD PostNL FedEx BRT".split()
SHIPMENT_STATES = "label_created in_transit out_for_delivery delivered exception returned".split()
REASONS = "card_declined insufficient_funds expired_card authentication_failed".split()
# Time stamps carry other zones than UTC in more than half of the rows.
OFFSETS = np.array([0, 0, 0, 3600, 3600, 7200, -18000])
SUFFIXES = ["Z", "Z", "Z", "+01:00", "+01:00", "+02:00", "-05:00"]


def pick(names, index):
    return pl.Series(names, dtype=pl.String).gather(pl.Series(index.astype(np.uint32)))


def blank(series, where):
    """Empty cells where `where` is true."""
    frame = pl.DataFrame({"x": series, "m": pl.Series(where)})
    return frame.select(pl.when(pl.col("m")).then(None).otherwise(pl.col("x")).alias("x"))["x"]


def stamps(seconds, rng, where=None):
    zone = rng.integers(0, len(SUFFIXES), len(seconds))
    wall = pl.Series((seconds + OFFSETS[zone]).astype("datetime64[s]").astype("datetime64[ms]"))
    frame = pl.DataFrame({"a": wall, "b": pick(SUFFIXES, zone)})
    text = frame.select((pl.col("a").dt.strftime("%Y-%m-%dT%H:%M:%S") + pl.col("b")).alias("x"))["x"]
    return text if where is None else blank(text, where)


def keys(prefix, numbers, width):
    frame = pl.DataFrame({"a": pl.Series(numbers.astype(np.int64))})
    return frame.select((pl.lit(prefix) + pl.col("a").cast(pl.String).str.zfill(width)).alias("x"))["x"]


def money(rng, count):
    """Amounts with a median of about 54."""
    cents = np.minimum(np.exp(rng.normal(8.6, 0.9, count)), 5e6).astype(np.int64)
    return decimals(cents)


def decimals(cents):
    a = pl.col("a")
    text = (a // 100).cast(pl.String) + "." + (a % 100).cast(pl.String).str.zfill(2)
    return pl.DataFrame({"a": pl.Series(cents)}).select(text.alias("x"))["x"]


def contents(rng, count):
    weights = np.array(list(ITEMS.values()), float)
    return pick(list(ITEMS), rng.choice(len(ITEMS), count, p=weights / weights.sum()))


def addresses(numbers):
    i = pl.col("i")
    address = "user" + i.cast(pl.String) + "@mail" + (i % 97).cast(pl.String) + ".example"
    return pl.DataFrame({"i": pl.Series(numbers)}).select(address.alias("x"))["x"]


class Shop:
    def __init__(self, folder, orders, seed, in_time):
        self.folder, self.orders, self.seed, self.in_time = folder, orders, seed, in_time
        self.customers, self.carts = orders // 2, int(orders * 0.3)
        self.files = {}

    def rng(self, *salt):
        return np.random.default_rng([self.seed, *salt])

    def write(self, name, columns):
        """Appends rows; the first ones bring the header."""
        is_first = name not in self.files
        if is_first:
            self.files[name] = open(f"{self.folder}/{name}", "wb")
        self.files[name].write(pl.DataFrame(columns).write_csv(include_header=is_first).encode())

    def close(self):
        for file in self.files.values():
            file.close()
            os.utime(file.name, (NOW, NOW))
        return sum(os.path.getsize(file.name) for file in self.files.values())

    @staticmethod
    def chunks(count):
        for number, start in enumerate(range(0, count, CHUNK)):
            yield number, start, min(CHUNK, count - start)

    def write_customers(self):
        for chunk, start, n in self.chunks(self.customers):
            rng, number = self.rng(1, chunk), np.arange(start, start + n)
            first, last = (pick(names, rng.integers(0, len(names), n)) for names in (FIRST, LAST))
            f, l, k = pl.col("f"), pl.col("l"), pl.col("k")
            name = pl.DataFrame({"f": first, "l": last, "k": rng.random(n)}).select(
                pl.when(k < 0.03)
                .then(l + ", " + f)
                .when(k < 0.035)
                .then(f + ' "Bob" ' + l)
                .when(k < 0.037)
                .then(l + " GmbH\nc/o " + f)
                .otherwise(f + " " + l)
                .alias("x")
            )["x"]
            place = rng.integers(0, len(LOCALES), n)
            favourite = pick(["email", "sms", "whatsapp", ""], rng.choice(4, n, p=[0.6, 0.27, 0.1, 0.03]))
            self.write(
                "customers.csv",
                {
                    "customer_id": keys("C", number, 9),
                    "email": addresses(number),
                    "phone": keys("+39", rng.integers(3 * 10**9, 4 * 10**9, n), 10),
                    "name": name,
                    "locale": pick(LOCALES, place),
                    "timezone": pick(ZONES, place),
                    "preferred_channel": blank(favourite, (favourite == "").to_numpy()),
                    "marketing_consent": pick(["false", "true"], (rng.random(n) < 0.65) * 1),
                    "created_at": stamps(NOW - rng.integers(0, 2000 * DAY, n), rng),
                },
            )

    def write_carts(self):
        """Returns the customers and times of recent open carts that an order is to follow."""
        rng = self.rng(2)
        updated = NOW - rng.integers(0, 60 * DAY, self.carts)
        if self.in_time:
            updated.sort()
        customer = rng.integers(0, self.customers, self.carts)
        state = rng.choice(4, self.carts, p=[0.40, 0.42, 0.10, 0.08])
        for chunk, start, n in self.chunks(self.carts):
            rng, rows = self.rng(3, chunk), slice(start, start + n)
            guest = rng.random(n) < 0.02
            self.write(
                "carts.csv",
                {
                    "cart_id": keys("K", np.arange(start, start + n), 9),
                    "customer_id": blank(keys("C", customer[rows], 9), guest),
                    "updated_at": stamps(updated[rows], rng),
                    "status": pick(["open", "converted", "expired", "merged"], state[rows]),
                    "total": money(rng, n),
                    "currency": pick(CURRENCIES, rng.integers(0, len(CURRENCIES), n)),
                    "items": contents(rng, n),
                    "checkout_url": pl.Series(rng.integers(2**48, 2**62, n))
                    .cast(pl.String)
                    .to_frame("h")
                    .select(("https://shop.example/checkout/" + pl.col("h")).alias("x"))["x"],
                },
            )
        rng = self.rng(4)
        recent = np.nonzero((state == 0) & (updated >= NOW - 72 * HOUR) & (updated <= NOW - HOUR))[0]
        recent = recent[rng.random(len(recent)) < 0.2]
        slots = np.sort(rng.choice(self.orders, min(len(recent), self.orders), replace=False))
        recent = recent[: len(slots)]
        return slots, customer[recent], updated[recent]

    def write_orders(self, slots, buyers, left):
        """Orders and what belongs to them. Those at `slots` are by `buyers`, soon after they left a cart."""
        for chunk, start, n in self.chunks(self.orders):
            rng, number = self.rng(5, chunk), np.arange(start, start + n)
            if self.in_time:
                placed = NOW - SPAN + ((number + 1) * (SPAN / self.orders)).astype(np.int64) - 1
            else:
                placed = NOW - 1 - rng.integers(0, SPAN, n)
            customer = rng.integers(0, self.customers, n)
            here = (slots >= start) & (slots < start + n)
            customer[slots[here] - start] = buyers[here]
            placed[slots[here] - start] = np.minimum(left[here] + rng.integers(60, 3600, here.sum()), NOW - 1)
            promised = placed + rng.integers(3 * DAY, 7 * DAY, n)
            guest = rng.random(n) < 0.005
            # The columns draw from `rng` in this order.
            self.write(
                "orders.csv",
                {
                    "order_id": keys("O", number, 10),
                    "customer_id": blank(keys("C", customer, 9), guest),
                    "placed_at": stamps(placed, rng),
                    "status": pick(
                        ["paid", "fulfilled", "completed", "cancelled", "refunded"],
                        rng.choice(5, n, p=[0.1, 0.2, 0.6, 0.06, 0.04]),
                    ),
                    "currency": pick(CURRENCIES, rng.integers(0, len(CURRENCIES), n)),
                    "total": money(rng, n),
                    "items": contents(rng, n),
                    "promised_at": stamps(promised, rng, rng.random(n) < 0.01),
                },
            )
            self.write_shipments(start, placed, promised, rng)
            self.write_payments(chunk, start, placed)
            self.write_refunds(chunk, start, placed)

    def write_shipments(self, start, placed, promised, rng):
        """A row an order; one in 25 belongs to another order of the chunk, which then has two."""
        n = len(placed)
        order, moved = np.arange(n), rng.random(n) < 0.04
        order[moved] = rng.integers(0, n, int(moved.sum()))
        placed, promised = placed[order], promised[order]
        delivered = placed + rng.integers(2 * DAY, 9 * DAY, n)
        stuck = rng.random(n) < np.where(placed > NOW - 20 * DAY, 0.22, 0.004)
        done = (delivered <= NOW) & ~stuck
        state = np.where(
            done,
            np.where(rng.random(n) < 0.015, 5, 3),
            np.where(
                delivered <= NOW,
                rng.choice([1, 2, 4], n, p=[0.6, 0.1, 0.3]),
                rng.choice([0, 1, 2], n, p=[0.3, 0.6, 0.1]),
            ),
        )
        seen = np.where(done, delivered, np.minimum(placed + rng.integers(3600, 3 * DAY, n), NOW))
        self.write(
            "shipments.csv",
            {
                "shipment_id": keys("S", np.arange(start, start + n), 10),
                "order_id": keys("O", order + start, 10),
                "carrier": pick(CARRIERS, rng.integers(0, len(CARRIERS), n)),
                "tracking_number": keys("JD", rng.integers(10**13, 10**14, n), 14),
                "status": pick(SHIPMENT_STATES, state),
                "status_at": stamps(seen, rng),
                "promised_at": stamps(promised, rng, rng.random(n) < 0.01),
                "delivered_at": stamps(delivered, rng, ~done),
            },
        )

    def write_payments(self, chunk, start, placed):
        """Attempts to pay the orders of two weeks: one in twelve fails, and of those half are paid later."""
        rng = self.rng(6, chunk)
        order = np.nonzero(placed > NOW - 14 * DAY)[0]
        failed = rng.random(len(order)) < 0.08
        again = np.nonzero(failed & (rng.random(len(order)) < 0.5))[0]
        first = placed[order] + rng.integers(0, 60, len(order))
        second = np.minimum(first[again] + rng.integers(300, 2 * DAY, len(again)), NOW)
        made, n = np.concatenate([first, second]), len(order) + len(again)
        is_failed = np.concatenate([failed, np.zeros(len(again), bool)])
        self.write(
            "payments.csv",
            {
                "payment_id": keys("P", np.arange(n) + 2 * start, 10),
                "order_id": keys("O", np.concatenate([order, order[again]]) + start, 10),
                "created_at": stamps(made, rng),
                "status": pick(["captured", "failed"], is_failed * 1),
                "reason": blank(pick(REASONS, rng.integers(0, len(REASONS), n)), ~is_failed),
            },
        )

    def write_refunds(self, chunk, start, placed):
        rng = self.rng(7, chunk)
        order = np.nonzero(rng.random(len(placed)) < 0.03)[0]
        received = placed[order] + rng.integers(8 * DAY, 40 * DAY, len(order))
        order, received = order[received <= NOW], received[received <= NOW]
        self.write(
            "refunds.csv",
            {
                "refund_id": keys("R", order + start, 10),
                "order_id": keys("O", order + start, 10),
                "received_at": stamps(received, rng),
                "amount": money(rng, len(order)),
            },
        )

    def write_tickets(self):
        for chunk, start, n in self.chunks(self.orders // 50):
            rng = self.rng(8, chunk)
            opened = NOW - rng.integers(0, 60 * DAY, n)
            closed = opened + rng.integers(HOUR, 10 * DAY, n)
            self.write(
                "tickets.csv",
                {
                    "ticket_id": keys("T", np.arange(start, start + n), 8),
                    "customer_id": keys("C", rng.integers(0, self.customers, n), 9),
                    "opened_at": stamps(opened, rng),
                    "closed_at": stamps(closed, rng, (closed > NOW) | (rng.random(n) < 0.1)),
                },
            )

    def write_loyalty(self):
        for chunk, start, n in self.chunks(self.customers):
            rng = self.rng(9, chunk)
            member = np.nonzero(rng.random(n) < 0.4)[0]
            points = rng.integers(1, 5000, len(member))
            expires = NOW + rng.integers(-30 * DAY, 700 * DAY, len(member))
            self.write(
                "loyalty.csv",
                {
                    "customer_id": keys("C", member + start, 9),
                    "points": pl.Series(points),
                    "worth": decimals(points),
                    "expires_at": stamps(expires, rng),
                },
            )

    def write_suppressed(self):
        for chunk, start, n in self.chunks(self.customers):
            draw = self.rng(10, chunk).random(n)
            number = np.arange(start, start + n)
            self.write("bounced.csv", {"email": addresses(number[draw < 0.01])})
            self.write("unsubscribed.csv", {"email": addresses(number[(draw >= 0.01) & (draw < 0.05)])})

    def write_shares(self):
        """The draws of the twenty campaigns' holdouts and split, for peers without SipHash."""
        customer = np.arange(self.customers)
        columns = {"customer_id": keys("C", customer, 9)}
        for column, salt, campaign, upper in (
            ("cross_sell_holdout", "holdout", "cross-sell", 0.1),
            ("win_back_holdout", "holdout", "win-back", 0.1),
            ("win_back_letter", "split", "win-back", 0.5),
        ):
            columns[column] = share([salt, "twenty", campaign], "C", customer, 9) < upper
        pl.DataFrame(columns).write_parquet(f"{self.folder}/shares.parquet")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--order", choices=["shuffled", "time"], default="shuffled")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    began = time.monotonic()
    shop = Shop(options.folder, options.orders, options.seed, options.order == "time")
    shop.write_customers()
    shop.write_orders(*shop.write_carts())
    shop.write_tickets()
    shop.write_loyalty()
    shop.write_suppressed()
    shop.write_shares()
    print(f"{options.folder}: {shop.close() / 1e6:.0f} MB in {time.monotonic() - began:.1f} s", file=sys.stderr)


main()
