"""Faults in the text: one wording, one place, each with file and line.

Every fault is a warning of type ``evidence``; the build runs with ``-W``, so it fails.
The text is stable: ``evidence fault KIND: found …, expected …``.
"""

from __future__ import annotations

from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)


def fault(place: Any, kind: str, found: str, expected: str) -> None:
    """Report a fault at ``place`` (a node, ``(document, line)`` or ``(file, line)``)."""
    if isinstance(place, tuple):
        place = f"{place[0]}:{place[1]}"
    message = f"evidence fault {kind}: found {found}, expected {expected}"
    logger.warning(message, location=place, type="evidence", subtype=kind)
