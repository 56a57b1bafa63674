"""The Content-Security-Policy of a page, and what has to go from a page for it to hold."""

from __future__ import annotations

import base64
import hashlib
import re

INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.S)
INLINE_STYLE = re.compile(r"<style[^>]*>(?P<code>.*?)</style>", re.S)
SCOPED_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.S)
STYLE_ATTRIBUTE = re.compile(r"(<[a-zA-Z][^<>]*?)\sstyle=\"[^\"]*\"")


def sha256(code: str) -> str:
    """Source expression that allows exactly this inline code."""
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def without_inline_styles(page: str) -> str:
    """Drop style attributes and scoped style elements, as data frames bring them."""
    page = SCOPED_STYLE.sub("", page)
    while True:
        page, count = STYLE_ATTRIBUTE.subn(r"\1", page)
        if not count:
            return page


def content_policy(page: str) -> str:
    """Return the policy that lets this page's own scripts run, and nothing else."""
    scripts = [
        sha256(found["code"])
        for found in INLINE_SCRIPT.finditer(page)
        if "src=" not in found["attributes"] and "json" not in found["attributes"]
    ]
    styles = [sha256(found["code"]) for found in INLINE_STYLE.finditer(page)]
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *sorted(set(scripts))],
        "style-src": ["'self'", *sorted(set(styles))],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def with_policy(page: str) -> str:
    """Write the policy into the head, before anything that it governs."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{content_policy(page)}">'
    if "<!--policy-->" in page:
        return page.replace("<!--policy-->", tag, 1)
    return page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{tag}', 1)
