"""Statements about rows that can be computed: ``value("sd-c52") == 4000``.

A quiz option, a finding or a promise of the book is written once as such an expression, and
recomputed from the tables each time the data are checked. The language is a part of Python's:
comparisons, arithmetic, ``and``, ``or``, ``not``, numbers, texts, and the functions below. Nothing
else is read, so an expression can come from a table without danger.
"""

import ast
import datetime as dt
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from kursk import reader

_Row = Mapping[str, Any]


class UncomputableError(ValueError):
    """An expression that cannot be computed; the message says why, in words for its author."""


#: Tables whose rows an expression can name.
_NAMED = ("claims", "events", "quotes", "control")
#: Columns that give a row's day, its speaker's id, and its words.
_DAYS = ("as_of", "date", "date_spoken")
_SPEAKERS = ("claimant_id", "speaker_id")
_WORDINGS = ("text", "text_en", "value_as_stated", "title", "summary", "note", "context", "role",
             "left_out")  # fmt: skip


_OPERATORS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
}  # fmt: skip


class Facts:
    """What expressions are computed from; the methods without an underscore are their functions.

    ``read`` gives the rows of a table by its name: typed ones of the package, or plain text of a
    copy that is being checked.
    """

    def __init__(self, read: Callable[[str], Iterable[_Row]]) -> None:
        self._rows = {str(next(iter(row.values()))): row for name in _NAMED for row in read(name)}
        self._claims = tuple(read("claims"))
        self._who = {str(row["claimant_id"]): row for row in read("claimants")}
        self._areas = {(row["series"], row["date"]): row["km2"] for row in read("area_series")}
        names = [name for name in vars(type(self)) if not name.startswith("_")]
        self._functions = {name: getattr(self, name) for name in names} | {
            "round": round,
            "abs": abs,
        }

    def _row(self, row_id: str) -> _Row:
        try:
            return self._rows[row_id]
        except KeyError:
            raise UncomputableError(f"found no row {row_id!r}") from None

    def _number(self, row_id: str, column: str) -> float:
        cell = self._row(row_id).get(column)
        if cell is None or cell == "":
            raise UncomputableError(f"{row_id} has no {column}")
        return float(cell)

    def _speaker(self, row: _Row) -> _Row:
        return self._who.get(str(next((row[n] for n in _SPEAKERS if n in row), "")), {})

    def value(self, row_id: str) -> float:
        """Return the number of a claim, in the unit as stated."""
        return self._number(row_id, "value")

    def low(self, row_id: str) -> float:
        """Return the lower end of a claim's range."""
        return self._number(row_id, "value_low")

    def high(self, row_id: str) -> float:
        """Return the upper end of a claim's range."""
        return self._number(row_id, "value_high")

    def day(self, row_id: str) -> str:
        """Return the ISO date of a row, to be compared as text."""
        row = self._row(row_id)
        return str(next(row[name] for name in _DAYS if name in row))

    def days(self, first: str, last: str) -> int:
        """Return how many days lie between two rows that each give a whole day."""
        start, end = (dt.date.fromisoformat(self.day(row_id)) for row_id in (first, last))
        return (end - start).days

    def party(self, row_id: str) -> str:
        """Return the id of the party that a claim, a quotation or a statement comes from."""
        row = self._row(row_id)
        return str(self._speaker(row).get("party_id") or row.get("claimed_by", ""))

    def status(self, row_id: str) -> str:
        """Return the status of a claim or an event: confirmed, reported, claimed, disputed."""
        return str(self._row(row_id)["status"])

    def said(self, row_id: str, words: str) -> bool:
        """Tell whether a row's wording holds these words, whatever the case and the marks."""
        row = self._row(row_id)
        spoken = " ".join(str(row.get(name) or "") for name in _WORDINGS)
        return _folded(words) in _folded(spoken)

    def by(self, row_id: str, name: str) -> bool:
        """Tell whether the speaker or an actor of a row bears this name."""
        row = self._row(row_id)
        speaker = self._speaker(row)
        who = (speaker.get("name"), speaker.get("short"), row.get("actors"), row.get("via"))
        return _folded(name) in _folded(" ".join(str(one or "") for one in who))

    def count(
        self, metric: str, *, scope: str = "", party: str = "", start: str = "", end: str = ""
    ) -> int:
        """Count the claims of a metric; scope, party and days (both included) narrow them."""
        return sum(
            row["metric"] == metric
            and (not scope or row["scope"] == scope)
            and (not party or self._speaker(row).get("party_id") == party)
            and (not start or str(row["as_of"]) >= start)
            and (not end or "" < str(row["as_of"]) <= end)
            for row in self._claims
        )

    def measured(self, series: str, date: str) -> float:
        """Return the measured area in km² on a day."""
        try:
            return float(self._areas[series, date])
        except KeyError:
            raise UncomputableError(f"found no measurement of {series} on {date}") from None

    def _compute(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | float() | str() as plain):
                return plain
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return not self._compute(inner)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self._compute(inner)
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(self._compute(part) for part in parts)
            case ast.BoolOp(op=ast.Or(), values=parts):
                return any(self._compute(part) for part in parts)
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
                return _OPERATORS[type(sign)](self._compute(left), self._compute(right))
            case ast.Compare(left=left, ops=signs, comparators=others):
                parts = [self._compute(other) for other in others]
                return _compared(self._compute(left), signs, parts)
            case ast.Call(func=ast.Name(id=name), args=given, keywords=named) if (
                name in self._functions
            ):
                options = {str(word.arg): self._compute(word.value) for word in named}
                return self._functions[name](*(self._compute(one) for one in given), **options)
        expected = ", ".join(sorted(self._functions))
        found = ast.unparse(node)
        raise UncomputableError(f"cannot read {found!r}, expected numbers, texts, {expected}")


@cache
def facts() -> Facts:
    """Return the facts of the package's own tables."""
    return Facts(reader.rows)


def compute(expression: str, on: Facts | None = None) -> Any:
    """Return what an expression is worth on the package's tables, or on other facts.

    Raises:
        UncomputableError: it is no expression of this language, or a row that it names is missing.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UncomputableError(f"cannot read {expression!r}: {error}") from None
    try:
        return (on or facts())._compute(tree.body)
    except UncomputableError:
        raise
    except (TypeError, ValueError, ArithmeticError) as error:
        raise UncomputableError(f"cannot compute {expression!r}: {error}") from None


def number(expression: str, on: Facts | None = None) -> float:
    """Return what an expression is worth, where that is a number.

    Raises:
        UncomputableError: it cannot be computed, or is no number.
    """
    answer = compute(expression, on)
    try:
        return float(answer)
    except (TypeError, ValueError, OverflowError):
        raise UncomputableError(f"{expression!r} gives {answer!r}, expected a number") from None


def holds(expression: str, on: Facts | None = None) -> bool:
    """Tell whether an expression is true.

    Raises:
        UncomputableError: it cannot be computed, or says neither yes nor no.
    """
    answer = compute(expression, on)
    if not isinstance(answer, bool):
        raise UncomputableError(f"{expression!r} gives {answer!r}, expected true or false")
    return answer


def _folded(text: str) -> str:
    marks = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-"})
    return " ".join(text.translate(marks).casefold().split())


def _compared(first: Any, signs: list[ast.cmpop], others: list[Any]) -> bool:
    for sign, other in zip(signs, others, strict=True):
        if type(sign) not in _OPERATORS:
            raise UncomputableError(f"cannot compare with {type(sign).__name__}")
        if not _OPERATORS[type(sign)](first, other):
            return False
        first = other
    return True
