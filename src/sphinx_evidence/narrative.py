"""The rules of narrative text: no number without a row, no paragraph without evidence."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_evidence.blocks import evidence_block
from sphinx_evidence.faults import fault
from sphinx_evidence.marks import evidence_mark
from sphinx_evidence.numbers import typed

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Sections whose paragraphs speak to the reader and need no evidence.
FREE_SECTIONS: tuple[str, ...] = (
    "What you will learn",
    "Questions for discussion",
    "Check yourself",
    "Try it yourself",
    "Sources of this chapter",
)

#: What a number may stand in: evidence itself, code and its output, and other generated things.
_GENERATED = (
    evidence_mark,
    evidence_block,
    nodes.FixedTextElement,
    nodes.Invisible,
    nodes.literal,
    nodes.raw,
    nodes.math,
    nodes.figure,
    nodes.problematic,
    nodes.system_message,
)


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Report every fault of a narrative document."""
    docname = app.env.docname
    if not any(fnmatch(docname, pattern) for pattern in app.config.evidence_narrative):
        return
    _check_headings(doctree)
    for block in doctree.findall(nodes.TextElement):
        if _states_text(block):
            _check_numbers(app, block)
    for paragraph in doctree.findall(nodes.paragraph):
        _check_evidence(app, paragraph)


def _states_text(node: nodes.TextElement) -> bool:
    """Tell whether a node is the innermost block of narrative text."""
    return not isinstance(node, nodes.Inline) and not _is_generated(node)


def _is_generated(node: nodes.Node) -> bool:
    while node is not None:
        if isinstance(node, _GENERATED):
            return True
        if isinstance(node, nodes.Element) and node.get("nb_element", "").startswith("cell_code"):
            return True
        if isinstance(node, nodes.Element) and "generated" in node.get("classes", []):
            return True
        node = node.parent
    return False


def _is_citation(node: nodes.Node) -> bool:
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"


def _spoken(node: nodes.Node) -> Iterator[tuple[bool, str]]:
    """Yield the text of a block piece by piece, and whether the author typed it."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield True, str(child)
        elif isinstance(child, _GENERATED) or _is_citation(child):
            yield False, child.astext()
        else:
            yield from _spoken(child)


def _check_numbers(app: Sphinx, block: nodes.TextElement) -> None:
    lines = 0
    for hand_typed, text in _spoken(block):
        if hand_typed:
            for offset, line in enumerate(text.split("\n")):
                for number in typed(line, app.config.evidence_number_exceptions):
                    fault(
                        _place(block, lines + offset),
                        "typed-number",
                        f"{number!r} in {_start(line, number)!r}",
                        "a figure written by its row, {claim}`id`",
                    )
        lines += text.count("\n")


def _check_evidence(app: Sphinx, paragraph: nodes.paragraph) -> None:
    section = paragraph.parent
    if not isinstance(section, nodes.section | nodes.document) or _is_generated(paragraph):
        return
    if _is_free(section, app.config.evidence_free_sections):
        return
    if any(isinstance(node, evidence_mark) or _is_citation(node) for node in paragraph.findall()):
        return
    if _leads_in(paragraph):
        return
    fault(
        _place(paragraph),
        "no-evidence",
        f"a paragraph without evidence, {_start(paragraph.astext())!r}",
        "at least one of {claim}, {event}, {quoted}, {cite}",
    )


def _leads_in(paragraph: nodes.paragraph) -> bool:
    """Tell whether a paragraph ends in a colon and the evidence itself follows."""
    following = paragraph.next_node(descend=False, siblings=True)
    return paragraph.astext().rstrip().endswith(":") and isinstance(following, evidence_block)


def _is_free(section: nodes.Node | None, titles: list[str]) -> bool:
    while section is not None:
        if isinstance(section, nodes.section) and section[0].astext() in titles:
            return True
        section = section.parent
    return False


def _check_headings(doctree: nodes.document) -> None:
    for mark in doctree.findall(evidence_mark):
        if isinstance(mark.parent, nodes.title):
            fault(_place(mark.parent), "heading", f"row {mark['row']} in a heading", "plain words")


def _place(node: nodes.Element, lines: int = 0) -> str:
    """Return file and line of a block, ``lines`` below its first one."""
    source, line = node.source, node.line
    parent = node.parent
    while line is None and parent is not None:
        source, line, parent = source or parent.source, parent.line, parent.parent
    return f"{source}:{(line or 1) + lines}"


def _start(text: str, around: str = "") -> str:
    """Return a few words of a text, from ``around`` or from its start, to find it by."""
    at = max(text.find(around) - 30, 0) if around else 0
    words = " ".join(text[at : at + 70].split())
    return words
