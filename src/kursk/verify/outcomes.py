"""What comes of holding rows against documents: verified, not at hand, differs."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from kursk import numbers, phrases, tables, turns
from kursk.days import MONTHS
from kursk.verify.documents import NEAR, Documents, difference, pieces, plain

Outcome = Literal["verified", "not at hand", "differs"]
Row = Mapping[str, Any]
_VALUES = ("value", "value_low", "value_high")
#: Names in a sentence, apart from its first word; those that parties and dates stand for.
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_COMMON = re.compile(
    r"(?:Ukrain|Ucrain|Russi|Kyiv|Kiev|Mosc|Kremlin|Kurs|Americ|Western|President|General|Region|Mister"
    r"|Federal|Security|Service|Ministry|Defen[cs]e|Army|Washington|North|South|Korea|\w+day$)"
    rf"|(?:{'|'.join(MONTHS)})\b"
)
#: Words that carry nothing.
_EMPTY = frozenset({
    "which", "would", "their", "there", "after", "about", "other", "where", "could", "while",
    "these", "those", "since", "under", "before", "being", "however", "although", "meanwhile",
})  # fmt: skip
#: A sentence of which so great a part stands in no row is not carried.
_THIN = 0.6


class Finding(NamedTuple):
    """What came of one thing that a row states."""

    row: str
    what: str
    outcome: Outcome
    detail: str = ""


def wording(documents: Documents, row: str, what: str, text: str) -> Finding:
    """Look for words in the documents, and say what differs where they are nearly there."""
    if documents.has(text):
        return Finding(row, what, "verified")
    near = documents.nearest(text)
    # The documents may hold what the row said before it was corrected.
    if near and near[1] >= NEAR and row not in _corrected():
        passage = near[0]
        told = difference(text, passage.text)
        # Marks alone are no difference.
        outcome: Outcome = "differs" if told else "verified"
        return Finding(row, what, outcome, f"{told} ({passage.place})" if told else "")
    return Finding(row, what, "not at hand")


def _corrected() -> frozenset[str]:
    """Return the rows whose words a correction has replaced."""
    told = tables.corrections()
    return frozenset(
        told.loc[told["column"].isin(("text", "text_en", "value_as_stated")), "row_id"]
    )


def quotes(documents: Documents) -> Iterator[Finding]:
    """Hold every quotation against the documents, and its cut against what follows there."""
    for quote in _records(tables.quotes()):
        name = quote["quote_id"]
        yield wording(documents, name, "words", quote["text"])
        if quote["translated"] == "by_publisher" and quote["text_en"]:
            yield wording(documents, name, "translation", quote["text_en"])
        lost = _lost(documents, quote)
        if lost and not quote.get("left_out"):
            yield Finding(name, "cut", "differs", f"cut before “{lost}”, and left_out is empty")


def _lost(documents: Documents, quote: Row) -> str:
    """Return the words at which the sentence turns where the quotation stops; maybe none."""
    whole = quote["text"].rstrip().endswith((".", "!", "?"))
    last = [] if whole else pieces(quote["text"])[-1:]
    for passage in documents.containing(quote["text"]) if last else ():
        lost = turns.turn(passage.text, last[0])
        if lost:
            return lost
    return ""


def claims(documents: Documents) -> Iterator[Finding]:
    """Hold every claim's wording against the documents, and its value against the wording."""
    for claim in _records(tables.claims()):
        name, stated = claim["claim_id"], claim["value_as_stated"]
        if stated.endswith(phrases.NO_WORDING):
            continue
        yield wording(documents, name, "wording", stated)
        yield _value(documents, claim)


def _value(documents: Documents, claim: Row) -> Finding:
    name = claim["claim_id"]
    values = [v for k in _VALUES if (v := claim[k]) == v]
    told = [figure.value for figure in numbers.figures(claim["value_as_stated"])]
    seen = documents.rows.get(name, {})
    if all(any(math.isclose(value, other) for other in told) for value in values):
        return Finding(name, "value", "verified")
    noted = [float(seen[k]) for k in _VALUES if seen.get(k)]
    if not noted:
        return Finding(name, "value", "not at hand")
    if sorted(map(round, noted)) == sorted(map(round, values)):
        return Finding(name, "value", "verified")
    return Finding(name, "value", "differs", f"-{_list(values)} +{_list(noted)}")


def _list(values: Sequence[float]) -> str:
    return ", ".join(f"{value:,.10g}" for value in values) or "no value"


def coverage(documents: Documents) -> Iterator[Finding]:
    """Hold every sentence of the founding articles against the rows that carry it."""
    rows = {
        row[key]: row
        for table, key in (("claims", "claim_id"), ("events", "event_id"), ("quotes", "quote_id"))
        for row in _records(getattr(tables, table)())
    }
    for sentence in _records(tables.seed_coverage()):
        name = f"{sentence['seed_file'][:3]}/{int(sentence['sentence_no'])}"
        if sentence["verdict"] in {"furniture", "opinion"}:
            continue
        article = documents.texts.get(sentence["seed_file"])
        if article is None:
            yield Finding(name, "sentence", "not at hand")
            continue
        text = article[int(sentence["start"]) : int(sentence["end"])]
        carrying = [rows[row] for row in sentence["row_ids"] if row in rows]
        lacking = (
            _lacking(text, carrying, sentence["note"]) if sentence["verdict"] == "backed" else []
        )
        detail = f"no row has {', '.join(lacking)}: “{text[:90]}…”" if lacking else ""
        yield Finding(name, "sentence", "differs" if lacking else "verified", detail)


def _lacking(text: str, rows: list[Row], note: str) -> list[str]:
    """Return the numbers and names of a sentence that no row of it has; or its words, if most."""
    words = [value for row in rows for value in row.values() if isinstance(value, str)]
    values = [v for row in rows for name in _VALUES if (v := row.get(name)) is not None and v == v]
    carried = numbers.Carried(values, *words)
    # A note of the row may say what a machine's spelling stands for.
    told = plain(" ".join([*words, note])).lower()
    headline = sum(word[:1].isupper() for word in text.split()) > len(text.split()) / 2
    lacking = [n.text for n in numbers.figures(text) if not carried.carries(n.value)]
    names = dict.fromkeys(() if headline else _NAME.findall(text))
    lacking += [name for name in names if not _COMMON.match(name) and not _has(told, name)]
    content = [word for word in re.findall(r"[a-z]{5,}", text.lower()) if word not in _EMPTY]
    missing = [word for word in content if not _has(told, word)]
    return lacking or (missing if len(missing) > _THIN * len(content) else [])


def _has(told: str, word: str) -> bool:
    """Tell whether a word, or another of its stem, stands in a text of small letters."""
    return word.lower()[:5] in told


def _records(frame: Any) -> list[Row]:
    found: list[Row] = frame.to_dict("records")
    return found


#: What is held against the documents.
CHECKS: dict[str, Callable[[Documents], Iterator[Finding]]] = {
    "quotations": quotes,
    "claims": claims,
    "founding articles": coverage,
}
