"""Pages written from the tables: ledgers, registers, articles, corrections, glossary, people.

The sections of a page are made when it is read, so that they are in its contents; the rows are
written when the page is, because only then is it known where the book uses them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term
from sphinx.util.docutils import SphinxDirective, SphinxRole

from sphinx_evidence import html
from sphinx_evidence.blocks import evidence_block, quote_block, view
from sphinx_evidence.faults import fault
from sphinx_evidence.rows import Claim, Event, Evidence, Row, Source, load, row_date
from sphinx_evidence.uses import Use, document_title, uses_by_row

#: Verdict on a sentence of a founding article → what a reader is told.
VERDICTS: dict[str, str] = {
    "backed": "backed by the rows",
    "contradicted": "contradicted",
    "wording": "backed, but the wording is off",
    "furniture": "not a statement (headline furniture, credits)",
    "opinion": "opinion or forecast, attributed",
    "left_out": "left out",
}


#: So many rival figures are named in a row of the ledger, the nearest in time.
_MOST_RIVALS = 6


class LedgerDirective(SphinxDirective):
    """``{ledger} kind part``: one of the generated pages or a part of one."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the sections and blocks of the page."""
        kind, part = self.arguments[0], self.arguments[1] if len(self.arguments) > 1 else ""
        if kind not in _PAGES:
            source, line = self.get_source_info()
            fault((source, line), "unknown-ledger", repr(kind), f"one of {', '.join(_PAGES)}")
            return []
        return _PAGES[kind](self, load(self.config.evidence_package), part)

    def block(self, name: str, **arguments: Any) -> evidence_block:
        """Return a block that uses no rows of its own: a ledger is not a use."""
        note_generated(self.env, {self.env.docname})
        node = evidence_block("", view=name, rows=[], arguments=arguments)
        self.set_source_info(node)
        return node

    def section(self, title: str, anchor: str, *content: nodes.Node) -> nodes.section:
        """Return a section of a generated page."""
        section = nodes.section("", nodes.title(title, title), *content, ids=[anchor])
        # An anchor without a name: a name would have to be unique in the whole book.
        self.state.document.set_id(section)
        self.set_source_info(section)
        return section


def note_generated(env: Any, docnames: set[str]) -> None:
    """Remember documents that show where the book uses its rows."""
    env.evidence_generated = getattr(env, "evidence_generated", set()) | docnames


def generated_documents(env: Any) -> set[str]:
    """Return the documents that must be written again when uses change."""
    found: set[str] = getattr(env, "evidence_generated", set())
    return {name for name in found if name in env.all_docs}


_Maker = Callable[[LedgerDirective, Evidence, str], list[nodes.Node]]
_PAGES: dict[str, _Maker] = {}


def _page(maker: _Maker) -> _Maker:
    _PAGES[maker.__name__.strip("_")] = maker
    return maker


def _document(evidence: Evidence, row_id: str) -> str:
    return str(evidence.links.row_path(row_id)).partition(".html#")[0]


@_page
def _claims(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    metrics: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(evidence.claims.values(), key=lambda row: (row.as_of or "9999", row.id)):
        if _document(evidence, claim.id) == directive.env.docname:
            metrics[claim.metric].append(claim.id)
    # Core metrics first: those that begin with ``other_`` were kept apart on purpose.
    ordered = sorted(metrics, key=lambda metric: (metric.startswith("other_"), metric))
    return [
        directive.section(
            html.metric_title(metric),
            nodes.make_id(metric),
            directive.block("ledger_rows", rows_shown=metrics[metric]),
        )
        for metric in ordered
    ]


@_page
def _events(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    rows = _on_page(evidence, evidence.events.values(), directive.env.docname)
    months: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        months[row_date(row)[:7]].append(row.id)
    return [
        directive.section(
            evidence.day(month) if month else "Date not known",
            f"month-{month or 'unknown'}",
            directive.block("ledger_rows", rows_shown=ids),
        )
        for month, ids in months.items()
    ]


@_page
def _quotes(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    sides: dict[str, list[str]] = defaultdict(list)
    for row in _on_page(evidence, evidence.quotes.values(), directive.env.docname):
        sides[row.side].append(row.id)  # type: ignore[union-attr]
    return [
        directive.section(
            evidence.party(side),
            f"side-{nodes.make_id(side)}",
            directive.block("ledger_quotes", rows_shown=ids),
        )
        for side, ids in sorted(sides.items(), key=lambda item: -len(item[1]))
    ]


def _on_page(evidence: Evidence, rows: Iterable[Row], docname: str) -> list[Row]:
    shown = (row for row in rows if _document(evidence, row.id) == docname)
    return sorted(shown, key=lambda row: (row_date(row) or "9999", row.id))


@_page
def _sources(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    letters: dict[str, list[str]] = defaultdict(list)
    for source in sorted(evidence.sources.values(), key=lambda it: (it.id[:1], it.publisher)):
        if _document(evidence, source.id) == directive.env.docname:
            letter = source.id[:1].upper()
            letters["0–9" if letter.isdigit() else letter].append(source.id)
    return [
        directive.section(
            letter,
            f"letter-{nodes.make_id('l' + letter)}",
            directive.block("ledger_sources", ids=ids),
        )
        for letter, ids in letters.items()
    ]


@_page
def _places(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    """Return the places on the map (``mapped``) or those that have no coordinates."""
    return [directive.block("places", mapped=part == "mapped")]


@_page
def _overview(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    return [directive.block("overview", table=part)]


@_page
def _article(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    return [directive.block("article", seed=part)]


@_page
def _conflicts(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    return [directive.block("conflicts")]


@_page
def _corrections(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    return [directive.block("corrections")]


@_page
def _people(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    return [directive.block("people")]


@_page
def _glossary(directive: LedgerDirective, evidence: Evidence, part: str) -> list[nodes.Node]:
    """Return a glossary as Sphinx knows it, so that ``{term}`` leads to it."""
    items = nodes.definition_list(classes=["glossary"])
    records = sorted(evidence.records["glossary"], key=lambda row: row["term"].casefold())
    terms = {row["term"].casefold() for row in records}
    for row in records:
        term = make_glossary_term(
            directive.env,
            [nodes.Text(row["term"])],
            "",
            *directive.get_source_info(),
            node_id=None,
            document=directive.state.document,
        )
        definition = nodes.definition("", nodes.paragraph("", row["definition"]))
        # A term that is not there (yet) stands as plain words: the data check reports it.
        also = [f"{{term}}`{it}`" if it.casefold() in terms else it for it in row["see_also"]]
        if also:
            text = StringList([f"See also: {', '.join(also)}."])
            directive.state.nested_parse(text, directive.content_offset, definition)
        if row["source_ids"]:
            definition += directive.block("term_sources", ids=list(row["source_ids"]))
        items += nodes.definition_list_item("", term, definition)
    return [addnodes.glossary("", items, sorted=False)]


class CountRole(SphinxRole):
    """``{count}`claims status=disputed```: how many rows a table has, by its columns."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as text."""
        table, *conditions = self.text.split()
        number = _count(load(self.config.evidence_package), table, conditions)
        if number is None:
            expected = "table [column=value …]"
            fault(self.get_source_info(), "unknown-table", repr(self.text), expected)
            return [nodes.inline(self.rawtext, self.text)], []
        return [nodes.inline(self.rawtext, f"{number:,}", classes=["count"])], []


def _count(evidence: Evidence, table: str, conditions: list[str]) -> int | None:
    rows: Iterable[Any] | None = {
        "claims": evidence.claims.values(),
        "events": evidence.events.values(),
        "quotes": evidence.quotes.values(),
        "sources": evidence.sources.values(),
    }.get(table, evidence.records.get(table))
    if rows is None:
        return None
    wanted = [condition.partition("=")[::2] for condition in conditions]

    def cell(row: Any, column: str) -> Any:
        return row.get(column, "") if isinstance(row, Mapping) else getattr(row, column, "")

    return sum(all(str(cell(row, name)) == value for name, value in wanted) for row in rows)


def _uses(page: html.Page, row_id: str) -> str:
    """Write the places where the book uses a row, document by document."""
    env = page.builder.env
    by_document: dict[str, list[Use]] = defaultdict(list)
    for use in _current_uses(env).get(row_id, []):
        by_document[use.docname].append(use)
    parts = []
    for docname, uses in by_document.items():
        title = escape(document_title(env, docname))
        places = [
            f'<a href="{page.place(docname, use.anchor)}">{escape(use.place)}</a>' for use in uses
        ]
        parts.append(f"{title}: {', '.join(places)}")
    return f'<p class="used">Used in {"; ".join(parts)}</p>' if parts else ""


def _current_uses(env: Any) -> dict[str, list[Use]]:
    """Return the uses by row, worked out once for each state of the environment."""
    cached = getattr(env, "_evidence_uses_by_row", None)
    if cached is None:
        cached = env._evidence_uses_by_row = uses_by_row(env)
    found: dict[str, list[Use]] = cached
    return found


def _row_sources(page: html.Page, row: Row) -> str:
    listed = []
    for source_id in row.sources:
        text = html.source(page, source_id, full=True)
        if source_id in page.evidence.sources:
            text += f' <a class="row-id" href="{page.row(source_id)}">about the source</a>'
        listed.append(text)
    return f'<p class="from">{"<br>".join(listed)}</p>' if listed else ""


def _item(row_id: str, *parts: str) -> str:
    anchor = escape(row_id)
    permalink = f'<a class="row-id" href="#{anchor}">{anchor}</a>'
    return f'<li id="{anchor}">{permalink}{"".join(parts)}</li>'


def _list(items: Iterable[str]) -> str:
    # A list style of its own takes the list role away in some browsers: say it again.
    return f'<ul class="ledger" role="list">{"".join(items)}</ul>'


@view
def ledger_rows(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write claims or events, each with status, wording, sources and uses."""
    evidence = page.evidence
    rows = (row for row_id in arguments["rows_shown"] if (row := evidence.row(row_id)))
    return _list(
        _item(row.id, *_row_words(page, row), _row_sources(page, row), _uses(page, row.id))
        for row in rows
    )


def _row_words(page: html.Page, row: Row) -> list[str]:
    return _claim_words(page, row) if isinstance(row, Claim) else _event_words(page, row)


def _claim_words(page: html.Page, claim: Claim) -> list[str]:
    evidence = page.evidence
    event = evidence.events.get(claim.event_id)
    counted = f"Counts: {escape(html.plain_words(claim.scope))}. " if claim.scope else ""
    about = f'About <a href="{page.row(event.id)}">{escape(event.title)}</a>. ' if event else ""
    near, left_out = html.nearest(evidence, claim, _MOST_RIVALS)
    rivals = ", ".join(
        f'<a href="{page.row(rival.id)}">{html.mark(evidence, rival.side, named=False)}'
        f"{escape(rival.figure)}</a>"
        for rival in near
    )
    rivals += f", and {left_out} more" if left_out else ""
    others = f"Other parties at about that time: {rivals}. " if rivals else ""
    more = counted + about + others + escape(claim.note)
    side = html.mark(evidence, claim.side, named=False)
    return [
        f"<p><b>{escape(claim.figure)}</b> {html.badge(claim.status)}</p>",
        f"<p>{side}{escape(claim.claimant)} ({escape(evidence.party(claim.side))}), "
        f"{evidence.day(claim.as_of)}: {escape(evidence.phrases.wording(claim.stated))}</p>",
        f'<p class="more">{more}</p>' if more else "",
    ]


def _event_words(page: html.Page, event: Row) -> list[str]:
    assert isinstance(event, Event)
    evidence = page.evidence
    claimed = f" by {html.mark(evidence, event.claimed_by)}" if event.claimed_by else ""
    facts = ". ".join(escape(text) for text in (event.place, event.actors) if text)
    return [
        f"<p>{evidence.when(event)}: <b>{escape(event.title)}</b> "
        f"{html.badge(event.status)}{claimed}</p>",
        f"<p>{escape(event.summary)}</p>" if event.summary else "",
        f'<p class="more">{facts}</p>' if facts else "",
    ]


@view
def ledger_quotes(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write quotations with context and uses."""
    quotes = (page.evidence.quotes[row_id] for row_id in arguments["rows_shown"])
    return _list(
        _item(
            quote.id,
            quote_block(page, quote, f"quote-{quote.id}"),
            f'<p class="more">{escape(quote.context)}</p>' if quote.context else "",
            _uses(page, quote.id),
        )
        for quote in quotes
    )


@view
def ledger_sources(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write sources, whom they relay and the rows that rest on them."""
    sources = (page.evidence.sources[source_id] for source_id in arguments["ids"])
    return _list(_item(source.id, *_source_words(page, source)) for source in sources)


def _source_words(page: html.Page, source: Source) -> list[str]:
    evidence = page.evidence
    resting = evidence.by_source.get(source.id, [])
    rows = ", ".join(f'<a href="{page.row(row.id)}">{row.id}</a>' for row in resting)
    facts = [source.kind.replace("_", " "), f"by {source.author}" if source.author else ""]
    words = escape(", ".join(filter(None, facts)))
    note = f" {escape(source.note)}" if source.note else ""
    return [
        f"<p>{html.source(page, source.id, full=True)}</p>",
        f'<p class="more">{words[:1].upper()}{words[1:]}.{note}</p>',
        f'<p class="used">Rows: {rows}</p>' if rows else "",
        _uses(page, source.id),
    ]


@view
def places(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write places with their names, and who was said to hold them, statement by statement."""
    evidence = page.evidence
    said: dict[str, list[str]] = defaultdict(list)
    for row in evidence.records["control"]:
        said[row["place_id"]].append(_statement(page, row))
    # Coordinates that the data lacks are read as NaN, which differs from itself.
    shown = [
        row
        for row in evidence.records["places"]
        if (row["lat"] == row["lat"]) == arguments["mapped"]
    ]
    items = (
        f'<li id="{escape(row["place_id"])}"><p>{_place_words(row)}</p>'
        f"{_statements(said[row['place_id']])}</li>"
        for row in sorted(shown, key=lambda row: (row["oblast"], row["name_en"]))
    )
    return _list(items)


def _place_words(row: Mapping[str, Any]) -> str:
    russian, ukrainian = escape(row["name_ru"]), escape(row["name_uk"])
    names = [f'<span lang="ru">{russian}</span>'] if russian else []
    names += [f'<span lang="uk">{ukrainian}</span>'] if ukrainian and ukrainian != russian else []
    facts = [*names, escape(row["kind"]), f"{escape(row['oblast'])} region"]
    return f"<b>{escape(row['name_en'])}</b> ({', '.join(facts)})"


def _statements(items: list[str]) -> str:
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _statement(page: html.Page, row: Mapping[str, Any]) -> str:
    """Write one statement of who held a place."""
    evidence = page.evidence
    held = row["controller"]
    words = held if held == "contested" else f"held by {escape(evidence.party(held))}"
    side = html.mark(evidence, row["claimant_side"], named=False)
    source_id = row["source_ids"][0]
    known = evidence.sources.get(source_id)
    publisher = escape(known.publisher if known else source_id)
    return (
        f'<li id="{escape(row["control_id"])}">{evidence.day(row["as_of"])}: {words}, says {side}'
        f'{escape(row["claimant"])} (<a href="{page.row(source_id)}">{publisher}</a>)</li>'
    )


#: Table → how the overview names its rows.
_TABLES = {"claims": "figures", "events": "events", "quotes": "quotations", "sources": "sources"}


@view
def overview(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the list of pages over which a table is spread, with their sizes."""
    evidence, table = page.evidence, arguments["table"]
    sizes: dict[str, int] = defaultdict(int)
    for row_id in getattr(evidence, table):
        sizes[_document(evidence, row_id)] += 1
    env = page.builder.env
    order = {name: place for place, name in enumerate(env.toctree_includes.get(page.docname, []))}
    items = "".join(
        f'<li><a href="{escape(page.builder.get_relative_uri(page.docname, name))}">'
        f"{escape(document_title(env, name))}</a>, {size} {_TABLES[table]}</li>"
        for name, size in sorted(sizes.items(), key=lambda item: (order.get(item[0], 99), item[0]))
        if name in env.all_docs
    )
    return f"<ul>{items}</ul>"


def _row_links(page: html.Page, row_ids: Iterable[str]) -> str:
    """Write a list of links to rows in a few words each, and where the book uses them."""
    items = []
    for row_id in row_ids:
        row = page.evidence.row(row_id)
        if row is None:
            continue
        side = html.mark(page.evidence, getattr(row, "side", ""), named=False)
        day = page.evidence.day(row_date(row))
        items.append(
            f'<li>{side}<a href="{page.row(row_id)}">{escape(html.summary(row))}</a>, {day}'
            f"{_uses(page, row_id)}</li>"
        )
    return f"<ul>{''.join(items)}</ul>" if items else ""


@view
def article(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write a founding article sentence by sentence: verdict, note, rows, places in the book.

    The sentences themselves are not reproduced; the rows say in this book's words what each one
    states.
    """
    seed = arguments["seed"]
    number = seed.partition("_")[0]
    rows = [row for row in page.evidence.records["seed_coverage"] if row["seed_file"] == seed]
    items = "".join(
        f'<li id="article-{escape(number)}-{int(row["sentence_no"])}">'
        f'<span class="verdict" data-verdict="{escape(row["verdict"])}">'
        f"{escape(VERDICTS.get(row['verdict'], row['verdict']))}</span>"
        + (f" {escape(row['note'])}" if row["note"] else "")
        + _row_links(page, row["row_ids"])
        + "</li>"
        for row in sorted(rows, key=lambda row: row["sentence_no"])
    )
    return f'<ol class="article">{items}</ol>'


@view
def conflicts(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the contradictions that were found, and how the book handles each."""
    return _list(
        _item(
            row["conflict_id"],
            f"<p><b>{escape(row['topic'])}</b></p><p>{escape(row['explanation'])}</p>",
            _row_links(page, row["row_ids"]),
        )
        for row in page.evidence.records["conflicts"]
    )


@view
def corrections(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the corrections, newest first."""
    rows = page.evidence.records["changelog"]
    if not rows:
        return "<p>No correction has been made since the first edition.</p>"
    items = "".join(
        f"<li>{page.evidence.day(row['date'])}, {escape(row['table'])}: {escape(row['change'])}"
        f"{_row_links(page, row['row_ids'])}</li>"
        for row in rows
    )
    return f'<ul class="corrections">{items}</ul>'


@view
def people(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the people of the book with roles and the spellings that readers meet elsewhere."""
    evidence = page.evidence
    rows = sorted(evidence.records["people"], key=lambda row: row["name"].split()[-1].casefold())
    items = "".join(
        f'<dt id="{escape(row["person_id"])}">{html.mark(evidence, row["side"], named=False)}'
        f"{escape(row['name'])}</dt><dd><p>{escape(row['role'])}"
        + (f" ({escape(evidence.party(row['side']))})" if row["side"] else "")
        + f". {escape(row['note'])}"
        + (f" Also written: {escape(', '.join(row['variants']))}." if row["variants"] else "")
        + f"</p>{_sources_line(page, row['source_ids'])}</dd>"
        for row in rows
    )
    return f'<dl class="people">{items}</dl>' if rows else "<p>No people are listed yet.</p>"


@view
def term_sources(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the sources of a glossary entry."""
    return _sources_line(page, arguments["ids"])


def _sources_line(page: html.Page, ids: Iterable[str]) -> str:
    known = [html.source(page, source_id) for source_id in ids]
    return f'<p class="from">Source: {"; ".join(known)}</p>' if known else ""
