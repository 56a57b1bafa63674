"""From the raw output of the HTML builder to the finished site beside it."""

from __future__ import annotations

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_pages import contents, notebooks, policy, search, stylesheet
from sphinx_pages.cards import write_card
from sphinx_pages.launch import Repository
from sphinx_pages.page import base_address, card_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

# What the default stack writes and no finished page uses.
LEFT_BEHIND = re.compile(
    r"^(\.buildinfo.*|reports/.*|_sources/.*|jupyter_execute/.*|genindex\.html|"
    r"_static/(scripts|styles|vendor|locales|images)/.*|_static/[\w.-]*webpack-macros\.html|"
    r"_static/(basic|pygments|togglebutton|copybutton|sphinx-design\.min|mystnb\.\w+)\.css|"
    r"_static/(clipboard\.min|copybutton|copybutton_funcs|design-tabs|sphinx_highlight|"
    r"togglebutton|sphinx-thebe|documentation_options|_sphinx_javascript_frameworks_compat)\.js|"
    r"_static/(check-solid|copy-button)\.svg|_static/(file|minus|plus)\.png|_static/look/.*|"
    r".*\.css|.*\.map|_static/cards/.*\.txt)$"
)
THEME_SHEETS = (
    "_static/styles/pydata-sphinx-theme.css",
    "_static/basic.css",
    "_static/styles/sphinx-book-theme.css",
)
OWN_SHEETS = ("tokens.css", "text.css", "frame.css", "parts.css", "print.css")
EXTENSION_SHEET = re.compile(r'<link rel="stylesheet" data-sheet href="([^"?]+)[^"]*">\n?')
# Parts of a cell's code that the style sheet colours; the others need no element of their own.
# Text in quotes stays plain: there is so much of it in a chart that its colour cost 1 % of a page.
COLOURED = re.compile(r"k|k[ncd]|c1?")
TOKEN = re.compile(r'<span class="([a-z][a-z0-9]?)">([^<]*)</span>')
# Markup of the default writer that neither the style sheet nor a reader needs.
NEEDLESS = (
    (re.compile(r' class="reference (?:internal|external)"'), ""),
    (re.compile(r'<span class="pre">([^<]*)</span>'), r"\1"),
    (re.compile(r' docutils container"'), '"'),
    (re.compile(r' notranslate"'), '"'),
    (re.compile(r"<span></span>"), ""),
    (re.compile(r' class="row-(?:odd|even)"'), ""),
    (re.compile(r' title="Link to this (?:heading|table|term)"'), ""),
    (re.compile(r'<span class="xref std std-term">([^<]*)</span>'), r"\1"),
    (re.compile(r"<li([^>]*)><p>([^<]*(?:<(?!/?p\b)[^<]*)*)</p></li>"), r"<li\1>\2</li>"),
    (re.compile(r"<t([dh])([^>]*)><p>([^<]*(?:<(?!/?p\b)[^<]*)*)</p></t\1>"), r"<t\1\2>\3</t\1>"),
)
SCRIPT_ADDRESS = re.compile(r'("(?:\.\./)*)([^"?: ]+\.js)(?:\?[^"]*)?"')
KEPT_SCRIPTS = ("_static/documentation_options.js", "_static/sphinx_highlight.js")


def site_folder(app: Sphinx) -> Path:
    """The finished site stands beside the builder's own output."""
    return Path(app.outdir).parent / "site"


def extension_sheets(raw: Path, pages: dict[str, str]) -> list[Path]:
    """Style sheets that other extensions have added to any page."""
    names = {
        found.removeprefix("../")
        for page in pages.values()
        for found in EXTENSION_SHEET.findall(page)
    }
    return [raw / name for name in sorted(names)]


def style_sheet(app: Sphinx, raw: Path, names: stylesheet.Names, pages: dict[str, str]) -> str:
    """All style of the site in one sheet; the purged part is remembered between builds."""
    own = "".join(
        (Path(__file__).parent / "static/look" / name).read_text(encoding="utf-8")
        for name in OWN_SHEETS
    )
    added = "".join(path.read_text(encoding="utf-8") for path in extension_sheets(raw, pages))
    own = stylesheet.compact(own + added)
    theme = "".join((raw / name).read_text(encoding="utf-8") for name in THEME_SHEETS)
    memory = Path(app.doctreedir) / "pages-theme.json"
    key = [names.key(), stylesheet.content_name(theme), stylesheet.content_name(own)]
    if memory.is_file():
        stored = json.loads(memory.read_text(encoding="utf-8"))
        if stored["key"] == key:
            return str(stored["css"])
    purged = stylesheet.without_unused_variables(stylesheet.purge(theme, names), own)
    # A layer loses against everything outside it, however specific its selectors are.
    css = "@layer theme{" + purged.replace("!important", "") + "}" + own
    memory.write_text(json.dumps({"key": key, "css": css}), encoding="utf-8")
    return css


def versioned(found: re.Match[str], scripts: dict[str, str]) -> str:
    """Put a mark of the script's content behind its address, so that no old copy is used."""
    mark = scripts.get(found[2])
    return f'{found[1]}{found[2]}?v={mark}"' if mark else found[0]


def finish_page(page: str, sheet: str, scripts: dict[str, str]) -> str:
    """Last changes to one page, all of them to its markup; the text stays."""
    page = page.replace("_static/book.css", f"_static/{sheet}")
    page = EXTENSION_SHEET.sub("", page)
    page = policy.without_inline_styles(page)
    page = page.replace(
        '<div class="pst-scrollable-table-container">',
        '<div class="pst-scrollable-table-container" tabindex="0" role="group" '
        'aria-label="Table, can be scrolled">',
    )
    page = page.replace(
        '<div class="output text_html">',
        '<div class="output text_html" tabindex="0" role="group" aria-label="Result of the cell">',
    )
    page = re.sub(r"<pre>", '<pre tabindex="0">', page)
    page = page.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    page = page.replace(' border="1" class="dataframe"', ' class="dataframe"')
    page = page.replace("<th></th>", "<td></td>")
    page = TOKEN.sub(lambda found: found[0] if COLOURED.fullmatch(found[1]) else found[2], page)
    for pattern, lean in NEEDLESS:
        page = pattern.sub(lean, page)
    page = SCRIPT_ADDRESS.sub(lambda found: versioned(found, scripts), page)
    return policy.with_policy(page)


def title_of(page: str) -> str:
    """The page's own title, without the book's."""
    found = re.search(r'<meta property="og:title" content="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""


def description_of(page: str) -> str:
    """The page's description."""
    found = re.search(r'<meta name="description" content="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""


def write_cards(app: Sphinx, raw: Path, pages: dict[str, str]) -> None:
    """Draw the cards of the book and of each chapter."""
    book = app.config.html_title
    write_card(raw / card_name("index"), book, app.config.pages_description, "An open book")
    for name, page in pages.items():
        if name.startswith("chapters/"):
            card = raw / card_name(name.removesuffix(".html"))
            write_card(card, title_of(page), description_of(page), book)


def write_robots(app: Sphinx, site: Path, names: list[str]) -> None:
    """Write robots.txt and, where the address of the site is known, the sitemap."""
    base = base_address(app)
    robots = "User-agent: *\nAllow: /\n"
    addresses = [base + ("" if name == "index.html" else name) for name in sorted(names)]
    rows = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    (site / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n',
        encoding="utf-8",
    )
    if base:
        robots += f"Sitemap: {base}sitemap.xml\n"
    (site / "robots.txt").write_text(robots, encoding="utf-8")


def copy_files(raw: Path, site: Path) -> None:
    """Copy everything but pages and what no page uses."""
    for path in sorted(raw.rglob("*")):
        name = path.relative_to(raw).as_posix()
        if path.is_dir() or path.suffix == ".html":
            continue
        if LEFT_BEHIND.match(name) and name not in KEPT_SCRIPTS:
            continue
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def read_pages(app: Sphinx, raw: Path) -> dict[str, str]:
    """All pages of the book by their path; what an earlier build has left is not among them."""
    names = sorted([*app.env.all_docs, "search", "404"])
    paths = {f"{name}.html": raw / f"{name}.html" for name in names}
    return {
        name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.is_file()
    }


def write_notebooks(app: Sphinx, folder: Path) -> None:
    """Write the notebook of every source with cells; other extensions put its text into words."""
    repository = Repository.from_settings(app.config)
    address, branch = (repository.url, repository.branch) if repository else ("", "")
    first = notebooks.set_up(address, branch, app.config.html_baseurl)
    for docname in sorted(app.env.found_docs):

        def words(text: str, docname: str = docname) -> str:
            return app.emit_firstresult("pages-notebook-text", docname, text) or text

        source = Path(app.env.doc2path(docname))
        notebooks.write_notebook(source, folder / f"{Path(docname).name}.ipynb", words, first)
    for name in app.config.pages_more_notebooks:
        source = Path(app.srcdir, name)
        notebooks.write_notebook(source, folder / f"{source.stem}.ipynb", str, first)


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Write the finished site; after a failed build the last good one stays as it is."""
    if exception is not None or app.builder.name != "html":
        return
    raw, site = Path(app.outdir), site_folder(app)
    pages = read_pages(app, raw)
    names = stylesheet.Names()
    for page in pages.values():
        names.read_page(page)
    for script in (*raw.glob("_static/*.js"),):
        if not LEFT_BEHIND.match(script.relative_to(raw).as_posix()) and (
            script.stat().st_size < 100_000
        ):
            names.read_script(script.read_text(encoding="utf-8"))
    css = style_sheet(app, raw, names, pages)
    sheet = stylesheet.content_name(css)
    write_notebooks(app, raw / "notebooks")
    write_cards(app, raw, pages)
    staging = site.with_name("site-new")
    shutil.rmtree(staging, ignore_errors=True)
    copy_files(raw, staging)
    (staging / "_static").mkdir(parents=True, exist_ok=True)
    (staging / "_static" / sheet).write_text(css, encoding="utf-8")
    index = staging / search.INDEX
    index.write_text(search.in_order(index.read_text(encoding="utf-8")), encoding="utf-8")
    search.remember_entries(app)
    scripts = {
        path.relative_to(staging).as_posix(): stylesheet.digest(path.read_bytes())
        for path in staging.rglob("*.js")
    }
    parts = contents.read_parts(app.env, app.config.root_doc)
    root = (app.config.root_doc, app.env.titles[app.config.root_doc].astext())
    for name, page in pages.items():
        target = staging / name
        docname = name.removesuffix(".html")
        page = page.replace(contents.CONTENTS_MARK, contents.contents_markup(parts, docname))
        page = page.replace(
            contents.NEIGHBOURS_MARK, contents.neighbours_markup(parts, root, docname)
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(finish_page(page, sheet, scripts), encoding="utf-8")
    listed = [name for name in pages if name not in ("404.html", "search.html")]
    write_robots(app, staging, listed)
    (staging / ".nojekyll").touch()
    shutil.rmtree(site, ignore_errors=True)
    staging.rename(site)
    logger.info("finished %d pages in %s", len(pages), site)
