"""One style sheet for the site: the theme's own, the parties' colours, and other extensions'."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tinycss2

from sphinx_pages import sides
from sphinx_pages.templates import THEME

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "book.css"
OWN = ("tokens.css", "text.css", "frame.css", "parts.css", "print.css")
# An address in a sheet is relative to its folder, so such a sheet must stay where it is.
_HAS_ADDRESS = re.compile(r"url\(|@import")


def compact(css: str) -> str:
    """Take comments and needless white space out of a sheet; strings keep theirs."""
    kept = ""
    for token in tinycss2.parse_component_value_list(css, skip_comments=True):
        kept = _append(kept, token)
    return kept.strip()


def _append(kept: str, token: Any) -> str:
    """Add a token to the text so far."""
    if token.type == "whitespace":
        # Between a colon and a semicolon it is the value of an empty property.
        return kept if kept.endswith(("{", "}", ";", ",", " ")) else f"{kept} "
    if token.type == "{} block":
        inside = ""
        for inner in token.content:
            if inner.type != "comment":
                inside = _append(inside, inner)
        inside = inside.strip() if inside.endswith(": ") else inside.strip().rstrip(";")
        return f"{kept.rstrip()}{{{inside}}}"
    if token.type == "literal" and token.value in (";", ",") and not kept.endswith(": "):
        kept = kept.rstrip()
    return kept + str(token.serialize())


def own() -> str:
    """The theme's own part, with the parties' colours."""
    parts = [(THEME / "sheets" / name).read_text(encoding="utf-8") for name in OWN]
    return compact("".join((*parts[:-1], sides.css(), parts[-1])))


def tokens() -> str:
    """Colours and type alone, for the page that loads nothing."""
    return compact((THEME / "sheets/tokens.css").read_text(encoding="utf-8"))


class Sheet:
    """The sheet of one build, and the names of the sheets that it has taken in."""

    def __init__(self) -> None:
        self.inside: set[str] = set()

    def write(self, app: Sphinx) -> None:
        """Put together what is known when the builder starts; Sphinx copies and versions it."""
        if app.builder.name != "html":
            return
        css = own()
        for name, file in self._registered(app).items():
            text = file.read_text(encoding="utf-8")
            if not _HAS_ADDRESS.search(text):
                css += compact(text)
                self.inside.add(f"_static/{name}")
        folder = Path(app.doctreedir) / "pages-static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME).write_text(css, encoding="utf-8")
        app.config.html_static_path.append(str(folder))
        app.add_css_file(NAME, priority=100)

    def _registered(self, app: Sphinx) -> dict[str, Path]:
        """Sheets of other extensions and of the settings that stand in a static folder."""
        folders = [Path(app.confdir, entry) for entry in app.config.html_static_path]
        registered = [*app.registry.css_files, *app.config.html_css_files]
        return {
            name: folder / name
            for name, attributes in registered
            for folder in folders
            # One with a medium or the like keeps its own tag.
            if not set(attributes) - {"priority"} and (folder / name).is_file()
        }

    def links(self, app: Sphinx, sheets: list[Any]) -> list[Any]:
        """The sheets that a page asks for: this one, and what has not gone into it.

        Left out are only the sheets that the setting ``pages_replaced_sheets`` names.
        """
        replaced = [f"_static/{pattern}" for pattern in app.config.pages_replaced_sheets]
        return [
            sheet
            for sheet in sorted(sheets, key=lambda sheet: sheet.priority)
            if str(sheet.filename) not in self.inside
            and not any(fnmatch(str(sheet.filename), pattern) for pattern in replaced)
        ]
