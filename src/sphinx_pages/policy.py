"""The Content-Security-Policy of a page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def sha256(code: str) -> str:
    """Source expression that allows exactly this inline code."""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def content_policy(scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """Return the policy that allows files of the site itself and this inline code, nothing else."""
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted({sha256(code) for code in scripts})],
        "style-src": ["'self'", *sorted({sha256(code) for code in styles})],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())
