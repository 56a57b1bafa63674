"""Pieces of HTML that cards, tables and ledgers share. Everything that comes from data is escaped.

All pieces are phrasing content, so that they may stand inside a paragraph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sphinx_evidence.citations import NO_TITLE, details, safe_url
from sphinx_evidence.rows import Claim, Event, Evidence, Quote, Row

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

#: Languages that are written from right to left.
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True)
class Page:
    """The page that is being written: turns row ids and places into relative addresses."""

    evidence: Evidence
    builder: StandaloneHTMLBuilder
    docname: str

    def place(self, docname: str, anchor: str) -> str:
        """Return the relative address of an anchor in a document."""
        uri = (
            "" if docname == self.docname else self.builder.get_relative_uri(self.docname, docname)
        )
        return escape(f"{uri}#{anchor}")

    def row(self, row_id: str) -> str:
        """Return the relative address of a row."""
        document, _, anchor = self.evidence.links.row_path(row_id).partition("#")
        return self.place(document.removesuffix(".html"), anchor)


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


def mark(evidence: Evidence, side: str, *, named: bool = True) -> str:
    """Return the small shape of a party, and its name; nothing for no party."""
    if not side:
        return ""
    shape = f'<i class="side" data-side="{escape(side)}"></i>'
    return f"{shape}{escape(evidence.party(side))}" if named else shape


def badge(status: str) -> str:
    """Return the word of a status as a badge."""
    return f'<span class="status" data-status="{escape(status)}">{escape(status)}</span>'


def speech(text: str, language: str) -> str:
    """Return words with their language and direction marked unless they are English."""
    if language in {"", "en"}:
        return escape(text)
    direction = ' dir="rtl"' if language in RIGHT_TO_LEFT else ""
    return f'<span lang="{escape(language)}"{direction}>{escape(text)}</span>'


def source(page: Page, source_id: str, *, full: bool = False) -> str:
    """Return a source: publisher, linked title, date; whom it relays.

    A source that the bibliography lacks is named by its id: the data check reports it.
    """
    known = page.evidence.sources.get(source_id)
    if known is None:
        return escape(source_id)
    title = f"“{escape(known.title)}”" if known.title else NO_TITLE
    url = safe_url(known.url)
    linked = f'<a href="{escape(url)}">{title}</a>' if url else title
    facts = details(page.evidence, known.date, known.language) if full else []
    parts = [escape(known.publisher), linked, *map(escape, facts)]
    if known.relays:
        parts.append(f"relaying {escape(known.relays)}")
    return ", ".join(part for part in parts if part)


def first_source(page: Page, row: Row, number: str) -> str:
    """Return the first source of a row by publisher, and how many more there are.

    With a ``number`` the link leads to the list of sources at the end of the page, which has the
    full reference; without one it leads to the source itself.
    """
    if not number:
        return publishers(page, row.sources, most=1)
    known = page.evidence.sources[row.sources[0]]
    relays = f", relaying {escape(known.relays)}" if known.relays else ""
    more = f"; and {len(row.sources) - 1} more" if len(row.sources) > 1 else ""
    return f'<a href="#s{number}">{escape(known.publisher)}</a>{relays}{more}'


def publishers(page: Page, source_ids: tuple[str, ...], most: int | None) -> str:
    """Return sources by publisher alone, where room is short: “Suspilne, relaying DeepState”."""
    named = []
    for source_id in source_ids[:most]:
        known = page.evidence.sources.get(source_id)
        if known is None:
            named.append(escape(source_id))
            continue
        url = safe_url(known.url) or page.row(source_id)
        relays = f", relaying {escape(known.relays)}" if known.relays else ""
        named.append(f'<a href="{escape(url)}">{escape(known.publisher)}</a>{relays}')
    if most is not None and len(source_ids) > most:
        named.append(f"and {len(source_ids) - most} more")
    return "; ".join(named)


def translation(evidence: Evidence, quote: Quote) -> str:
    """Say in which language words were printed, and who translated them."""
    kind = str(evidence.phrases.TRANSLATIONS.get(quote.translated, quote.translated))
    return f"{evidence.language(quote.language)}, {kind}" if quote.language else kind


def summary(row: Row) -> str:
    """Name a row in a few words, for a list of links."""
    if isinstance(row, Claim):
        return f"{row.claimant}: {row.figure} ({plain_words(row.metric)})"
    if isinstance(row, Event):
        return row.title
    return f"{row.speaker}: quotation"


_NAMES = {
    "russia": "Russia", "ukraine": "Ukraine", "ukrainian": "Ukrainian", "russian": "Russian",
    "korea": "Korea", "korean": "Korean", "kursk": "Kursk", "sumy": "Sumy", "sudzha": "Sudzha",
    "donetsk": "Donetsk", "belgorod": "Belgorod", "kharkiv": "Kharkiv", "seym": "Seym",
    "azov": "Azov", "akhmat": "Akhmat", "putin": "Putin", "us": "US", "eu": "EU", "eur": "euros",
    "rub": "roubles", "usd": "US dollars", "vtsiom": "VTsIOM", "levada": "Levada", "pow": "POW",
    "koksan": "Koksan",
}  # fmt: skip


def metric_title(metric: str) -> str:
    """Write a metric as a heading: ``other_troops_north_korea_planned`` → “Troops North Korea …”.

    Order and words stay those of the data, so that a reader can find the metric in the table.
    """
    text = plain_words(metric)
    return text[:1].upper() + text[1:]


def plain_words(slug: str) -> str:
    """Write a slug of the data in words: ``troops_north_korea`` → “troops North Korea”."""
    words = slug.removeprefix("other_").replace("north_korea", "North_korea")
    return " ".join(_NAMES.get(word.lower(), word) for word in words.replace("-", "_").split("_"))
