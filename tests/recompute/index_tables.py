"""The tables and sentences that every index prints, as they must read."""
import re
from decimal import Decimal

import measures
from figures import arrow, fixed
from ledger import Fits, Left
from scores import coupling_class

SIMULATED = "simulated ranks: a random stream of 10 000 runs is not repeated here"
RESAMPLED = "bootstrap intervals: 1 000 random resamples are not repeated here"
SOBOL = "Sobol indices: 8 192 quasi-random samples are not repeated here"


class Printed:
    """An index as a report prints it: the index of now and of the period before, the
    short names of the areas in their order, the region of each, the label of the period;
    in_words: regions that are counted in words (六省)."""

    def __init__(self, name, now, before, names, regions, label, in_words=()):
        self.in_words = in_words
        self.name, self.now, self.before, self.names, self.regions, self.label = name, now, before, names, regions, label
        self.order = now.order()

    def arrow(self, i):
        return arrow(self.now.ranks[i], self.before.ranks[i])

    # ---- the ranking

    def marked(self, i):
        """A range that is well formed, within the ranks, and marked as the rank demands."""
        rank, most = self.now.ranks[i], len(self.names)

        def fits(text):
            found = re.fullmatch(r"(\d+)(?:—(\d+))?([※△]?)", text)
            if not found:
                return False
            low, high = int(found[1]), int(found[2] or found[1])
            mark = "※" if not low <= rank <= high else "△" if low < high and rank in (low, high) else ""
            return 1 <= low <= high <= most and mark == found[3]
        return Fits(fits, SIMULATED + " (form and mark of the range are judged)")

    def ranking(self):
        rows = []
        for i in self.order:
            d = self.now.coupling(i)[2]
            rows.append([str(self.now.ranks[i]), self.names[i], fixed(self.now.scores[i], 2), self.arrow(i),
                         Left(SIMULATED), self.marked(i)] + [fixed(p[i], 1) for p in self.now.pillars]
                        + [fixed(d, 3), coupling_class(d)])
        return rows

    def firm(self):
        def share(text):
            # What would print as the 90 of a tier without being it has more digits.
            return text.isdigit() and int(text) <= 100 or re.fullmatch(r"89\.[5-9]\d*", text) is not None
        rows = []
        for i, behind in zip(self.order, self.order[1:] + [None]):
            last = behind is None
            rows.append([str(self.now.ranks[i]), self.names[i], Fits(share, SIMULATED), "—" if last else self.names[behind],
                         "—" if last else Fits(share, SIMULATED), Left(SIMULATED)])
        return rows

    def bars(self):
        return [[self.names[i], str(self.now.ranks[i]), self.names[i], fixed(self.now.scores[i], 2), self.arrow(i)]
                for i in self.order]

    def described(self):
        first, last = self.order[0], self.order[-1]
        return (f"{len(self.names)} {self.names[first]}（{fixed(self.now.scores[first], 2)}） "
                f"{self.names[last]}（{fixed(self.now.scores[last], 2)}）")

    # ---- regions

    def region_rows(self):
        rows = []
        for region in dict.fromkeys(self.regions):
            own = [i for i in self.order if self.regions[i] == region]
            scores = [self.now.scores[i] for i in own]
            rows.append((measures.mean(scores), region, own[0], scores))
        return sorted(rows, key=lambda row: -row[0])

    def by_region(self):
        return [[region, str(len(scores)), fixed(mean, 2), fixed(min(scores), 2), fixed(max(scores), 2),
                 f"{self.names[best]}（第{self.now.ranks[best]}位）"] for mean, region, best, scores in self.region_rows()]

    def inequality(self):
        rows = []
        for leaf, x in zip(self.now.leaves, self.now.raw):
            t, between = measures.theil(x, self.regions)
            interval = Left(RESAMPLED)
            rows.append([leaf.name, fixed(measures.variation(x), 3), interval, fixed(measures.gini(x), 3), interval,
                         fixed(t, 4), fixed(between * 100, 1), interval])
        return rows

    # ---- sentences

    def ranking_text(self):
        """居前三位、升降最多: before what the simulation says."""
        text = self.label + "".join(f" {self.names[i]} {fixed(self.now.scores[i], 2)}" for i in self.order
                                    if self.now.ranks[i] <= 3)
        change = {i: self.before.ranks[i] - self.now.ranks[i] for i in self.order}
        most, least = max(change.values()), min(change.values())
        for extreme in (most, least):
            if extreme:
                text += "".join(f" {self.names[i]}" for i in self.order if change[i] == extreme) + f" {abs(extreme)}"
        return text

    def regions_text(self):
        rows = self.region_rows()
        return " ".join(f"{region}（{fixed(mean, 2)}）" for mean, region, _, _ in rows) + " " + fixed(rows[0][0] - rows[-1][0], 2)

    def spread_text(self, alike):
        """The most and the least unequal indicator; the next ones (of more than six three, and
        how many) because resampled intervals, which are not drawn again here, say so."""
        order = sorted(range(len(self.now.leaves)), key=lambda j: -measures.variation(self.now.raw[j]))
        most, least = order[0], order[-1]
        skip = f"〈{RESAMPLED}〉"
        between = measures.theil(self.now.raw[most], self.regions)[1]

        def cv(j):
            return fixed(measures.variation(self.now.raw[j]), 3)
        return (f"{cv(most)} 95 {skip} {skip} {fixed(measures.gini(self.now.raw[most]), 3)} 95 {skip} {skip} {cv(least)} 95 {skip} {skip} "
                f"{' '.join(cv(j) for j in order[1:(3 if alike > 6 else alike) + 1])}{f' {alike}' if alike > 6 else ''} {fixed(between * 100, 1)} 95 {skip} {skip}")

    # ---- the annex of method

    def tree(self):
        now, rows = self.now, []

        def row(name, direction, share, effective, x):
            return [name, direction, fixed(share * 100, 2), fixed(effective * 100, 2), fixed(min(x), 2), fixed(max(x), 2),
                    fixed(measures.mean(x), 2), fixed(measures.sd(x), 2)]
        rows.append(row(self.name, "", Decimal(1), Decimal(1), now.scores))
        for k, name in enumerate(now.pillar_names):
            rows.append(row(name, "", now.pillar_shares[k], now.pillar_shares[k], now.pillars[k]))
            for j, leaf in enumerate(now.leaves):
                if now.pillar_of[j] == k:
                    rows.append(row(leaf.name, "正向" if leaf.direction == "+" else "逆向", now.shares[j],
                                    now.effective[j], now.treated[j]))
        return rows

    def treated(self):
        return [[self.names[i], leaf.name, fixed(x[i], 2), fixed(y[i], 2)]
                for leaf, x, y in zip(self.now.leaves, self.now.raw, self.now.treated)
                for i in range(len(self.names)) if x[i] != y[i]]

    def consistency(self):
        now, rows = self.now, []
        groups = [(self.name, now.pillars)] + [
            (name, [x for j, x in enumerate(now.scaled) if now.pillar_of[j] == k]) for k, name in enumerate(now.pillar_names)]
        for name, columns in groups:
            values = measures.eigenvalues([[measures.correlation(a, b) for b in columns] for a in columns])
            rows.append([name, str(len(columns)), fixed(measures.cronbach(columns), 3),
                         fixed(values[0] / len(columns) * 100, 1), str(sum(v > 1 for v in values))])
        return rows

    def correlated(self):
        now, rows = self.now, []
        for a in range(len(now.leaves)):
            for b in range(a + 1, len(now.leaves)):
                r, same = measures.correlation(now.scaled[a], now.scaled[b]), now.pillar_of[a] == now.pillar_of[b]
                if r > Decimal("0.9") or r < 0 and same:
                    rows.append([now.leaves[a].name, now.leaves[b].name, "是" if same else "否", fixed(r, 3)])
        return rows

    def moved(self, ranks):
        """How far other ranks lie from those of the index: mean shift and the largest."""
        shifts = [abs(a - b) for a, b in zip(ranks, self.now.ranks)]
        most = shifts.index(max(shifts))
        return Decimal(sum(shifts)) / len(shifts), most if shifts[most] else None

    def left_out(self):
        rows = []
        for j, leaf in enumerate(self.now.leaves):
            ranks = self.now.without(j)
            shift, most = self.moved(ranks)
            rows.append([leaf.name, fixed(shift, 2), "—" if most is None else
                         f"{self.names[most]}（第{self.now.ranks[most]}位→第{ranks[most]}位）"])
        return rows

    # ---- the annex of the audit

    @staticmethod
    def p_cell(p):
        return "<0.001" if p < 0.0005 else fixed(Decimal(repr(p)), 3)

    def audit(self):
        now, rows = self.now, []
        n = len(self.names)
        for k, name in enumerate(now.pillar_names):
            rows.append([name])
            for j, leaf in enumerate(now.leaves):
                if now.pillar_of[j] == k:
                    r = measures.correlation(now.scaled[j], now.scores)
                    rows.append([leaf.name] + [fixed(measures.correlation(now.scaled[j], p), 2) for p in now.pillars]
                                + [fixed(r, 2), self.p_cell(measures.correlation_p(r, n))])
        return rows

    def doubles(self):
        now, found = self.now, []
        for a in range(len(now.leaves)):
            for b in range(a + 1, len(now.leaves)):
                r = measures.correlation(now.scaled[a], now.scaled[b])
                if r > Decimal("0.92"):
                    found.append((-r, a, b))
        return [[now.leaves[a].name, now.leaves[b].name, fixed(-r, 2), self.p_cell(measures.correlation_p(-r, len(self.names)))]
                for r, a, b in sorted(found)]

    def influence(self):
        now, rows = self.now, []

        def shares(columns):
            squares = [measures.correlation(x, now.scores) ** 2 for x in columns]
            return [s / sum(squares) for s in squares]

        def row(name, nominal, measured, fitting):
            return [name, fixed(nominal * 100, 1), fixed(measured * 100, 1), fixed(measured / nominal, 2), fitting]
        pillars, leaves = shares(now.pillars), shares(now.scaled)
        for k, name in enumerate(now.pillar_names):
            rows.append(row(name, now.pillar_shares[k], pillars[k],
                            Left("weights that fit the influence: found by a search whose end is its own")))
            rows += [row(leaf.name, now.effective[j], leaves[j], "") for j, leaf in enumerate(now.leaves) if now.pillar_of[j] == k]
        return rows

    def steps(self, untreated):
        """Ranks without treatment against those with it; nothing was imputed."""
        ranks = untreated.ranks
        shift, most = self.moved(ranks)
        moved = sum(a != b for a, b in zip(ranks, self.now.ranks))
        return [["原始数值", "—", "—", "—"], ["插补以后", "0", "0.00", "—"],
                ["处理离群值以后", str(moved), fixed(shift, 2), "—" if most is None else
                 f"{self.names[most]}（第{ranks[most]}位→第{self.now.ranks[most]}位）"]]
