"""The templates of paper and e-book: everything in them that is not markup is escaped."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("kursk_formats.paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def rendered(template: str, told: Mapping[str, object]) -> str:
    """Return the text that a template of this package makes."""
    return _templates().get_template(template).render(told)
