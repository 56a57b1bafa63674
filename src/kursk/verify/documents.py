"""The documents at hand: their passages, found word for word or by the nearest words."""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

#: Kinds of files that are read as documents.
_TEXTS = frozenset({".txt", ".md", ".html", ".htm"})
#: A passage is near a text if so much of the text's words stand in it, in order.
NEAR = 0.8
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Return text with one kind of quotation mark, dash and space: typing differs, words do not."""
    text = re.sub(r"[“”„«»\"]", '"', text)
    text = re.sub(r"[’‘`ʼ]", "'", text)
    text = re.sub(r"\s*[–—]\s*", " - ", text)
    return " ".join(text.split())


def pieces(text: str) -> list[str]:
    """Return what is left of a text at its marks of cuts, without the marks."""
    parts = re.split(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*", text)
    return [part for part in (plain(part).strip(" .,;:") for part in parts) if part]


class Passage(NamedTuple):
    """A piece of a document: where it stands, and its words in one way of typing."""

    place: str
    text: str


class Documents:
    """All passages of some folders. Rows of tables are passages, too, and known by their id."""

    def __init__(self, folders: list[Path]) -> None:
        self.passages: list[Passage] = []
        #: Rows of tables by their first cell.
        self.rows: dict[str, dict[str, str]] = {}
        #: Whole texts by the names of their files, as they are.
        self.texts: dict[str, str] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix == ".csv":
                    self.passages += self._table(path)
                elif path.suffix in _TEXTS:
                    self.texts[path.name] = path.read_text(encoding="utf-8")
                    self.passages += _texts(path.name, self.texts[path.name])

    def _table(self, path: Path) -> Iterator[Passage]:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = next(iter(row.values()))
                self.rows[name] = row
                for column, cell in row.items():
                    if cell and " " in cell:
                        yield Passage(f"{path.name}:{name}:{column}", plain(cell))

    @cached_property
    def _all(self) -> str:
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        index: dict[str, set[int]] = defaultdict(set)
        for number, passage in enumerate(self.passages):
            for word in _WORD.findall(passage.text.lower()):
                index[word].add(number)
        return index

    def has(self, text: str) -> bool:
        """Tell whether every piece of a text stands word for word in a document."""
        return bool(pieces(text)) and all(piece in self._all for piece in pieces(text))

    def containing(self, text: str) -> Iterator[Passage]:
        """Yield the passages that have a text word for word."""
        words = plain(text).strip(" .…")
        return (passage for passage in self.passages if words in passage.text)

    def nearest(self, text: str) -> tuple[Passage, float] | None:
        """Return the passage that has most of a text's words in order, and how many of them."""
        words = _WORD.findall(plain(text).lower())
        shared: Counter[int] = Counter()
        for word in set(words):
            found = self._by_word.get(word, set())
            # A word that stands everywhere tells nothing.
            if len(found) < max(10, len(self.passages) / 10):
                shared.update(found)
        best = [
            (self.passages[number], _alike(words, self.passages[number].text))
            for number, _ in shared.most_common(5)
        ]
        return max(best, key=lambda near: near[1], default=None)


def _texts(name: str, text: str) -> Iterator[Passage]:
    """Yield the paragraphs of a text, and the whole: a quotation may run over them."""
    if ".htm" in name:
        text = re.sub(r"<[^>]+>", " ", text)
    yield Passage(name, plain(text))
    for line in text.split("\n"):
        if line.strip():
            yield Passage(name, plain(line))


def _alike(words: list[str], text: str) -> float:
    """Return which part of some words stands in a text, in their order."""
    other = _WORD.findall(text.lower())
    if not words or len(other) > 4000:
        return 0.0
    matcher = difflib.SequenceMatcher(None, words, other, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)


def difference(text: str, passage: str) -> str:
    """Return what differs between a text and a passage, word by word: “-ours +theirs”."""
    ours, theirs = (re.findall(r"[\w'%-]+", plain(words)) for words in (text, passage))
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return f"+{passage}"
    first, last = blocks[0].b - blocks[0].a, blocks[-1].b + len(ours) - blocks[-1].a
    window = theirs[max(first, 0) : last]
    steps = difflib.SequenceMatcher(None, ours, window, autojunk=False).get_opcodes()
    told = [
        " ".join(filter(None, (_signed("-", ours[a:b]), _signed("+", window[c:d]))))
        for step, a, b, c, d in steps
        if step != "equal"
    ]
    return "; ".join(told)


def _signed(sign: str, words: list[str]) -> str:
    return f"{sign}“{' '.join(words)}”" if words else ""
