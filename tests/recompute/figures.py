"""Numbers and the way they are printed. Exact: Fraction for what comes from the data,
Decimal of 40 digits where a root or a logarithm is taken."""
import decimal
from decimal import Decimal
from fractions import Fraction

decimal.getcontext().prec = 40
MISSING, NOT_APPLICABLE, UNCHANGED = "…", "—", "＝"


def number(text):
    """The exact value of a cell of a data file; None where there is none."""
    text = text.strip().replace(",", "")
    return Fraction(text) if text and text not in ("…", "-", "—") else None


def dec(x):
    if isinstance(x, Fraction):
        return Decimal(x.numerator) / Decimal(x.denominator)
    return Decimal(x)


def significant(x):
    """Twelve significant digits, half away from zero: what ranking compares."""
    if isinstance(x, Fraction):
        return x
    if not x:
        return x
    return x.quantize(Decimal(1).scaleb(x.adjusted() - 11), decimal.ROUND_HALF_UP)


def rounded(x, decimals):
    """四舍五入, as a Decimal."""
    if isinstance(x, Fraction):
        scaled = abs(x) * 10 ** decimals
        whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        return Decimal(whole if x >= 0 else -whole).scaleb(-decimals)
    return significant(Decimal(x)).quantize(Decimal(1).scaleb(-decimals), decimal.ROUND_HALF_UP)


def fixed(x, decimals, minus="−"):
    """1,234.5; … where there is no value; a zero has no sign."""
    if x is None:
        return MISSING
    value = rounded(x, decimals)
    text = f"{abs(value):,.{decimals}f}"
    return (minus if value < 0 else "") + text


def in_words(x, power, decimals, digits=4):
    """The number before 亿, 万 or the unit alone, as sentences have it: the first in which it is 1 or more, in
    so many digits, two of them decimals at most, and no more than the source has, whose unit is 10^power."""
    for scale in (8, 4, 0):
        size = x * 10 ** power / 10 ** scale
        text = fixed(size, max(0, min(digits - len(str(int(abs(size)))), decimals + scale - power, 2)))
        if abs(size) >= 1 or scale == 0:
            return text
    return None


def in_english(hundred_millions, decimals, digits=4):
    """The number before trillion, billion or million: the first of them in which it is 1 or more, with so
    many digits in all, and no more of them than the source has, whose unit is 亿."""
    for power in (12, 9, 6):
        size = hundred_millions * 10 ** 8 / 10 ** power
        whole = len(str(int(size))) if size >= 1 else 0
        text = fixed(size, max(0, min(digits - whole, decimals + power - 8)))
        if size >= 1:
            return text
    return None


def amount(x, unit, decimals):
    """The number before 万亿, 亿 or 万 of a sentence: in the largest of them in which it is 1 or more,
    four digits in all, two decimals at most, and no more than the source has."""
    own = 12 if unit.startswith("万亿") else 8 if unit.startswith("亿") else 4 if unit.startswith("万") else 0
    for power in (12, 8, 4, 0):
        size = x * Fraction(10) ** (own - power)
        most = power - own + decimals
        whole = len(str(int(size))) if size >= 1 else 1
        seen = Fraction(rounded(size, max(0, min(4 - whole, most)))) # 9,999.6万 is 1亿
        if seen >= 1:
            return fixed(size, max(0, min(4 - len(str(int(seen))), most, 2)))
    return fixed(x, decimals)


def percent(x, decimals=1):
    return fixed(x, decimals) + "%"


def growth(now, before):
    """In %; None where it cannot be said."""
    if now is None or before is None or before <= 0:
        return None
    return (now / before - 1) * 100


def ranks(values, reverse=False, decimals=None):
    """{key: place} of {key: value}, 1224, largest first; None unless all have a value.
    With `decimals` those of the numbers as they print."""
    if any(value is None for value in values.values()):
        return None
    if decimals is not None:
        values = {key: rounded(value, decimals) for key, value in values.items()}
    order = sorted((significant(value) for value in values.values()), reverse=not reverse)
    return {key: order.index(significant(value)) + 1 for key, value in values.items()}


def arrow(now, before):
    if now is None or before is None:
        return MISSING
    if now == before:
        return UNCHANGED
    return f"▲{before - now}" if now < before else f"▼{now - before}"
