"""Sphinx extension: the search of the book, over sections, rows, people, places and terms.

Sphinx's own search knows pages by their word stems; readers look for a name in any spelling, a
number with or without its comma, a row. So the extension lists what can be found in one script,
which the search page alone asks for, and MiniSearch (MIT, kept in ``static``) finds in it:

- Pagefind is as good, and needs a server: this book opens from a folder, too.
- Lunr is no longer kept; its index would have to be made by Node.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_find.documents import pages, rows

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Pages that list rows one by one: their rows are found, not the pages' own text.
_LISTS = ("evidence/ledger-", "evidence/events-", "evidence/quotes-", "evidence/sources-")
_FOLDER = "_static/find"


def without_own_index(app: Sphinx) -> None:
    """Spare the builder the index of its own search, which nobody asks."""
    if hasattr(app.builder, "search"):
        app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page to search on, which the builder would write for its own search alone."""
    yield "search", {"title": "Search"}, "search.html"


def write_documents(app: Sphinx, exception: Exception | None) -> None:
    """Write the script with everything that can be found."""
    if exception is not None or app.builder.format != "html":
        return
    listed = [name for name in sorted(app.env.found_docs) if not name.startswith(_LISTS)]
    found = [document.record() for document in (*pages(app, listed), *rows())]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    target = Path(app.outdir) / _FOLDER / "documents.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"window.findDocuments={text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the scripts of the search page and the list that they search."""
    app.connect("builder-inited", without_own_index)
    app.connect("builder-inited", _add_static)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_documents, priority=400)
    return {"version": version("kursk"), "parallel_read_safe": True, "parallel_write_safe": True}


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))
