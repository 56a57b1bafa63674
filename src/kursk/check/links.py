"""What a link check found, written into ``links.csv``: ``python -m kursk.check.links REPORT``.

The report is lychee's, as JSON. A source whose address answers no more stays in the bibliography.
"""

import argparse
import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kursk.check.tables import Tables

#: The server knows the address no more.
_GONE = {404, 410}


def answers(report: Mapping[str, Any]) -> dict[str, str]:
    """Return ``gone`` or ``none`` for each address that failed; the others answered."""
    found = {}
    # Older versions of lychee call it fail_map.
    for failed in (report.get("error_map") or report.get("fail_map") or {}).values():
        for it in failed:
            code = (it.get("status") or {}).get("code")
            found[str(it["url"]).rstrip("/")] = "gone" if code in _GONE else "none"
    return found


def rows(folder: Path, report: Mapping[str, Any], day: str) -> Iterator[tuple[str, str, str]]:
    """Yield a row of ``links.csv`` for each source that has an address."""
    failed = answers(report)
    for source, page in sorted(Tables(folder).pages.items()):
        if url := page.get("url", ""):
            yield source, day, failed.get(url.rstrip("/"), "ok")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="kursk.check.links", description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("data"))
    parser.add_argument("--day", default=dt.datetime.now(dt.UTC).date().isoformat())
    options = parser.parse_args()
    report = json.loads(options.report.read_text(encoding="utf-8"))
    with (options.folder / "links.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("source_id", "checked", "answer"))
        table.writerows(rows(options.folder, report, options.day))


if __name__ == "__main__":
    main()
