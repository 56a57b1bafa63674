"""What the extension registers with Sphinx, and what it does at each step of a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from kursk.numbers import EXCEPTIONS
from sphinx_evidence import (
    aids,
    balance,
    blocks,
    cards,
    citations,
    counts,
    disagreements,
    editors,
    feed,
    fold,
    ledgers,
    lessons,
    marks,
    narrative,
    notes,
    plain,
    questions,
    terms,
    timeline,
    uses,
)
from sphinx_evidence.elements import evidence_block, evidence_cards, evidence_mark
from sphinx_evidence.page import is_page_builder
from sphinx_evidence.pages import row_path
from sphinx_evidence.rows import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective, SphinxRole


def _read(app: Sphinx, doctree: nodes.document) -> None:
    """Check a document and list the sources behind its rows."""
    narrative.check(app, doctree)
    evidence = load()
    first: set[str] = set()
    shown: set[str] = set()
    used: dict[str, None] = {}
    order = 0
    for node in doctree.findall(nodes.Element):
        most: int | None = citations.LISTED
        if isinstance(node, evidence_mark):
            rows = [node["row"]]
            order += 1
            node["order"] = order
            aside = fold.is_inside(node)
            node["again"] = aside or node["row"] in shown
            if not aside:
                shown.add(node["row"])
        elif isinstance(node, evidence_block):
            rows = node["rows"]
            most = None if node["view"] in blocks.NAMING_ALL_SOURCES else most
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
    digest = load().digest
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
    evidence = load()
    numbers = citations.source_numbers(app, docname)
    cards.number_marks(doctree, evidence, numbers)
    if is_page_builder(app.builder):
        if narrative.is_narrative(app, docname):
            terms.place_terms(doctree)
        cards.place_cards(doctree)
        blocks.number_sources(doctree, numbers)
    _aim_links(app, doctree, docname)
    folded_up = is_page_builder(app.builder) and narrative.is_narrative(app, docname)
    citations.as_ordered_list(doctree, folded_up=folded_up)
    citations.aim_references(app, docname, doctree, numbers)


def _aim_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Aim each link to a row at the page that shows it."""
    for reference in doctree.findall(nodes.reference):
        if "evidence_row" in reference:
            path = row_path(reference["evidence_row"])
            page, _, row = path.partition(".html#")
            reference["refuri"] = f"{app.builder.get_relative_uri(docname, page)}#{row}"


def _offer_plain(app: Sphinx, _config: object) -> None:
    """Put the text of notebooks into plain Markdown, where another extension writes them."""
    if "pages-notebook-text" not in app.events.events:
        return

    beside = plain.notebooks(Path(app.srcdir))

    def words(app: Sphinx, docname: str, text: str) -> str:
        folder, site = docname.rpartition("/")[0], app.config.html_baseurl
        return plain.markdown(text, site=site, folder=folder, notebooks=beside)

    app.connect("pages-notebook-text", words)


def _add_static(app: Sphinx) -> None:
    """Add script and styles; the script knows where errors are reported, if anywhere."""
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
    place = app.config.evidence_repository or getattr(app.config, "pages_repository", "")
    report: dict[str, Any] = {"data-report": report_address(place)} if place else {}
    app.add_js_file("evidence.js", loading_method="defer", **report)


#: Fields of .github/ISSUE_TEMPLATE/correction.yml, by their ids.
_FILLED = "&title=Correction%3A%20{row}&row={row}&wrong={wrong}"


def report_address(place: str) -> str:
    """Return the address at which a row is reported, with ``{row}`` and ``{wrong}`` to be filled.

    ``place`` is a repository (owner/name, or its address), whose form of corrections opens, or a
    mail address.
    """
    url = place.strip().rstrip("/").removesuffix(".git")
    if "@" in url and "://" not in url:
        return f"mailto:{url.removeprefix('mailto:')}?subject=Correction%20{{row}}&body={{wrong}}"
    repository = url if "://" in url else f"https://github.com/{url}"
    return f"{repository}/issues/new?template=correction.yml{_FILLED}"


#: Setting → default, what a change of it makes anew, types.
_SETTINGS: dict[str, tuple[Any, Any, list[type]]] = {
    "evidence_narrative": (["index", "chapters/*"], "env", [list, tuple]),
    "evidence_number_exceptions": (list(EXCEPTIONS), "env", [list, tuple]),
    "evidence_free_sections": (list(narrative.FREE_SECTIONS), "env", [list, tuple]),
    "evidence_repository": ("", "html", [str]),
    "evidence_exceptions": ("exceptions.csv", "env", [str]),
}
#: Node → what writes it into a page; other builders get it in plain nodes (``notes``).
_NODES: dict[type[nodes.Element], Callable[..., None]] = {
    evidence_mark: cards.visit_mark,
    terms.term_mark: terms.visit_term,
    evidence_cards: cards.visit_cards,
    evidence_block: blocks.visit_block,
}
_ROLES: dict[str, type[SphinxRole]] = {
    "claim": marks.ClaimRole,
    "event": marks.EventRole,
    "quoted": marks.QuotedRole,
    "absence": marks.AbsenceRole,
    "count": counts.CountRole,
}
_DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "quote": blocks.QuoteDirective,
    "versus": blocks.VersusDirective,
    "key-dates": aids.KeyDatesDirective,
    "who-is-who": aids.WhoIsWhoDirective,
    "quiz": blocks.QuizDirective,
    "ledger": ledgers.LedgerDirective,
    "timeline": timeline.TimelineDirective,
    "questions": questions.QuestionsDirective,
    "balance": balance.BalanceDirective,
    "disagreements": disagreements.DisagreementsDirective,
}
#: What is done at an event of the build, in this order.
_HOOKS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("config-inited", citations.configure),
    ("config-inited", _offer_plain),
    ("builder-inited", _add_static),
    ("env-get-outdated", _outdated),
    ("env-merge-info", _merge),
    ("env-updated", _updated),
    ("doctree-read", _read),
    ("doctree-resolved", _resolved),
    ("html-collect-pages", editors.collect),
    ("html-page-context", timeline.add_to_page),
    ("html-page-context", questions.add_to_page),
    ("html-page-context", feed.announce),
    ("build-finished", questions.write_files),
    ("build-finished", timeline.write_summaries),
    ("build-finished", feed.write),
)


def register(app: Sphinx) -> None:
    """Register roles, directives, checks and pages."""
    app.setup_extension("sphinxcontrib.bibtex")
    citations.register()
    for part in (fold, lessons):
        part.register(app)
    for setting, told in _SETTINGS.items():
        app.add_config_value(setting, *told)
    for node, visit in _NODES.items():
        app.add_node(node, html=(visit, None))
    for name, role in _ROLES.items():
        app.add_role(name, role())
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
    for event, act in _HOOKS:
        app.connect(event, act)
    app.add_post_transform(notes.EvidenceInPlainNodes)
    app.add_env_collector(uses.UseCollector)
    app.add_css_file("evidence.css")
