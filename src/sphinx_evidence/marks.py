"""Roles that put evidence into a sentence: words, and the row they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from kursk.numbers import Carried
from sphinx_evidence.carrying import carried
from sphinx_evidence.elements import new_mark
from sphinx_evidence.faults import fault
from sphinx_evidence.rows import Absence, Claim, Event, Evidence, Quote, load

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message


class EvidenceRole(SphinxRole):
    """``{claim}`id```, ``{event}`words <id>```: words and the row they rest on."""

    kind = ""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Return the mark, or the bare words after an error."""
        words, row_id = _target(self.text)
        evidence = load()
        row = self.find(evidence, row_id)
        if row is None:
            place = self.get_source_info()
            fault(place, "unknown-id", f"{self.kind} row {row_id!r}", f"an id of {self.table}")
            return [nodes.problematic(self.rawtext, words or row_id)], []
        node = new_mark(self.env, self.kind, row_id)
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
        return self.numbers(carried(row), words, row.id)


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
        return self.numbers(carried(row), words, row.id)


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


class AbsenceRole(EvidenceRole):
    """``{absence}``: words for something that was looked for and not found."""

    kind, table = "absence", "absences"

    def find(self, evidence: Evidence, row_id: str) -> Absence | None:
        """Return the absence of this id."""
        return evidence.absences.get(row_id)

    def words(self, evidence: Evidence, row: Absence) -> str:
        """Return what was looked for."""
        return row.sought

    def check(self, row: Absence, words: str, node: nodes.Element) -> str:
        """Report numbers that are not in the row."""
        return self.numbers(Carried((), row.sought, row.note), words, row.id)


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
