"""What the page template needs to know: head, contents, sections, scripts."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_pages.icons import ICONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

# Scripts and style sheets of the default stack that this extension replaces or does without.
REPLACED = re.compile(
    r"(documentation_options|doctools|sphinx_highlight|clipboard\.min|copybutton|togglebutton"
    r"|design-tabs|sphinx-book-theme|thebe|require|mathjax|searchtools|language_data"
    r"|sphinx-thebe|html-manager|pages)[\w.-]*\.js"
)
REPLACED_SHEETS = re.compile(
    r"(basic|pygments|togglebutton|copybutton|sphinx-design|mystnb|sphinx-book-theme"
    r"|pydata-sphinx-theme|theme|thebe)[\w.-]*\.css"
)
SEARCH_SCRIPTS = (
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/sphinx_highlight.js",
    "_static/language_data.js",
    "_static/searchtools.js",
    "searchindex.js",
)
# Parts of the theme's frame that it would render for each page only to see whether they are empty.
THEME_PARTS = (
    "sidebars",
    *(
        f"theme_{part}"
        for part in (
            "navbar_start", "navbar_center", "navbar_persistent", "navbar_end",
            "article_header_start", "article_header_end", "article_footer_items",
            "content_footer_items", "footer_start", "footer_center", "footer_end",
            "footer_content_items", "primary_sidebar_end", "secondary_sidebar_items",
        )
    ),
)  # fmt: skip
LONGEST_DESCRIPTION = 200
# Runs before the first paint, so that a dark reader never sees a white flash.
THEME_SCRIPT = (
    "(function(d,m){try{m=localStorage.getItem('mode')||m}catch(e){}"
    "d.dataset.mode=m;d.dataset.theme=m==='auto'?"
    "(matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'):m"
    "})(document.documentElement,'auto')"
)


def base_address(app: Sphinx) -> str:
    """The address of the site with a slash at its end, or nothing where none is set."""
    address = app.config.html_baseurl or ""
    return address.rstrip("/") + "/" if address else ""


def plain_text(node: nodes.Node) -> str:
    """Text of a node on one line."""
    return re.sub(r"\s+", " ", node.astext()).strip()


def describe(doctree: nodes.document | None, metatags: str, fallback: str) -> str:
    """Description of a page: its front matter's, else its first paragraph, else the fallback."""
    for tag in re.findall(r"<meta[^>]*>", metatags):
        if re.search(r'name="description"', tag) and (
            found := re.search(r'content="([^"]*)"', tag)
        ):
            return found.group(1).replace("&amp;", "&").replace("&quot;", '"')
    if doctree is not None:
        for paragraph in doctree.findall(nodes.paragraph):
            text = plain_text(paragraph)
            if len(text) > 40:
                return shorten(text)
    return fallback


def shorten(text: str) -> str:
    """Cut a text at a word to the length that search engines show."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:.–") + " …"


def sections(doctree: nodes.document | None) -> str:
    """Links to the second-level sections of a page."""
    if doctree is None:
        return ""
    top = next(doctree.findall(nodes.section), None)
    if top is None:
        return ""
    items = [
        f'<li><a href="#{section["ids"][0]}">{escape(plain_text(section[0]))}</a></li>'
        for section in top.children
        if isinstance(section, nodes.section)
    ]
    return f"<ul>{''.join(items)}</ul>" if len(items) > 1 else ""


def structured_data(
    app: Sphinx, pagename: str, title: str, description: str, address: str
) -> dict[str, Any]:
    """schema.org description: a Book, a LearningResource (chapters) or a Dataset (method)."""
    config = app.config
    book = {"@type": "Book", "name": config.html_title}
    if base_address(app):
        book["url"] = base_address(app)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "name": title,
        "description": description,
        "inLanguage": config.language,
        "isAccessibleForFree": True,
    }
    if config.pages_licence:
        data["license"] = config.pages_licence
    if address:
        data["url"] = address
    if pagename == config.root_doc:
        data["@type"] = "Book"
        data["name"] = config.html_title
        data["bookFormat"] = "https://schema.org/EBook"
        data["author"] = {"@type": "Organization", "name": config.author}
    elif pagename.startswith("chapters/"):
        data["@type"] = "LearningResource"
        data["learningResourceType"] = "chapter"
        data["isPartOf"] = book
        if config.pages_level:
            data["educationalLevel"] = config.pages_level
    elif pagename == "evidence/method":
        data["@type"] = "Dataset"
        data["isPartOf"] = book
        data["creator"] = {"@type": "Organization", "name": config.author}
    else:
        data["@type"] = "WebPage"
        data["isPartOf"] = book
    return data


def card_name(pagename: str) -> str:
    """File name of a page's social card; pages outside the chapters share the book's card."""
    name = pagename.rsplit("/", 1)[-1] if pagename.startswith("chapters/") else "book"
    return f"_static/cards/{name}.png"


def head(app: Sphinx, pagename: str, title: str, description: str) -> str:
    """All of the head but style sheets and scripts. The policy is written when the site ends."""
    root = app.config.root_doc
    base = base_address(app)
    address = f"{base}{'' if pagename == root else pagename + '.html'}" if base else ""
    book = app.config.html_title
    full_title = book if pagename == root else f"{title} – {book}"
    tags = ["<!--policy-->", f"<title>{escape(full_title)}</title>"]
    metas: list[tuple[str, str, str]] = [
        ("name", "description", description),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:type", "book" if pagename == root else "article"),
        ("property", "og:site_name", book),
        ("name", "twitter:card", "summary_large_image"),
        ("name", "color-scheme", "light dark"),
    ]
    if base:
        metas += [
            ("property", "og:url", address),
            ("property", "og:image", base + card_name(pagename)),
        ]
    for kind, name, value in metas:
        tags.append(f'<meta {kind}="{name}" content="{escape(value)}">')
    if base:
        tags.append(f'<link rel="canonical" href="{escape(address)}">')
    data = structured_data(app, pagename, title, description, address)
    block = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    tags.append(f'<script type="application/ld+json">{block}</script>')
    tags.append(f"<script>{THEME_SCRIPT}</script>")
    return "\n".join(tags)


def script_addresses(context: dict[str, Any]) -> list[str]:
    """Scripts of this page: our own and those that other extensions have added."""
    pathto = context["pathto"]
    found = [pathto("_static/pages.js", resource=True)]
    for script in context.get("script_files", []):
        name = getattr(script, "filename", None)
        if not name or "://" in str(name) or REPLACED.search(str(name)):
            continue
        address = pathto(str(name), resource=True)
        if address not in found:
            found.append(address)
    return found


def extension_sheets(context: dict[str, Any]) -> list[str]:
    """Style sheets that other extensions have added to this page, as addresses."""
    pathto = context["pathto"]
    names = [str(getattr(sheet, "filename", sheet)) for sheet in context.get("css_files", [])]
    return [
        pathto(name, resource=True)
        for name in dict.fromkeys(names)
        if "://" not in name and not REPLACED_SHEETS.search(name)
    ]


def leave_out_theme_parts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], *_: Any
) -> None:
    """Keep the theme from rendering parts that the template of this extension does not show."""
    if app.builder.format == "html":
        context.update((part, []) for part in THEME_PARTS)


def fill_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template all that it shows around the text."""
    if app.builder.format != "html":
        return
    title = re.sub(r"<[^>]+>", "", str(context.get("title") or "")) or pagename.title()
    if pagename == "search":
        title = "Search"
    fallback = app.config.pages_description or app.config.html_title
    if pagename == "search":
        fallback = f"Search all pages of the book “{app.config.html_title}”."
    description = describe(doctree, context.get("metatags") or "", fallback)
    context["page_icons"] = ICONS
    context["page_book"] = app.config.html_title
    context["page_head"] = head(app, pagename, title, description)
    context["page_sections"] = sections(doctree)
    context["page_kind"] = "chapter" if pagename.startswith("chapters/") else ""
    context["page_scripts"] = script_addresses(context)
    context["page_sheets"] = extension_sheets(context)
    context["page_footer"] = app.config.pages_footer
    pathto = context["pathto"]
    context["page_search_scripts"] = [pathto(name, resource=True) for name in SEARCH_SCRIPTS]
    context["page_home"] = base_address(app) or "./"


def missing_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that a server shows for an address that does not exist."""
    yield "404", {"title": "Page not found"}, "missing.html"
