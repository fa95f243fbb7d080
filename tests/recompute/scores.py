"""A composite index worked out again: treatment, min-max from 1 to 100, weighted means."""
import math
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import measures
from figures import dec, ranks, rounded, significant


class Leaf:
    """An indicator of the index: code / over × per."""

    def __init__(self, code, name, over=None, per=1, weight=1, direction="+", unit="", decimals=2):
        self.code = code
        self.name, self.per, self.weight, self.direction = name, per, weight, direction
        self.unit, self.decimals, self.over = unit, decimals, over


class Index:
    """value(code, area): exact or None. pillars: [(name, weight, [Leaf])]."""

    def __init__(self, areas, pillars, value, treated=True):
        self.areas, self.value = areas, value
        self.leaves = [leaf for _, _, own in pillars for leaf in own]
        self.pillar_of = [k for k, (_, _, own) in enumerate(pillars) for _ in own]
        self.pillar_names = [name for name, _, _ in pillars]
        whole = sum(dec(weight) for _, weight, _ in pillars)
        self.pillar_shares = [dec(weight) / whole for _, weight, _ in pillars]
        self.shares = [dec(leaf.weight) / sum(dec(other.weight) for other in own)
                       for _, _, own in pillars for leaf in own]
        self.effective = [share * self.pillar_shares[k] for share, k in zip(self.shares, self.pillar_of)]
        self.raw = [[self.raw_value(leaf, area) for area in areas] for leaf in self.leaves]
        self.treated = [self.winsorised(x) for x in self.raw] if treated else self.raw
        self.scaled = [self.scale(leaf, x, x) for leaf, x in zip(self.leaves, self.treated)]
        self.pillars = [self.weighted(self.scaled, self.shares, k) for k in range(len(pillars))]
        self.scores = [sum((p[i] * s for p, s in zip(self.pillars, self.pillar_shares)), Decimal(0))
                       for i in range(len(areas))]
        self.ranks = self.places(self.scores)

    def raw_value(self, leaf, area):
        above = self.value(leaf.code, area)
        below = self.value(leaf.over, area) if leaf.over else 1
        if above is None or not below:
            raise ValueError(f"{leaf.name} of {area} is missing")
        return dec(above / below * leaf.per)

    @staticmethod
    def winsorised(x):
        """Skewness under 2 or kurtosis under 3.5; else the end moves to the next inwards."""
        x, moved = list(x), 0
        while not (abs(measures.skewness(x)) < 2 or measures.kurtosis(x) < Decimal("3.5")):
            if moved >= 5:
                raise ValueError("a logarithm would be taken, which is not written here")
            edge, turn = (max(x), max) if measures.skewness(x) >= 0 else (min(x), min)
            inner = turn(v for v in x if v != edge)
            moved += x.count(edge)
            x = [inner if v == edge else v for v in x]
        return x

    @staticmethod
    def scale(leaf, x, fitted):
        low, high = min(fitted), max(fitted)
        if leaf.direction == "-":
            return [1 + 99 * (high - v) / (high - low) for v in x]
        return [1 + 99 * (v - low) / (high - low) for v in x]

    def weighted(self, columns, shares, k):
        return [sum((columns[j][i] * shares[j] for j in range(len(columns)) if self.pillar_of[j] == k), Decimal(0))
                for i in range(len(self.areas))]

    @staticmethod
    def places(scores):
        return list(ranks(dict(enumerate(scores))).values())

    def leaf_ranks(self, j):
        """By the score, so that 1 is the best."""
        return self.places(self.scaled[j])

    def order(self):
        return sorted(range(len(self.areas)), key=lambda i: (self.ranks[i], i))

    def coupling(self, i):
        """C, T, D and the levels of the pillars."""
        levels = [significant(p[i] / 100) for p in self.pillars]
        n = len(levels)
        product = Decimal(1)
        for level in levels:
            product *= level
        c = (product.ln() / n).exp() * n / sum(levels)
        t = sum(level * share for level, share in zip(levels, self.pillar_shares))
        return c, t, (min(c, Decimal(1)) * t).sqrt(), levels

    def contribution(self, j, i):
        return self.effective[j] * self.scaled[j][i]

    def without(self, j):
        """The ranks with one indicator left out; its siblings share its weight."""
        k = self.pillar_of[j]
        left = 1 - self.shares[j]
        scores = []
        for i in range(len(self.areas)):
            if left:
                own = (self.pillars[k][i] - self.shares[j] * self.scaled[j][i]) / left
                scores.append(self.scores[i] + self.pillar_shares[k] * (own - self.pillars[k][i]))
            else:
                rest = 1 - self.pillar_shares[k]
                scores.append((self.scores[i] - self.pillar_shares[k] * self.pillars[k][i]) / rest)
        return self.places(scores)


CLASSES = ["极度失调", "严重失调", "中度失调", "轻度失调", "濒临失调", "勉强协调", "初级协调", "中级协调", "良好协调", "优质协调"]


def coupling_class(d):
    """Of D as it is printed, with three decimals; (a, b]."""
    return CLASSES[max(math.ceil(rounded(d, 3) * 10) - 1, 0)]


class Change:
    """What an index of now and one of before say of the change of a unit's score: parts of
    the own values by Shapley's rule (two factors that move: values and scales; weights
    move as well where they differ)."""

    def __init__(self, now, before, i):
        self.own, self.scale, self.weights = [Decimal(0)] * len(now.leaves), Decimal(0), Decimal(0)
        builds = [before, now]

        def parts(values, scale, weights):
            return [builds[weights].effective[j] * Index.scale(leaf, [builds[values].treated[j][i]], builds[scale].treated[j])[0]
                    for j, leaf in enumerate(now.leaves)]
        third, sixth = Decimal(1) / 3, Decimal(1) / 6
        for a in (0, 1):
            for b in (0, 1):
                share = sixth if a + b == 1 else third
                for j, (new, old) in enumerate(zip(parts(1, a, b), parts(0, a, b))):
                    self.own[j] += share * (new - old)
                self.scale += share * (sum(parts(a, 1, b)) - sum(parts(a, 0, b)))
                self.weights += share * (sum(parts(a, b, 1)) - sum(parts(a, b, 0)))
        self.total = now.scores[i] - before.scores[i]


def rank_with(source, build, i):
    """The rank of a unit with its values of one index among the others of another one."""
    if source is build:
        return build.ranks[i]
    scores = list(build.scores)
    scores[i] = sum(build.effective[j] * Index.scale(leaf, [source.treated[j][i]], build.treated[j])[0]
                    for j, leaf in enumerate(build.leaves))
    return Index.places(scores)[i]


def causes(builds, i):
    """Places gained by each cause, own values first, then the others', then (with two methods) the
    method: the mean of what it moves over all orders. builds[method] is the index of then and of now."""
    count = 2 if builds[0] is builds[1] else 3
    gained = [Fraction(0)] * count

    def rank(state):
        of = builds[state[2] if count == 3 else 1]
        return rank_with(of[state[0]], of[state[1]], i)
    orders = list(permutations(range(count)))
    for order in orders:
        state = [0] * count
        for cause in order:
            old = rank(state)
            state[cause] = 1
            gained[cause] += Fraction(old - rank(state), len(orders))
    return gained
