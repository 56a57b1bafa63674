"""What several tests of the narrative share: a check of one kind, on a few sentences."""

from kursk.numbers import EXCEPTIONS
from sphinx_evidence import narrative, prose
from sphinx_evidence.rows import load
from sphinx_evidence.rule import Found, Rule, Rules

EVIDENCE = load()
SAY = prose.saying(EVIDENCE)


def faults(check: Rule, source: str) -> list[Found]:
    """Return what a check finds in a text, with the rows of the book."""
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    return list(check(prose.read(source, SAY, "chapters/x"), rules))
