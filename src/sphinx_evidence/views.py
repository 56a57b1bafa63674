"""A row as readers see it: who said what, when, how sure it is, and what others said.

A view knows nothing of pages or of HTML; the templates lay it out. Every text in it is plain, and
empty where nothing is known: nothing is printed there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kursk.model import Claimant, by_id
from sphinx_evidence.rows import (
    Absence,
    Claim,
    Event,
    Evidence,
    Quote,
    Row,
    row_date,
    row_order,
    row_side,
)
from sphinx_evidence.sources import SourceView, source_view


@dataclass(frozen=True)
class Rival:
    """Another party's figure for the same thing at about the same time."""

    id: str
    side: str
    party: str
    figure: str
    when: str


@dataclass(frozen=True)
class RowView:
    """A row in words.

    ``kind`` is ``claim``, ``event``, ``quote`` or ``absence``. ``words`` are what the row is about:
    a figure, the title of an event, the words spoken (in English where there is a translation),
    what was looked for. ``stated`` says how: the wording of a figure, the summary of an event, the
    language and translator of a quotation.
    """

    id: str
    kind: str
    side: str
    party: str
    when: str
    words: str
    who: str = ""
    via: str = ""
    role: str = ""
    stated: str = ""
    status: str = ""
    #: Language code of what was spoken, and the original words where ``words`` translate them.
    language: str = ""
    original: str = ""
    left_out: str = ""
    #: What is counted: metric and scope of a figure.
    metric: str = ""
    scope: str = ""
    place: str = ""
    note: str = ""
    event: RowView | None = None
    rivals: tuple[Rival, ...] = ()
    more_rivals: int = 0
    #: Whether other parties could be compared at all.
    comparable: bool = False
    sources: tuple[SourceView, ...] = ()

    def counts(self, table: Versus) -> str:
        """Say what a figure counts, as far as the rows of a table differ in that."""
        metric = self.metric if table.metrics_differ else ""
        scope = self.scope if table.scopes_differ else ""
        return ", ".join(filter(None, (metric, scope)))

    @property
    def spoken_in(self) -> str:
        """The language code of ``words`` where they are not English."""
        return "" if self.original or self.language == "en" else self.language


def row_view(evidence: Evidence, row: Row, *, most_rivals: int = 0) -> RowView:
    """Return a row in words, with the ``most_rivals`` nearest figures of other parties."""
    side = row_side(row)
    claimant = row.claimant if isinstance(row, Claim) else ""
    shared: dict[str, Any] = {
        "id": row.id,
        "side": side,
        "party": evidence.party(side),
        "when": evidence.when(row) if isinstance(row, Event) else _day(evidence, row_date(row)),
        "sources": tuple(source_view(evidence, it, claimant) for it in row.sources),
    }
    if isinstance(row, Claim):
        return _claim(evidence, row, most_rivals, shared)
    if isinstance(row, Event):
        return _event(row, shared)
    if isinstance(row, Quote):
        return _quote(evidence, row, shared)
    return _absence(row, shared)


def beside(name: str, *roles: str) -> str:
    """Return roles without what the name of their bearer says already."""
    parts = (part for role in roles for part in role.split(", ") if part)
    return ", ".join(part for part in parts if part.casefold() not in name.casefold())


def _day(evidence: Evidence, iso: str) -> str:
    return evidence.day(iso) if iso else ""


def _claim(evidence: Evidence, claim: Claim, most: int, shared: dict[str, Any]) -> RowView:
    event = evidence.events.get(claim.event_id)
    rivals, left_out = nearest(evidence, claim, most)
    return RowView(
        kind="claim",
        who=by_id(Claimant)[claim.claimant_id].name,
        # “as recalled by Ukrinform” names it already.
        via="" if claim.via in claim.basis else claim.via,
        role=beside(by_id(Claimant)[claim.claimant_id].name, claim.role, claim.basis),
        words=claim.figure,
        stated=_wording(evidence, claim),
        status=claim.status,
        metric=evidence.metric(claim.metric),
        scope=evidence.scope(claim.scope) if claim.scope else "",
        note=claim.note,
        event=row_view(evidence, event) if event else None,
        rivals=tuple(_rival(evidence, rival) for rival in rivals),
        more_rivals=left_out,
        comparable=bool(claim.scope),
        **shared,
    )


def _wording(evidence: Evidence, claim: Claim) -> str:
    stated = evidence.wording(claim.stated)
    if claim.english == claim.stated:
        return f"{stated} in English; the words of the page, in another language, are not at hand"
    return f"{stated}, in English: “{claim.english}”" if claim.english else stated


def _rival(evidence: Evidence, claim: Claim) -> Rival:
    party, when = evidence.party(claim.side), _day(evidence, claim.as_of)
    return Rival(claim.id, claim.side, party, claim.figure, when)


def nearest(evidence: Evidence, claim: Claim, most: int) -> tuple[list[Claim], int]:
    """Return ``most`` rival figures by date, and how many are left out.

    One of each party comes before a second of any; then the nearest in time.
    """
    rivals = evidence.rivals(claim)
    spoken: Counter[str] = Counter()
    ranked = []
    for rival in sorted(rivals, key=lambda rival: evidence.days_between(claim, rival)):
        ranked.append((spoken[rival.side], rival))
        spoken[rival.side] += 1
    near = [rival for _, rival in sorted(ranked, key=lambda pair: pair[0])[:most]]
    return [rival for rival in rivals if rival in near], len(rivals) - len(near)


def _event(event: Event, shared: dict[str, Any]) -> RowView:
    return RowView(
        kind="event",
        who=event.actors,
        words=event.title,
        stated=event.summary,
        status=event.status,
        place=event.place,
        **shared,
    )


def _quote(evidence: Evidence, quote: Quote, shared: dict[str, Any]) -> RowView:
    language = evidence.language(quote.language) if quote.language else ""
    return RowView(
        kind="quote",
        who=quote.speaker,
        role=beside(quote.speaker, quote.role),
        # The comma before “he said” is the page's, not the speaker's.
        words=(quote.text_en or quote.text).removesuffix(","),
        stated=", ".join(filter(None, (language, evidence.translation(quote.translated)))),
        language=quote.language,
        original=quote.text if quote.text_en else "",
        via=quote.via,
        left_out=quote.left_out,
        note=quote.context,
        **shared,
    )


def _absence(absence: Absence, shared: dict[str, Any]) -> RowView:
    return RowView(
        kind="absence",
        who=absence.by,
        words=absence.sought,
        place=absence.where,
        note=absence.note,
        **shared,
    )


@dataclass(frozen=True)
class Versus:
    """Rows on one question, in order; each says what it counts where the rows differ in that."""

    rows: tuple[RowView, ...]
    parties: int
    metrics_differ: bool
    scopes_differ: bool


def versus_view(evidence: Evidence, row_ids: Iterable[str]) -> Versus:
    """Return the rows of a question by date; rows of one day keep the order of ``row_ids``."""
    found = [row for row_id in row_ids if (row := evidence.row(row_id))]
    rows = [row_view(evidence, row) for row in sorted(found, key=lambda row: row_order(row)[0])]
    figures = [row for row in rows if row.kind == "claim"]
    return Versus(
        tuple(rows),
        len({row.side for row in rows} - {""}),
        _differ([row.metric for row in figures]),
        _differ([row.scope for row in figures]),
    )


def _differ(values: Sequence[str]) -> bool:
    return len(set(values)) > 1
