"""Parts of every report: definitions from the dictionary, and what was read of which file."""
import glob
import re

from figures import number
from panel import records, rows_of

FINDINGS = "findings of the checks: their wording and numbers have tests of their own"
NBS = "国家统计局（转引自 GitHub：{}）"
PLATFORM = "全国认证认可信息公共服务平台月度统计（转引自公开网页，见数据文件注）"
TESTING = "国家市场监督管理总局检验检测服务业统计（转引自公开网页，见数据文件注）"
# First file, all files of the source, encoding, keys before the values, source.
PANEL = [
    ("panel/gdp-2006-2024.csv", [], "gb18030", 1, NBS.format("RenJiyi163/panel_data_analysis_for_thesis")),
    ("panel/population-2015-2024.csv", [], "utf-8-sig", 1, NBS.format("1lmq/FYP_QMM2_Chinese_Railways")),
    ("panel/export-fiscal-expenditure.csv", ["panel/export-*.csv"], "utf-8-sig", 1, NBS.format("1376524890/tec_expenditure")),
    ("panel/value-added-2019.csv", ["panel/value-added-*.csv", "panel/economy-2016-2024.csv"], "utf-8-sig", 1,
     NBS.format("Liushenwuzhu-Alpaca/province-economy")),
]
QUALITY = [
    ("quality/mqci.csv", [], "utf-8-sig", 0, "制造业质量竞争力指数公报及各地通报（转引自公开网页，见数据文件备注）"),
    ("quality/gqii.csv", [], "utf-8-sig", 0, "全球质量基础设施指数报告（GQII，CC BY-SA 3.0；转引自 iaf.news、gktoday.in）"),
    ("quality/targets.csv", [], "utf-8-sig", 0, "质量强国建设纲要"),
]
PROVINCES = [
    ("certification/province-2019-03.csv", ["certification/province-*.csv"], "utf-8-sig", 1, PLATFORM),
    ("inspection/institutions-by-field.csv", [], "utf-8-sig", 1, TESTING),
    ("inspection/institutions-2013.csv", [], "utf-8-sig", 1, "首次全国检验检测服务业统计（转引自 m.fx361.com；年度为推定）"),
    ("quality/grades.csv", [], "utf-8-sig", 0, "省级政府质量工作考核结果（转引自公开网页和报刊，见数据文件备注）"),
    ("quality/anhui.csv", [], "utf-8-sig", 0,
     "《中国质量报》2023年9月26日；2024年度安徽省认证检测行业质量报告（转引自 www.hailejixie.com）"),
]
CERTIFICATION = [("certification/certificates-by-field.csv", ["certification/*.csv"], "utf-8-sig", 1, PLATFORM)]
HEADS = ("地区", "领域", "年份", "年度", "时期", "指标", "版次", "indicator")


def body(path, encoding):
    """The head and the rows of figures of a file, its notes left out."""
    rows = rows_of(path, encoding)
    start = next(i for i, row in enumerate(rows) if row and row[0] in HEADS)
    own = [row for row in rows[start + 1:] if row and row[0] and not re.match("注|数据来源|资料来源|[（(]?说明|\\d+[．.、]", row[0])]
    return rows[start], own


def counted(path, encoding, keys):
    """Rows, values, and rows that are not read: 合计 beside its parts."""
    head, rows = body(path, encoding)
    if path.endswith(("targets.csv", "thresholds.csv")):  # tables of text
        return len(rows), 0, 0
    if "数值" in head or "考核等级" in head:
        at = head.index("数值") if "数值" in head else head.index("考核等级")
        return len(rows), sum(1 for row in rows if row[at]), 0
    sums = [row for row in rows if row[0] == "合计"] if path.endswith("gdp-2006-2024.csv") else []
    rows = [row for row in rows if row not in sums]
    return len(rows), sum(1 for row in rows for cell in row[keys:] if number(cell) is not None), len(sums)


def table(folder, sources):
    """Rows of 数据文件及来源, and what its sentence says: files and values."""
    rows, all_files, all_values = [], 0, 0
    for first, patterns, encoding, keys, source in sources:
        files = [f"{folder}/{first}"] if not patterns else sorted(
            path for pattern in patterns for path in glob.glob(f"{folder}/{pattern}"))
        counts = [counted(path, encoding, keys) for path in files]
        lines, values, unused = (sum(column) for column in zip(*counts))
        rows.append([f"input/{first}" + ("等" if len(files) > 1 else ""), str(len(files)), fixed_count(lines),
                     fixed_count(values), fixed_count(unused), source])
        all_files, all_values = all_files + len(files), all_values + values
    return rows, f"{all_files} {fixed_count(all_values)}"


def fixed_count(n):
    return f"{n:,}"


def definitions(folder, codes, extra=()):
    """The text of 指标解释: of indicators, and of other names with their definitions."""
    items = {row["code"]: row for row in records(f"{folder}/indicators.csv")}
    return "\n".join([f"{items[code]['name']} {items[code]['definition']}" for code in codes]
                     + [f"{name} {text}" for name, text in extra])


def annex(out, folder, sources, findings):
    """The table of files and the sentences on it; `findings`: whether
    the checks have found something."""
    rows, said = table(folder, sources)
    out.table("tbl-sources", rows)
    if not findings:
        out.prose("sec-quality", said)
        return
    out.left_table("tbl-findings", FINDINGS)
    out.prose("sec-quality", f"{said} 〈{FINDINGS}〉")
