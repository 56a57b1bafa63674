"""One style sheet for the site: of the theme's rules only those that some page can use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tinycss2.ast import Node

NAME = re.compile(r"[A-Za-z_][\w-]*")
ATTRIBUTE = re.compile(r"\b(?:class|id)=\"([^\"]*)\"")
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")
SELECTOR_PART = re.compile(r"(?P<kind>[.#]?)(?P<name>-?[A-Za-z_](?:[\w-]|\\.)*)")
IGNORED_PART = re.compile(r"\[[^\]]*\]|::?[\w-]+|\\.")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
VARIABLE_VALUE = r":(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=\}))"
VARIABLE = re.compile(rf"(?<=[{{;])(--[\w-]+){VARIABLE_VALUE}")
EMPTY_RULE = re.compile(r"[^{}]+\{;*\}")
VARIABLE_USE = re.compile(r"var\(\s*(--[\w-]+)")
# Icon glyphs of a font that is not there, and rules for printing that our own sheet replaces.
UNWANTED = re.compile(r"Font ?Awesome|fa-|\.sd-|readthedocs|thebe|\.admonition-todo")


@dataclass
class Names:
    """Class names, ids and elements that occur in the pages and their scripts."""

    elements: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def read_page(self, page: str) -> None:
        """Collect the names used in one HTML page."""
        self.elements.update(ELEMENT.findall(page))
        for value in set(ATTRIBUTE.findall(page)):
            self.words.update(value.split())

    def read_script(self, code: str) -> None:
        """Collect every word of a script: any of them may become a class name."""
        self.words.update(NAME.findall(code))

    def key(self) -> str:
        """Digest of all names."""
        text = "\n".join([*sorted(self.elements), "", *sorted(self.words)])
        return hashlib.sha256(text.encode()).hexdigest()

    def allow(self, selector: str) -> bool:
        """Whether every class, id and element of the selector occurs somewhere."""
        bare = IGNORED_PART.sub(" ", NEGATION.sub("", selector))
        for part in SELECTOR_PART.finditer(bare):
            known = self.words if part["kind"] else self.elements | {"html", "body"}
            if part["name"] not in known:
                return False
        return True


def split_selectors(prelude: str) -> list[str]:
    """Split a selector list at its outer commas."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(prelude):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(prelude[start:place].strip())
            start = place + 1
    parts.append(prelude[start:].strip())
    return [part for part in parts if part]


def purge_rules(rules: Iterable[Node], names: Names) -> list[str]:
    """Return the text of the rules in use; at-rules other than conditions are dropped."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            prelude = tinycss2.serialize(rule.prelude).strip()
            body = compact(tinycss2.serialize(rule.content))
            wanted = [part for part in split_selectors(prelude) if names.allow(part)]
            wanted = [part for part in wanted if not UNWANTED.search(part)]
            if wanted and body and "Font Awesome" not in body:
                kept.append(f"{','.join(wanted)}{{{body}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            condition = tinycss2.serialize(rule.prelude).strip()
            if rule.content is None or "print" in condition:
                continue
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            text = "".join(purge_rules(inner, names))
            if text:
                kept.append(f"@{rule.lower_at_keyword} {condition}{{{text}}}")
    return kept


def compact(css: str) -> str:
    """Take comments and needless white space out of a piece of CSS."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return re.sub(r";}", "}", css).strip().rstrip(";")


def purge(css: str, names: Names) -> str:
    """Return the part of a style sheet that the named things can use."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(purge_rules(rules, names))


def without_unused_variables(css: str, also: str) -> str:
    """Drop declarations of custom properties that neither sheet uses."""
    while True:
        used = set(VARIABLE_USE.findall(css + also))
        unused = set(VARIABLE.findall(css)) - used
        slimmer = css
        for name in unused:
            slimmer = re.sub(rf"(?<=[{{;]){name}{VARIABLE_VALUE}", "", slimmer)
        slimmer = EMPTY_RULE.sub("", slimmer)
        if slimmer == css:
            return css
        css = slimmer


def content_name(css: str) -> str:
    """File name that changes with the content, so that an old cached copy is never used."""
    return f"book.{digest(css.encode())}.css"


def digest(content: bytes) -> str:
    """Short mark of a file's content."""
    return hashlib.sha256(content).hexdigest()[:10]
