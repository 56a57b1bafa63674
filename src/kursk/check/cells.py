"""The characters of every cell: nothing invisible, nothing that looks like another letter."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from kursk.check import files
from kursk.check.fault import Fault, clip
from kursk.check.tables import Tables

#: Longest cell, in characters.
LONGEST = 1000

#: Alphabets whose letters look alike, so that no word may mix them.
_ALIKE = {"LATIN", "CYRILLIC", "GREEK"}

#: Categories of characters that no reader sees: controls, formats, unassigned and private ones,
#: separators of lines and paragraphs.
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
#: Types that schemas read more freely than people and the reader do: “1_000”, “nan”, “True”.
_PLAIN = {
    "number": (_NUMBER, "a number like 1294.5"),
    "integer": (re.compile(r"-?[0-9]+"), "a whole number like 1294"),
    "boolean": (re.compile("true|false"), "true or false"),
}

_WORD = re.compile(r"[^\W\d_]+")

#: Tables that may have no row.
_MAY_BE_EMPTY = {"readings", "absences", "corrections", "links"}


@cache
def problem(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a text, and what is expected; None where it is sound."""
    for character in "" if text.isascii() and text.isprintable() else text:
        category = unicodedata.category(character)
        if category in _UNSEEN or (category == "Zs" and character != " "):
            name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
            return f"{name} in {clip(_shown(text))}", "letters, signs and plain spaces alone"
    if text != text.strip() or "  " in text:
        return f"space to spare in {clip(text)}", "no space at the ends, one between words"
    for word in () if text.isascii() else _WORD.findall(text):
        found = {unicodedata.name(letter, "").split(" ")[0] for letter in word} & _ALIKE
        if len(found) > 1:
            mixed = " and ".join(sorted(found)).lower()
            return f"{mixed} letters in the word {clip(word)}", "one alphabet a word"
    if text[:1] in tuple("=+-@") and not _NUMBER.fullmatch(text):
        return f"{clip(text)}, a formula to a spreadsheet", "text that begins with a letter"
    if len(text) > LONGEST:
        return f"{len(text):,} characters", f"{LONGEST:,} at the most"
    return None


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def faults(tables: Tables) -> Iterator[Fault]:
    """Check every cell of every table, its lists, and that no table is empty."""
    for resource in files.package(tables.folder)["resources"]:
        if "schema" not in resource:
            continue
        name, path = resource["name"], str(resource["path"])
        fields = resource["schema"]["fields"]
        lists = {f["name"]: f["separator"] for f in fields if "separator" in f}
        plain = {f["name"]: _PLAIN[f["type"]] for f in fields if f["type"] in _PLAIN}
        rows = tables.rows(name)
        if not rows and name not in _MAY_BE_EMPTY:
            yield Fault(path, 1, "", "a header alone", "at least one row")
        for line, row in rows:
            for column, cell in row.items():
                if not cell:
                    continue
                if wrong := problem(cell):
                    yield Fault(path, line, column, *wrong)
                if column in plain and not plain[column][0].fullmatch(cell):
                    yield Fault(path, line, column, clip(cell), plain[column][1])
                if column in lists:
                    yield from _list(path, line, column, cell.split(lists[column]))


def _list(path: str, line: int, column: str, parts: list[str]) -> Iterator[Fault]:
    for part in sorted({part for part in parts if parts.count(part) > 1 and part}):
        yield Fault(path, line, column, f"{clip(part)} twice", "each entry of a list once")
    if len(parts) > 1 and any(part != part.strip() or not part for part in parts):
        yield Fault(path, line, column, clip(";".join(parts)), "entries like a;b, none empty")
