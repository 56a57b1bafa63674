"""How the book is cited, read from its CITATION.cff: who, when, which version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True)
class Citation:
    """What a reference manager needs about the book; ``date`` is an ISO day."""

    title: str
    authors: tuple[str, ...]
    date: str
    version: str
    language: str

    @classmethod
    def read(cls, app: Sphinx) -> Citation:
        """Read the file that the setting ``pages_citation`` names."""
        return _read(Path(app.srcdir, app.config.pages_citation), app.config.language)

    def metas(self, title: str, address: str, *, whole: bool) -> list[tuple[str, str]]:
        """Highwire tags of a page, which Zotero and others read; ``whole``: of the book itself."""
        tags = [("citation_title", self.title if whole else title)]
        if not whole:
            tags.append(("citation_inbook_title", self.title))
        tags += [("citation_author", author) for author in self.authors]
        tags += [
            ("citation_publication_date", self.date.replace("-", "/")),
            ("citation_language", self.language),
            ("citation_public_url", address),
        ]
        return [(name, content) for name, content in tags if content]


@cache
def _read(path: Path, language: str) -> Citation:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    authors = (
        author.get("name") or f"{author['given-names']} {author['family-names']}"
        for author in found["authors"]
    )
    return Citation(
        title=found["title"],
        authors=tuple(authors),
        date=str(found["date-released"]),
        version=str(found["version"]),
        language=language,
    )
