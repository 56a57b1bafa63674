"""Checksums of the data files: a file that changed unseen never becomes a page."""

import hashlib
import re
from pathlib import Path

from kursk.check.fault import Fault, clip

#: Beside the data, in the format of ``sha256sum``.
FILE = "checksums.sha256"

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def _files(folder: Path) -> list[Path]:
    kinds = {".csv", ".bib", ".geojson", ".json"}
    return sorted(path for path in folder.rglob("*") if path.suffix in kinds)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def seal(folder: Path) -> None:
    """Write the checksum of every data file, after a person has looked at the change."""
    lines = [
        f"{_digest(path.read_bytes())}  {path.relative_to(folder).as_posix()}\n"
        for path in _files(folder)
    ]
    (folder / FILE).write_text("".join(lines), encoding="utf-8", newline="\n")


def faults(folder: Path) -> list[Fault]:
    """Return a fault for each file whose content is not the sealed one."""
    path = folder / FILE
    if not path.is_file():
        return [Fault(FILE, 0, "", "no such file", "checksums (make seal)")]
    found, sealed = [], {}
    for number, line in enumerate(
        path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        match = _LINE.fullmatch(line)
        if match:
            sealed[match[2]] = match[1]
        else:
            found.append(Fault(FILE, number, "", clip(line), "64 digits, two spaces, a file name"))
    now = {p.relative_to(folder).as_posix(): p.read_bytes() for p in _files(folder)}
    for name in sorted(sealed.keys() | now.keys()):
        found += _changed(name, now.get(name), sealed.get(name))
    return found


def _changed(name: str, content: bytes | None, digest: str | None) -> list[Fault]:
    if content is None:
        return [Fault(name, 0, "", "no such file", f"the file that {FILE} seals")]
    if digest is None:
        return [
            Fault(name, 0, "", "a file without a checksum", "its checksum; after a look: make seal")
        ]
    if _digest(content) == digest:
        return []
    if _digest(content.replace(b"\r\n", b"\n")) == digest:
        expected = (
            "those of the repository (LF): git config core.autocrlf false, then check it out anew"
        )
        return [Fault(name, 0, "", "line ends of Windows (CR LF)", expected)]
    expected = f"{digest[:12]}; if the change is meant: make seal"
    return [Fault(name, 0, "", f"sha256 {_digest(content)[:12]}", expected)]
