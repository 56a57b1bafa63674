"""What the templates know about a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_pages import contents, policy, sheet
from sphinx_pages.citation import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LONGEST_DESCRIPTION = 200
# Sphinx's own, for a search that this book does not use.
UNUSED_SCRIPTS = (
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
)
# Runs before the first paint, so that a dark reader never sees a white flash.
THEME_SCRIPT = (
    "(function(d,m){try{m=localStorage.getItem('mode')||m}catch(e){}"
    "d.dataset.mode=m;d.dataset.theme=m==='auto'?"
    "(matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'):m"
    "})(document.documentElement,'auto')"
)
# Asks for the additions once the first picture stands. A page that was left before they ran and
# comes back would never have them (WebKit drops what it was fetching): it starts anew.
LOADER = (
    "addEventListener('pageshow',function(e){var s=document.getElementById('scripts');"
    "if(e.persisted&&s)location.reload();else if(s)"
    "requestAnimationFrame(function(){setTimeout(function(){"
    "document.head.append(s.content)})})})"
)
# Pages that no author has written.
FIXED = {
    "search": ("Search", "Search all pages of the book “{}”."),
    "404": ("Page not found", ""),
}


@dataclass(frozen=True)
class Page:
    """One page around its text. ``address`` and ``card`` are empty without a base address.

    ``number`` is that of a chapter, 0 for other pages.
    """

    book: str
    title: str
    number: int
    full_title: str
    description: str
    kind: str
    address: str
    card: str
    home: str
    footer: str
    first: str
    structured: dict[str, Any]
    citation: list[tuple[str, str]]
    sections: list[tuple[str, str]]
    parts: tuple[contents.Part, ...]
    before: contents.Entry | None
    after: contents.Entry | None
    sheets: list[Any]
    scripts: list[Any]
    inline_scripts: list[str]
    theme_script: str = THEME_SCRIPT
    loader: str = LOADER
    tokens: str = ""

    def policy(self, scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
        """Return the policy for a page with this code and style in it."""
        return policy.content_policy(scripts, styles)


def base_address(app: Sphinx) -> str:
    """The address of the site with a slash at its end, or nothing where none is set."""
    address = app.config.html_baseurl or ""
    return address.rstrip("/") + "/" if address else ""


def page_address(app: Sphinx, pagename: str) -> str:
    """The address of a page, or nothing where the site has none."""
    base = base_address(app)
    name = "" if pagename == app.config.root_doc else f"{pagename}.html"
    return f"{base}{name}" if base else ""


def kind(app: Sphinx, pagename: str) -> str:
    """What sort of page this is: ``index``, ``chapter``, ``dataset``, or nothing special."""
    if pagename == app.config.root_doc:
        return "index"
    if pagename.startswith(contents.CHAPTERS):
        return "chapter"
    return "dataset" if pagename == app.config.pages_dataset else ""


def plain_text(node: nodes.Node) -> str:
    """Text of a node on one line."""
    return re.sub(r"\s+", " ", node.astext()).strip()


def title(app: Sphinx, pagename: str) -> str:
    """The page's own title, without the book's."""
    if pagename in FIXED:
        return FIXED[pagename][0]
    found = app.env.titles.get(pagename)
    return plain_text(found) if found is not None else pagename.title()


def describe(doctree: nodes.document | None, fallback: str) -> str:
    """Description of a page: its front matter's, else its first paragraph, else the fallback."""
    if doctree is None:
        return fallback
    for meta in doctree.findall(nodes.meta):
        if meta.get("name") == "description":
            return str(meta["content"])
    texts = (plain_text(paragraph) for paragraph in doctree.findall(nodes.paragraph))
    return next((shorten(text) for text in texts if len(text) > 40), fallback)


def shorten(text: str) -> str:
    """Cut a text at a word to the length that search engines show."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:.–") + " …"


def sections(doctree: nodes.document | None) -> list[tuple[str, str]]:
    """Id and title of each second-level section of a page."""
    top = next(doctree.findall(nodes.section), None) if doctree is not None else None
    if top is None:
        return []
    return [
        (section["ids"][0], plain_text(section[0]))
        for section in top.children
        if isinstance(section, nodes.section)
    ]


def card_name(pagename: str) -> str:
    """File name of a page's social card; pages outside the chapters share the book's card."""
    name = pagename.rsplit("/", 1)[-1] if pagename.startswith(contents.CHAPTERS) else "book"
    return f"_static/cards/{name}.png"


def structured(app: Sphinx, page_kind: str, described: dict[str, str]) -> dict[str, Any]:
    """schema.org description: a Book, a LearningResource (chapters), a Dataset, or a WebPage.

    ``described`` holds name, description and, where there is one, the page's ``url``.
    """
    config = app.config
    author = {"@type": "Organization", "name": config.author}
    book = {"@type": "Book", "name": config.html_title}
    if base_address(app):
        book["url"] = base_address(app)
    own: dict[str, dict[str, Any]] = {
        "index": {
            "@type": "Book",
            "name": config.html_title,
            "bookFormat": "https://schema.org/EBook",
            "author": author,
        },
        "chapter": {
            "@type": "LearningResource",
            "learningResourceType": "chapter",
            "educationalLevel": config.pages_level,
            "isPartOf": book,
        },
        "dataset": {"@type": "Dataset", "isPartOf": book, "creator": author},
        "": {"@type": "WebPage", "isPartOf": book},
    }
    data = {
        "@context": "https://schema.org",
        "inLanguage": config.language,
        "isAccessibleForFree": True,
        "license": config.pages_licence,
        **described,
        **own[page_kind],
    }
    return {name: value for name, value in data.items() if value != ""}


class Frame:
    """Makes the ``page`` of each template; remembers what all pages of a build share."""

    def __init__(self, sheets: sheet.Sheet) -> None:
        self.sheets = sheets
        self.parts: tuple[contents.Part, ...] = ()
        self.written: set[str] = set()

    def update(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Read the contents; every page is written again when they have changed."""
        self.parts = contents.read_parts(env, app.config.root_doc)
        for entry in (page for part in self.parts for page in part.pages if page.number):
            env.metadata[entry.name]["chapter"] = entry.number
        if getattr(env, "pages_parts", self.parts) == self.parts:
            env.pages_parts = self.parts  # type: ignore[attr-defined]
            return []
        env.pages_parts = self.parts  # type: ignore[attr-defined]
        return sorted(env.all_docs)

    def fill(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Give the template its ``page``."""
        if app.builder.name != "html":
            return
        self.written.add(pagename)
        context["page"] = self.page(app, pagename, context, doctree)

    def page(
        self, app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> Page:
        """All that is known about a page."""
        config = app.config
        # A page that another extension has made says itself what it is.
        own_title = context["title"] if "card" in context else title(app, pagename)
        page_kind, address = kind(app, pagename), page_address(app, pagename)
        fallback = FIXED.get(pagename, ("", config.pages_description))[1].format(config.html_title)
        told = context.get("description") or fallback or config.html_title
        description = describe(doctree, told)
        described = {"name": own_title, "description": description, "url": address}
        named = config.pages_first or title(app, config.root_doc)
        first = contents.Entry(config.root_doc, named)
        before, after = contents.neighbours(self.parts, first, pagename)
        scripts, inline = self._scripts(context)
        book, number = config.html_title, contents.number(self.parts, pagename)
        headed = f"Chapter {number}: {own_title}" if number else own_title
        cited = Citation.read(app)
        return Page(
            book=book,
            title=own_title,
            number=number,
            full_title=book if page_kind == "index" else f"{headed} – {book}",
            description=description,
            kind=page_kind,
            address=address,
            card=base_address(app) + context.get("card", card_name(pagename)),
            home=base_address(app) or "./",
            footer=config.pages_footer,
            first=named,
            structured=structured(app, page_kind, described),
            citation=cited.metas(own_title, address, whole=page_kind == "index"),
            sections=sections(doctree),
            parts=self.parts,
            before=before,
            after=after,
            sheets=self.sheets.links(app, context["css_files"]),
            scripts=scripts,
            inline_scripts=inline,
            tokens=sheet.tokens() if pagename == "404" else "",
        )

    def _scripts(self, context: dict[str, Any]) -> tuple[list[Any], list[str]]:
        """Script files that a page asks for, and the code that stands in it."""
        in_order = sorted(context["script_files"], key=lambda one: one.priority)
        asked = [one for one in in_order if one.filename not in UNUSED_SCRIPTS]
        files = [one for one in asked if one.filename]
        inline = [str(one.attributes["body"]) for one in asked if not one.filename]
        return files, inline


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that a server shows for an address that does not exist."""
    yield "404", {"title": FIXED["404"][0]}, "404.html"
