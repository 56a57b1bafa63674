"""What the README says was measured: written by a command, and held against the site that is built.

Each command of this package owns one section, between two comments that name it::

    <!-- measured: audit -->
    …
    <!-- /measured -->
"""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

from audit import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from audit.lighthouse import Scores
    from audit.visits import Result

#: A page of the README may differ by this share from the page that is built, before it is stale.
STALE = 0.1
_ROW = re.compile(r"^\| (?P<page>[\w/.-]+\.html) +\| +(?P<html>[\d.]+) \|", re.M)


def write(readme: Path, section: str, text: str) -> None:
    """Put a text into the section of this name; ValueError where the file has none."""
    before = readme.read_text(encoding="utf-8")
    part = re.compile(rf"(<!-- measured: {section} -->\n).*?(<!-- /measured -->)", re.S)
    after, found = part.subn(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", before)
    if not found:
        raise ValueError(f"{readme.name}: no section “measured: {section}”")
    readme.write_text(after, encoding="utf-8")


def is_chief(page: str) -> bool:
    """Tell whether a page stands in the README: the front page, chapters, what one explores."""
    return page == "index.html" or page.startswith(("chapters/", "explore/"))


def audit(results: Sequence[Result], scores: Sequence[Scores]) -> str:
    """Return what an audit found: every page in sums, the chief ones in lines."""
    breaches = sum(len(result.breaches()) for result in results)
    words = (
        f"{len(results)} pages, each over http, from a folder and without scripts; at 1280, 360 "
        f"and 320 pixels, light and dark: {sum(len(r.foreign) for r in results)} requests to "
        f"other hosts, {sum(len(r.messages) for r in results)} messages in the console, "
        f"{sum(len(r.axe) for r in results)} findings of axe-core (WCAG 2.2 A and AA, best "
        f"practice), {sum(len(r.sideways) for r in results)} pages that scroll sideways; "
        f"{breaches} breaches of a limit in `audit/limits.py`. Kilobytes are compressed, as sent."
    )
    chief = [result for result in results if is_chief(result.page)]
    parts = [words, report.pages_table(chief)]
    if scores:
        parts += ["Lighthouse, mobile defaults, median of three runs:",
                  report.lighthouse_table(scores)]  # fmt: skip
    return "\n\n".join(parts)


def plain(seconds: float, own: float, results: Sequence[Result]) -> str:
    """Return what the same sources weigh and do when the plain tool chain builds them."""
    words = (
        f"The same sources, built with the plain tool chain ({seconds:.0f} s; this book's own "
        f"build in the same run {own:.0f} s, both from nothing, on two cores):"
    )
    return f"{words}\n\n{report.pages_table(results)}"


def stale(readme: str, built: Mapping[str, bytes]) -> Iterator[str]:
    """Yield, in words, what the README's first table says and the built pages do not.

    Args:
        readme: The text of the README.
        built: Page → its HTML, for every page of the site.
    """
    table = readme.partition("<!-- measured: audit -->")[2].partition("<!-- /measured -->")[0]
    pages = table.partition("Lighthouse")[0]
    told = {row["page"]: float(row["html"]) for row in _ROW.finditer(pages)}
    for page in sorted(filter(is_chief, {*built, *told})):
        if page not in told or page not in built:
            yield f"{page}: {'not in the table' if page in built else 'no such page'}"
            continue
        found = len(gzip.compress(built[page], 6)) / 1000
        if abs(found - told[page]) > STALE * found:
            yield f"{page}: {told[page]} kB in the table, {found:.1f} kB built"
    count = re.search(r"^(\d+) pages", table, re.M)
    if not count or int(count[1]) != len(built):
        yield f"{count[1] if count else 'no'} pages in the table, {len(built)} built"
