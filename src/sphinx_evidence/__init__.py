"""Sphinx extension: figures, events and quotations in the text, written from rows of data.

Every mark leads to who said it, when and in which words, and every row to where it is used.
See README.md in this folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_evidence import blocks, citations, ledgers, marks, narrative, numbers, plain, uses
from sphinx_evidence.rows import load

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__version__ = "1.0.0"


def _read(app: Sphinx, doctree: nodes.document) -> None:
    """Check a document and list the sources behind its rows."""
    narrative.check(app, doctree)
    evidence = load(app.config.evidence_package)
    first: set[str] = set()
    shown: set[str] = set()
    used: dict[str, None] = {}
    for node in doctree.findall(nodes.Element):
        most: int | None = citations.LISTED
        if isinstance(node, marks.evidence_mark):
            rows = [node["row"]]
            node["again"] = node["row"] in shown
            shown.add(node["row"])
        elif isinstance(node, blocks.evidence_block):
            rows = node["rows"]
            most = blocks.SOURCES_SHOWN.get(node["view"], most)
            if node["view"] == "quotation":
                node["arguments"]["first"] = rows[0] not in first
                first.update(rows)
        else:
            continue
        for row_id in rows:
            row = evidence.row(row_id)
            used.update(dict.fromkeys(row.sources[:most] if row else ()))
    citations.list_sources(app, app.env.docname, used)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read again every document that shows data, when the data have changed."""
    digest = load(app.config.evidence_package).digest
    if getattr(env, "evidence_digest", digest) == digest:
        env.evidence_digest = digest  # type: ignore[attr-defined]
        return []
    env.evidence_digest = digest  # type: ignore[attr-defined]
    shown = {*uses.uses_by_document(env), *ledgers.generated_documents(env)}
    return sorted(shown & env.found_docs)


def _updated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the ledgers again when a document uses other rows than before."""
    env._evidence_uses_by_row = None  # type: ignore[attr-defined]
    digest = uses.digest(env)
    if getattr(env, "evidence_uses_digest", None) == digest:
        return []
    env.evidence_uses_digest = digest  # type: ignore[attr-defined]
    return sorted(ledgers.generated_documents(env))


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what a parallel reader noted."""
    ledgers.note_generated(env, ledgers.generated_documents(other) & set(docnames))


def _resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Number the marks after the document's list of sources and simplify that list."""
    evidence = load(app.config.evidence_package)
    numbers = citations.source_numbers(app, docname)
    marks.number_marks(doctree, evidence, numbers)
    citations.as_ordered_list(doctree)
    citations.aim_references(app, docname, doctree, numbers)


def _offer_plain(app: Sphinx, _config: object) -> None:
    """Put the text of notebooks into plain Markdown, where another extension writes them."""
    if "pages-notebook-text" not in app.events.events:
        return

    def words(app: Sphinx, docname: str, text: str) -> str:
        package, site = app.config.evidence_package, app.config.html_baseurl
        folder = docname.rpartition("/")[0]
        return plain.markdown(text, package=package, site=site, folder=folder)

    app.connect("pages-notebook-text", words)


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register roles, directives, checks and pages."""
    app.setup_extension("sphinxcontrib.bibtex")
    citations.register()
    app.add_config_value("evidence_package", "kursk", "env", [str])
    app.add_config_value("evidence_narrative", ["index", "chapters/*"], "env", [list, tuple])
    app.add_config_value(
        "evidence_number_exceptions", list(numbers.EXCEPTIONS), "env", [list, tuple]
    )
    app.add_config_value(
        "evidence_free_sections", list(narrative.FREE_SECTIONS), "env", [list, tuple]
    )
    skip = (blocks.visit_plain, blocks.depart_block)
    others: Any = dict.fromkeys(("latex", "text", "man", "texinfo"), skip)
    app.add_node(marks.evidence_mark, html=(marks.visit_mark, marks.depart_mark), **others)
    app.add_node(blocks.evidence_block, html=(blocks.visit_block, blocks.depart_block), **others)
    app.add_role("claim", marks.ClaimRole())
    app.add_role("event", marks.EventRole())
    app.add_role("quoted", marks.QuotedRole())
    app.add_role("count", ledgers.CountRole())
    app.add_directive("quote", blocks.QuoteDirective)
    app.add_directive("versus", blocks.VersusDirective)
    app.add_directive("quiz", blocks.QuizDirective)
    app.add_directive("ledger", ledgers.LedgerDirective)
    app.add_env_collector(uses.UseCollector)
    app.connect("config-inited", citations.configure)
    app.connect("config-inited", _offer_plain)
    app.connect("builder-inited", _add_static)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _updated)
    app.connect("doctree-read", _read)
    app.connect("doctree-resolved", _resolved)
    app.add_css_file("evidence.css")
    app.add_js_file("evidence.js", loading_method="defer")
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
