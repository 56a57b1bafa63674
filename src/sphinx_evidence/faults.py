"""Faults in the text: one wording, one place, each with file and line.

Every fault is a warning of type ``evidence``; the build runs with ``-W``, so it fails.
The text is stable: ``evidence fault KIND: found …, expected …``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


def fault(place: Any, kind: str, found: str, expected: str) -> None:
    """Report a fault at ``place`` (a node, ``(document, line)`` or ``(file, line)``)."""
    if isinstance(place, tuple):
        place = f"{place[0]}:{place[1]}"
    message = f"evidence fault {kind}: found {found}, expected {expected}"
    logger.warning(message, location=place, type="evidence", subtype=kind)


def place_in_body(directive: SphinxDirective, offset: int) -> tuple[str, int]:
    """Return file and line of a line of a directive's body, the first being ``offset`` 0."""
    source, line = directive.get_source_info()
    return source, line + 1 + directive.content_offset + offset
