"""How a figure is cited: in words, as BibTeX, and as CSL-JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_pages.citation import Citation

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Cited:
    """A figure as a work to cite; ``address`` is empty where the site has none."""

    name: str
    title: str
    address: str
    book: Citation

    @property
    def plain(self) -> str:
        """Return one line for a list of references."""
        parts = [
            f"“{self.title.rstrip('.')}”",
            f"figure in: {self.book.title}",
            f"version {self.book.version}" if self.book.version else "",
            self.book.date,
            self.address,
        ]
        return f"{'; '.join(self.book.authors)}: {', '.join(part for part in parts if part)}."

    @property
    def bibtex(self) -> str:
        """Return an entry for BibTeX."""
        year, _, rest = self.book.date.partition("-")
        fields = {
            "author": " and ".join(f"{{{author}}}" for author in self.book.authors),
            "title": f"{{{self.title}}}",
            "howpublished": f"Figure in: {self.book.title}",
            "year": year,
            "month": rest[:2],
            "note": f"Version {self.book.version}" if self.book.version else "",
            "url": self.address,
        }
        lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
        return f"@misc{{figure-{self.name},\n{lines}\n}}\n"

    @property
    def csl(self) -> str:
        """Return an item of CSL-JSON, which Zotero and pandoc read."""
        item = {
            "id": f"figure-{self.name}",
            "type": "figure",
            "title": self.title,
            "container-title": self.book.title,
            "author": [{"literal": author} for author in self.book.authors],
            "issued": {"date-parts": [[int(part) for part in self.book.date.split("-") if part]]},
            "version": self.book.version,
            "URL": self.address,
        }
        kept = {name: value for name, value in item.items() if value}
        return json.dumps([kept], ensure_ascii=False, indent=1) + "\n"


def base_address(app: Sphinx) -> str:
    """Return the address of the site with a slash at its end, or nothing where none is set."""
    address = str(app.config.html_baseurl or "")
    return f"{address.rstrip('/')}/" if address else ""


def cited(app: Sphinx, name: str, title: str) -> Cited:
    """Return a figure as a work of the book that the settings name."""
    base = base_address(app)
    book = (
        Citation.read(app)
        if "sphinx_pages" in app.extensions
        else Citation(app.config.project, (app.config.author,), "", app.config.release, "")
    )
    return Cited(name, title or name, f"{base}figures/{name}.html" if base else "", book)
