"""``{map}``: the directive, and how a page shows what it leaves."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.util.docutils import SphinxDirective

from kursk.model import Event, by_id
from kursk.paths import data_folder
from sphinx_evidence.pages import row_path
from sphinx_map import ground, strip, told

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

#: Tables that the map is drawn from.
_TABLES = ("area_series", "control", "events", "parties", "phases", "places")


class LiveMap(nodes.General, nodes.Element):
    """The place of the map in a page; ``day`` is shown first, ``events`` are its key dates."""


class MapDirective(SphinxDirective):
    """``{map}`` with one id of an event a line; ``:day:`` is the day that is shown first."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"day": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the map's place; an unknown event is an error at this line."""
        for table in _TABLES:
            self.env.note_dependency(str(data_folder() / f"{table}.csv"))
        ids = [line.strip() for line in self.content if line.strip()]
        if unknown := [row_id for row_id in ids if row_id not in by_id(Event)]:
            raise self.error(f"map: unknown event {', '.join(unknown)}, expected ids of events")
        day = self.options.get("day", strip.first_day())
        if not strip.first_day() <= day <= strip.last_day():
            span = f"{strip.first_day()} to {strip.last_day()}"
            raise self.error(f"map: day {day!r}, expected one from {span}")
        node = LiveMap(day=day, events=ids)
        self.set_source_info(node)
        return [node]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def visit_html(translator: HTML5Translator, node: LiveMap) -> None:
    """Write the map, its slider and its buttons."""
    builder: Any = translator.builder
    root = "../" * builder.current_docname.count("/")
    voices = told.voices()
    translator.body.append(
        _templates()
        .get_template("map.html")
        .render(
            day=node["day"],
            voices=voices,
            places=told.places(voices),
            unmapped=told.unmapped(),
            ground=ground.drawn(),
            strip=strip.drawn(node["events"]),
            source=lambda row_id: root + row_path(row_id),
        )
    )
    raise nodes.SkipNode


def leave_out(translator: Any, node: LiveMap) -> None:
    """Write nothing: on paper and in plain text the page's chart and list say the same."""
    raise nodes.SkipNode
