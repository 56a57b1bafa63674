"""Pictures that travel: the chart on a light ground with its title, sources and address."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import textwrap
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, NamedTuple

import vl_convert
from PIL import Image

from sphinx_figures import palette

if TYPE_CHECKING:
    from sphinx_figures.chart import Chart
    from sphinx_figures.store import Store

#: Comes with the drawing program, so that every machine draws the same pixels.
_FONT = "Liberation Sans"
_MARGIN = 24

#: Width and height of a social card, in pixels.
CARD = (1200, 630)


@dataclass(frozen=True)
class _Text:
    """A block of lines: size in pixels, weight, colour, letters a line at the width of a text."""

    size: int
    weight: int
    ink: str
    per_line: float

    def lines(self, words: str, width: float, most: int = 4) -> list[str]:
        """Break words so that no line is wider than ``width`` pixels."""
        return textwrap.wrap(
            words, int(width / self.size * self.per_line), max_lines=most, placeholder=" …"
        )

    def svg(self, lines: list[str], x: float, y: float) -> str:
        """Write lines, the first one's top at ``y``."""
        step = self.size * 1.3
        spans = "".join(
            f'<tspan x="{x:g}" y="{y + step * (i + 0.8):.1f}">{escape(line)}</tspan>'
            for i, line in enumerate(lines)
        )
        return (
            f'<text font-size="{self.size}" font-weight="{self.weight}" fill="{self.ink}">'
            f"{spans}</text>"
        )

    def height(self, lines: list[str]) -> float:
        """Return how high a block is."""
        return self.size * 1.3 * len(lines)


_TITLE = _Text(20, 700, palette.INK, 1.75)
_SUBTITLE = _Text(14, 400, palette.QUIET, 1.9)
_SMALL = _Text(11, 400, palette.QUIET, 1.9)
_SMALL_CARD = _Text(18, 400, palette.QUIET, 1.9)


def _inside(svg: str, x: float, y: float, width: float, height: float) -> str:
    """Return a drawing as a part of another picture, in a box."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    assert size is not None  # every drawing names its size
    rest = re.sub(r"<title>.*?</title>", "", svg[svg.index(">") + 1 :])
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {size[1]} {size[2]}">{rest}'
    )


def _page(width: float, height: float, inside: str, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'font-family="{escape(palette.FONT)}"><title>{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{inside}</svg>'
    )


def _sources(chart: Chart, address: str, book: str) -> list[str]:
    named = "; ".join(source.text for source in chart.sources)
    return [*([f"Sources: {named}"] if named else []), address or book]


def with_words(svg: str, size: tuple[int, int], chart: Chart, address: str, book: str) -> str:
    """Return a drawing of ``size`` pixels with title, subtitle, sources and address as SVG."""
    width, height = size
    title, subtitle = _TITLE.lines(chart.title, width), _SUBTITLE.lines(chart.subtitle, width)
    parts = [_TITLE.svg(title, _MARGIN, _MARGIN)]
    y = _MARGIN + _TITLE.height(title) + 4
    parts.append(_SUBTITLE.svg(subtitle, _MARGIN, y))
    y += _SUBTITLE.height(subtitle) + 12
    parts.append(_inside(svg, _MARGIN, y, width, height))
    y += height + 12
    for words in _sources(chart, address, book):
        lines = _SMALL.lines(words, width, 3)
        parts.append(_SMALL.svg(lines, _MARGIN, y))
        y += _SMALL.height(lines) + 3
    return _page(width + 2 * _MARGIN, round(y + _MARGIN - 6), "".join(parts), chart.title)


def card(svg: str, size: tuple[int, int], chart: Chart, book: str) -> str:
    """Return a social card: the finding, what is measured, the chart, its sources, the book."""
    width, height = CARD
    big, small = _Text(40, 700, palette.INK, 1.75), _Text(24, 400, palette.QUIET, 1.9)
    title = big.lines(chart.title, width - 120, 3)
    subtitle = small.lines(chart.subtitle, width - 120, 2)
    below = 36 + big.height(title) + 4
    y = below + small.height(subtitle) + 12
    sources = _SMALL_CARD.lines("; ".join(_sources(chart, "", book)[:-1]), width - 120, 1)
    room = (width - 120, height - y - 96)
    scale = min(room[0] / size[0], room[1] / size[1])
    wide, high = size[0] * scale, size[1] * scale
    inside = (
        big.svg(title, 60, 36)
        + small.svg(subtitle, 60, below)
        + _inside(svg, (width - wide) / 2, y, wide, high)
        + _SMALL_CARD.svg(sources, 60, height - 82)
        + small.svg([book], 60, height - 50)
    )
    return _page(width, height, inside, chart.title)


class Raster(NamedTuple):
    """A picture that is wanted as PNG: its SVG, and pixels for each of its own."""

    svg: str
    scale: float

    @property
    def key(self) -> str:
        """Return the key of the finished picture in a store."""
        return hashlib.sha256(f"{self.scale}{self.svg}".encode()).hexdigest()[:16] + ".png.txt"

    def is_kept(self, kept: Store) -> bool:
        """Tell whether the picture has been drawn before."""
        return (kept.folder / self.key).is_file()

    def png(self, kept: Store) -> bytes:
        """Return the picture as PNG, drawn once."""
        return base64.b64decode(kept.get(self.key, self._drawn))

    def _drawn(self) -> str:
        fixed = self.svg.replace(escape(palette.FONT), _FONT)
        raw = vl_convert.svg_to_png(fixed, scale=self.scale)
        drawn = Image.open(io.BytesIO(raw)).convert("RGB")
        out = io.BytesIO()
        # Few colours, a seventh of the bytes; a faster way of choosing them loses the palest.
        few = drawn.quantize(128, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        return base64.b64encode(out.getvalue()).decode()
