"""Statistics in Decimals: spread, correlation, consistency, trend, with their tests."""
import math
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)


def mean(x):
    return sum(x, ZERO) / len(x)


def moment(x, k):
    """Sum of powers about the mean."""
    m = mean(x)
    return sum(((v - m) ** k for v in x), ZERO)


def sd(x, population=False):
    return (moment(x, 2) / (len(x) - (0 if population else 1))).sqrt()


def covariance(x, y):
    a, b = mean(x), mean(y)
    return sum(((u - a) * (v - b) for u, v in zip(x, y)), ZERO) / (len(x) - 1)


def correlation(x, y):
    below = (moment(x, 2) * moment(y, 2)).sqrt()
    return covariance(x, y) * (len(x) - 1) / below if below else None


def median(x):
    order, n = sorted(x), len(x)
    return order[n // 2] if n % 2 else (order[n // 2 - 1] + order[n // 2]) / 2


def fractional_ranks(x):
    return [Decimal(sum(o > v for o in x)) + Decimal(sum(o == v for o in x) + 1) / 2 for v in x]


def variation(x):
    return sd(x, True) / mean(x)


def gini(x):
    return sum((abs(a - b) for a in x for b in x), ZERO) / (2 * len(x) ** 2 * mean(x))


def theil(x, groups):
    """Theil's T and the share of it that lies between the groups."""
    total, n = sum(x, ZERO), len(x)
    t = sum((v / total * (v * n / total).ln() for v in x if v), ZERO)
    between = ZERO
    for group in set(groups):
        own = [v for v, g in zip(x, groups) if g == group]
        s, f = sum(own, ZERO) / total, Decimal(len(own)) / n
        between += s * (s / f).ln()
    return t, between / t


def skewness(x):
    n = len(x)
    g1 = Decimal(n).sqrt() * moment(x, 3) / (moment(x, 2) * moment(x, 2).sqrt())
    return g1 * Decimal(n * (n - 1)).sqrt() / (n - 2)


def kurtosis(x):
    n = len(x)
    ratio = n * moment(x, 4) / moment(x, 2) ** 2
    return ((n + 1) * (ratio - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def cronbach(columns):
    k = len(columns)
    table = [[covariance(a, b) for b in columns] for a in columns]
    whole = sum((sum(row, ZERO) for row in table), ZERO)
    diagonal = sum((table[i][i] for i in range(k)), ZERO)
    return k * k * ((whole - diagonal) / (k * (k - 1))) / whole


def eigenvalues(matrix):
    """Of a symmetric matrix, largest first, by Jacobi's rotations."""
    a, n = [list(row) for row in matrix], len(matrix)
    for _ in range(60):
        off = max(((abs(a[i][j]), i, j) for i in range(n) for j in range(i)), default=(ZERO, 0, 0))
        if off[0] < Decimal("1e-25"):
            break
        for p in range(n):
            for q in range(p + 1, n):
                if not a[p][q]:
                    continue
                theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                t = (1 if theta >= 0 else -1) / (abs(theta) + (theta * theta + 1).sqrt())
                c = 1 / (t * t + 1).sqrt()
                s = t * c
                for k in range(n):
                    u, v = a[k][p], a[k][q]
                    a[k][p], a[k][q] = c * u - s * v, s * u + c * v
                for k in range(n):
                    u, v = a[p][k], a[q][k]
                    a[p][k], a[q][k] = c * u - s * v, s * u + c * v
    return sorted((a[i][i] for i in range(n)), reverse=True)


def perron(matrix):
    """The largest eigenvalue of a positive matrix and its vector, which sums to 1."""
    w = [ONE / len(matrix)] * len(matrix)
    for _ in range(300):
        product = [sum((a * b for a, b in zip(row, w)), ZERO) for row in matrix]
        scale = sum(product, ZERO)
        w = [v / scale for v in product]
    return scale, w


def t_tail(t, df):
    """P(|T| > |t|), by Simpson's rule on the substituted density: df need not be whole."""
    t, df = abs(float(t)), float(df)
    if t == 0:
        return 1.0
    # x = sqrt(df) tan u: the density is proportional to cos(u)^(df-1) on [0, pi/2).
    def area(a, b, n=4000):
        h = (b - a) / n
        f = [max(math.cos(a + k * h), 0.0) ** (df - 1) if df > 1 or math.cos(a + k * h) > 1e-12 else 0.0
             for k in range(n + 1)]
        return h / 3 * (f[0] + f[-1] + 4 * sum(f[1:-1:2]) + 2 * sum(f[2:-1:2]))
    whole = math.sqrt(math.pi) / 2 * math.exp(math.lgamma(df / 2) - math.lgamma((df + 1) / 2))
    return area(math.atan(t / math.sqrt(df)), math.pi / 2) / whole


def t_quantile(df):
    """The t beyond which 2.5 % lie on either side."""
    low, high = 0.0, 1e6
    for _ in range(200):
        middle = (low + high) / 2 if high < 1e3 else math.sqrt((low + 1e-3) * high)
        if t_tail(middle, df) > 0.05:
            low = middle
        else:
            high = middle
        if high - low < 1e-12 * high:
            break
    return Decimal(repr((low + high) / 2))


def correlation_p(r, n):
    r = float(r)
    if abs(r) > 1 - 1e-15:
        return 0.0
    return t_tail(r * math.sqrt((n - 2) / (1 - r * r)), n - 2)


def slope(x, y, counted=None, tested=True):
    """Least squares: slope, interval of 95 %, p, r²; `counted` observations count."""
    n, b = len(x), covariance(x, y) / (moment(x, 2) / (len(x) - 1))
    a = mean(y) - b * mean(x)
    residuals = [v - a - b * u for u, v in zip(x, y)]
    rest = sum((r * r for r in residuals), ZERO)
    counted = n if counted is None else counted(residuals, n)
    found = {"slope": b, "r2": 1 - rest / moment(y, 2), "low": None, "high": None, "p": None}
    df = counted - 2
    if tested and df >= 1 and rest:
        error = (rest / df / moment(x, 2)).sqrt()
        half = t_quantile(df) * error
        found.update(low=b - half, high=b + half, p=t_tail(b / error, df))
    return found


def trend(times, values):
    """Least squares over time with the first autocorrelation of the residuals taken off
    the number of years (Santer et al. 2000); no interval under four years."""
    def counted(residuals, n):
        whole = sum((r * r for r in residuals), ZERO)
        after = sum((a * b for a, b in zip(residuals, residuals[1:])), ZERO)
        r = max(after / whole, ZERO) if whole else ZERO
        return n * (1 - r) / (1 + r)
    return slope(times, values, counted, len(times) >= 4)
