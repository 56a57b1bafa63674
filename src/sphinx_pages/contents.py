"""Contents of the book and neighbours of a page.

Written into every page when the site is finished, so that a new page or a changed title shows on
pages that the builder had no reason to render again.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

CONTENTS_MARK = "<!--contents-->"
NEIGHBOURS_MARK = "<!--neighbours-->"


@dataclass(frozen=True)
class Part:
    """A part of the book: its caption, its pages as (document name, title), and their sections.

    ``below`` holds, for each page that has some, the names of the pages listed under it.
    """

    caption: str
    pages: list[tuple[str, str]]
    below: dict[str, list[str]]


def read_parts(env: BuildEnvironment, root_doc: str) -> list[Part]:
    """The parts in the order of the contents file."""
    parts = []
    for toctree in env.get_doctree(root_doc).findall(addnodes.toctree):
        pages = [
            (name, title or env.titles[name].astext())
            for title, name in toctree["entries"]
            if name in env.titles
        ]
        below = {name: list(env.toctree_includes.get(name, [])) for name, _ in pages}
        parts.append(Part(toctree.get("caption") or "", pages, below))
    return parts


def address(name: str, at: str) -> str:
    """Relative address of a page, seen from another."""
    return posixpath.relpath(f"{name}.html", posixpath.dirname(at) or ".")


def contents_markup(parts: list[Part], at: str) -> str:
    """Lists of links, by part; the page itself is marked."""
    markup = []
    for part in parts:
        items = []
        for name, title in part.pages:
            here = ' class="current" aria-current="page"' if name == at else ""
            if at in part.below.get(name, []):
                here = ' class="current"'
            items.append(f'<li><a href="{address(name, at)}"{here}>{escape(title)}</a></li>')
        if part.caption:
            markup.append(f'<p class="caption">{escape(part.caption)}</p>')
        markup.append(f"<ul>{''.join(items)}</ul>")
    return "\n".join(markup)


def neighbours_markup(parts: list[Part], root: tuple[str, str], at: str) -> str:
    """Links to the page before and the page after, in reading order."""
    order = [root, *(page for part in parts for page in part.pages)]
    names = [name for name, _ in order]
    if at not in names:
        return ""
    place = names.index(at)
    links = []
    for step, side, label, rel in (
        (-1, "left-prev", "Previous", "prev"),
        (1, "right-next", "Next", "next"),
    ):
        if 0 <= place + step < len(order):
            name, title = order[place + step]
            links.append(
                f'<a class="{side}" rel="{rel}" href="{address(name, at)}">'
                f'<span class="prev-next-subtitle">{label}</span> '
                f'<span class="prev-next-title">{escape(title)}</span></a>'
            )
    if not links:
        return ""
    return f'<nav class="prev-next-area" aria-label="Previous and next page">{"".join(links)}</nav>'
