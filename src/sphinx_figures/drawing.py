"""Still pictures: small SVG files, the same bytes on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import vl_convert

from sphinx_figures import palette
from sphinx_figures.chart import ChartError, Spec, reason

_SVG = "{http://www.w3.org/2000/svg}"
ElementTree.register_namespace("", _SVG[1:-1])

# An image has no links, no pointer and no names inside: its alternative text speaks for all.
_NEEDLESS = {"class", "role", "pointer-events", "font-family", "version"}
#: Attribute → the value that it has anyway.
_DEFAULTS = {
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
    "transform": "translate(0,0)",
}
#: Readers' fonts are up to a sixth wider than the one that measures: a picture leaves that room.
_WIDER = 1.16
_SIZES = re.compile(r'("(?:\w*F|f)ontSize": ?(?:\{"value": ?)?)(\d+(?:\.\d+)?)')
_PIXELS = re.compile(r"([\d.]+)px")
_LONG_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
# Vega counts these through all that one process has drawn.
_COUNTED = re.compile(r"\b(clip|gradient_|pattern_)(\d+)\b")


@dataclass(frozen=True)
class Drawing:
    """An SVG picture and its size in CSS pixels."""

    svg: str
    width: int
    height: int


def _short(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _slim_attributes(element: ElementTree.Element, seen: dict[str, str]) -> None:
    """Shorten numbers, drop what an image never uses, count ids from 0."""
    for name, value in list(element.attrib.items()):
        short = _COUNTED.sub(
            lambda found: seen.setdefault(found[0], f"{found[1]}{len(seen)}"),
            _LONG_NUMBER.sub(_short, value),
        )
        if name == "font-size":
            short = _PIXELS.sub(lambda size: f"{float(size[1]) / _WIDER:.3g}px", value)
        needless = name in _NEEDLESS or name.startswith("aria-")
        if needless or _DEFAULTS.get(name) == short:
            del element.attrib[name]
        else:
            element.set(name, short)


def _is_unseen(element: ElementTree.Element) -> bool:
    """Tell whether nothing of an element is on the picture."""
    if element.tag == f"{_SVG}g":
        return len(element) == 0
    if element.tag == f"{_SVG}text":
        return element.get("opacity") == "0"
    if element.tag != f"{_SVG}path":
        return False
    return (
        element.get("display") == "none"
        or element.get("d") == "M0,0h0v0h0Z"
        or set(element.attrib) <= {"d"}
    )


def _kept(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield what remains of an element: itself slimmed, its children alone, or nothing."""
    inside = [kept for child in element for kept in _kept(child)]
    element[:] = inside
    # The frame around a link or a group without attributes does nothing in an image.
    if element.tag == f"{_SVG}a" or (element.tag == f"{_SVG}g" and not element.attrib):
        yield from inside
    elif not _is_unseen(element):
        yield element


def slim(svg: str, title: str) -> str:
    """Return an SVG of Vega's without what an image never uses; named, for who downloads it."""
    root = ElementTree.fromstring(svg)
    seen: dict[str, str] = {}
    for element in root.iter():
        _slim_attributes(element, seen)
    root[:] = [kept for child in root for kept in _kept(child)]
    root.attrib = {"font-family": palette.FONT, **root.attrib}
    if title:
        name = ElementTree.Element(f"{_SVG}title")
        name.text = title
        root.insert(0, name)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _roomy(vega: Spec) -> Spec:
    """Return a compiled chart whose words are laid out as in the widest font of a reader."""

    def wider(found: re.Match[str]) -> str:
        return f"{found[1]}{float(found[2]) * _WIDER:.4g}"

    result: Spec = json.loads(_SIZES.sub(wider, json.dumps(vega)))
    return result


def draw(vega: Spec, title: str) -> Drawing:
    """Draw a compiled chart.

    Raises:
        ChartError: it cannot be drawn, for instance because its data lie at an address.
    """
    try:
        svg = slim(vl_convert.vega_to_svg(_roomy(vega), allowed_base_urls=[]), title)
    except ValueError as error:
        raise ChartError(f"the chart cannot be drawn: {reason(error)}") from error
    root = ElementTree.fromstring(svg)
    return Drawing(svg, *(round(float(root.get(side, "0"))) for side in ("width", "height")))
