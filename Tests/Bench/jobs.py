#!/usr/bin/env python3
"""jobs.py FILE…: whether job files say the same, whatever the order of their lines and keys.

Reads Herald's jobs and the peers' flat rows. Of each message it compares campaign, step, channel, address, customer,
what the message is about, when it was due, text and html; a key that any peer's rows lack (the reference task has no
steps) is left out for all. Exit 1 if the files differ, with an example of each campaign that does.
"""

import collections
import hashlib
import json
import sys

KEYS = ("campaign", "step", "channel", "to", "customer_id", "subject_id", "due", "text", "html")


def fields(job, by_one_per):
    if "message" not in job:
        return {key: value for key, value in job.items() if key in KEYS and value is not None}
    message = job["message"]
    subject = job["one_per"][0] if by_one_per and job.get("one_per") else job["subject"]["key"]
    text = message["note"] if "note" in message else message["text"]
    row = {
        "campaign": job["campaign"],
        "step": job["step"],
        "channel": job["channel"],
        "to": job["to"]["address"],
        "customer_id": job["customer"],
        "subject_id": subject,
        "due": job["not_before"],
        "text": text.rstrip("\n"),
    }
    if "html" in message:
        row["html"] = message["html"].rstrip("\n")
    return row


def read(name):
    with open(name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def compare(names):
    """Prints a digest of each file, and of each campaign that differs an example; true if all agree."""
    files = [read(name) for name in names]
    shared = set(KEYS)
    for jobs in files:
        if jobs and "message" not in jobs[0]:
            shared &= set().union(*jobs[:1000]) | {"html"}
    # Peers that know no steps name what `one_per` speaks of, not the record that spoke first.
    by_one_per = "step" not in shared
    digests, rows = [], []
    for name, jobs in zip(names, files):
        kept = sorted(
            json.dumps({k: v for k, v in fields(job, by_one_per).items() if k in shared}, sort_keys=True)
            for job in jobs
        )
        digests.append(hashlib.sha256("\n".join(kept).encode()).hexdigest()[:16])
        rows.append(kept)
        print(f"  {digests[-1]}  {len(kept):8} messages  {name}")
    if len(set(digests)) == 1:
        print("  the job files agree")
        return True
    for name, kept in zip(names[1:], rows[1:]):
        for sign, lost in (
            ("-", collections.Counter(rows[0]) - collections.Counter(kept)),
            ("+", collections.Counter(kept) - collections.Counter(rows[0])),
        ):
            by_campaign = collections.Counter(json.loads(row)["campaign"] for row in lost)
            for campaign, count in sorted(by_campaign.items()):
                example = next(row for row in lost if json.loads(row)["campaign"] == campaign)
                print(f"  {sign} {count} of {campaign} ({name}): {example}")
    print("  THE JOB FILES DIFFER")
    return False


if __name__ == "__main__":
    sys.exit(not compare(sys.argv[1:]))
