"""The part of a province report that is about the index: tables, figure and sentences."""
import math
from decimal import Decimal

import measures
from figures import fixed, percent, ranks, rounded
from scores import Change, causes


def apart(high, low, decimals=2):
    """The difference of two numbers as they print, which a reader subtracts."""
    return fixed(rounded(high, decimals) - rounded(low, decimals), decimals)


class Profile:
    """One area in an index. changes of the period before may split off a change of method:
    former is the index of then by the method of then, former_now that of now (None: the same)."""

    def __init__(self, printed, seen, i, former=None, former_now=None):
        self.q, self.now, self.before, self.seen, self.i = printed, printed.now, printed.before, seen, i
        self.name, self.former = printed.names[i], former
        builds = [self.before, self.now]
        self.causes = causes([[former, former_now] if former else builds, builds], i)
        self.change = Change(self.now, self.before, i)
        self.leaves = range(len(self.now.leaves))
        self.leaf_rank = [self.now.leaf_ranks(j)[i] for j in self.leaves]
        self.parts = [self.now.contribution(j, i) for j in self.leaves]

    def leaf(self, j):
        return self.now.leaves[j]

    # ---- tables and figure

    def table(self):
        rows, now = [], self.now
        for k, pillar in enumerate(now.pillar_names):
            rows.append([pillar])
            for j in self.leaves:
                if now.pillar_of[j] == k:
                    leaf = self.leaf(j)
                    rows.append([leaf.name, leaf.unit, fixed(now.raw[j][self.i], leaf.decimals), fixed(now.scaled[j][self.i], 2),
                                 str(self.leaf_rank[j]), fixed(now.effective[j] * 100, 2), fixed(self.parts[j], 2),
                                 fixed(self.change.own[j], 2)])
        return rows

    def bars(self):
        order = sorted(self.leaves, key=lambda j: -self.parts[j])
        return [[self.leaf(j).name, str(self.leaf_rank[j]), self.leaf(j).name, fixed(self.parts[j], 2)] for j in order]

    def described(self):
        bars = self.bars()
        return f"{len(bars)} {bars[0][3]} {bars[-1][3]}"

    def trends(self, values, labels):
        """values[j]: {year: value} of each indicator; labels[year]: how it is printed."""
        rows = []
        for j in self.leaves:
            leaf, own = self.leaf(j), values[j]
            years = sorted(own)
            first, last, length = own[years[0]], own[years[-1]], years[-1] - years[0]
            unit = "百分点" if leaf.unit == "%" else "点" if "=" in leaf.unit else "%"
            mean = ((last / first).ln() / length).exp() * 100 - 100 if unit == "%" else (last - first) / length
            found = measures.trend([Decimal(year) for year in years], [own[year] for year in years])
            places = leaf.decimals + 1
            interval, way = "—", "年份少"
            if found["p"] is not None:
                low, high = fixed(found["low"], places), fixed(found["high"], places)
                interval = f"{low}至{high}" if found["low"] < 0 else f"{low}—{high}"
                firm = found["low"] > 0 or found["high"] < 0
                way = "不能断定" if not firm else "趋好" if (found["slope"] > 0) == (leaf.direction == "+") else "趋差"
            rows.append([leaf.name, labels[years[0]], fixed(mean, 2), unit, fixed(found["slope"], places), interval, way])
        if len({row[1] for row in rows}) == 1: # the caption tells it
            rows = [[row[0]] + row[2:] for row in rows]
        return [row[:-2] for row in rows] if all(row[-1] == "年份少" for row in rows) else rows

    # ---- sentences

    def names(self):
        """Words that are facts here: indicators, pillars, classes, tiers."""
        return [leaf.name for leaf in self.now.leaves] + self.now.pillar_names

    def moved(self, x):
        text = fixed(abs(x), 2)
        return "" if text == "0.00" else f" {'提高' if x > 0 else '降低'}{text}"

    @staticmethod
    def steps(n):
        """Whole places without decimals; parts of them (a fraction) with one."""
        size = abs(n) if n == int(n) else fixed(Decimal(abs(n).numerator) / abs(n).denominator, 1)
        return "" if n == 0 else f" {'上升' if n > 0 else '下降'}{size}"

    def text(self, label):
        return "\n".join([self.summary(label), self.key_figures(), self.strengths(), self.obstacles(), self.gap(),
                          self.said_change(), self.overturn()])

    def summary(self, label):
        q, now, i, seen = self.q, self.now, self.i, self.seen
        region = q.regions[i]
        members = [m for m in range(len(q.names)) if q.regions[m] == region]
        place = 1 + sum(now.ranks[m] < now.ranks[i] for m in members)
        text = (f"{label} {self.name} {fixed(now.scores[i], 2)} {len(q.names)} {now.ranks[i]} 90% {seen.range[self.name]} "
                f"{region} {'' if region in q.in_words else len(members)} {'' if place == 1 else place}{self.steps(self.before.ranks[i] - now.ranks[i])} 10,000 {seen.median[self.name]}")
        if seen.mark[self.name]:
            text += f" {now.ranks[i]} 90% {seen.range[self.name]}"
        order = q.order
        at = order.index(i)
        if at + 1 < len(order):
            text += f" {q.names[order[at + 1]]} {seen.above[self.name]}"
        ranks = [now.places(p)[i] for p in now.pillars]
        best = [k for k, rank in enumerate(ranks) if rank == min(ranks)]
        worst = [k for k, rank in enumerate(ranks) if rank == max(ranks)]
        for k in best + worst:
            text += f" {now.pillar_names[k]} {fixed(now.pillars[k][i], 2)} {ranks[k]}"
        c, t, d, levels = now.coupling(i)
        weak = levels.index(min(levels))
        return text + (f" {fixed(c, 3)} {fixed(t, 3)} {fixed(d, 3)} {now.pillar_names[weak]} {fixed(levels[weak], 3)} "
                       f"{apart(measures.mean(levels), levels[weak], 3)}")

    def key_figures(self):
        now, i = self.now, self.i
        change = self.before.ranks[i] - now.ranks[i]
        return (f"{fixed(now.scores[i], 2)} {fixed(self.before.scores[i], 2)} {now.ranks[i]} {len(self.q.names)}{self.steps(change)} "
                f"90% {self.seen.range[self.name]} 10,000 {fixed(now.coupling(i)[2], 3)}")

    def strengths(self):
        """The best and the worst three by rank, then by weight, and what shares the rank of the third;
        better half and worse half."""
        n = len(self.q.names)
        order = sorted(self.leaves, key=lambda j: (self.leaf_rank[j], -self.now.effective[j]))
        most = min(3, len(order) // 2)
        if most == 0:
            return ""
        last, first = self.leaf_rank[order[most - 1]], self.leaf_rank[order[-most]]
        strong = [j for j in order if self.leaf_rank[j] <= last and self.leaf_rank[j] * 2 <= n + 1]
        weak = [j for j in order[::-1] if self.leaf_rank[j] >= first and self.leaf_rank[j] * 2 > n + 1]

        def listed(some):
            named = " ".join(f"{self.leaf(j).name} {self.leaf_rank[j]}" for j in some[:3 if len(some) > 6 else 6])
            return named + (f" {len(some)}" if len(some) > 6 else "")
        return " ".join(said for said in (listed(strong), listed(weak)) if said)

    def obstacles(self):
        lacks = [self.now.effective[j] * (1 - self.now.scaled[j][self.i] / 100) for j in self.leaves]
        order = sorted(self.leaves, key=lambda j: -lacks[j])[:3]
        return " ".join(f"{self.leaf(j).name} {percent(lacks[j] / sum(lacks) * 100)}" for j in order)

    def some(self, values, sign, most):
        order = sorted(self.leaves, key=lambda j: -abs(values[j]))
        chosen = [j for j in order if values[j] * sign > Decimal("0.005")][:most]
        return "".join(f" {self.leaf(j).name} {fixed(abs(values[j]), 2)}" for j in chosen)

    def ahead(self):
        better = [m for m in range(len(self.q.names)) if self.now.ranks[m] < self.now.ranks[self.i]]
        return max(better, key=lambda m: (self.now.ranks[m], -m)) if better else None

    def behind(self):
        worse = [m for m in range(len(self.q.names)) if self.now.ranks[m] > self.now.ranks[self.i]]
        return min(worse, key=lambda m: (self.now.ranks[m], m)) if worse else None

    def level(self, m):
        """Those that share a rank, and whether they are several."""
        own = [k for k in range(len(self.q.names)) if self.now.ranks[k] == self.now.ranks[m]]
        return " ".join(self.q.names[k] for k in own[:5]) + (f" {len(own)}" if len(own) > 5 else ""), len(own) > 1

    def gap(self):
        now, other = self.now, self.ahead()
        if other is None:
            second = self.behind()
            return (f"{self.name} {now.ranks[second]} {self.level(second)[0]} {apart(now.scores[self.i], now.scores[second])}")
        parts = [now.contribution(j, other) - self.parts[j] for j in self.leaves]
        names, several = self.level(other)
        behind, ahead = self.some(parts, 1, 3), self.some(parts, -1, 2)
        of = f" {self.q.names[other]}" if several and (behind or ahead) else ""
        return f"{names} {apart(now.scores[other], now.scores[self.i])}" + of + behind + ahead

    def said_change(self):
        c, now, before, i = self.change, self.now, self.before, self.i
        text = self.moved(rounded(now.scores[i], 2) - rounded(now.scores[i] - c.total, 2))
        text += self.moved(c.total - c.scale - c.weights) + self.moved(c.scale) + self.moved(c.weights)
        text += self.some(c.own, 1, 2) + self.some(c.own, -1, 2)
        start = (self.former or before).ranks[i]
        if self.former:
            text += f" {start}" + (f" {before.ranks[i]}" if start != before.ranks[i] else "") + f" {now.ranks[i]}"
        else:
            text += f" {now.ranks[i]}" if start == now.ranks[i] else f" {start} {now.ranks[i]}"
        text += "".join(self.steps(gained) for gained in self.causes)
        for passed in (True, False):
            own = [m for m in range(len(self.q.names)) if m != i and (
                before.ranks[m] < before.ranks[i] and now.ranks[m] > now.ranks[i] if passed else
                before.ranks[m] > before.ranks[i] and now.ranks[m] < now.ranks[i])]
            text += "".join(" " + self.q.names[m] for m in own[:5]) + (f" {len(own)}" if len(own) > 5 else "")
        if before.ranks[i] != now.ranks[i]:
            low, high = self.seen.ends[self.name]
            text += f" {before.ranks[i]} {low} {high}"
        if self.former: # the period before by both methods
            text += f" 2023 12 {fixed(self.former.scores[i], 2)} {start} {fixed(before.scores[i], 2)} {before.ranks[i]}"
        return text

    def usual(self, j):
        return measures.median([abs(a - b) for a, b in zip(self.now.raw[j], self.before.raw[j])])

    def turned(self, j, value):
        """The ranks with another value at one indicator: its column treated and scaled again."""
        now, column = self.now, list(self.now.raw[j])
        column[self.i] = value
        treated = now.winsorised(column) if now.treated is not now.raw else column
        scaled = now.scale(self.leaf(j), treated, treated)
        return list(ranks({m: score + now.effective[j] * (new - old) for m, (score, new, old)
                           in enumerate(zip(now.scores, scaled, now.scaled[j]))}, decimals=2).values())

    def overturn(self):
        """The smallest change of one indicator, in its usual changes and as it is printed, that gives
        another rank: by halving, and no larger than the best so far."""
        now, i, best = self.now, self.i, None
        effects = {j: now.effective[j] * self.usual(j) / (max(now.raw[j]) - min(now.raw[j])) for j in self.leaves}
        for j in sorted(self.leaves, key=lambda j: -effects[j]):
            raw, value, usual = now.raw[j], now.raw[j][i], self.usual(j)
            step = Decimal(10) ** -self.leaf(j).decimals
            for sign in (1, -1):
                room = (max(raw) - min(raw)) * 10000
                if sign < 0 and min(raw) >= 0:
                    room = min(room, value)
                if sign > 0 and self.leaf(j).unit == "%" and max(raw) <= 100:
                    room = min(room, 100 - value)
                if best:
                    room = min(room, best[0] * usual)
                low, high = 0, int(room / step * (1 + Decimal("1e-12")))

                def turns(k):
                    return self.turned(j, value + sign * k * step)[i] != now.ranks[i]
                if high and not turns(high): # what is far out counts as an outlier and is moved in
                    nearer = sorted({int(high ** (t / 12)) for t in range(12)})
                    high = next((k for k in nearer if turns(k)), 0)
                    low = max((k for k in nearer if k < high), default=0)
                if not high:
                    continue
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (low, middle) if turns(middle) else (middle, high)
                better = (sign > 0) == (self.leaf(j).direction == "+")
                found = (high * step / usual, not better, j, high * step, sign > 0)
                best = min(best, found) if best else found
        if not best:
            return ""
        times, _, j, size, rises = best
        places = self.turned(j, now.raw[j][i] + (size if rises else -size))
        old, new, level = now.ranks[i], places[i], ""
        passed = [m for m in range(len(self.q.names)) if m != i and (
            now.ranks[m] <= old and places[m] > new if new < old else now.ranks[m] >= old and places[m] < new)]
        if not passed:
            passed = [m for m in range(len(self.q.names)) if m != i and places[m] == new]
            level = f" {new}"
        names = "".join(" " + self.q.names[m] for m in passed[:5]) + (f" {len(passed)}" if len(passed) > 5 else "")
        times = fixed(times, 1 if Decimal(fixed(times, 2)) > 3 else 2)
        return f"{self.leaf(j).name} {'提高' if rises else '降低'}{fixed(size, self.leaf(j).decimals)} {times}{names}{level}"
