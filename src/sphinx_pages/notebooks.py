"""Notebooks to download: each text source that has cells, as ``.ipynb`` without outputs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import jupytext
import nbformat

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

HAS_CELLS = re.compile(r"^file_format:\s*mystnb", re.M)

#: The first cell of every notebook: it makes the cells below run wherever the file was opened.
SET_UP = """\
# @title Set up: finds the data of the book, or fetches it. Run this cell first.
import importlib.util
import os
import pathlib
import subprocess
import sys

REPOSITORY = {repository!r}
BRANCH = {branch!r}
os.environ["KURSK_SITE"] = {site!r}


def missing(names):
    return [name for name in names if importlib.util.find_spec(name) is None]


if missing(["kursk"]):
    here = pathlib.Path.cwd()
    clone = next((p for p in (here, *here.parents) if (p / "src" / "kursk").is_dir()), None)
    needed = ["altair", "anywidget", "ipywidgets", "pandas", "pybtex", "vl_convert"]
    if clone and not missing(needed):
        sys.path.insert(0, str(clone / "src"))
    elif clone or REPOSITORY:
        place = f"{{clone}}[live]" if clone else f"kursk[live] @ git+{{REPOSITORY}}@{{BRANCH}}"
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", place], check=True)
        importlib.invalidate_caches()
    else:
        raise RuntimeError(
            "This notebook needs the data of the book. Clone the book’s repository and open the "
            "notebook in its folder “notebooks”, or install the book: pip install 'FOLDER[live]'"
        )"""


def set_up(repository: str, branch: str, site: str) -> str:
    """Return the first cell for a repository, or for none where ``repository`` is empty."""
    return SET_UP.format(repository=repository, branch=branch, site=site.rstrip("/"))


def notebook(text: str, words: Callable[[str], str], first: str) -> NotebookNode | None:
    """Convert a MyST notebook; None where the text is not one.

    ``words`` rewrites the text of each Markdown cell; ``first`` is the code of the first cell.
    """
    if not HAS_CELLS.search(text[:500]):
        return None
    found: NotebookNode = jupytext.reads(text, fmt="md:myst")
    found.metadata.pop("jupytext", None)
    found.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    found.nbformat, found.nbformat_minor = 4, 5
    for cell in found.cells:
        if cell.cell_type == "markdown":
            cell["source"] = words(cell["source"])
    # Folded up in JupyterLab and in Colab: it is not what a reader came for.
    folded = {"jupyter": {"source_hidden": True}, "cellView": "form", "tags": ["set-up"]}
    start = nbformat.v4.new_code_cell(first, metadata=folded)  # type: ignore[no-untyped-call]
    found.cells.insert(0, start)
    for number, cell in enumerate(found.cells):
        cell["id"] = f"cell-{number:03d}"
    return found


def write_notebook(source: Path, target: Path, words: Callable[[str], str], first: str) -> bool:
    """Write the notebook of a source; return whether it was one. Same source, same bytes."""
    found = notebook(source.read_text(encoding="utf-8"), words, first)
    if found is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(found)  # type: ignore[no-untyped-call]
    target.write_text(f"{text}\n", encoding="utf-8")
    return True
