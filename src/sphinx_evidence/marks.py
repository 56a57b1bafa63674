"""Roles that put evidence into a sentence, and the card that opens on each of them.

A mark is a span with the words, a button and the card. The card is a popover, so a tap, Enter and
Escape work without JavaScript; the style sheet opens it for hover and keyboard focus too.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sphinx_evidence import html
from sphinx_evidence.faults import fault
from sphinx_evidence.numbers import Carried
from sphinx_evidence.rows import Claim, Event, Evidence, Quote, Row, load, row_side

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.writers.html5 import HTML5Translator

#: Words up to this length go into the button whole; longer ones must be able to wrap.
_BUTTON_LENGTH = 28
#: So many rival figures a card names, the nearest in time; the ledger has them all.
_MOST_RIVALS = 3
#: The name of a button that shows only the mark of a party.
_HIDDEN = "<span>, evidence</span>"


class evidence_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils style)
    """Words that rest on a row; attributes ``kind``, ``row``, ``number`` (of the source)."""


class EvidenceRole(SphinxRole):
    """``{claim}`id```, ``{event}`words <id>```: words and the row they rest on."""

    kind = ""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the mark, or the bare words after an error."""
        words, row_id = _target(self.text)
        evidence = load(self.config.evidence_package)
        row = self.find(evidence, row_id)
        if row is None:
            place = self.get_source_info()
            fault(place, "unknown-id", f"{self.kind} row {row_id!r}", f"an id of {self.table}")
            return [nodes.problematic(self.rawtext, words or row_id)], []
        node = evidence_mark(self.rawtext, kind=self.kind, row=row_id)
        node["serial"] = self.env.new_serialno("evidence")
        node["language"] = ""
        node += nodes.Text(self.check(row, words, node) if words else self.words(evidence, row))
        if not words and isinstance(row, Quote) and not row.text_en:
            node["language"] = row.language
        self.set_source_info(node)
        return [node], []

    table = ""

    def find(self, evidence: Evidence, row_id: str) -> Any:
        """Return the row of this role's table."""
        raise NotImplementedError

    def words(self, evidence: Evidence, row: Any) -> str:
        """Return the words for a row where the author gives none."""
        raise NotImplementedError

    def check(self, row: Any, words: str, node: nodes.Element) -> str:
        """Report what the author's own words say and the row does not; return the words."""
        raise NotImplementedError

    def numbers(self, carried: Carried, words: str, row_id: str) -> str:
        """Report numbers in ``words`` that the row does not carry."""
        for number in carried.missing(words, self.config.evidence_number_exceptions):
            place = self.get_source_info()
            fault(
                place,
                "number-not-in-row",
                f"{number!r} in the words for {row_id}",
                f"a number of that row ({carried.listed()})",
            )
        return words


class ClaimRole(EvidenceRole):
    """``{claim}``: a figure from the claims table."""

    kind, table = "claim", "claims"

    def find(self, evidence: Evidence, row_id: str) -> Claim | None:
        """Return the claim of this id."""
        return evidence.claims.get(row_id)

    def words(self, evidence: Evidence, row: Claim) -> str:
        """Return the figure, such as “about 1,000 km²”."""
        return row.figure

    def check(self, row: Claim, words: str, node: nodes.Element) -> str:
        """Report numbers that are not in the claim."""
        return self.numbers(Carried(row.values, row.stated, row.figure), words, row.id)


class EventRole(EvidenceRole):
    """``{event}``: a date, or words about it, from the events table."""

    kind, table = "event", "events"

    def find(self, evidence: Evidence, row_id: str) -> Event | None:
        """Return the event of this id."""
        return evidence.events.get(row_id)

    def words(self, evidence: Evidence, row: Event) -> str:
        """Return the date of the event."""
        return evidence.when(row)

    def check(self, row: Event, words: str, node: nodes.Element) -> str:
        """Report numbers that are not in the event."""
        wordings = (row.title, row.summary, row.place, row.actors)
        return self.numbers(Carried((), *wordings), words, row.id)


class QuotedRole(EvidenceRole):
    """``{quoted}``: words of a quotation, inside a sentence."""

    kind, table = "quoted", "quotes"

    def find(self, evidence: Evidence, row_id: str) -> Quote | None:
        """Return the quotation of this id."""
        return evidence.quotes.get(row_id)

    def words(self, evidence: Evidence, row: Quote) -> str:
        """Return all words, in English where there is a translation."""
        return row.text_en or row.text

    def check(self, row: Quote, words: str, node: nodes.Element) -> str:
        """Report words that the quotation does not have in this order."""
        part = _folded(words)
        if part in _folded(row.text_en):
            return words
        if part in _folded(row.text):
            node["language"] = row.language
            return words
        place = self.get_source_info()
        fault(place, "not-in-quotation", f"{words!r}", f"a part of {row.id}: {row.text!r}")
        return words


def _folded(text: str) -> str:
    """Return text with one kind of quotation mark, dash and space: typing differs, words do not."""
    table = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-"})
    return " ".join(text.translate(table).split())


def _target(text: str) -> tuple[str, str]:
    """Split ``words <id>``; a bare id has no words."""
    text = text.strip()
    if text.endswith(">") and "<" in text:
        words, _, row_id = text[:-1].rpartition("<")
        return words.strip(), row_id.strip()
    return "", text


def visit_mark(translator: HTML5Translator, node: evidence_mark) -> None:
    """Write the mark and its card as HTML."""
    evidence = load(translator.config.evidence_package)
    row = evidence.row(node["row"])
    if row is None:
        return
    builder: Any = translator.builder
    page = html.Page(evidence, builder, builder.current_docname)
    translator.body.append(_mark(page, row, node))
    raise nodes.SkipNode


def depart_mark(translator: HTML5Translator, node: evidence_mark) -> None:
    """Do nothing: the visitor writes the whole mark."""


def _mark(page: html.Page, row: Row, node: evidence_mark) -> str:
    serial, words = node["serial"], escape(node.astext())
    side = row_side(row)
    card_id = f"card-{serial}"
    number = node.get("number", "")
    body = card(page, row, number, again=node.get("again", False))
    note = f'<sup class="source-number">{number}</sup>' if number else ""
    attributes = f'id="use-{serial}"' + (f' data-side="{escape(side)}"' if side else "")
    opener = f'<button type="button" popovertarget="{card_id}"'
    popover = f'<span class="card" popover id="{card_id}">{body}</span>'
    if node["kind"] == "quoted":
        language = node["language"]
        direction = ' dir="rtl"' if language in html.RIGHT_TO_LEFT else ""
        lang = f' lang="{escape(language)}"{direction}' if language not in {"", "en"} else ""
        return (
            f'<span class="said" {attributes}><q class="quoted" data-quote="{escape(row.id)}"'
            f"{lang}>{words}</q>{opener}>{_HIDDEN}</button>{note}{popover}</span>"
        )
    head = f'<span class="{node["kind"]}" data-{node["kind"]}="{escape(row.id)}" {attributes}>'
    if len(node.astext()) <= _BUTTON_LENGTH:
        return f"{head}{opener}>{words}</button>{note}{popover}</span>"
    # The mark must not stand alone on the next line: it stays with the last word.
    start, last = words.rpartition(" ")[::2]
    end = f"<span>{last}{opener}>{_HIDDEN}</button></span>"
    return f"{head}<label>{start} {end}</label>{note}{popover}</span>"


def card(page: html.Page, row: Row, number: str = "", *, again: bool = False) -> str:
    """Write what a card says about a row.

    Where the page has shown the row before (``again``), the card leaves out sources and rival
    figures: they weigh most, and one click away is all of it.
    """
    if isinstance(row, Claim):
        lines = _claim_lines(page, row)
    elif isinstance(row, Event):
        lines = _event_lines(page, row)
    else:
        lines = _quote_lines(page, row)
    if again:
        lines = lines[:2]
    elif row.sources:
        lines.append(f"Source: {html.first_source(page, row, number)}")
    lines.append(f'<a href="{page.row(row.id)}">Row {escape(row.id)} in the evidence</a>')
    return "".join(f"<span>{line}</span>" for line in lines)


def _claim_lines(page: html.Page, claim: Claim) -> list[str]:
    evidence = page.evidence
    said = f"{html.mark(evidence, claim.side, named=False)}{escape(claim.claimant)}"
    lines = [
        f"<b>{escape(claim.figure)}</b> {html.badge(claim.status)}",
        f"{said} ({escape(evidence.party(claim.side))}), {evidence.day(claim.as_of)}",
        f"As stated: {escape(evidence.phrases.wording(claim.stated))}",
    ]
    event = evidence.events.get(claim.event_id)
    if event:
        lines.append(f"Date of the event: {escape(evidence.when(event))}")
    if evidence.rivals(claim):
        lines.append(_rivals(page, claim))
    elif claim.scope:
        lines.append("No figure of another party from about that time.")
    return lines


def _rivals(page: html.Page, claim: Claim) -> str:
    evidence = page.evidence
    rivals, left_out = html.nearest(evidence, claim, _MOST_RIVALS)
    shown = [
        f'<a href="{page.row(rival.id)}">{html.mark(evidence, rival.side)}: '
        f"{escape(rival.figure)}, {evidence.day(rival.as_of)}</a>"
        for rival in rivals
    ]
    if left_out:
        shown.append(f"{left_out} more in the ledger.")
    return "Other parties at about that time: " + "".join(shown)


def _event_lines(page: html.Page, event: Event) -> list[str]:
    evidence = page.evidence
    claimed = f" by {html.mark(evidence, event.claimed_by)}" if event.claimed_by else ""
    return [
        f"<b>{escape(event.title)}</b> {html.badge(event.status)}{claimed}",
        escape(", ".join(filter(None, (evidence.when(event), event.place)))),
    ]


def _quote_lines(page: html.Page, quote: Quote) -> list[str]:
    evidence = page.evidence
    role = f", {escape(quote.role)}" if quote.role else ""
    return [
        f"<b>{html.mark(evidence, quote.side, named=False)}{escape(quote.speaker)}</b>{role}",
        f"{evidence.day(quote.date)}. {escape(html.translation(evidence, quote))}",
    ]


def number_marks(doctree: nodes.document, evidence: Evidence, numbers: dict[str, str]) -> None:
    """Give each mark the number of its first source in the list of the document."""
    for node in doctree.findall(evidence_mark):
        row = evidence.row(node["row"])
        node["number"] = numbers.get(row.sources[0], "") if row and row.sources else ""
