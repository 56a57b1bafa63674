"""The parties' colours and shapes as CSS, written from the table that the charts use."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kursk.sides import SIDES, Side

_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
#: Vega's names of shapes → what is cut out of a square.
_SHAPES: dict[str, str] = {
    "circle": "circle(50%)",
    "square": "inset(4%)",
    "diamond": "polygon(50% 0,100% 50%,50% 100%,0 50%)",
    "triangle-up": "polygon(50% 0,100% 100%,0 100%)",
    "triangle-down": "polygon(0 0,100% 0,50% 100%)",
    "triangle-left": "polygon(0 50%,100% 0,100% 100%)",
    "triangle-right": "polygon(100% 50%,0 0,0 100%)",
    "cross": "polygon(33% 0,67% 0,67% 33%,100% 33%,100% 67%,67% 67%,67% 100%,33% 100%,33% 67%,"
    "0 67%,0 33%,33% 33%)",
}


def clip(shape: str) -> str:
    """Return the ``clip-path`` of a shape: one of Vega's names, or straight lines of an SVG path.

    A path lies in the square from -1 to 1, as Vega wants it.

    Raises:
        ValueError: the shape is neither.
    """
    if shape in _SHAPES:
        return _SHAPES[shape]
    points, x, y = [], 0.0, 0.0
    for step, numbers in _STEP.findall(shape):
        values = [float(number) for number in numbers.replace(",", " ").split()]
        if step in "ML" and len(values) == 2:
            x, y = values
        elif step == "H" and len(values) == 1:
            (x,) = values
        elif step == "V" and len(values) == 1:
            (y,) = values
        elif step == "Z":
            continue
        else:
            raise ValueError(f"shape {shape!r}: found {step}{numbers}, expected M, L, H, V or Z")
        points.append(f"{50 + 50 * x:g}% {50 + 50 * y:g}%")
    if len(points) < 3:
        raise ValueError(f"shape {shape!r}: expected one of {', '.join(_SHAPES)}, or an SVG path")
    return f"polygon({','.join(points)})"


def css(sides: Mapping[str, Side] = SIDES) -> str:
    """One rule for each party: its colour on both grounds, and its shape; others are grey dots."""
    others = "[data-side]{--side:var(--side-other);--shape:circle(50%)}"
    return others + "".join(
        f'[data-side="{name}"]{{'
        f"--side:var(--light,{side.color}) var(--dark,{side.dark});--shape:{clip(side.shape)}}}"
        for name, side in sides.items()
    )
