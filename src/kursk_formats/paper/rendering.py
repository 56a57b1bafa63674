"""The templates of paper and e-book: everything in them that is not markup is escaped."""

import json
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("kursk_formats.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"css": _css, "closed": _closed}
    return made


def _css(text: str) -> Markup:
    """Quote a text as a string of a style sheet, where HTML's own escapes are plain signs."""
    return Markup(json.dumps(text, ensure_ascii=False).replace("<", r"\3c "))


def _closed(text: str) -> str:
    """Close a sentence that has no stop of its own."""
    return text if text.rstrip("”").endswith((".", "?", "!")) else f"{text}."


def rendered(template: str, told: Mapping[str, object]) -> str:
    """Return the text that a template of this package makes."""
    return _templates().get_template(template).render(told)
