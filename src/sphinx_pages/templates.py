"""The templates of the theme: whole pages for Sphinx, parts for directives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Name of the theme in ``html_theme``, and where it lies.
NAME = "sphinx_pages"
THEME = Path(__file__).parent / "theme"

_PARTS = Environment(
    loader=FileSystemLoader(THEME), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def part(template: str, **context: object) -> str:
    """Render a part for a directive; every value is escaped."""
    return _PARTS.get_template(f"parts/{template}.html").render(context)


def is_ours(name: str | None) -> bool:
    """Whether a template belongs to this theme: those are written for autoescape."""
    return name is not None and (THEME / name).is_file()


def use_theme(app: Sphinx) -> None:
    """Turn autoescape on for the templates of this theme, and only for them; add its script."""
    if app.builder.name == "html" and app.config.html_theme == NAME:
        app.builder.templates.environment.autoescape = is_ours
        app.add_js_file("pages.js", priority=100)
