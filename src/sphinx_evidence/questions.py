"""One question at a time: all figures that answer it side by side, and how far apart they are.

The questions are a column of the metrics. Rows that count the same stand in one table and on one
scale; what does not compare stands in another, and the page says why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kursk import agreement, phrases, spreadsheet, units
from kursk.days import Day
from kursk.hedges import HEDGES, OPEN_BELOW, Hedge
from kursk.model import Claim, Metric, Scope, Topic, by_id, rows, sources
from kursk.sides import SIDES, outline
from sphinx_evidence.blocks import view
from sphinx_evidence.elements import evidence_block, new_block
from sphinx_evidence.ledgers import note_generated
from sphinx_evidence.page import Page
from sphinx_evidence.rows import load, row_order
from sphinx_evidence.views import RowView, row_view

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where the largest number of a table stands in its bars, in per cent: an arrow fits behind it.
REACH = 90
#: A list of so many figures is not folded.
LONG = 8
#: How long the arrow of an open end is, in per cent.
ARROW = 8
#: Units that can be chosen instead of those shown first, by these.
INSTEAD: dict[str, str] = {shown: unit for unit, shown in units.SHOWN.items()}


def asked() -> list[Metric]:
    """Return the metrics that have a question, in their order."""
    return sorted((row for row in rows(Metric) if row.question), key=lambda row: row.order)


def anchor(metric: Metric) -> str:
    """Return the address of a question in its page: ``troops-north-korea``."""
    return metric.metric_id.removeprefix("other_").replace("_", "-")


def claims_of(metric: Metric) -> list[Claim]:
    """Return all figures that answer a question, by date."""
    return sorted((row for row in rows(Claim) if row.metric == metric.metric_id), key=row_order)


@dataclass(frozen=True)
class Bar:
    """A figure in words and as a mark: places in per cent of the bar, None where it has none."""

    row: RowView
    hedge: Hedge
    low: float | None
    high: float | None
    instead: str


@dataclass(frozen=True)
class Group:
    """Figures that count the same, on one scale; ``most`` is the largest of them in words.

    A long list is folded but for ``shown``; ``when`` says which those are.
    """

    scope: Scope | None
    bars: tuple[Bar, ...]
    most: str
    most_instead: str
    shown: tuple[Bar, ...]
    when: str

    @property
    def scaled(self) -> bool:
        """Whether there is more than one figure to set on a scale."""
        return len(self.bars) > 1

    @property
    def folded(self) -> dict[str, list[Bar]]:
        """The other figures under the words of their fold: what was stated, what was measured."""
        others = [bar for bar in self.bars if bar not in self.shown]
        own = [bar for bar in others if bar.row.stated.endswith(phrases.NO_WORDING)]
        told = [bar for bar in others if bar not in own]
        folds = {"more by date": told, "measured by this book on public maps": own}
        return {f"{len(bars)} {words}": bars for words, bars in folds.items() if bars}


@dataclass(frozen=True)
class Compared:
    """A pair of parties in words: how far apart, and the two figures."""

    apart: str
    low: RowView
    high: RowView


@dataclass(frozen=True)
class MonthView:
    """The widest and the nearest pair of a month; the nearest is None where there is but one."""

    when: str
    scope: str
    widest: Compared
    nearest: Compared | None


def groups(metric: Metric) -> list[Group]:
    """Return the figures of a question by what they cover, the largest group first."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims_of(metric):
        found[claim.scope].append(claim)
    # Figures that say of nothing what they cover come last.
    ordered = sorted(found.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
    return [_group(scope, claims) for scope, claims in ordered]


def _group(scope: str, claims: Iterable[Claim]) -> Group:
    told = [(claim, agreement.span(claim) if claim.values else (0.0, inf)) for claim in claims]
    ends = [end for _, (start, high) in told for end in (start, high) if isfinite(end)]
    most, evidence = max(ends, default=0.0), load()
    unit = units.SHOWN.get(told[0][0].unit, told[0][0].unit)

    def place(claim: Claim, end: float) -> float | None:
        drawn = claim.values and isfinite(end) and most
        return round(REACH * end / most, 1) if drawn else None

    bars = []
    for claim, (start, end) in told:
        low = place(claim, start if claim.qualifier not in OPEN_BELOW else end)
        high = place(claim, end if isfinite(end) else start)
        other = INSTEAD.get(unit, "")
        instead = phrases.figure_in(vars(claim), other) if other and claim.values else ""
        bars.append(Bar(row_view(evidence, claim), HEDGES[claim.qualifier], low, high, instead))
    return Group(
        by_id(Scope).get(scope),
        tuple(bars),
        units.measure(phrases.number(most), unit) if most else "",
        _in_words(most, unit, INSTEAD[unit]) if most and unit in INSTEAD else "",
        *_first([claim for claim, _ in told], bars),
    )


def _first(claims: list[Claim], bars: list[Bar]) -> tuple[tuple[Bar, ...], str]:
    """Return what stands at once of a list: each party's last figure in the month of most parties.

    Of one party alone, or where no figure has a day, the first and the last stand; a short list
    stands whole.
    """
    if len(bars) <= LONG:
        return tuple(bars), ""
    spoken: dict[str, dict[str, Bar]] = defaultdict(dict)
    for claim, bar in zip(claims, bars, strict=True):
        if Day(claim.as_of).exact and claim.values:
            spoken[claim.as_of[:7]][claim.side] = bar
    if not spoken or len({claim.side for claim in claims}) == 1:
        return (bars[0], bars[-1]), "Shown: the first figure and the last."
    month, last = max(spoken.items(), key=lambda pair: len(pair[1]))
    when = f"Shown: the last figure of each party in {Day(month).words}."
    return tuple(last.values()), when


def _in_words(value: float, unit: str, other: str) -> str:
    return units.measure(phrases.number(units.convert(value, unit, other)), other)


def months(metric: Metric) -> list[MonthView]:
    """Return the months in which parties compare, by scope and month."""
    evidence = load()
    return [
        MonthView(
            evidence.day(month.month),
            by_id(Scope)[month.scope].title,
            _compared(month.widest),
            _compared(month.nearest) if month.size > 1 else None,
        )
        for month in agreement.months()
        if month.metric == metric.metric_id
    ]


def _compared(pair: agreement.Pair) -> Compared:
    evidence = load()
    return Compared(apart(pair), row_view(evidence, pair.low), row_view(evidence, pair.high))


def apart(pair: agreement.Pair) -> str:
    """Say how far apart two figures are: “at least 2.7 times”, “5 % apart”, “no difference”."""
    least = "at least " if pair.least else ""
    if round(pair.ratio, 3) == 1:
        return "no difference"
    if pair.ratio < 1.995:
        return f"{least}{max(100 * (pair.ratio - 1), 1):.0f} % apart"
    return f"{least}{pair.ratio:.{1 if pair.ratio < 10 else 0}f} times"


class QuestionsDirective(SphinxDirective):
    """``{questions}``: every question of the metrics, folded, in a section for each topic."""

    def run(self) -> list[nodes.Node]:
        """Return the way to each topic, and the sections, the first question open under the key."""
        note_generated(self.env, {self.env.docname})
        self.env.metadata[self.env.docname]["questions"] = "all"
        sections: list[nodes.section] = []
        for topic in rows(Topic):
            ids = [row.metric_id for row in asked() if row.topic == topic.topic_id]
            if ids:
                title = nodes.title(topic.title, topic.title)
                section = nodes.section("", title, ids=[f"topic-{topic.topic_id}"])
                opened = not sections
                if opened:
                    section += self._block("question_key")
                section += [self._block("question", metric=one, open=opened) for one in ids]
                self.state.document.set_id(section)
                self.set_source_info(section)
                sections.append(section)
        return [_ways(sections), *sections]

    def _block(self, name: str, **arguments: Any) -> evidence_block:
        """Return a block that uses no rows of its own: a list of all is not a use."""
        node = new_block(name, [], [], **arguments)
        self.set_source_info(node)
        return node


def _ways(sections: Sequence[nodes.Element]) -> nodes.paragraph:
    """Return links to sections: on a phone the first question hides the others."""
    found = nodes.paragraph(classes=["topics"])
    for section in sections:
        words = section[0].astext()
        found += nodes.reference(words, words, internal=True, refid=section["ids"][0])
        found += nodes.Text(" ")
    return found


@view
def question_key(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the outlines of the parties' marks."""
    return {"outlines": {name: outline(side.shape) for name, side in SIDES.items()}}


@view
def question(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return all that answers a question."""
    metric = by_id(Metric)[arguments["metric"]]
    found, claims = groups(metric), claims_of(metric)
    parties, unit = Counter(claim.side for claim in claims), claims[0].unit
    return {
        "anchor": anchor(metric),
        "open": arguments["open"],
        "metric": metric,
        "groups": found,
        "months": months(metric),
        "days": agreement.DAYS,
        "size": len(claims),
        "parties": [page.evidence.party(side) for side, _ in parties.most_common()],
        "instead": units.WORDS.get(INSTEAD.get(units.SHOWN.get(unit, unit), ""), ""),
        "file": f"{page.docname.rpartition('/')[2]}/{anchor(metric)}.csv",
        "unworded": phrases.NO_WORDING,
        "arrow": ARROW,
        "reach": REACH,
    }


_COLUMNS = (
    "id", "date", "party", "claimant", "role", "figure", "as_stated", "hedge", "low", "value",
    "high", "unit", "counts", "covers", "status", "sources", "addresses",
)  # fmt: skip


def table(metric: Metric) -> str:
    """Return the figures of a question as CSV, as stated, each with its sources."""
    return spreadsheet.csv_text(_COLUMNS, (_cells(metric, claim) for claim in claims_of(metric)))


def _cells(metric: Metric, claim: Claim) -> Iterator[Any]:
    pages = [sources()[one] for one in claim.sources]
    yield from (claim.id, claim.as_of, SIDES[claim.side].label, claim.claimant, claim.role)
    yield from (claim.figure, claim.stated, claim.qualifier)
    yield from ("" if value is None else f"{value:.10g}" for value in
                (claim.value_low, claim.value, claim.value_high))  # fmt: skip
    yield from (claim.unit, metric.title)
    yield by_id(Scope)[claim.scope].covers if claim.scope else ""
    yield claim.status
    yield "; ".join(page.publisher for page in pages)
    yield " ".join(page.url for page in pages)


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the table of each question beside its page."""
    if exception is not None or app.builder.name != "html":
        return
    for docname, told in app.env.metadata.items():
        if "questions" in told:
            folder = Path(app.outdir, docname)
            folder.mkdir(parents=True, exist_ok=True)
            for metric in asked():
                path = folder / f"{anchor(metric)}.csv"
                path.write_text(table(metric), encoding="utf-8", newline="\n")


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the page of the questions, and only that one, its sheet."""
    blocks = doctree.findall(evidence_block) if doctree is not None else ()
    if any(node["view"] == "question_key" for node in blocks):
        app.add_css_file("questions.css")
