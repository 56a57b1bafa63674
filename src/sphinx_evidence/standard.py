"""The editorial standard as rules over sentences: ``standard.toml``, read and applied."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sphinx_evidence.prose import Document, Mark, Text
from sphinx_evidence.rows import Evidence
from sphinx_evidence.rule import Found, Rules, start

#: Blocks whose sentences are the book's own.
_KINDS = frozenset({"paragraph", "bullet", "admonition", "margin", "caption", "question", "title"})


@dataclass(frozen=True, slots=True)
class Standard:
    """One thing that a sentence must not do."""

    name: str
    why: str
    pattern: re.Pattern[str]
    #: What makes it right: words of the sentence, or a mark of one of these kinds in it.
    unless: re.Pattern[str] | None
    marks: frozenset[str]
    #: If any are named, a mark makes it right only where its row has one of these statuses.
    statuses: frozenset[str]
    #: Whether the words of marks are looked at, too.
    all_words: bool
    bad: tuple[str, ...]
    good: tuple[str, ...]

    def breach(self, sentence: Text, evidence: Evidence) -> str:
        """Return the words of a sentence that break the rule; empty where it keeps it."""
        words = sentence.unquoted() if self.all_words else sentence.typed()
        found = self.pattern.search(" ".join(words.split()))
        if not found:
            return ""
        about = _about(self.pattern.search(re.sub(r"\s", " ", words)), sentence)
        if any(self._carries(mark, evidence) for mark in about):
            return ""
        if self.unless and self.unless.search(sentence.unquoted()):
            return ""
        return found[0]

    def _carries(self, mark: Mark, evidence: Evidence) -> bool:
        status = getattr(evidence.row(mark.row), "status", "")
        return mark.kind in self.marks and (not self.statuses or status in self.statuses)


def _about(found: re.Match[str] | None, sentence: Text) -> list[Mark]:
    """Return the marks that the found words stand in; if in none, all marks of the sentence."""
    own = [mark for mark in sentence.marks
           if found and mark.start < found.end() and found.start() < mark.end]  # fmt: skip
    return own or list(sentence.marks)


@cache
def standards() -> tuple[Standard, ...]:
    """Read the rules."""
    text = files("sphinx_evidence").joinpath("standard.toml").read_text(encoding="utf-8")
    return tuple(
        Standard(
            name=rule["name"],
            why=rule["why"],
            pattern=re.compile(rule["pattern"]),
            unless=re.compile(rule["unless"]) if "unless" in rule else None,
            marks=frozenset(rule.get("marks", ())),
            statuses=frozenset(rule.get("statuses", ())),
            all_words=rule.get("words") == "all",
            bad=tuple(rule["bad"]),
            good=tuple(rule["good"]),
        )
        for rule in tomllib.loads(text)["rule"]
    )


def breaches(text: str, evidence: Evidence, *, absences: bool = False) -> Iterator[tuple[str, str]]:
    """Yield rule and words of what the standard forbids in words that can have no marks.

    With ``absences`` rows of what was not found stand behind them, as in a quiz.
    """
    for sentence in Text(text).sentences():
        for standard in standards():
            found = standard.breach(sentence, evidence)
            if found and not (absences and "absence" in standard.marks):
                yield standard.name, repr(found)


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find sentences that the standard forbids."""
    for block in document.blocks:
        if block.kind not in _KINDS or rules.free(block):
            continue
        at = 0
        for sentence in block.text.sentences():
            at = block.text.words.index(sentence.words, at)
            for standard in standards():
                found = standard.breach(sentence, rules.evidence)
                if found:
                    words = f"{found!r} in {start(sentence.words, found)!r}"
                    yield Found(block.line_of(at), standard.name, words, standard.why)
