"""Which cells make a figure: its code, from the first import to the chart, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class _Names:
    """Names that a cell needs from others, and names that it gives anew or changes."""

    needs: set[str] = field(default_factory=set)
    gives: set[str] = field(default_factory=set)

    def read(self, statement: ast.stmt) -> None:
        """Take in one statement, in the order in which they run."""
        stored = set()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    self.needs |= {node.id} - self.gives
                else:
                    stored.add(node.id)
            elif isinstance(node, ast.alias):
                stored.add((node.asname or node.name).partition(".")[0])
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                stored.add(node.name)
            elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(
                node.ctx, ast.Store
            ):
                stored |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        self.gives |= stored


def _names(code: str) -> _Names:
    found = _Names()
    for statement in ast.parse(code).body:
        found.read(statement)
    return found


def making(cells: Sequence[str], figure: int) -> list[int]:
    """Return the places of the cells that make what cell ``figure`` draws, in their order.

    A cell that is no Python by itself (a magic command) makes nothing but its own output.
    """
    chosen, wanted = [figure], set[str]()
    for place in range(figure, -1, -1):
        try:
            names = _names(cells[place])
        except SyntaxError:
            continue
        if place == figure or names.gives & wanted:
            wanted = (wanted - names.gives) | names.needs
            chosen.append(place)
    return sorted(set(chosen))
