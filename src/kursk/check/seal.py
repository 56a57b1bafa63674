"""Checksums of the data files: a file that changed unseen never becomes a page."""

import hashlib
from pathlib import Path

from kursk.check.fault import Fault

#: Beside the data, in the format of ``sha256sum``.
FILE = "checksums.sha256"


def _files(folder: Path) -> list[Path]:
    kinds = {".csv", ".bib", ".geojson", ".json"}
    return sorted(path for path in folder.rglob("*") if path.suffix in kinds)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def seal(folder: Path) -> None:
    """Write the checksum of every data file, after a person has looked at the change."""
    lines = [f"{_digest(p)}  {p.relative_to(folder).as_posix()}\n" for p in _files(folder)]
    (folder / FILE).write_text("".join(lines), encoding="utf-8")


def faults(folder: Path) -> list[Fault]:
    """Return a fault for each file whose content is not the sealed one."""
    path = folder / FILE
    if not path.is_file():
        return [Fault(FILE, 0, "", "no such file", "checksums (make seal)")]
    lines = path.read_text(encoding="utf-8").splitlines()
    sealed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    now = {p.relative_to(folder).as_posix(): _digest(p) for p in _files(folder)}
    found = []
    for name in sorted(sealed.keys() | now.keys()):
        if sealed.get(name) != now.get(name):
            state = f"sha256 {now.get(name, 'of no file')[:12]}"
            expected = f"{sealed.get(name, 'no such file')[:12]}; if the change is meant: make seal"
            found.append(Fault(name, 0, "", state, expected))
    return found
