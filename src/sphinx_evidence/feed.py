"""The corrections as a feed (Atom), for readers who want to be told.

Its identifiers do not depend on where the site is published, and two builds agree to the byte.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kursk.model import Correction, rows
from sphinx_evidence.page import is_page_builder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The feed, from the root of the site, and the document that shows the same corrections.
FILE = "corrections.xml"
DOCUMENT = "evidence/corrections"
#: Said of a feed without an entry; Atom wants a date.
_NEVER = "1970-01-01"


def newest_first() -> list[Correction]:
    """Return the corrections, newest first, those of one day in the order of the table."""
    return sorted(rows(Correction), key=lambda row: row.date, reverse=True)


def feed(title: str, address: str, corrections: Sequence[Correction]) -> str:
    """Write the feed of a book; ``address`` is that of its site, with a slash, or empty."""
    templates = Environment(
        loader=PackageLoader("sphinx_evidence"), autoescape=True, undefined=StrictUndefined
    )
    return templates.get_template("corrections.xml").render(
        title=title,
        address=address,
        page=f"{address}{DOCUMENT}.html",
        updated=max((it.date for it in corrections), default=_NEVER),
        corrections=corrections,
        name=lambda key: uuid.uuid5(uuid.NAMESPACE_URL, f"{title} {key}").urn,
    )


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the feed beside the pages of the site."""
    if exception is None and is_page_builder(app.builder) and DOCUMENT in app.env.found_docs:
        base = app.config.html_baseurl or ""
        address = f"{base.rstrip('/')}/" if base else ""
        text = feed(app.config.html_title, address, newest_first())
        (Path(app.outdir) / FILE).write_text(text, encoding="utf-8", newline="\n")


def announce(app: Sphinx, name: str, template: str, context: dict[str, Any], _tree: object) -> None:
    """Tell the head of every page where the feed is."""
    if DOCUMENT in app.env.found_docs:
        context.setdefault("feeds", []).append(("Corrections", FILE))
