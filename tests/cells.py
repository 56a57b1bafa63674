"""The cells of the book as code: read, measured, and linted like all other code.

``python tests/cells.py`` runs ruff over the cells of every page, at 100 columns; it ends with
ruff's status.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import jupytext
import nbformat

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "book"

_CHART = re.compile(r"\balt\.Chart|\blook\.(?!rows|standing)")
_FIGURE = re.compile(r"\blook\.figure\(")
_NUDGE = re.compile(r"\bd[xy]\s*=|\bminExtent\b")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
#: A dictionary from row ids to words: a fact or a label, which belongs into a table.
_LABELS = re.compile(r"""["'][a-z]{2}-[a-z]\d+["']\s*:""")


def pages() -> dict[str, Path]:
    """Return the pages with cells, name → file."""
    found = {path.relative_to(BOOK).with_suffix("").as_posix(): path
             for path in sorted(BOOK.rglob("*.md"))}  # fmt: skip
    return {name: path for name, path in found.items()
            if re.search(r"^file_format: mystnb", path.read_text("utf-8"), re.M)}  # fmt: skip


def code(path: Path) -> list[str]:
    """Return the code of a page's cells, without blank lines."""
    book = jupytext.read(path, fmt="md:myst")
    cells = [cell.source for cell in book.cells if cell.cell_type == "code"]
    return ["\n".join(line for line in cell.splitlines() if line.strip()) for cell in cells]


@dataclass(frozen=True)
class Measures:
    """How a page's chart cells read: lines, longest line, offsets a chart, things out of place."""

    median: float
    longest_cell: int
    longest_line: int
    nudges: float
    colors: int
    labels: int

    @property
    def faults(self) -> list[str]:
        """Say what is beyond the measure of a book from which readers learn Altair."""
        limits = {"median": 14, "longest_cell": 25, "longest_line": 100, "nudges": 0.3,
                  "colors": 0, "labels": 0}  # fmt: skip
        return [f"{name} is {getattr(self, name)}, at most {limit}"
                for name, limit in limits.items() if getattr(self, name) > limit]  # fmt: skip


def measured(path: Path) -> Measures:
    """Measure the cells of a page that draw."""
    cells = [cell for cell in code(path) if _CHART.search(cell)] or [""]
    lengths = [len(cell.splitlines()) for cell in cells]
    text = "\n".join(cells)
    figures = len(_FIGURE.findall(text)) or 1
    return Measures(
        median=median(lengths),
        longest_cell=max(lengths),
        longest_line=max((len(line) for line in text.splitlines()), default=0),
        nudges=round(len(_NUDGE.findall(text)) / figures, 2),
        colors=len(_COLOR.findall(text)),
        labels=len(_LABELS.findall(text)),
    )


def lint(chosen: dict[str, Path]) -> subprocess.CompletedProcess[str]:
    """Run ruff over the cells of pages; its words name page, cell and line."""
    with tempfile.TemporaryDirectory() as folder:
        for name, path in chosen.items():
            draft = Path(folder) / f"{name}.ipynb"
            draft.parent.mkdir(parents=True, exist_ok=True)
            notebook = jupytext.read(path, fmt="md:myst")
            # What a page says of its kernel is the page's; ruff asks for the language.
            notebook.metadata = nbformat.from_dict({"language_info": {"name": "python"}})
            nbformat.write(notebook, draft)
        ruff = Path(sys.executable).with_name("ruff")
        settings = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "D", "--no-cache",
                    "--config", "lint.isort.known-first-party=['kursk']"]  # fmt: skip
        return subprocess.run(
            [str(ruff), "check", *settings, "."],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip


if __name__ == "__main__":
    done = lint(pages())
    print(done.stdout + done.stderr, end="")
    sys.exit(done.returncode)
