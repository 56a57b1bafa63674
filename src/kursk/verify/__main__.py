"""Verify the data against documents from the command line; exit status 1 where one differs."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from kursk.verify.documents import Documents
from kursk.verify.outcomes import CHECKS

#: Where the documents are, beside the book.
FOLDERS = (Path("../shared/evidence"), Path("../shared/seeds"))
_OUTCOMES = ("verified", "not at hand", "differs")


def main() -> int:
    """Print a line for each difference, then a table of how many of each outcome there are."""
    parser = argparse.ArgumentParser(prog="kursk.verify", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", help="folders of documents")
    parser.add_argument("--all", action="store_true", help="list what is not at hand, too")
    options = parser.parse_args()
    folders = options.folders or [folder for folder in FOLDERS if folder.is_dir()]
    if not folders or not all(folder.is_dir() for folder in folders):
        missing = next((folder for folder in folders if not folder.is_dir()), FOLDERS[0])
        print(f"{missing}: found no folder, expected documents to verify the data against")
        return 1
    documents = Documents(folders)
    table: dict[str, Counter[str]] = {}
    for name, check in CHECKS.items():
        for finding in check(documents):
            table.setdefault(f"{name}: {finding.what}", Counter())[finding.outcome] += 1
            if finding.outcome == "differs" or (options.all and finding.outcome != "verified"):
                print(f"{finding.row} {finding.what} {finding.outcome}: {finding.detail}")
    print(f"{'':28}" + "".join(f"{outcome:>13}" for outcome in _OUTCOMES))
    for name, counts in table.items():
        print(f"{name:28}" + "".join(f"{counts[outcome]:>13}" for outcome in _OUTCOMES))
    return int(any(counts["differs"] for counts in table.values()))


if __name__ == "__main__":
    sys.exit(main())
