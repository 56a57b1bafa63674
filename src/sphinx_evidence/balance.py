"""Whose figures, words and pages each chapter uses, counted from its text.

Counted are the rows that a reader meets in a chapter: in marks, tables, quotations and charts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_evidence.grid import grid
from sphinx_evidence.promises import rows_shown
from sphinx_evidence.prose import Document, read, saying
from sphinx_evidence.rows import Absence, Claim, Evidence, Quote, Row, load
from sphinx_evidence.rule import Found, Rules

#: A side is thin in a chapter if it has less than so great a part of what the other has …
THIN = 1 / 3
#: … where the other has so many, or more.
ENOUGH = 6
#: A metric has a line of its own from so many figures in the texts on.
TOLD = 3
#: The name of the front page, whose heading is a headline.
FRONT = "Front page"
#: The two sides whose weight a chapter must not tip.
SIDES = ("ukraine", "russia")


@dataclass(frozen=True)
class Balance:
    """What a chapter rests on: the rows that it shows."""

    title: str
    evidence: Evidence
    rows: tuple[Row, ...]

    def figures(self, side: str = "") -> list[Claim]:
        """Return the figures, of one side or of all."""
        claims = [row for row in self.rows if isinstance(row, Claim)]
        return [claim for claim in claims if not side or claim.side == side]

    def quotes(self, side: str = "") -> list[Quote]:
        """Return the quotations, of one side or of all."""
        quotes = [row for row in self.rows if isinstance(row, Quote)]
        return [quote for quote in quotes if not side or quote.side == side]

    @property
    def pages(self) -> list[Any]:
        """The pages on which the rows rest first: what a card names."""
        return self._pages(self.rows)

    def pages_of(self, side: str) -> list[Any]:
        """Return the pages on which a side's figures and quotations rest first."""
        return self._pages([*self.figures(side), *self.quotes(side)])

    def _pages(self, rows: Iterable[Row]) -> list[Any]:
        ids = {row.sources[0] for row in rows if row.sources}
        return [self.evidence.sources[page] for page in sorted(ids & set(self.evidence.sources))]

    @property
    def relayed(self) -> float:
        """The share of pages that relay somebody else's reporting."""
        return _share([page for page in self.pages if page.relays], self.pages)

    @property
    def checked(self) -> float:
        """The share of figures of the parties at war beside which an independent one stands."""
        claims = [claim for side in SIDES for claim in self.figures(side)]
        seen = [c for c in claims if any(r.side not in SIDES for r in self.evidence.rivals(c))]
        return _share(seen, claims)

    @property
    def thin(self) -> dict[str, tuple[str, int, int]]:
        """Of “figures” and “quotations”: a side with far fewer, its number, the other's."""
        found = {}
        for name, of in (("figures", self.figures), ("quotations", self.quotes)):
            counts = {side: len(of(side)) for side in SIDES}
            less, more = sorted(SIDES, key=lambda side: counts[side])
            if counts[more] >= ENOUGH and counts[less] < THIN * counts[more]:
                found[name] = (less, counts[less], counts[more])
        return found


def _share(part: Sequence[Any], whole: Sequence[Any]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _words(number: int, name: str) -> str:
    return f"{number} {name.removesuffix('s') if number == 1 else name}"


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find a chapter in which a side is thin, and that does not say what of it was looked for."""
    if "/" not in document.name:
        return
    evidence = rules.evidence
    shown = [evidence.row(row) for row in sorted(rows_shown([document]))]
    balance = Balance("", evidence, tuple(row for row in shown if row))
    said = {row.party_id for row in balance.rows if isinstance(row, Absence)}
    for name, (side, fewer, more) in balance.thin.items():
        if side not in said:
            words = f"{_words(fewer, name)} of {evidence.party(side)} beside {more}"
            yield Found(1, "thin-side", words, "an {absence} that says what was looked for of it")


def balances(evidence: Evidence, folder: Path, patterns: Sequence[str]) -> list[Balance]:
    """Return what each narrative document of a book rests on, by the order of their names."""
    say = saying(evidence)
    found = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if any(fnmatch(name, pattern) for pattern in patterns):
            document = read(path.read_text(encoding="utf-8"), say, name)
            rows = (evidence.row(row) for row in sorted(rows_shown([document])))
            heading = next(b.text.words for b in document.blocks if b.kind == "heading")
            title = heading if "/" in name else FRONT
            found.append(Balance(title, evidence, tuple(row for row in rows if row)))
    return found


#: Parties that have a column of their own; all others are other states and institutions.
_ALONE = ("ukraine", "russia", "north_korea", "independent", "press")


def _columns(evidence: Evidence) -> dict[str, frozenset[str]]:
    """Return the columns of the tables: a name → the parties in it."""
    parties = [str(row["party_id"]) for row in evidence.records["parties"]]
    alone = {evidence.party(side): frozenset({side}) for side in _ALONE if side in parties}
    return {**alone, "Others": frozenset(parties) - frozenset(_ALONE)}


class BalanceDirective(SphinxDirective):
    """``{balance} sides``, ``metrics`` or ``pages``: one of the three tables."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        evidence = load()
        folder = Path(self.env.srcdir)
        found = balances(evidence, folder, self.config.evidence_narrative)
        for path in folder.rglob("*.md"):
            self.env.note_dependency(str(path))
        return [_TABLES[self.arguments[0]](evidence, found)]


def _by_side(evidence: Evidence, found: Sequence[Balance]) -> nodes.table:
    columns = _columns(evidence)
    rows = [
        (
            it.title,
            *(_said(it, sides) for sides in columns.values()),
            "; ".join(
                f"{evidence.party(side)}: {_words(fewer, name)} beside {more}"
                for name, (side, fewer, more) in it.thin.items()
            )
            or "–",
        )
        for it in found
    ]
    head = ("Text", *columns, "Thin")
    return grid(head, rows, "Figures / quotations / pages of each party")


def _said(balance: Balance, sides: frozenset[str]) -> str:
    counts = (balance.figures, balance.quotes, balance.pages_of)
    return " / ".join(str(sum(len(count(side)) for side in sides)) for count in counts)


def _by_metric(evidence: Evidence, found: Sequence[Balance]) -> nodes.table:
    columns = _columns(evidence)
    claims = {claim.id: claim for it in found for claim in it.figures()}.values()
    counts = Counter(claim.metric for claim in claims)
    titles = {row["metric_id"]: str(row["title"]) for row in evidence.records["metrics"]}
    told = [metric for metric, number in counts.most_common() if number >= TOLD]
    few = frozenset(counts) - frozenset(told)
    asked = [(titles[metric], frozenset({metric})) for metric in told]
    if few:
        asked.append((f"{len(few)} other things, fewer than {TOLD} figures of each", few))
    rows = [
        (title, *(str(_number(claims, metrics, sides)) for sides in columns.values()))
        for title, metrics in asked
    ]
    return grid(("What is counted", *columns), rows, "Figures of each party, by what they count")


def _number(claims: Iterable[Claim], metrics: frozenset[str], sides: frozenset[str]) -> int:
    return sum(claim.metric in metrics and claim.side in sides for claim in claims)


def _by_page(evidence: Evidence, found: Sequence[Balance]) -> nodes.table:
    rows = [
        (
            it.title,
            str(len(it.pages)),
            _most(page.kind.replace("_", " ") for page in it.pages),
            _most(evidence.language(page.language) for page in it.pages),
            _most(page.publisher for page in it.pages),
            f"{it.relayed:.0%}",
            f"{it.checked:.0%}",
        )
        for it in found
    ]
    head = (
        "Text", "Pages", "Kinds", "Languages", "Publishers used most", "Pages that relay",
        "Figures of Kyiv and Moscow with another's beside",
    )  # fmt: skip
    return grid(head, rows, "The pages behind each text")


def _most(words: Any) -> str:
    """Return the three most frequent words with their counts."""
    counts = Counter(word for word in words if word)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{word} {count}" for word, count in ordered[:3])


_TABLES = {"sides": _by_side, "metrics": _by_metric, "pages": _by_page}
