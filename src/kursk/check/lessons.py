"""Lessons: minutes that add up, documents as their rows have them, answers that rows bear out."""

import re
from collections.abc import Iterable, Iterator

from kursk.assertions import Facts, UncomputableError, holds
from kursk.check.fault import Fault, clip
from kursk.check.tables import CITED, Row, Tables, ids, number
from kursk.numbers import EXCEPTIONS, Carried
from kursk.quiz import JUDGED

#: Lengths of a lesson, in minutes; the column minutes_45 adds up to 45.
LENGTHS = (45, 90)
#: Parts in which every lesson asks something.
PARTS = frozenset({"source", "context", "corroborate", "close", "chart", "mind", "exit", "easier",
                   "harder", "homework"})  # fmt: skip
#: So many documents a class can read and compare.
DOCUMENTS = range(2, 5)
#: Columns whose words a row says, and those with its figures.
_WORDS = ("text", "text_en", "value_as_stated", "title", "summary", "role", "place", "sought",
          "note", "context")  # fmt: skip
_FIGURES = ("value", "value_low", "value_high")


def references(tables: Tables) -> Iterator[Fault]:
    """Check that every row, criterion and standard that a lesson names exists."""
    rows = set(_rows(tables))
    for table, column, known, expected in (
        ("lesson_documents", "row_ids", rows, "a row that exists"),
        ("lesson_questions", "row_ids", rows, "a row that exists"),
        ("lessons", "criteria", set(tables.by_id("lesson_criteria")), "an id of lesson_criteria"),
        ("lesson_criteria", "standard_ids", set(tables.by_id("standards")), "an id of standards"),
    ):
        for line, one in tables.named(table, column):
            if one not in known:
                yield Fault(f"{table}.csv", line, column, clip(one), expected)


def minutes(tables: Tables) -> Iterator[Fault]:
    """Check that the steps of a lesson fill it to the minute."""
    for line, lesson in tables.rows("lessons"):
        for length in LENGTHS:
            steps = _of(tables, "lesson_steps", lesson)
            total = sum(number(step[f"minutes_{length}"]) or 0 for step in steps)
            if total != length:
                found = f"{total:g} minutes in the steps of {lesson['lesson_id']}"
                yield Fault("lessons.csv", line, "lesson_id", found, f"{length} (lesson_steps.csv)")


def wholes(tables: Tables) -> Iterator[Fault]:
    """Check that each phase has its lesson, and each lesson its documents and questions."""
    taught = {row["phase"] for _, row in tables.rows("lessons")}
    for line, phase in tables.rows("phases"):
        if phase["phase_id"] not in taught:
            yield Fault("phases.csv", line, "phase_id", clip(phase["phase_id"]), "a lesson for it")
    for line, lesson in tables.rows("lessons"):
        name = lesson["lesson_id"]
        shown = len(list(_of(tables, "lesson_documents", lesson)))
        if shown not in DOCUMENTS:
            expected = f"{DOCUMENTS.start} to {DOCUMENTS.stop - 1}"
            yield Fault("lessons.csv", line, "lesson_id", f"{shown} documents of {name}", expected)
        asked = {question["part"] for question in _of(tables, "lesson_questions", lesson)}
        for part in sorted(PARTS - asked):
            found = f"no question {part!r} of {name}"
            yield Fault("lessons.csv", line, "lesson_id", found, "one (lesson_questions.csv)")


def documents(tables: Tables) -> Iterator[Fault]:
    """Check that the short version and the glosses are words of the document."""
    rows, shown = _rows(tables), {}
    for line, row in tables.rows("lesson_documents"):
        known = [rows[one] for one in ids(row["row_ids"]) if one in rows]
        shown[row["document_id"]] = words = _words([*known, {"text": row["short"]}])
        if known and _folded(row["short"]) not in _words(known[:1]):
            expected = f"words of {ids(row['row_ids'])[0]}, cut at the ends alone"
            yield Fault("lesson_documents.csv", line, "short", clip(row["short"]), expected)
        yield from _numbers("lesson_documents.csv", line, "setting", row["setting"], known, words)
    for line, row in tables.rows("lesson_glosses"):
        if _folded(row["words"]) not in shown.get(row["document_id"], _folded(row["words"])):
            expected = f"words of the document {row['document_id']}"
            yield Fault("lesson_glosses.csv", line, "words", clip(row["words"]), expected)


def answers(tables: Tables) -> Iterator[Fault]:
    """Check that the rows bear out every answer, and carry every number in it."""
    facts = Facts(lambda table: (row for _, row in tables.rows(table)))
    rows, file = _rows(tables), "lesson_questions.csv"
    for line, row in tables.rows("lesson_questions"):
        if row["holds"] != JUDGED:
            try:
                true = holds(row["holds"], facts)
                found = "" if true else f"{clip(row['holds'])} is false"
            except UncomputableError as error:
                found = str(error).removeprefix("found ")
            if found:
                yield Fault(file, line, "holds", found, "what the rows bear out")
        known = [rows[one] for one in ids(row["row_ids"]) if one in rows]
        for column in ("question", "answer"):
            yield from _numbers(file, line, column, row[column], known, row["holds"])
        if bool(row["mistake"]) != bool(row["reply"]):
            yield Fault(file, line, "reply", clip(row["reply"]), "a reply exactly to a mistake")


def standards(tables: Tables) -> Iterator[Fault]:
    """Check that a standard is claimed by a lesson or said not to be, and that gaps are said."""
    known = tables.by_id("standards")
    claimed = {row["standard_id"] for _, row in tables.rows("alignments")}
    for line, row in tables.rows("alignments"):
        standard = known.get(row["standard_id"], {})
        if (row["extent"] == "partial") != bool(row["gap"]):
            yield Fault(
                "alignments.csv", line, "gap", clip(row["gap"]), "a gap where it is partial"
            )
        if standard.get("unclaimed"):
            expected = "a standard that lessons claim"
            yield Fault("alignments.csv", line, "standard_id", clip(row["standard_id"]), expected)
    for line, row in tables.rows("standards"):
        if not row["unclaimed"] and row["standard_id"] not in claimed:
            expected = "a lesson that serves it (alignments.csv), or why none claims it"
            yield Fault("standards.csv", line, "unclaimed", "nothing", expected)
        if not row["unclaimed"] and not row["seen"]:
            yield Fault("standards.csv", line, "seen", "nothing", "where it was seen")


def _rows(tables: Tables) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for table in (*CITED, "absences"):
        found |= tables.by_id(table)
    return found


def _of(tables: Tables, table: str, lesson: Row) -> Iterator[Row]:
    rows = (row for _, row in tables.rows(table))
    return (row for row in rows if row["lesson_id"] == lesson["lesson_id"])


def _folded(text: str) -> str:
    marks = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
    return " ".join(text.translate(marks).casefold().split())


def _words(rows: Iterable[Row]) -> str:
    return _folded(" ".join(row.get(column, "") for row in rows for column in _WORDS))


def _numbers(
    file: str, line: int, column: str, text: str, rows: list[Row], beside: str
) -> Iterator[Fault]:
    """Yield a fault for each number of a text that neither its rows nor ``beside`` carry."""
    figures = [number(row.get(column, "")) for row in rows for column in _FIGURES]
    plain = re.sub(r'"[a-z]+-[a-z]*\d+"', " ", beside)
    carried = Carried((one for one in figures if one is not None), _words(rows), plain)
    for one in carried.missing(text, EXCEPTIONS):
        expected = f"a number of its rows ({carried.listed()})"
        yield Fault(file, line, column, clip(f"{one} in {text}"), expected)
