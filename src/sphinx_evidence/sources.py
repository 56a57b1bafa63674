"""A source in words: the original newsroom first, and nothing where nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from kursk import phrases
from kursk.model import Link, Newsroom, by_id
from sphinx_evidence.rows import Evidence, Source

#: What an address answered → what a reader is told.
ANSWERS = {
    "ok": "The address answered",
    "gone": "The address no longer had the page",
    "none": "The address did not answer",
}
#: Where copies of a page can be looked up by its address.
_ARCHIVE = "https://web.archive.org/web/*/"
#: A readable address has so many characters at the most.
_LONGEST_ADDRESS = 70


@dataclass(frozen=True)
class SourceView:
    """A source as readers see it.

    ``name`` is who reported it, and where it was seen if that is another page; ``link`` the words
    that lead to ``url``, which is empty where the source has no address on the web.
    """

    id: str
    name: str
    link: str
    url: str
    date: str
    language: str
    kind: str
    author: str
    note: str
    #: Whether rows have words of the page, and do not only retell it.
    worded: bool = False
    #: What the address answered when it was last asked: the words for it, empty where nobody asked.
    answered: str = ""
    #: Where an archive may keep a page whose address no longer answers.
    archive: str = ""

    def facts(self) -> Iterator[str]:
        """Yield what is known of the page beside its name: date, and language if not English."""
        if self.date:
            yield self.date
        if self.language:
            yield f"in {self.language}"


def safe_url(url: str) -> str:
    """Return ``url`` where it is a web address, else the empty text (no ``javascript:``)."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def readable(url: str) -> str:
    """Write an address for people: host, path and what tells this page from others there."""
    parts = urlsplit(url)
    query = f"?{unquote(parts.query)}" if parts.query else ""
    text = f"{parts.netloc.removeprefix('www.')}{unquote(parts.path).rstrip('/')}{query}"
    return text if len(text) <= _LONGEST_ADDRESS else f"{text[: _LONGEST_ADDRESS - 1]}…"


def source_view(evidence: Evidence, source_id: str, claimant: str = "") -> SourceView:
    """Return a source in words; one that the bibliography lacks is named by its id.

    ``claimant`` is who made the claim for which the source is named.
    """
    known = evidence.sources.get(source_id)
    if known is None:
        return SourceView(source_id, source_id, "", "", "", "", "", "", "")
    url = safe_url(known.url)
    link = by_id(Link).get(known.id) if url else None
    return SourceView(
        id=known.id,
        name=_name(evidence, known, claimant),
        link=f"“{known.title}”" if known.title else readable(url),
        url=url,
        date=evidence.day(known.date) if known.date else "",
        language=evidence.language(known.language) if known.language not in {"", "en"} else "",
        kind=known.kind.replace("_", " "),
        author=known.author,
        note=known.note,
        worded=known.id in evidence.worded,
        answered=_answered(evidence, link) if link else "",
        archive=f"{_ARCHIVE}{url}" if link and link.answer != "ok" else "",
    )


def _answered(evidence: Evidence, link: Link) -> str:
    return f"{ANSWERS[link.answer]} on {evidence.day(link.checked)}"


def _name(evidence: Evidence, source: Source, claimant: str) -> str:
    origins = phrases.origins(source.publisher, source.relays, claimant)
    if not origins:
        return source.publisher
    seen = "seen in a copy at" if _is_newsroom(evidence, origins[0]) else "as told by"
    return f"{' and '.join(origins)}, {seen} {source.publisher}"


def _is_newsroom(evidence: Evidence, name: str) -> bool:
    plain = name.partition(" (")[0]
    return plain in by_id(Newsroom) or plain in evidence.newsrooms
