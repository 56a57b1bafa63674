"""The questions of the book as a neutral model, which the page and every LMS file are written from.

A question is a row of ``quizzes``, its options are rows of ``quiz_options``. Each option says in
``holds`` what it asserts, as an expression of :mod:`kursk.assertions`: an answer must come out
true on the tables, a distractor false. A number is computed from its rows, an order from the keys
of its parts. So a row that changes an answer stops the build.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, permutations
from typing import Any, Literal, cast, get_args

from kursk import reader
from kursk.assertions import Facts, UncomputableError, compute, holds, number

Kind = Literal["one", "several", "order", "number"]
KINDS: tuple[str, ...] = get_args(Kind)
#: In the place of an expression: what an option says is a judgement, which no row can decide.
JUDGED = "judged"
#: How often a wrong order is offered beside the right one, where an LMS knows no ordering.
_WRONG_ORDERS = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, or one part to put in order; ``feedback`` is said when it is chosen."""

    text: str
    right: bool
    feedback: str
    asserts: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``answer`` and ``tolerance`` are set for a number, in ``unit``.

    ``topic`` is “chart” where the figure ``figure`` must be read, “cut” where a quotation is cut.
    The parts of an order stand in the right one.
    """

    id: str
    phase: str
    kind: Kind
    topic: str
    figure: str
    text: str
    options: tuple[Option, ...]
    answer: float | None
    tolerance: float
    unit: str
    why: str
    row_ids: tuple[str, ...]

    @property
    def right(self) -> tuple[Option, ...]:
        """The options that are right."""
        return tuple(option for option in self.options if option.right)


def questions(phase: str = "") -> list[Question]:
    """Return the questions of a phase, or of the book, in the order of the table."""
    return [one for one in _all() if not phase or one.phase == phase]


@cache
def _all() -> tuple[Question, ...]:
    return tuple(joined(reader.rows("quizzes"), reader.rows("quiz_options")))


def joined(
    rows: tuple[Mapping[str, Any], ...],
    option_rows: tuple[Mapping[str, Any], ...],
    on: Facts | None = None,
) -> Iterator[Question]:
    """Yield questions from rows of the two tables.

    Raises:
        UncomputableError: a number cannot be computed from its rows, or a tolerance is none.
    """
    options = defaultdict(list)
    for row in option_rows:
        made = Option(row["text"], row["right"] == "yes", row["feedback"], row["holds"])
        options[row["quiz_id"]].append(made)
    for row in rows:
        yield Question(
            id=row["quiz_id"],
            phase=row["phase"],
            kind=cast(Kind, row["kind"]),
            topic=row["topic"],
            figure=row["figure"],
            text=row["question"],
            options=tuple(options[row["quiz_id"]]),
            answer=number(row["answer"], on) if row["kind"] == "number" else None,
            tolerance=_tolerance(row["tolerance"]),
            unit=row["unit"],
            why=row["why"],
            row_ids=tuple(row["row_ids"]),
        )


def _tolerance(cell: Any) -> float:
    try:
        return float(cell or 0)
    except ValueError:
        raise UncomputableError(f"found the tolerance {cell!r}, expected a number") from None


def wrong(question: Question, on: Facts | None = None) -> Iterator[str]:
    """Say, in a sentence each, what the tables do not bear out in a question."""
    if question.kind == "number":
        if question.options:
            yield "found options beside a number, expected the number alone"
        return
    if question.kind == "order":
        keys = [compute(part.asserts, on) for part in question.options]
        if any(first >= second for first, second in pairwise(keys)):
            yield f"found the parts in the order {keys}, expected each key above the one before"
        return
    rights = len(question.right)
    if (question.kind == "one") != (rights == 1) or rights == len(question.options):
        yield f"found {rights} right of {len(question.options)} options of a {question.kind}"
    if all(option.asserts == JUDGED for option in question.options):
        yield "found judgements alone, expected an option that a row decides"
    for option in question.options:
        if option.asserts == JUDGED:
            continue
        try:
            true = holds(option.asserts, on)
        except UncomputableError as fault:
            yield f"option {option.text!r}: {fault}"
            continue
        if true != option.right:
            yield f"option {option.text!r}: {option.asserts} is {true}, marked {option.right}"


def as_choice(question: Question) -> Question:
    """Turn an order into a choice among whole orders, for an LMS that knows no ordering."""
    parts = [part.text for part in question.options]
    # The last permutations are the farthest from the right one, and always the same.
    wrongs = list(permutations(parts))[-_WRONG_ORDERS:]
    lines = [tuple(parts), *wrongs]
    chosen = [
        Option(" → ".join(line), number == 0, question.why, JUDGED)
        for number, line in enumerate(lines)
    ]
    # The right one stands third: nobody's first guess, and always the same bytes.
    options = (*chosen[1:3], chosen[0], *chosen[3:])
    return replace(question, kind="one", options=options)
