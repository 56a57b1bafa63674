"""The ``chapter`` directive: the box at the head of a chapter."""

from __future__ import annotations

import csv
import math
import re
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sphinx_pages.icons import icon
from sphinx_pages.launch import Repository

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

WORDS_PER_MINUTE = 190  # silent reading of non-fiction at school age
NOT_READ = re.compile(r"\A---.*?^---$|^```\{code-cell\}.*?^```|^:\w+:.*?$|^\+\+\+.*?$", re.M | re.S)


class ChapterBox(nodes.General, nodes.Element):
    """The box, with its row of the phases table and the minutes to read."""


def phases(app: Sphinx) -> dict[str, dict[str, str]]:
    """Read the phases table named in the settings; rows by their id."""
    setting = app.config.pages_phases
    path = Path(app.srcdir, setting)
    if not setting or not path.is_file():
        raise ExtensionError(f"pages_phases: no such table: {setting!r}")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["phase_id"]: row for row in csv.DictReader(stream)}


class ChapterDirective(SphinxDirective):
    """``{chapter} phase_id``: question and span of the phase, reading time, downloads."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a place holder; an unknown phase is an error at this line."""
        phase_id = self.arguments[0].strip()
        setting = self.config.pages_phases
        self.env.note_dependency(str(Path(self.env.srcdir, setting)))
        row = phases(self.env.app).get(phase_id)
        if row is None:
            raise self.error(f"chapter: unknown phase {phase_id!r}")
        source = Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8")
        box = ChapterBox(
            phase=row, name=Path(self.env.docname).name, minutes=reading_minutes(source)
        )
        self.set_source_info(box)
        return [box]


def long_date(iso: str) -> str:
    """Write an ISO date as English readers do: ``2024-08-06`` becomes ``6 August 2024``."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def span(start: str, end: str) -> str:
    """Write a span of dates without repeating the year."""
    first, last = long_date(start), long_date(end)
    if start[:4] == end[:4]:
        first = first[:-5]
    return f"{first} – {last}"


def reading_minutes(source: str) -> int:
    """Minutes to read the running text of a MyST source: not its cells, options or front matter."""
    text = NOT_READ.sub(" ", source)
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


class LaunchButtons(nodes.General, nodes.Element):
    """The ways to run the notebook of this page."""


class LaunchDirective(SphinxDirective):
    """``{launch}``: the buttons to download or start the notebook of this page, once more."""

    def run(self) -> list[nodes.Node]:
        """Leave a place holder with the name of the notebook."""
        return [LaunchButtons(name=Path(self.env.docname).name)]


def launch_html(name: str, config: Any, root: str) -> tuple[str, str]:
    """Return the buttons for a notebook and the link for a hub; nothing that leads nowhere."""
    actions = [
        f'<a class="action" href="{root}notebooks/{name}.ipynb" download>{icon("download")}'
        "<span>Notebook</span></a>"
    ]
    repository = Repository.from_settings(config)
    hub = ""
    if repository:
        notebook = config.pages_notebook_path.format(name=name)
        actions.append(
            f'<a class="action" href="{escape(repository.binder(notebook))}">{icon("play")}'
            "<span>Run on Binder</span></a>"
        )
        hub = (
            '<details class="chapter-hub"><summary>Run on your school’s JupyterHub</summary>'
            "<p>Put this behind your hub’s own address "
            '(for <a href="https://nbgitpuller.readthedocs.io/">nbgitpuller</a>):</p>'
            f'<pre tabindex="0">{escape(repository.nbgitpuller(notebook))}</pre></details>'
        )
    return f'<p class="chapter-actions">{" ".join(actions)}</p>', hub


def box_html(box: ChapterBox, config: Any, root: str) -> str:
    """Return the box's markup; ``root`` leads from the page to the root of the site."""
    row = box["phase"]
    note = f' <span class="chapter-note">{escape(row["note"])}</span>' if row["note"] else ""
    actions, hub = launch_html(box["name"], config, root)
    return (
        '<div class="chapter-box" role="group" aria-label="This chapter at a glance">'
        f'<p class="chapter-question">{escape(row["question"])}</p>'
        f'<ul class="chapter-facts"><li>{icon("calendar")}<span>{span(row["start"], row["end"])}'
        f"{note}</span></li><li>{icon('clock')}<span>{box['minutes']} minutes to read</span></li>"
        f"</ul>{actions}{hub}</div>"
    )


def visit_html(translator: HTML5Translator, node: ChapterBox) -> None:
    """Write the box."""
    root = "../" * translator.builder.current_docname.count("/")
    translator.body.append(box_html(node, translator.builder.config, root))
    raise nodes.SkipNode


def visit_launch(translator: HTML5Translator, node: LaunchButtons) -> None:
    """Write the buttons."""
    root = "../" * translator.builder.current_docname.count("/")
    translator.body.append(launch_html(node["name"], translator.builder.config, root)[0])
    raise nodes.SkipNode


def skip(translator: Any, node: nodes.Element) -> None:
    """Write nothing in formats other than HTML."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Add directive and node."""
    other = (skip, None)
    app.add_node(
        ChapterBox, html=(visit_html, None), latex=other, text=other, epub=(visit_html, None)
    )
    app.add_node(
        LaunchButtons, html=(visit_launch, None), latex=other, text=other, epub=(visit_launch, None)
    )
    app.add_directive("chapter", ChapterDirective)
    app.add_directive("launch", LaunchDirective)
