"""The index of the search page: the same after any build, and complete.

Sphinx writes titles in the order in which pages were read last, and forgets the entries of pages
(the glossary's terms) that it does not read again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

INDEX = "searchindex.js"


def _memory(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "pages-search.json"


def recall_entries(app: Sphinx, env: BuildEnvironment) -> None:
    """Give the index the entries of pages that this build does not read."""
    if _memory(app).is_file():
        kept = json.loads(_memory(app).read_text(encoding="utf-8"))
        entries = {name: [tuple(entry) for entry in found] for name, found in kept.items()}
        for name in sorted(set(entries) & set(env.all_docs)):
            env._search_index_index_entries.setdefault(name, entries[name])


def remember_entries(app: Sphinx) -> None:
    """Keep the entries of all pages for the next build."""
    text = json.dumps(app.env._search_index_index_entries, ensure_ascii=False)
    _memory(app).write_text(text, encoding="utf-8")


def in_order(script: str) -> str:
    """Return the script of an index with its titles and entries in alphabetical order."""
    start, end = script.index("(") + 1, script.rindex(")")
    index = json.loads(script[start:end])
    for part in ("alltitles", "indexentries"):
        index[part] = {name: sorted(index[part][name]) for name in sorted(index[part])}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return script[:start] + text + script[end:]
