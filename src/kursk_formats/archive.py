"""ZIP archives that are the same bytes whenever they are written from the same files."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

#: The day that every file in an archive bears; a date of today would change the bytes.
_STAMP = (2026, 1, 1, 0, 0, 0)


def archive(files: Mapping[str, bytes], *, first: tuple[str, ...] = ()) -> bytes:
    """Return a ZIP of ``files`` (path → content), sorted by path; ``first`` lead, uncompressed.

    An e-book wants its ``mimetype`` first and stored as it is.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zipped:
        for name in (*first, *sorted(set(files) - set(first))):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name in first else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            # An entry of its own forgets the level that the archive was opened with.
            zipped.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()


def folder(path: Path) -> dict[str, bytes]:
    """Read every file below a folder: path relative to it, with forward slashes → content."""
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the lines of a ``SHA256SUMS`` file, which ``sha256sum --check`` reads."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return "".join(lines).encode()
