"""The text of a PDF in runs: Chromium places glyph after glyph, which makes half of its file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Operator,
    String,
)

Instruction = ContentStreamInstruction | ContentStreamInlineImage
#: Widths of a font's glyphs in thousandths of its size, by their codes; others have the first.
Widths = Mapping[int, float]
#: Thousandths of the font's size by which a glyph may stand aside; what is left is never added up.
_NEAR = 5


@dataclass
class _Run:
    """Glyphs that one ``TJ`` will show.

    ``line`` is how far the line was moved, ``pen`` where the next glyph falls, both from where the
    last written operator left the line.
    """

    widths: Widths = field(default_factory=dict)
    size: float = 1.0
    parts: list[bytes | int] = field(default_factory=list)
    line: float = 0.0
    pen: float = 0.0

    def show(self, glyphs: bytes, *, moved: bool) -> None:
        """Add glyphs, where the line was moved to or where the pen is."""
        step = round((self.pen - self.line) * 1000 / self.size) if moved else 0
        if abs(step) > _NEAR:
            self.parts.append(step)
            self.pen -= step * self.size / 1000
        if self.parts and isinstance(before := self.parts[-1], bytes):
            self.parts[-1] = before + glyphs
        else:
            self.parts.append(glyphs)
        codes = (glyphs[n : n + 2] for n in range(0, len(glyphs), 2))
        wide = sum(self.widths.get(int.from_bytes(code), self.widths[-1]) for code in codes)
        self.pen += wide * self.size / 1000

    def end(self) -> Iterator[ContentStreamInstruction]:
        """Yield what is to be shown; the pen stays."""
        if self.parts:
            shown = [String(one) if isinstance(one, bytes) else one for one in self.parts]
            yield ContentStreamInstruction([Array(shown)], Operator("TJ"))
        self.parts = []

    def move(self, aside: float, down: float) -> ContentStreamInstruction:
        """Return the operator that moves the line, also by what is still owed to it."""
        places = [self.line + aside, down]
        self.line = self.pen = 0.0
        return ContentStreamInstruction(places, Operator("Td"))


def in_runs(stream: Iterable[Instruction], fonts: Mapping[str, Widths]) -> Iterator[Instruction]:
    """Yield a page's instructions, with glyphs that follow each other in a line as one run.

    ``fonts`` are those of the page that name glyphs by two bytes; text in others stays as it is.
    """
    run, known, moved = _Run(), False, False
    for instruction in stream:
        name, operands = str(instruction.operator), instruction.operands
        if known and name == "Tj":
            run.show(bytes(operands[0]), moved=moved)
            moved = False
            continue
        if name == "Td" and run.parts and not operands[1]:
            run.line += float(operands[0])
            moved = True
            continue
        yield from run.end()
        if moved:
            yield run.move(0, 0)
            moved = False
        if name == "Td":
            yield run.move(*map(float, operands))
            continue
        if name == "Tm":
            run.line = run.pen = 0.0
        elif name == "Tf":
            known = str(operands[0]) in fonts
            run.widths, run.size = fonts.get(str(operands[0]), {}), float(operands[1])
        yield instruction


def widths(font: pikepdf.Object) -> Widths:
    """Return the widths of a composite font; the one of all others under -1 (ISO 32000, 9.7.4)."""
    inner = font.DescendantFonts[0]
    found: dict[int, float] = {-1: float(inner.get("/DW", 1000))}
    listed = list(inner.get("/W", []))
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, Array):
            found |= {first + n: float(wide) for n, wide in enumerate(second)}
        else:
            wide = float(listed.pop(0))
            found |= dict.fromkeys(range(first, int(second) + 1), wide)
    return found
