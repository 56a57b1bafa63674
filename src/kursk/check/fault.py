"""One fault of the data, in words for the person who can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """A fault at a place in a file; ``row`` is the line of the file, 1 being the header."""

    file: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Write the fault as ``file:row:column: found …, expected …``."""
        place = ":".join(part for part in (self.file, str(self.row or ""), self.column) if part)
        return f"{place}: found {self.found}, expected {self.expected}"


def clip(text: str, length: int = 80) -> str:
    """Return ``text`` in quotation marks, cut where it is long."""
    short = text if len(text) <= length else f"{text[: length - 1]}…"
    return f"“{short}”"
