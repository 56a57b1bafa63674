"""Contents of the book and the neighbours of a page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


#: Folder of the chapters: each has a number, by its place in the contents.
CHAPTERS = "chapters/"


@dataclass(frozen=True)
class Entry:
    """A page in the contents: document name, title, and the names of the pages listed under it.

    ``number`` is that of a chapter, 0 for other pages.
    """

    name: str
    title: str
    below: tuple[str, ...] = ()
    number: int = 0

    @property
    def numbered(self) -> str:
        """The title behind the number, where there is one."""
        return f"{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Part:
    """A part of the book: its caption (may be empty) and its pages."""

    caption: str
    pages: tuple[Entry, ...]


def read_parts(env: BuildEnvironment, root_doc: str) -> tuple[Part, ...]:
    """The parts in the order of the contents file."""
    numbers = count(1)
    return tuple(
        Part(
            toctree.get("caption") or "",
            tuple(
                Entry(
                    name,
                    title or env.titles[name].astext(),
                    tuple(env.toctree_includes.get(name, ())),
                    next(numbers) if name.startswith(CHAPTERS) else 0,
                )
                for title, name in toctree["entries"]
                if name in env.titles
            ),
        )
        for toctree in env.get_doctree(root_doc).findall(addnodes.toctree)
    )


def number(parts: tuple[Part, ...], name: str) -> int:
    """The number of a chapter, 0 for other pages."""
    return next((page.number for part in parts for page in part.pages if page.name == name), 0)


def neighbours(parts: tuple[Part, ...], first: Entry, at: str) -> tuple[Entry | None, Entry | None]:
    """The pages before and after, in reading order; ``first`` is the book's first page."""
    order = [first, *(page for part in parts for page in part.pages)]
    names = [page.name for page in order]
    if at not in names:
        return None, None
    place = names.index(at)
    return (
        order[place - 1] if place else None,
        order[place + 1] if place + 1 < len(order) else None,
    )
