"""Parts of every report: definitions from the dictionary, and what was read of which file."""
import glob
import re

from figures import NOT_APPLICABLE, number
from panel import records, rows_of

CITED = "the list of sources: tests/lua has tests of what it tells"
FINDINGS = "findings of the checks: their wording and numbers have tests of their own"
# Publisher, first file, all files of the source, encoding, keys before the values.
PROJECT = [
    ("国家统计局", ["panel/population-2015-2024.csv", "panel/export-*.csv", "panel/value-added-*.csv",
     "panel/economy-2016-2024.csv", "panel/gdp-2006-2024.csv"], 1),
    ("认证认可信息公共服务平台", ["certification/*.csv"], 1),
    ("市场监管总局",
     ["inspection/national-*.csv", "inspection/institutions-by-field.csv", "inspection/regions.csv"], 1),
    ("首次全国检验检测服务业统计", ["inspection/institutions-2013.csv"], 1),
    ("质量工作考核结果", ["quality/grades.csv"], 0),
    ("《中国质量报》", ["quality/anhui-forum-2023.csv", "forum/*.csv"], 0),
    ("安徽省认证检测行业质量报告", ["quality/anhui-industry-2024.csv"], 0),
    ("制造业质量竞争力指数公报", ["quality/mqci.csv"], 0),
    ("GQII报告", ["quality/gqii.csv"], 0),
    ("《质量强国建设纲要》", ["quality/targets.csv"], 0),
]
STARTER = [("演示数据", ["month-*.csv", "thresholds.csv"], 1)]
TEXTS = ("targets.csv", "thresholds.csv", "agenda.csv", "points.csv", "statements.csv")
HEADS = ("地区", "领域", "年份", "年度", "时期", "指标", "版次", "indicator")


def body(path, encoding):
    """The head and the rows of figures of a file, its notes left out."""
    rows = rows_of(path, encoding)
    start = next(i for i, row in enumerate(rows) if row and row[0] in HEADS)
    own = [row for row in rows[start + 1:] if row and row[0] and not re.match("注|数据来源|资料来源|[（(]?说明|\\d+[．.、]", row[0])]
    return rows[start], own


def counted(path, encoding, keys):
    """How many values are read; 合计 beside its parts is not."""
    if path.endswith(TEXTS):
        return 0
    head, rows = body(path, encoding)

    if "数值" in head or "考核等级" in head:
        at = head.index("数值") if "数值" in head else head.index("考核等级")
        return sum(1 for row in rows if row[at])
    rows = [row for row in rows if row[0] != "合计" or not path.endswith("gdp-2006-2024.csv")]
    return sum(1 for row in rows for cell in row[keys:] if number(cell) is not None)


def table(folder, sources):
    """Rows of the table of sources, and what its sentence says: sources and values."""
    rows, all_values = [], 0
    for source, patterns, keys in sources:
        files = [path for pattern in patterns for path in glob.glob(f"{folder}/{pattern}")]
        values = sum(counted(path, "gb18030" if "gdp-2006" in path else "utf-8-sig", keys) for path in files)
        rows.append([f"{source}[{len(rows) + 1}]", fixed_count(values) if values else NOT_APPLICABLE])
        all_values += values
    return rows, f"{len(rows)} {fixed_count(all_values)}"


def fixed_count(n):
    return f"{n:,}"


def definitions(folder, codes):
    """The text of 指标解释 in the report of methods."""
    items = {row["code"]: row for row in records(f"{folder}/indicators.csv")}
    return "\n".join(f"{items[code]['name']} {items[code]['definition']}" for code in codes)


def closing(out, folder, codes, extra=()):
    """数据说明, 指标解释 and 资料来源; extra: (name, line) of what is no indicator."""
    items = {row["code"]: row for row in records(f"{folder}/indicators.csv")}
    out.left_prose("sec-notes", FINDINGS)
    out.prose("sec-definitions", "\n".join([f"{items[code]['name']} {items[code]['brief']}" for code in codes]
                                           + [f"{name} {text}" for name, text in extra]))
    out.left_prose("sec-sources", CITED)


def files(out, folder, sources):
    """The table of sources in the report of methods, and the sentence on it."""
    rows, said = table(folder, sources)
    out.table("tbl-files", rows)
    out.prose("sec-files", said, rest=FINDINGS)
    out.left_prose("sec-sources", CITED)
