"""What stands beside the pages: cards, notebooks, robots and sitemap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from sphinx.errors import ExtensionError

from sphinx_pages import notebooks
from sphinx_pages.cards import write_card
from sphinx_pages.contents import CHAPTERS
from sphinx_pages.launch import Repository
from sphinx_pages.page import base_address, card_name, describe, page_address, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from sphinx_pages.page import Frame

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"

#: Files of Sphinx's ``basic`` theme that no page asks for: its sheet, pictures and search.
UNUSED = (
    "basic.css", "file.png", "minus.png", "plus.png",
    "documentation_options.js", "doctools.js", "language_data.js", "searchtools.js",
    "sphinx_highlight.js",
)  # fmt: skip


def write_cards(app: Sphinx, out: Path) -> None:
    """Draw the cards of the book and of each chapter."""
    book = app.config.html_title
    write_card(out / card_name("index"), book, app.config.pages_description, "An open book")
    for docname in sorted(app.env.found_docs):
        if docname.startswith(CHAPTERS):
            description = describe(app.env.get_doctree(docname), app.config.pages_description)
            write_card(out / card_name(docname), title(app, docname), description, book)


def write_robots(app: Sphinx, out: Path) -> None:
    """Write robots.txt and, where the address of the site is known, the sitemap."""
    robots = "User-agent: *\nAllow: /\n"
    sitemap = out / "sitemap.xml"
    if base_address(app):
        listed = ElementTree.Element("urlset", xmlns=_SITEMAP)
        for name in sorted(app.env.found_docs):
            url = ElementTree.SubElement(listed, "url")
            ElementTree.SubElement(url, "loc").text = page_address(app, name)
        ElementTree.indent(listed, "")
        written = ElementTree.tostring(listed, encoding="utf-8", xml_declaration=True)
        sitemap.write_bytes(written + b"\n")
        robots += f"Sitemap: {base_address(app)}sitemap.xml\n"
    else:
        sitemap.unlink(missing_ok=True)
    (out / "robots.txt").write_text(robots, encoding="utf-8")


def write_notebooks(app: Sphinx, folder: Path) -> None:
    """Write the notebook of every source with cells; other extensions put its text into words.

    Raises:
        ExtensionError: two pages of one name would have the same notebook.
    """
    repository = Repository.from_settings(app.config)
    address, branch = (repository.url, repository.branch) if repository else ("", "")
    first = notebooks.set_up(address, branch, app.config.html_baseurl)
    written: dict[str, Path] = {}

    def write(source: Path, words: Callable[[str], str]) -> None:
        target = folder / f"{source.stem}.ipynb"
        if notebooks.write_notebook(source, target, words, first):
            if other := written.get(source.stem):
                raise ExtensionError(f"{source} and {other} would both be {target.name}")
            written[source.stem] = source

    for docname in sorted(app.env.found_docs):

        def words(text: str, docname: str = docname) -> str:
            return app.emit_firstresult("pages-notebook-text", docname, text) or text

        write(Path(app.env.doc2path(docname)), words)
    for name in app.config.pages_more_notebooks:
        write(Path(app.srcdir, name), str)


def remove_leftovers(app: Sphinx, out: Path, written: set[str]) -> None:
    """Remove pages that an earlier build wrote and the book no longer has.

    A build in which nothing was out of date has written no page at all.
    """
    listed = Path(app.doctreedir) / "pages.txt"
    before = set(listed.read_text("utf-8").split("\n")) if listed.is_file() else set()
    now = {*app.env.found_docs, *written} if written else before
    for name in before - now:
        (out / f"{name}.html").unlink(missing_ok=True)
    listed.write_text("\n".join(sorted(now)), encoding="utf-8")


def remove_unused(app: Sphinx, out: Path) -> None:
    """Remove files that this theme does without; what the book itself has so named stays."""
    own = [Path(app.confdir, folder) for folder in app.config.html_static_path]
    for pattern in UNUSED:
        for path in (out / "_static").glob(pattern):
            if not any((folder / path.name).is_file() for folder in own):
                path.unlink()
    for pattern in app.config.pages_replaced_sheets:
        for path in (out / "_static").glob(pattern):
            path.unlink()


def finish_site(app: Sphinx, exception: Exception | None, frame: Frame) -> None:
    """Complete the site; after a failed build everything stays as it is."""
    if exception is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    remove_leftovers(app, out, frame.written)
    remove_unused(app, out)
    write_notebooks(app, out / "notebooks")
    write_cards(app, out)
    write_robots(app, out)
    (out / ".nojekyll").touch()
