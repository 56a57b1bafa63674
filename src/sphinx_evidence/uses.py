"""Where the book uses each row: collected while reading, merged, purged, shown in the ledgers."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector

from sphinx_evidence.elements import evidence_block, evidence_mark
from sphinx_evidence.rows import load

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a document uses a row; ``place`` names it for a reader."""

    row: str
    docname: str
    anchor: str
    place: str


def uses_by_document(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Return the uses of every document that was read."""
    if not hasattr(env, "evidence_uses"):
        env.evidence_uses = {}  # type: ignore[attr-defined]
    found: dict[str, list[Use]] = env.evidence_uses  # type: ignore[attr-defined]
    return found


def uses_by_row(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Return the uses of every row, in the order of documents."""
    by_row: dict[str, list[Use]] = defaultdict(list)
    for _, uses in sorted(uses_by_document(env).items()):
        for use in uses:
            by_row[use.row].append(use)
    return by_row


def current_uses(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Return the uses by row, worked out once for each state of the environment."""
    cached: dict[str, list[Use]] | None = getattr(env, "_evidence_uses_by_row", None)
    if cached is None:
        cached = uses_by_row(env)
        env._evidence_uses_by_row = cached  # type: ignore[attr-defined]
    return cached


def document_title(env: BuildEnvironment, docname: str) -> str:
    """Return the title of a document as text."""
    title = env.titles.get(docname)
    return title.astext() if title is not None else docname


class UseCollector(EnvironmentCollector):
    """Collects the uses of rows from each document."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Forget the uses of a document that is read again."""
        uses_by_document(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        """Take over the uses that a parallel reader found."""
        found = uses_by_document(other)
        uses_by_document(env).update({name: found[name] for name in docnames if name in found})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Note every mark, every block and every chart of a document."""
        docname = app.env.docname
        uses = []
        for node in doctree.findall(nodes.Element):
            for row, anchor in _rows_of(node, load()):
                section = _section_title(node) or "opening"
                place = f"{section} (chart)" if anchor.startswith("fig-") else section
                uses.append(Use(row, docname, anchor, place))
        if uses:
            uses_by_document(app.env)[docname] = uses


def _rows_of(node: nodes.Element, evidence: Any) -> list[tuple[str, str]]:
    """Return the rows that a node uses, each with the anchor of the place."""
    if isinstance(node, evidence_mark):
        return [(node["row"], f"use-{node['serial']}")]
    if isinstance(node, evidence_block) and node["rows"]:
        if node["view"] == "quotation":
            return [(node["rows"][0], f"quote-{node['rows'][0]}")]
        return [(row, f"use-{node['serial']}") for row in dict.fromkeys(node["rows"])]
    chart = node.get("chart")
    if chart is not None:
        rows = dict.fromkeys(address.rpartition("#")[2] for address in _addresses(chart))
        return [(row, f"fig-{chart.id}") for row in rows if evidence.row(row)]
    return []


def _addresses(chart: Any) -> list[str]:
    """Return the addresses in the table behind a chart (a node of any figures extension)."""
    rows = getattr(getattr(chart, "table", None), "rows", ())
    return [str(cell.href) for row in rows for cell in row if hasattr(cell, "href")]


def _section_title(node: nodes.Node) -> str:
    """Return the title of the nearest section around a node, empty at the top of a document."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.section):
            top = not isinstance(parent.parent, nodes.section)
            return "" if top else str(parent[0].astext())
        parent = parent.parent
    return ""


def digest(env: BuildEnvironment) -> str:
    """Return a fingerprint of all uses, to tell whether the ledgers must be written again."""
    uses = [astuple(use) for _, found in sorted(uses_by_document(env).items()) for use in found]
    titles = [(name, document_title(env, name)) for name in sorted(uses_by_document(env))]
    return hashlib.sha256(repr((uses, titles)).encode()).hexdigest()
