"""Lays out the projects that are measured: folders with campaigns beside the exports, which all of them share."""

import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))

LATE = """# Parcels that are late, of the time that is looked at here.
purpose: service
each: shipment
start: shipment.promised_at
when: not (shipment.status in ["delivered", "returned"]){extra}
via: [preferred, email]
send:
  - after: {after}m
    before: {before}m
    any:
      subject: Late
      text: "Hi {{{{ customer.name }}}}, your order {{{{ order.key }}}} is late. We are sorry!"
"""
# Rules over the two columns that LATE reads, true of every late parcel in its time.
ALWAYS_TRUE = [
    'shipment.status != "lost"',
    "shipment.promised_at < now",
    "shipment.status.size() > 2",
    'not (shipment.status in ["lost", "stolen"])',
    "now - shipment.promised_at > 1h",
]

ARRIVED = """# Parcels that arrived, of the time that is looked at here.
purpose: service
each: shipment
start: shipment.delivered_at
when: shipment.delivered_at != null
via: [email]
send:
  - after: 72h
    before: {before}h
    email:
{body}
"""
PLAIN = """      subject: Yours
      text: Here it is."""
RICH = """      subject: "{{ shop }}: order {{ order.key }} has arrived"
      text: |
        Hi {{ customer.name | default: "there" }},
        {% if shipment.carrier == "UPS" %}UPS{% else %}{{ shipment.carrier }}{% endif %} was there. Your order held:
        {%- assign items = order.contents | split: ";" %}
        {%- for item in items %}
        {{ forloop.index }}. {{ item | replace: ":", " x " }}
        {%- endfor %}
        {{ order.total | money }} in all, ordered on {{ order.placed_at | date: "%-d %B" }}.
      html: |
        <p>Hi {{ customer.name | default: "there" }},</p>
        <p>{{ shipment.carrier }} says that your order is there. It held:</p>
        {%- assign items = order.contents | split: ";" %}
        <ol>
        {%- for item in items %}
        <li>{{ item | replace: ":", " x " }}</li>
        {%- endfor %}
        </ol>
        <p>{{ order.total | money }} in all, ordered on {{ order.placed_at | date: "%-d %B" }}.
        <a href="https://shop.example/orders/{{ order.key | url_encode }}">Your order</a></p>"""


def place(shop, name, campaigns=None, house=None):
    """The folder `name` beside the shop's exports, with a project of Tests/Bench/projects or the given campaigns."""
    folder = f"{shop}/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for export in os.listdir(f"{shop}/exports"):
        os.link(f"{shop}/exports/{export}", f"{folder}/{export}")
    if campaigns is None:
        for file in os.listdir(f"{HERE}/projects/{name}"):
            shutil.copy(f"{HERE}/projects/{name}/{file}", folder)
        return folder
    with open(f"{HERE}/projects/reference/herald.yaml", encoding="utf-8") as file:
        text = file.read()
    for campaign, body in {**campaigns, "herald": house(text) if house else text}.items():
        with open(f"{folder}/{campaign}.yaml", "w", encoding="utf-8") as file:
            file.write(body)
    return folder


def late(after, before, rules=()):
    return LATE.format(after=after, before=before, extra="".join(f" and {rule}" for rule in rules))


def one(shop):
    """One campaign over two weeks of late parcels."""
    return place(shop, "one", {"late": late(24 * 60, 336 * 60)})


def many(shop):
    """Twenty campaigns on the same columns, each with rules of its own and a twentieth of that time."""
    edges = [24 * 60 + 936 * i for i in range(21)]
    campaigns = {
        f"late-{i + 1}": late(edges[i], edges[i + 1], [ALWAYS_TRUE[i % 5], ALWAYS_TRUE[(i // 5 + i + 1) % 5]])
        for i in range(20)
    }
    return place(shop, "many", campaigns)


def reference_campaigns():
    campaigns = {}
    for file in os.listdir(f"{HERE}/projects/reference"):
        if file != "herald.yaml":
            with open(f"{HERE}/projects/reference/{file}", encoding="utf-8") as source:
                campaigns[file.removesuffix(".yaml")] = source.read()
    return campaigns


def narrow(shop, share):
    """The reference project with its windows cut to a share, and as large a share of its messages."""
    campaigns = reference_campaigns()
    for name, text in campaigns.items():
        after, before = (int(re.search(rf"{word}: (\d+)h", text)[1]) * 60 for word in ("after", "before"))
        campaigns[name] = re.sub(r"before: \d+h", f"before: {after + round((before - after) * share)}m", text)
    return place(shop, "narrow", campaigns)


def letters(shop, orders):
    """The same some 100,000 messages twice: with a short text, and with loops, filters and html."""
    before = 72 + max(round(50 * 24 * 1e6 / orders), 1)

    def house(text):
        text = text.replace("total: total}", "total: total, contents: {column: items, type: string}}", 1)
        return text.replace("{order: order_id, ", "{order: order_id, carrier: carrier, ", 1)

    return tuple(
        place(shop, name, {"arrived": ARRIVED.format(before=before, body=body)}, house)
        for name, body in (("plain", PLAIN), ("rich", RICH))
    )


def demo(herald, folder, orders, now):
    """The shop of `herald init --demo`. One of that size sends more than the library's limits let through."""
    if not os.path.isdir(folder):
        subprocess.run(
            [herald, "init", folder, "--demo", "--orders", str(orders), "--seed", "7", "--now", now], check=True
        )
        for name in os.listdir(folder):
            if name.endswith(".yaml"):
                with open(f"{folder}/{name}", encoding="utf-8") as source:
                    text = re.sub(r"(?m)^(limit|surge):.*", r"\1: none", source.read())
                with open(f"{folder}/{name}", "w", encoding="utf-8") as target:
                    target.write(text)
    return folder
