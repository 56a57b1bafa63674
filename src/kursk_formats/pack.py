"""The teacher packs: one ZIP for the book and one for each chapter, that work from a stick.

A pack is chosen from files that exist: the formats, the finished site, the tables. It holds
nothing that is not made elsewhere, but for the checksums.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kursk_formats.archive import archive, checksums, folder
from kursk_formats.library import EVIDENCE, Library, evidence_for_each_answer
from kursk_formats.start import Pack

#: What is for other sites, servers and editors, and no use in a folder.
_FOR_SERVERS = re.compile(
    r"_static/cards/|figures/[^/]+-card\.png$|^(editors\.html|404\.html|objects\.inv|robots\.txt|_headers)$"
)
#: Pictures made of points are a third of the site, citations for programs a hundred files: a pack
#: keeps the pictures that are drawn, and the citation in words.
_ELSEWHERE = re.compile(r"figures/[^/]+\.(?:png|bib|json)$")
_LINK_ELSEWHERE = re.compile(
    rb' ?<a href="[^"]*figures/[^"/]+\.(?:png|bib|json)" download[^>]*>[^<]*</a>'
)
#: The tables in one file: a tenth of a pack. The pack of the book has them as they are.
_TABLES = re.compile(r"data/(?:kursk-data\.(?:zip|xlsx)|SHA256SUMS)$")
_LINK_TO_TABLES = re.compile(
    rb'<a [^>]*href="[^"]*data/(?:kursk-data\.(?:zip|xlsx)|SHA256SUMS)"[^>]*>([^<]*)</a>'
)
#: The longest path inside a pack: Windows stops at 260, and a school's folders are deep.
LONGEST = 119


def pack(
    one: Pack, library: Library, formats: Mapping[str, bytes], sources: Mapping[str, bytes]
) -> bytes:
    """Return a pack as ZIP.

    ``formats`` are all formats by path, ``sources`` what is packed as it is: tables and licences.

    Raises:
        ValueError: a path is too long to be unpacked anywhere.
    """
    files = {
        **{_place(path): formats[path] for path in formats if _belongs(path, one, library)},
        **{f"site/{path}": content for path, content in site(library.site).items()},
        EVIDENCE: evidence_for_each_answer(one.phases),
        "cartridge/kursk.imscc": library.cartridge(one.phases),
        **{path: sources[path] for path in sources if not one.phases or "/" not in path},
    }
    files["SHA256SUMS"] = checksums(files)
    placed = {f"{one.name}/{path}": content for path, content in files.items()}
    for path in placed:
        if len(path) > LONGEST:
            raise ValueError(f"{path}: found {len(path)} signs, expected {LONGEST} at most")
    return archive(placed)


def site(finished: Path) -> dict[str, bytes]:
    """Return the site as a pack holds it: without what is for sharing, pictures drawn alone."""
    kept = {
        path: content
        for path, content in folder(finished).items()
        if not any(kind.search(path) for kind in (_FOR_SERVERS, _ELSEWHERE, _TABLES))
    }
    return {
        path: _led(content) if path.endswith(".html") else content for path, content in kept.items()
    }


def _led(page: bytes) -> bytes:
    """Return a page without links to what a pack does not hold."""
    return _LINK_TO_TABLES.sub(rb"\1 (not in this pack)", _LINK_ELSEWHERE.sub(b"", page))


def _belongs(path: str, one: Pack, library: Library) -> bool:
    """Say whether a file among the formats goes into a pack."""
    area, _, rest = path.partition("/")
    if area == "start":
        return rest.startswith(f"{one.name}.")
    if area == "cartridge" or path == "SHA256SUMS":
        return False
    if not one.phases:
        # The whole book has every chapter in it, and lies on Letter beside the pack: one copy of
        # a page is enough to carry.
        return area != "book" or rest in ("kursk-a4.pdf", "kursk.epub")
    # A guide is read more than printed: one size of it is enough for a chapter.
    if path == "what-changed.pdf" or (area == "guide" and rest.endswith("-letter.pdf")):
        return False
    if not rest or area in ("handouts", "cards", "guide"):
        return True
    return any(mark in rest for phase in one.phases for mark in _marks(phase, library))


def _marks(phase: str, library: Library) -> Iterator[str]:
    """Yield what the names of a chapter's files have in common."""
    yield from (f"{phase}/", f"quiz-{phase}-", library.documents[phase].id)


def _place(path: str) -> str:
    """Return where a file among the formats lies in a pack."""
    return f"START-HERE{Path(path).suffix}" if path.startswith("start/") else path
