"""The directive ``{downloads}``: what can be loaded of the book, with sizes, and from where.

The files are too large to stand beside the site, and hold the site themselves: they lie with the
release of the repository that the settings name. Without one, the page says how they are made.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_pages.chapter import PagePart

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DownloadsDirective(SphinxDirective):
    """``{downloads} list.csv``: a table of files; the columns are file, what and size."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table; a list that is not there is an error at this line."""
        path = Path(self.env.doc2path(self.env.docname)).parent / self.arguments[0].strip()
        if not path.is_file():
            raise self.error(f"downloads: found no {path.name}, expected it beside this page")
        self.env.note_dependency(str(path))
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        words = [f"{row['file']}, {row['size']}: {row['what']}" for row in rows]
        return [PagePart(template="downloads", context={"downloads": rows}, words=words)]


def register(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("downloads", DownloadsDirective)
