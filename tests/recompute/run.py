"""Every printed cell of the reports, worked out again from the CSV files by other code.

    python3 tests/recompute/run.py [--all] RELEASE STARTER_RELEASE

from the top of the project; --all: every province, not three of each.
Prints what was recomputed, what was left out and why, and each difference; exit 1 on one."""
import collections
import itertools
import pathlib
import sys

import published
from certification import Certificates, Certification
from environment import Environment, Methods
from inspection import Inspection
from index_text import Simulated
from monitor import Monitor
from monthly import Monthly, MonthlyMethods
from monthly_province import MonthlyProvince
from panel import Panel
from province import Province, Quality

PROVINCES = ["340000", "110000", "540000"]  # 安徽, the first of the index, one with gaps
STARTER_PROVINCES = ["990300", "992800", "991900"]  # the first of the index, one with gaps


def codes_of(folder):
    """The areas that a release has reports of."""
    return sorted(path.stem.rsplit("-", 1)[1] for path in folder.glob("*.html"))


def project(release, every=False):
    """The reports of the project itself: ledgers."""
    provinces = codes_of(release / "province/2023") if every else PROVINCES
    def report(path):
        return published.Report(release / path)
    panel, data = Panel(), Certificates()
    environment = Environment(panel, report("environment/2023/2023.html"))
    yield environment.run()
    yield Methods(environment, report("methods/2023/2023.html")).run()
    yield Certification(data, report("certification/2025-01/2025-01.html")).run()
    yield Inspection(report("inspection/2024/2024.html")).run()
    quality = Quality(panel.areas)
    seen = Simulated(environment.out.report, environment.printed)
    for code in provinces:
        yield Province(panel, data, quality, environment.printed, seen, code,
                       report(f"province/2023/2023-{code}.html")).run()


def starter(release, every=False):
    """The reports of templates/starter: ledgers."""
    provinces = codes_of(release / "monthly-province/2024-12") if every else STARTER_PROVINCES
    def report(path):
        return published.Report(release / path)
    monthly = Monthly(Monitor("templates/starter"), report("monthly/2024-12/2024-12.html"))
    yield monthly.run()
    yield MonthlyMethods(monthly, report("methods/2024-12/2024-12.html")).run()
    seen = Simulated(monthly.out.report, monthly.printed)
    for code in provinces:
        yield MonthlyProvince(monthly, seen, code, report(f"monthly-province/2024-12/2024-12-{code}.html")).run()


def reports(releases, every=False):
    return itertools.chain(project(releases[0], every), starter(releases[1], every))


def main():
    every = "--all" in sys.argv
    releases = [pathlib.Path(argument) for argument in sys.argv[1:] if argument != "--all"]
    left, differences = collections.Counter(), []
    print(f"{'report':<32}{'cells':>7}{'in text':>9}{'in charts':>11}{'left out':>10}")
    for out in reports(releases, every):
        print(f"{out.title:<32}{out.cells:>7}{out.figures:>9}{out.marks:>11}{sum(out.left.values()):>10}")
        left.update(out.left)
        differences += out.differences
    for reason, count in left.items():
        print(f"left out {count:>5}: {reason}")
    for difference in differences:
        print(difference)
    print(f"{len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
