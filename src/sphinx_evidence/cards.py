"""Marks and cards on a page: the words stay text, their card stands behind the paragraph.

A card is a popover, so that a tap, Enter and Escape work without a script; the style sheet opens it
for hover and keyboard focus, too, by the place of the mark in its paragraph. Behind the paragraph
and hidden from whatever does not know cards, it stays out of what readers copy, translate, or read
in a reader view.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from markupsafe import Markup

from sphinx_evidence.elements import evidence_cards, evidence_mark
from sphinx_evidence.page import RIVALS_OF_A_CARD, Page
from sphinx_evidence.rows import Evidence, row_side
from sphinx_evidence.terms import definition, term_mark

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

#: The name of a control repeats so many words of its mark.
_WORDS_OF_A_NAME = 4


def number_marks(doctree: nodes.document, evidence: Evidence, numbers: dict[str, str]) -> None:
    """Give each mark the number of its first source in the list of the document."""
    for node in doctree.findall(evidence_mark):
        row = evidence.row(node["row"])
        node["number"] = numbers.get(row.sources[0], "") if row and row.sources else ""


def place_cards(doctree: nodes.document) -> None:
    """Put the cards of each paragraph behind it."""
    paragraphs: dict[nodes.Node, list[nodes.Element]] = defaultdict(list)
    for mark in doctree.findall(nodes.Element):
        if isinstance(mark, evidence_mark | term_mark):
            paragraphs[_block_around(mark)].append(mark)
    for block, marks in paragraphs.items():
        for place, mark in enumerate(marks, 1):
            mark["place"] = place
        parent = block.parent
        assert parent is not None
        cards = evidence_cards("", marks=marks)
        if isinstance(parent, nodes.definition_list_item):
            # Nothing may stand between a term and what defines it.
            definition = cast("nodes.Element", parent[-1])
            definition.insert(0, cards)
        else:
            parent.insert(parent.index(block) + 1, cards)


def _block_around(mark: nodes.Node) -> nodes.Node:
    """Return the block of words in which a mark stands: a paragraph, a title, a caption."""
    block = mark
    while isinstance(block.parent, nodes.TextElement):
        block = block.parent
    return block


#: A number and its unit at the end of some words: “12 km”.
_MEASURE = re.compile(r"\S*\d\S* \S{1,3}$")


def _last_word(words: str) -> tuple[str, str]:
    """Split words before the last one, or before a number and its unit: they share a line.

    The control of the card stands behind them, which must not stand alone on the next line.
    """
    measure = _MEASURE.search(words)
    at = measure.start() if measure else words.rfind(" ") + 1
    return words[:at], words[at:]


def visit_mark(translator: HTML5Translator, node: evidence_mark) -> None:
    """Write the words and the control of their card."""
    page = Page.of(translator.builder, translator.builder.current_docname)
    row = page.evidence.row(node["row"])
    assert row is not None
    words = node.astext()
    start, last = _last_word(words)
    named = words.split()
    short = " ".join(named[:_WORDS_OF_A_NAME])
    translator.body.append(
        page.render(
            "mark",
            node=node,
            side=row_side(row),
            words=words,
            start=start,
            last=last,
            name=short if len(named) <= _WORDS_OF_A_NAME else f"{short} …",
        )
    )
    raise nodes.SkipNode


def visit_cards(translator: HTML5Translator, node: evidence_cards) -> None:
    """Write the cards of a paragraph."""
    page = Page.of(translator.builder, translator.builder.current_docname)
    cards = [_shown(page, mark) for mark in node["marks"]]
    translator.body.append(page.render("cards", cards=cards))
    raise nodes.SkipNode


def _shown(page: Page, mark: nodes.Element) -> dict[str, Any]:
    """Return a card: what it says, and where there is more."""
    if isinstance(mark, term_mark):
        body = page.render("term_card", term=mark["term"], definition=definition(mark["term"]))
        more, address = "In the glossary", mark["address"]
    else:
        body, more = card(page, mark), f"Row {mark['row']}"
        address = page.address(mark["row"])
    return {"serial": mark["serial"], "more": more, "address": address, "body": Markup(body)}


def card(page: Page, mark: nodes.Element) -> str:
    """Write what a card says about the row of a mark."""
    row = page.row(mark["row"], RIVALS_OF_A_CARD)
    return page.render("card", row=row, again=mark["again"], number=mark["number"])
