"""Still pictures: small SVG files, the same bytes on every machine."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import vl_convert

from sphinx_figures import palette
from sphinx_figures.chart import ChartError, Spec, reason

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"')
# An image has no links, no pointer and no names inside: its alternative text speaks for all.
_NEEDLESS = re.compile(
    r' (?:(?:class|role|aria-[a-z]+|pointer-events|font-family|version|xmlns:xlink)="[^"]*"'
    r'|(?:opacity|fill-opacity|stroke-opacity|stroke-width)="1"'
    r'|text-anchor="start"|transform="translate\(0,0\)")'
)
_LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
# A group that closes itself must not take the end of another with it.
_EMPTY_GROUP = re.compile(r"<g(?: [^<>]*)?(?:/>|(?<!/)></g>)")
_BARE_GROUP = re.compile(r"<g>((?:<(?!/?g\b)[^<>]*>|[^<>])*)</g>")
_UNSEEN = re.compile(
    r'<path d="[^"]*"/>|<path [^<>]*display="none"/>|<path d="M0,0h0v0h0Z"[^<>]*/>'
    r'|<text [^<>]*opacity="0"[^<>]*>[^<]*</text>'
)
# Vega counts these through all that one process has drawn.
_COUNTED = re.compile(r"\b(clip|gradient_|pattern_)(\d+)\b")
_LINK = re.compile(r"</?a\b[^<>]*>")


@dataclass(frozen=True)
class Drawing:
    """An SVG picture and its size in CSS pixels."""

    svg: str
    width: int
    height: int


def _short(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _slim_tag(tag: re.Match[str]) -> str:
    return _LONG_NUMBER.sub(_short, _NEEDLESS.sub("", tag[0]))


def _recounted(svg: str) -> str:
    """Count the ids of a picture from 0, so that it does not depend on those drawn before."""
    seen: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return seen.setdefault(found[0], f"{found[1]}{len(seen)}")

    return _TAG.sub(lambda tag: _COUNTED.sub(name, tag[0]), svg)


def slim(svg: str, title: str) -> str:
    """Return an SVG of Vega's without what an image never uses; named, for who downloads it."""
    svg = _LINK.sub("", svg)
    svg = _recounted(_TAG.sub(_slim_tag, svg))
    svg = _UNSEEN.sub("", svg)
    before = ""
    while before != svg:
        before, svg = svg, _EMPTY_GROUP.sub("", _BARE_GROUP.sub(r"\1", svg))
    font = html.escape(palette.FONT)
    svg = svg.replace("<svg ", f'<svg font-family="{font}" ', 1)
    name = f"<title>{html.escape(title, quote=False)}</title>" if title else ""
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + name, svg, count=1)


def draw(vega: Spec, title: str) -> Drawing:
    """Draw a compiled chart.

    Raises:
        ChartError: it cannot be drawn, for instance because its data lie at an address.
    """
    try:
        svg = vl_convert.vega_to_svg(vega, allowed_base_urls=[])
    except ValueError as error:
        raise ChartError(f"the chart cannot be drawn: {reason(error)}") from error
    size = _SIZE.search(svg)
    if size is None:
        raise ChartError("the chart cannot be drawn: the picture has no size")
    return Drawing(slim(svg, title), round(float(size[1])), round(float(size[2])))
