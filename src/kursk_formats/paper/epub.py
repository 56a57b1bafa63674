"""An EPUB 3 of the book: one file a chapter, notes that pop up and lead back, pictures on white."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kursk_formats.archive import archive
from kursk_formats.paper.rendering import rendered

#: Media types by the end of a file's name (EPUB 3.3, core media types).
_TYPES = {
    ".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml",
    ".png": "image/png", ".woff2": "font/woff2",
}  # fmt: skip
#: The book is one work: its identifier stays from edition to edition.
_WORK = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kursk-campaign-2024-2025")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter, for the contents: its anchor and its words."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the e-book; ``body`` is well-formed XHTML without its root."""

    id: str
    title: str
    body: str
    headings: tuple[Heading, ...]


def epub(
    title: str, chapters: Sequence[Chapter], assets: Mapping[str, bytes], *, modified: str
) -> bytes:
    """Return the e-book.

    ``assets`` are style sheets, pictures and fonts by their path beside the chapters;
    ``modified`` is the day of the edition (ISO), which readers show and sort by.
    """
    files = {
        f"{one.id}.xhtml": rendered("epub_chapter.xhtml", {"chapter": one}).encode()
        for one in chapters
    }
    files |= assets
    listed = [(name, _TYPES[PurePosixPath(name).suffix]) for name in sorted(files)]
    drawn = {name for name, content in files.items() if b"<svg" in content}
    told = {"title": title, "chapters": chapters, "modified": modified, "work": _WORK.urn,
            "drawn": drawn & {f"{one.id}.xhtml" for one in chapters}}  # fmt: skip
    files["nav.xhtml"] = rendered("epub_nav.xhtml", told).encode()
    package = rendered("epub_package.opf", told | {"files": listed})
    container = rendered("epub_container.xml", {})
    return archive(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container.encode(),
            "EPUB/package.opf": package.encode(),
            **{f"EPUB/{name}": content for name, content in files.items()},
        },
        first=("mimetype",),
    )
