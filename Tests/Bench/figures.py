#!/usr/bin/env python3
"""figures.py HERALD FOLDER ORDERS ROUNDS [PEERS]: measures, and prints the table of DESIGN.md's figures at the end.

FOLDER/orders-N/exports holds what generate.py wrote; PEERS is the environment with DuckDB and Polars, without which
only Herald is measured. Exit 1 where job files differ. Slow is no failure: machines differ, and ratios say more than
seconds.
"""

import os
import re
import sqlite3
import statistics
import subprocess
import sys

import layouts
from rounds import measure, once
from table import Table

NOW = "2026-03-15T12:00:00Z"
LEDGER = int(os.environ.get("LEDGER", 10_000_000))
SIZES = (1_000_000, 3_000_000, 10_000_000)
REFERENCE = ("customers", "orders", "shipments", "carts")
HERE = layouts.HERE


class Bench:
    def __init__(self, herald, folder, orders, rounds, peers):
        self.herald, self.folder, self.orders, self.rounds = os.path.abspath(herald), folder, orders, rounds
        self.python = f"{peers}/bin/python" if peers else None
        self.shop = self.shop_of(orders)
        self.table, self.agree = Table(), True

    def shop_of(self, orders):
        return f"{self.folder}/orders-{orders}"

    def plan(self, project, threads, now=NOW):
        jobs = f"{project}.herald{threads}.jsonl"
        return [self.herald, "-C", project, "plan", "--now", now, "--threads", str(threads), "--jobs", jobs]

    def peer(self, script, threads, out, *words):
        return [self.python, f"{HERE}/peers/{script}.py", f"{self.shop}/exports", out, str(threads), *words]

    def compare(self, names):
        # In a process of its own: a child's peak of memory is never below that of the process that starts it.
        self.agree = subprocess.run([sys.executable, f"{HERE}/jobs.py", *names]).returncode == 0 and self.agree

    def reference(self):
        say(f"Three campaigns over {self.orders:,} orders")
        project = layouts.place(self.shop, "reference")
        commands = {f"herald{t}": self.plan(project, t) for t in (1, 2)}
        if self.python:
            for t in (1, 2):
                for name, orders in (("duckdb", "whole"), ("duckdb-filtered", "filtered")):
                    out = f"{project}.{name}{t}.jsonl"
                    commands[f"{name}{t}"] = self.peer("reference_duckdb", t, out, orders)
            commands["polars2"] = self.peer("reference_polars", 2, f"{project}.polars2.jsonl")
        agreeing = [f"{project}.{name}.jsonl" for name in commands]
        if self.python:
            commands["Python, import duckdb"] = [self.python, "-c", "import duckdb"]
        files = [f"{self.shop}/exports/{name}.csv" for name in REFERENCE]
        figures = measure({**commands, "wc -l": ["wc", "-l", *files]}, self.rounds)
        one, two = figures["herald1"], figures["herald2"]
        if self.python:
            duckdb1, duckdb2 = figures["duckdb1"], figures["duckdb2"]
            self.table.at_least("CPU, one thread, DuckDB ÷ herald", duckdb1.cpu / one.cpu, 5, 8)
            self.table.at_least("wall, two threads, DuckDB ÷ herald", duckdb2.wall / two.wall, 5, 8)
            self.table.at_least("wall, two threads, Polars ÷ herald", figures["polars2"].wall / two.wall, 6, 9)
            self.table.at_least(
                "peak memory, DuckDB ÷ herald", min(duckdb1.peak / one.peak, duckdb2.peak / two.peak), 6, 10
            )
            self.table.note("CPU, one thread, DuckDB (filtered) ÷ herald", figures["duckdb-filtered1"].cpu / one.cpu)
            self.table.note(
                "wall, two threads, DuckDB (filtered) ÷ herald", figures["duckdb-filtered2"].wall / two.wall
            )
            self.table.note("peak memory, DuckDB (filtered) ÷ herald", figures["duckdb-filtered2"].peak / two.peak)
        self.table.at_most("CPU ÷ wc -l's on the same files", one.cpu / figures["wc -l"].cpu, 4, 3)
        self.compare(agreeing)

    def twenty(self):
        say(f"Twenty realistic campaigns over {self.orders:,} orders")
        project = layouts.place(self.shop, "twenty")
        subprocess.run([self.herald, "-C", project, "check"], check=True)
        commands = {f"herald{t}": self.plan(project, t) for t in (1, 2)}
        out = [f"{project}.herald{t}.jsonl" for t in (1, 2)]
        if self.python:
            out.append(f"{project}.duckdb.jsonl")
            commands |= {f"duckdb{t}": self.peer("twenty_duckdb", t, out[-1]) for t in (1, 2)}
        figures = measure(commands, self.rounds)
        if self.python:
            one, two = figures["herald1"], figures["herald2"]
            self.table.note("twenty realistic campaigns, CPU, DuckDB ÷ herald", figures["duckdb1"].cpu / one.cpu)
            self.table.note("twenty realistic campaigns, wall, two threads", figures["duckdb2"].wall / two.wall)
            self.table.note("twenty realistic campaigns, peak memory", figures["duckdb2"].peak / two.peak)
            subprocess.run(self.peer("twenty_duckdb", 2, out[-1], "herald"), check=True)
        self.compare(out)

    def columns(self):
        say("Twenty campaigns on the columns of one, with as many messages in all")
        projects = {"one campaign": layouts.one(self.shop), "twenty campaigns": layouts.many(self.shop)}
        figures = measure({name: self.plan(project, 1) for name, project in projects.items()}, self.rounds)
        counts = [lines(f"{project}.herald1.jsonl") for project in projects.values()]
        if counts[0] != counts[1]:
            sys.exit(f"one campaign makes {counts[0]} messages, twenty make {counts[1]}")
        ratio = figures["twenty campaigns"].cpu / figures["one campaign"].cpu
        self.table.at_most("20 campaigns on the same columns ÷ 1", ratio, 2.5, 1.8)

    def rendering(self):
        say("Messages with html and a loop, beside the same with a line of text")
        plain, rich = layouts.letters(self.shop, self.orders)
        figures = measure({"a line": self.plan(plain, 1), "html, loops": self.plan(rich, 1)}, self.rounds)
        count, size = lines(f"{rich}.herald1.jsonl"), os.path.getsize(f"{rich}.herald1.jsonl")
        print(f"  {count:,} messages of {size / count:,.0f} bytes a job")
        more = figures["html, loops"].cpu - figures["a line"].cpu
        self.table.note("messages/s and thread, html and loops, rendering alone", count / max(more, 1e-6))
        self.table.note("messages/s, from exports to jobs", count / figures["html, loops"].wall)

    def memory(self):
        say("Memory follows the messages, not the exports")
        runs = {}
        for orders in SIZES:
            runs[f"{orders:,} orders"] = layouts.place(self.shop_of(orders), "reference")
        runs["a tenth of the time"] = layouts.narrow(self.shop_of(SIZES[-1]), SIZES[0] / SIZES[-1])
        figures = measure({name: self.plan(project, 2) for name, project in runs.items()}, 1)
        counts = [lines(f"{project}.herald2.jsonl") for project in runs.values()]
        peaks = [figures[name].peak for name in runs]
        for name, count, peak in zip(runs, counts, peaks):
            print(f"  {name:<26} {count:9,} messages   peak {peak:6.0f} MB")
        messages = f"{counts[-1]:,} and {counts[0]:,} messages"
        self.table.note(f"peak at {SIZES[-1]:,} orders ÷ at {SIZES[0]:,}, {messages}", peaks[-1] / peaks[0])

    def spooling(self):
        say("Spooling beside dirq, which syncs nothing")
        environment = {**os.environ, "BENCH_DIR": self.folder}
        if self.python:
            environment["PYTHON"] = self.python
        run = subprocess.run([f"{HERE}/spool"], stdout=subprocess.PIPE, text=True, env=environment, check=True)
        print("".join(f"  {line}\n" for line in run.stdout.splitlines()), end="")
        if found := re.search(r"^spooling, durable .*?([\d.]+) of dirq's", run.stdout, re.M):
            self.table.at_least("durable spooling of 100,000 jobs ÷ dirq", float(found[1]), 1.5, 2)

    def idle(self):
        """A run that has nothing to do, and what it costs to ask a ledger of many years."""
        tool = ".build/release/ledger-bench"
        say(f"Nothing due, and a ledger of {LEDGER:,} messages")
        if LEDGER == 0 or not os.access(tool, os.X_OK):
            print("  skipped: it needs LEDGER above 0 and swift build -c release --product ledger-bench")
            return
        project = f"{self.shop}/idle"
        ledger, filled = f"{project}/var/ledger.sqlite", f"{project}/filled-{LEDGER}"
        # All that the exports tell of is long over by then.
        run = [self.herald, "-C", project, "run", "--now", "2027-01-01T00:00:00Z"]
        if not os.path.exists(filled):
            house = lambda text: text + "\nkeep: {messages: 9y}\n"
            layouts.place(self.shop, "idle", layouts.reference_campaigns(), house)
            once(run)
            subprocess.run([tool, "fill", ledger, str(LEDGER)], check=True)
            open(filled, "w").close()
        # Batches of earlier probes are in no spool; a run would ask where they are.
        with sqlite3.connect(ledger) as database:
            database.execute("UPDATE batches SET published = 1")
        once(run)
        figures = measure({"run, nothing due": run, "true": ["true"]}, max(self.rounds, 7))
        self.table.at_most(
            "start-up to exit with nothing due", figures["run, nothing due"].wall * 1000, 25, 8, unit=" ms"
        )
        probes = subprocess.run(
            [tool, "probe", ledger, str(max(self.rounds, 7))], check=True, stdout=subprocess.PIPE, text=True
        )
        seconds = [float(line.split()[-1]) for line in probes.stdout.splitlines()]
        print("  " + probes.stdout.splitlines()[-1])
        self.table.at_most("20,000 messages probed, 1,000 new, CPU", statistics.median(seconds), 0.15, 0.06, unit=" s")

    def demo(self):
        """Without the peers there is no generator either; the made-up shop of `herald init` does."""
        say(f"A made-up shop of {self.orders:,} orders, without peers")
        now = "2026-03-02T10:30:00Z"
        shop = layouts.demo(self.herald, f"{self.folder}/demo-{self.orders}", self.orders, now)
        files = [entry.path for entry in os.scandir(f"{shop}/exports") if entry.name.endswith(".csv")]
        commands = {f"herald{t}": self.plan(shop, t, now) for t in (1, 2)}
        figures = measure({**commands, "wc -l": ["wc", "-l", *files]}, self.rounds)
        self.table.note("CPU ÷ wc -l's, twenty campaigns of the library", figures["herald1"].cpu / figures["wc -l"].cpu)

    def show(self):
        load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        say(f"Figures: {self.orders:,} orders, medians of {self.rounds} rounds; {load}")
        self.table.show()
        print("  the job files agree" if self.agree else "  THE JOB FILES DIFFER")


def say(words):
    print(f"\n{words}", flush=True)


def lines(name):
    with open(name, "rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


def main():
    herald, folder, orders, rounds, *peers = sys.argv[1:]
    bench = Bench(herald, folder, int(orders), int(rounds), peers[0] if peers else None)
    if os.path.isdir(f"{bench.shop}/exports"):
        bench.reference()
        bench.twenty()
        bench.columns()
        bench.rendering()
        bench.idle()
        if bench.orders == SIZES[-1] and bench.python:
            bench.memory()
    else:
        bench.demo()
    bench.spooling()
    bench.show()
    sys.exit(not bench.agree)


main()
