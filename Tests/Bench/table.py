"""The table at the end: what was measured, beside what the contract asks for."""


class Table:
    def __init__(self):
        self.rows = []

    def at_least(self, figure, value, must, aim):
        verdict = "aim" if value >= aim else "must" if value >= must else "MISSED"
        self.rows.append((figure, amount(value), f"≥ {must:g}", f"≥ {aim:g}", verdict))

    def at_most(self, figure, value, must, aim, unit=""):
        verdict = "aim" if value <= aim else "must" if value <= must else "MISSED"
        self.rows.append((figure, amount(value) + unit, f"≤ {must:g}{unit}", f"≤ {aim:g}{unit}", verdict))

    def note(self, figure, value):
        """The contract has no figure for it."""
        self.rows.append((figure, amount(value), "", "", ""))

    def show(self):
        width = max(len(row[0]) for row in self.rows)
        for figure, here, must, aim, verdict in [("", "here", "must", "aim", ""), *self.rows]:
            print(f"  {figure:<{width}}  {here:>10}  {must:>8}  {aim:>8}  {verdict}".rstrip())


def amount(value):
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
