"""Execute the notebooks of a book side by side, before the builder reads them one by one.

``python -m sphinx_pages.execute BOOK CACHE`` fills the cache that MyST-NB looks into, so that a
clean build uses all cores. What is in the cache already is not executed again.
"""

import os
import sys
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

from kursk.notebook import has_cells

#: Seconds that a cell may take, as in _config.yml.
_TIMEOUT = 120


def execute(book: Path, cache_folder: Path) -> list[str]:
    """Execute every notebook of ``book`` whose result is not cached; return those that failed."""
    cache = get_cache(cache_folder)
    for path in sorted(book.rglob("*.md")):
        if has_cells(path.read_text(encoding="utf-8")):
            cache.add_nb_to_project(str(path), read_data={"name": "myst_nb_md", "type": "plugin"})
    executor = load_executor("local-parallel", cache=cache)
    result = executor.run_and_cache(timeout=_TIMEOUT)
    return [*result.excepted, *result.errored]


if __name__ == "__main__":
    os.environ["KURSK_BOOK"] = "1"
    # A cell that fails is told by the builder, which executes it again: with file and line.
    execute(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
