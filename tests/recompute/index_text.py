"""The sentences of an index: ranking, regions, method and audit, as their facts in order.
What the simulation found is taken from the report's own table and must be repeated."""
import re

import measures
from decimal import Decimal
from figures import fixed
from index_tables import SIMULATED


def english(q, indicators, year, names):
    """The English summary of the report of methods."""
    now, first, last = q.now, q.order[0], q.order[-1]
    return (f"{indicators} {year} {len(q.names)} {len(now.scaled)} {len(now.pillars)} {names[first]} {fixed(now.scores[first], 2)} "
            f"{names[last]} {fixed(now.scores[last], 2)} 10,000")


def left(reason, n=1):
    return f" 〈{reason}〉" * n + " "


class Simulated:
    """What the two tables of the ranking print of the simulated ranks, by area."""

    def __init__(self, report, q):
        names = [q.names[i] for i in q.order]
        tables = {table.id: table.rows for table in report.tables}
        self.median, self.ends, self.mark, self.tier, self.above, self.range = {}, {}, {}, {}, {}, {}
        for name, row in zip(names, tables["tbl-index"]):
            found = re.fullmatch(r"(\d+)(?:—(\d+))?([※△]?)", row[5])
            self.median[name], self.mark[name], self.range[name] = row[4], found[3], row[5].rstrip("※△")
            self.ends[name] = (int(found[1]), int(found[2] or found[1]))
        for name, row in zip(names, tables["tbl-index-firm"]):
            self.above[name], self.tier[name] = row[4], row[5]

    def tiers(self):
        return list(dict.fromkeys(self.tier.values()))

    def text(self):
        """Who is at an end of the range or outside; the members of each tier."""
        outside = [f"{name} {self.range[name]}" for name in self.median if self.mark[name] == "※"]
        at_end = [name for name in self.median if self.mark[name] == "△"]
        edges = " ".join(outside + ([str(len(at_end))] if len(at_end) > 6 else at_end))
        tiers = []
        for tier in self.tiers():
            own = [name for name in self.median if self.tier[name] == tier]
            tiers += own[:3] + [str(len(own))] if len(own) > 6 else own
        return f" {edges} 90 " + " ".join(tiers)


def ranking(q, seen):
    return q.ranking_text() + " 10,000" + left(SIMULATED) + "90%" + left(SIMULATED, 4) + seen.text()


def convergence(panel_values, first, last, n):
    """σ and β of {year: [values]}: the facts of three sentences."""
    years = [Decimal(year) for year in range(first, last + 1)]
    columns = [panel_values(year) for year in range(first, last + 1)]
    spread = [measures.variation(x) for x in columns]
    sigma = measures.trend(years, spread)
    logs = [[v.ln() for v in x] for x in columns]
    growth = [measures.slope(years, [row[i] for row in logs])["slope"] for i in range(n)]
    beta = measures.slope(logs[0], growth)
    speed = -(1 + beta["slope"] * (last - first)).ln() / (last - first)

    def tested(found):
        return (f" {fixed(found['slope'], 4)} 95% {fixed(found['low'], 4)} {fixed(found['high'], 4)} "
                + fixed(Decimal(repr(found["p"])), 3))
    return (f" {first} {last} {n} {fixed(spread[0], 3)} {fixed(spread[-1], 3)}" + tested(sigma) + tested(beta)
            + f" {fixed(beta['r2'], 2)} {fixed(Decimal(2).ln() / speed, 0)} 95%"
            + "".join(f" {fixed(Decimal(2).ln() * (last - first) / -(1 + beta[end] * (last - first)).ln(), 0)}" for end in ("low", "high")))


def outside(q, series):
    ranks = [measures.fractional_ranks(x) for x in (q.now.scores, series)]
    return f" {len(series)} " + " ".join(_tested(r, len(series), 3) for r in (
        measures.correlation(q.now.scores, series), measures.correlation(*ranks)))


def method(q, label, weighting, links, sobol_samples=None):
    """The ten steps. weighting: facts of step 6; links: those of step 9."""
    n, k = len(q.names), len(q.now.leaves)
    moved = sum(x[i] != y[i] for x, y in zip(q.now.raw, q.now.treated) for i in range(n))
    return (f"2008 {label} 1 2 {k} 3 {n} {k} {n * k} 2 3.5 5 {moved or ''} 4 0.9 5 1 100 6 {weighting} 7 10,000 25 25 "
            f"20240101 {fixed(Decimal(50) / Decimal(10000).sqrt(), 1)}" + left(SIMULATED)
            + f"8 9 {links} 10 2 90%")


def _tested(r, n, decimals=2):
    p = measures.correlation_p(r, n)
    return f"{fixed(r, decimals)} " + ("0.001" if p < 0.0005 else fixed(Decimal(repr(p)), 3))


def _cut(parts, most=6):
    return " ".join(parts) if len(parts) <= most else " ".join(parts[:most]) + f" {len(parts)}"


def audit(q, label, denominators, untreated):
    """denominators: [column of values] of all areas, in the order of the tree."""
    now, n = q.now, len(q.names)
    facts, dead, opposed = [], [], []
    for j, x in enumerate(now.scaled):
        r, own = measures.correlation(x, now.scores), measures.correlation(x, now.pillars[now.pillar_of[j]])
        if abs(r) < Decimal("0.1"):
            dead.append(_tested(r, n))
        if own < Decimal("-0.1") or r <= Decimal("-0.1"):
            opposed.append(_tested(r if r < 0 else own, n))
    if dead:
        facts.append("0.1 " + _cut(dead))
    doubles = [f"{row[2]} {row[3].lstrip('<')}" for row in q.doubles()]
    if doubles:
        facts.append("0.92 " + _cut(doubles))
    if opposed:
        facts.append("-0.1 " + _cut(opposed))
    rest = {True: [], False: []}
    for leaf, x in zip(now.leaves, now.raw):
        for column in denominators:
            r = measures.correlation(x, column)
            if abs(r) >= Decimal("0.7"):
                rest[bool(leaf.over)].append(_tested(r, n))
    moved = sum(a != b for a, b in zip(untreated.ranks, now.ranks))
    return f"{label} " + " ".join(facts) + " 0.7 " + " 0.7 ".join(_cut(part) for part in rest.values() if part) + f" {n} " + (str(moved) if moved else "")
