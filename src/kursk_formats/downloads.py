"""The list of what teachers can load: ``book/teach/downloads.csv``, with sizes as last packed.

The site's page *Downloads* shows the list. It is part of the site, and the site of the packs: so
the sizes are rounded, and written for the next build.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

LIST = Path("book/teach/downloads.csv")


def note(made: Mapping[str, bytes], path: Path = LIST) -> None:
    """Write the size of each listed file into the list.

    Raises:
        KeyError: the list names a file that was not made.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["size"] = size(len(made[row["file"]]))
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, ["file", "what", "size"], lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)


def size(count: int) -> str:
    """Return a number of bytes as readers are told it: “1.9 MB”."""
    return f"{count / 1_000_000:.1f} MB"
