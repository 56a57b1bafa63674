"""What a Vega-Lite specification says of itself: words, sources, table, colours.

Everything here is read from the specification alone, so that any Altair chart can be a figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from kursk.look.contract import MIN_DESCRIPTION
from sphinx_evidence.pages import row_path

if TYPE_CHECKING:
    from kursk.look.contract import Figure

Spec = dict[str, Any]

#: Data types of a cell's output that are charts, the newest first.
MIME_TYPES = tuple(f"application/vnd.vegalite.v{major}+json" for major in (6, 5))

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_COLOR = re.compile(r"#[0-9a-f]{6}\Z", re.IGNORECASE)


class ChartError(Exception):
    """A chart cannot become a figure; the message says why, for the author of the cell."""


def reason(error: Exception) -> str:
    """Return the one line of a JavaScript error that says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    found = [line for line in lines if re.match(r"\w*Error: ", line)]
    return (found or lines or ["no reason given"])[0]


@dataclass(frozen=True)
class Link:
    """Words that may lead somewhere; ``href`` is empty, absolute, or a path of this site.

    ``row:ID`` is the address of a row of the evidence; :func:`read` puts its path in its place.

    A path without a scheme and without a leading dot, slash or hash is read from the root of the
    site: ``evidence/ledger.html#row`` is the same page wherever the chart stands.
    """

    text: str
    href: str = ""

    def target(self, root: str) -> str:
        """Return the address as seen from a page whose way to the site's root is ``root``.

        Addresses that a reader must not follow (``javascript:`` and the like) give "".
        """
        scheme = _SCHEME.match(self.href)
        if scheme:
            return self.href if scheme[0].lower() in ("http:", "https:", "mailto:") else ""
        if not self.href or self.href[0] in "./#":
            return self.href
        return root + self.href


@dataclass(frozen=True)
class Table:
    """The rows that a chart draws, as a reader sees them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart with the words that stand around it."""

    id: str
    title: str
    subtitle: str
    see: str
    description: str
    spec: Spec
    sources: tuple[Link, ...] = ()
    table: Table | None = None
    dark: Mapping[str, str] = field(default_factory=dict)
    #: Parties that the chart tells by colour and shape: id, name, sign.
    key: tuple[tuple[str, str, str], ...] = ()


def slug(words: str) -> str:
    """Return words as an id that is safe in HTML, in addresses and in file names."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _lines(words: Any) -> str:
    """Join Vega-Lite's "text or list of lines"."""
    if isinstance(words, Sequence) and not isinstance(words, str):
        return " ".join(str(line) for line in words)
    return str(words or "")


def _cell(value: Any) -> Link:
    if isinstance(value, Mapping):
        return Link(str(value.get("text", "")), str(value.get("href") or ""))
    if value is None:
        return Link("")
    return Link(f"{value:g}" if isinstance(value, float) else str(value))


def _parts(spec: Spec) -> Iterator[Spec]:
    """Yield the specification and all views inside it."""
    yield spec
    for key in ("layer", "hconcat", "vconcat", "concat"):
        for part in spec.get(key, ()):
            yield from _parts(part)
    if isinstance(spec.get("spec"), dict):
        yield from _parts(spec["spec"])


def _inline_rows(spec: Spec) -> list[Mapping[str, Any]]:
    """Return the first table of inline rows in a chart; [] where there is none (maps)."""
    for part in _parts(spec):
        data = part.get("data") or {}
        values = data.get("values", spec.get("datasets", {}).get(data.get("name")))
        if isinstance(values, list) and values and all(isinstance(row, dict) for row in values):
            rows: list[Mapping[str, Any]] = values
            return [] if "geometry" in rows[0] else rows
    return []


def _table(meta: Figure, spec: Spec) -> Table | None:
    given = meta.get("table")
    if given:
        columns = tuple(str(name) for name in given["columns"])
        rows = tuple(tuple(_cell(value) for value in row) for row in given["rows"])
        if any(len(row) != len(columns) for row in rows):
            raise ChartError(f"table: every row needs {len(columns)} cells, one for each column")
        return Table(columns, rows)
    found = _inline_rows(spec)
    if not found:
        return None
    names = tuple(dict.fromkeys(name for row in found for name in row))
    return Table(names, tuple(tuple(_cell(row.get(name)) for name in names) for row in found))


def _colors(meta: Figure) -> dict[str, str]:
    pairs = {str(light): str(dark) for light, dark in (meta.get("dark") or {}).items()}
    for color in (*pairs, *pairs.values()):
        if not _COLOR.match(color):
            raise ChartError(f"dark: found {color!r}, expected colours like '#0072B2'")
    return pairs


_ROW = re.compile(r'"row:([^"]+)"')


def with_addresses(spec: Spec) -> Spec:
    """Return a specification in which each ``row:ID`` is the path of that row in the site.

    Its keys are in order: a notebook that was kept has them so, a cell that was just run has not,
    and both must give the same bytes.

    Raises:
        ChartError: a row has no place in the site.
    """

    def path(found: re.Match[str]) -> str:
        try:
            return json.dumps(row_path(found[1]))
        except KeyError as error:
            raise ChartError(f"row {found[1]!r} has no place in the site") from error

    result: Spec = json.loads(_ROW.sub(path, json.dumps(spec, ensure_ascii=False, sort_keys=True)))
    return result


def read(spec: Spec, otherwise: str) -> Chart:
    """Read a specification; ``otherwise`` is the id of a chart that names none.

    Raises:
        ChartError: no description of ≥ 40 characters, figure metadata that cannot be read, or a
            row that has no place in the site.
    """
    spec = with_addresses(spec)
    meta: Figure = (spec.get("usermeta") or {}).get("figure") or cast("Figure", {})
    title = spec.get("title") or ""
    parts = title if isinstance(title, Mapping) else {"text": title}
    description = str(spec.get("description") or "").strip()
    name = str(meta.get("id") or otherwise)
    if len(description) < MIN_DESCRIPTION:
        raise ChartError(
            f"chart {name!r} has a description of {len(description)} characters, expected at "
            f"least {MIN_DESCRIPTION}: say what the chart shows to someone who cannot see it"
        )
    try:
        sources = tuple(_cell(source) for source in meta.get("sources") or ())
        table = _table(meta, spec)
    except (KeyError, TypeError, AttributeError) as error:
        raise ChartError(f"chart {name!r}: usermeta.figure is malformed ({error!r})") from error
    return Chart(
        id=slug(name) or slug(otherwise),
        title=str(meta.get("title") or _lines(parts.get("text"))),
        subtitle=str(meta.get("subtitle") or _lines(parts.get("subtitle"))),
        see=str(meta.get("see") or ""),
        description=description,
        spec=spec,
        sources=sources,
        table=table,
        dark=_colors(meta),
        key=tuple(meta.get("key") or ()),
    )
