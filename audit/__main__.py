"""``python -m audit FOLDER [PAGE …]``: measure a built site, print a table, exit 1 on a breach.

``--report-only`` prints the same and always exits 0; ``--no-lighthouse`` leaves that part out;
``--readme FILE`` writes what was found into its section of that file.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from audit import browser, lighthouse, measured, report, visits
from audit.server import Site


def look_at(folder: Path, home: str, names: list[str]) -> list[visits.Result]:
    """Visit some pages in one browser."""
    results = []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=browser.require(browser.FOR_WEIGHING), args=browser.ARGUMENTS
        )
        for name in names:
            result = visits.Result(name)
            visits.visit_http(chromium, home, result)
            visits.visit_file(chromium, folder, result)
            visits.visit_still(chromium, home, result)
            print(f"  {name}", file=sys.stderr, flush=True)
            results.append(result)
        chromium.close()
    return results


def audit(folder: Path, home: str, names: list[str]) -> list[visits.Result]:
    """Visit all pages, in as many browsers as there are cores, at most four."""
    crew = max(1, min(4, os.cpu_count() or 1, len(names)))
    shares = [names[start::crew] for start in range(crew)]
    with ProcessPoolExecutor(crew) as pool:
        found = pool.map(look_at, [folder] * crew, [home] * crew, shares)
        results = [result for share in found for result in share]
    return sorted(results, key=lambda result: names.index(result.page))


def main() -> int:
    """Run from the command line; the number of the exit status."""
    parser = argparse.ArgumentParser(prog="python -m audit", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("--no-lighthouse", action="store_true")
    parser.add_argument("--readme", type=Path)
    options = parser.parse_args()
    folder: Path = options.folder
    names = options.pages or sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.html")
    )
    browser.require(browser.FOR_WEIGHING)
    failures: list[str] = []
    scores: list[lighthouse.Scores] = []
    with Site(folder) as site:
        results = audit(folder, site.address, names)
        print(report.pages_table(results))
        for result in results:
            failures += [f"{result.page}: {sentence}" for sentence in result.breaches()]
        package = None if options.no_lighthouse else lighthouse.package()
        if package:
            wanted = [name for name in names if name == "index.html" or "chapters/" in name]
            scores = list(lighthouse.measure(package, site.address, wanted))
            print("\n" + report.lighthouse_table(scores))
            for one in scores:
                failures += [f"{one.page}: {sentence}" for sentence in lighthouse.breaches(one)]
        else:
            print("\nLighthouse is not at hand (Node and its npm package); left out.")
    if options.readme:
        measured.write(options.readme, "audit", measured.audit(results, scores))
    print(f"\n{len(failures)} breaches" + (":" if failures else ""))
    for sentence in failures:
        print("  " + sentence)
    return 1 if failures and not options.report_only else 0


if __name__ == "__main__":
    sys.exit(main())
