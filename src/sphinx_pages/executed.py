"""Notebooks with their results, for places that show a notebook and run none.

``python -m sphinx_pages.executed NOTEBOOKS FOLDER`` runs each notebook as a reader would and writes
it with its pictures, captions, sources and tables. The notebooks of the repository stay empty.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

#: Seconds that a cell may take, as in _config.yml.
_TIMEOUT = 120


def execute(notebooks: Path, target: Path) -> Iterator[Path]:
    """Run every notebook of a folder and write it into another; yield what was written.

    Raises:
        CellExecutionError: a cell failed; the message has its code and what it said.
    """
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(notebooks.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        place = {"metadata": {"path": str(notebooks.resolve())}}
        # Without times of the day in it, the same notebook gives the same bytes.
        NotebookClient(notebook, timeout=_TIMEOUT, record_timing=False, resources=place).execute()
        text = nbformat.writes(notebook)
        (target / path.name).write_text(f"{text}\n", encoding="utf-8")
        yield target / path.name


if __name__ == "__main__":
    os.environ.pop("KURSK_BOOK", None)
    for written in execute(Path(sys.argv[1]), Path(sys.argv[2])):
        print(f"{written.stat().st_size / 1000:9.1f} kB  {written}")
