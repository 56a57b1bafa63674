"""What a rule of the text is: a document in, faults out, each with line, kind and a way out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sphinx_evidence.prose import Block, Document
from sphinx_evidence.rows import Evidence


class Found(NamedTuple):
    """A fault of a text: its line, its kind, what was found and what was expected."""

    line: int
    kind: str
    found: str
    expected: str


#: A figure that shows and states no finding has a row of this rule, with the figure's id.
FINDING = "finding"


class Exempt(NamedTuple):
    """A fault that is none: where, of which rule, the words that it finds, and why they stand."""

    document: str
    rule: str
    words: str
    reason: str

    def covers(self, document: str, found: Found) -> bool:
        """Tell whether a fault of a document is this one."""
        return (self.document, self.rule) == (document, found.kind) and self.words in found.found


def exempt(path: Path) -> tuple[Exempt, ...]:
    """Read the exceptions of a book, a table with a reason in each row; no file, no exception."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Exempt(**row) for row in csv.DictReader(file))


@dataclass(frozen=True)
class Rules:
    """What the rules know beside the text: the rows, and what is exempt."""

    evidence: Evidence
    number_exceptions: tuple[str, ...]
    free_sections: tuple[str, ...]
    exceptions: tuple[Exempt, ...] = ()

    def free(self, block: Block) -> bool:
        """Tell whether a block stands in a section that needs no evidence."""
        return bool(set(block.sections) & set(self.free_sections))


Rule = Callable[[Document, Rules], Iterator[Found]]


def start(text: str, around: str = "") -> str:
    """Return a few words of a text, from ``around`` or from its start, to find it by."""
    at = max(text.find(around) - 30, 0) if around else 0
    return " ".join(text[at : at + 70].split())
