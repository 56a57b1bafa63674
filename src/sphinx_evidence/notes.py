"""The same evidence for builders that write no pages of the site: text, print, e-books.

A mark becomes its words and a note with what its card says; a block becomes plain nodes. Both are
read from what the templates write, so nothing is laid out twice and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.blocks import write_block
from sphinx_evidence.cards import card
from sphinx_evidence.elements import evidence_block, evidence_mark
from sphinx_evidence.fold import fold
from sphinx_evidence.page import Page, is_page_builder

Element = ElementTree.Element
#: What only a page needs: heads of columns, controls, and what an option says when it is chosen.
_LEFT_OUT = frozenset({"thead", "form", "svg", "input", "i"})
#: Element → node around words.
_WORDS: dict[str, type[nodes.TextElement]] = {"b": nodes.strong, "cite": nodes.emphasis}
#: Element → node around blocks.
_HOLDERS: dict[str, type[nodes.Element]] = {
    "ul": nodes.bullet_list,
    "tbody": nodes.bullet_list,
    "ol": nodes.enumerated_list,
    "li": nodes.list_item,
    "tr": nodes.list_item,
    "label": nodes.list_item,
    "blockquote": nodes.block_quote,
}


class EvidenceInPlainNodes(SphinxPostTransform):
    """Writes marks and blocks as nodes that every builder knows."""

    # Before the transforms of single builders, such as those of notes on paper.
    default_priority = 100

    def run(self, **_: Any) -> None:
        """Replace marks, blocks and folds, unless the builder writes pages of the site."""
        builder = self.app.builder
        if is_page_builder(builder):
            return
        page = Page.of(builder, self.env.docname)
        for block in list(self.document.findall(evidence_block)):
            block.replace_self(plain(write_block(page, block)))
        for folded in list(self.document.findall(fold)):
            summary = nodes.paragraph("", "", nodes.strong("", folded[0].astext()))
            folded.replace_self([summary, *folded.children[1:]])
        notes = [self._note(page, mark) for mark in list(self.document.findall(evidence_mark))]
        if notes:
            self.document += notes

    def _note(self, page: Page, mark: evidence_mark) -> nodes.footnote:
        """Replace a mark by its words and a reference; return the note."""
        number, name, docname = str(mark["order"]), f"note-{mark['serial']}", self.env.docname
        words = mark.astext() if mark["kind"] != "quoted" else f"“{mark.astext()}”"
        reference = nodes.footnote_reference(
            "", number, refid=name, ids=[f"use-{mark['serial']}"], docname=docname
        )
        mark.replace_self([nodes.inline("", words), reference])
        label = nodes.label("", number)
        note = nodes.footnote("", label, *plain(card(page, mark)), ids=[name], docname=docname)
        note["backrefs"] = [f"use-{mark['serial']}"]
        return note


def plain(html: str) -> list[nodes.Node]:
    """Read what a template wrote into nodes that every builder knows."""
    return list(_blocks(ElementTree.fromstring(f"<div>{html}</div>")))


def _blocks(element: Element) -> Iterator[nodes.Node]:
    """Yield the content of an element as blocks; words between blocks become paragraphs."""
    line = nodes.paragraph("", element.text or "")
    for child in element:
        if child.tag in _LEFT_OUT or child.get("data-right"):
            pass
        elif child.tag in _AS_BLOCKS:
            if line.astext().strip():
                yield line
            line = nodes.paragraph()
            yield from _AS_BLOCKS[child.tag](child)
        else:
            line += _words(child)
        line += nodes.Text(child.tail or "")
    if line.astext().strip():
        yield line


def _words(element: Element) -> nodes.Node:
    """Return an element within a line; only addresses on the web lead anywhere."""
    address = element.get("href") or ""
    if address.startswith("http"):
        words: nodes.TextElement = nodes.reference("", "", refuri=address, internal=False)
    else:
        words = _WORDS.get(element.tag, nodes.inline)()
    words += nodes.Text("; " if element.tag == "br" else element.text or "")
    for child in element:
        if child.tag not in _LEFT_OUT:
            words += _words(child)
        words += nodes.Text(child.tail or "")
    return words


def _holder(element: Element) -> Iterator[nodes.Node]:
    yield _HOLDERS[element.tag]("", *_blocks(element))


def _choices(element: Element) -> Iterator[nodes.Node]:
    """Yield a question and the list of its options."""
    question, *options = _blocks(element)
    yield question
    yield nodes.bullet_list("", *options)


def _definitions(element: Element) -> Iterator[nodes.Node]:
    items = nodes.definition_list()
    for term, definition in zip(element[::2], element[1::2], strict=True):
        items += nodes.definition_list_item(
            "",
            nodes.term("", "", _words(term)),
            nodes.definition("", *_blocks(definition)),
        )
    yield items


_AS_BLOCKS: dict[str, Callable[[Element], Iterator[nodes.Node]]] = {
    **dict.fromkeys(_HOLDERS, _holder),
    **dict.fromkeys(
        ("p", "div", "footer", "table", "td", "th", "details", "summary", "legend"), _blocks
    ),
    "fieldset": _choices,
    "dl": _definitions,
}
