"""Side by side means comparable: rows of one table count the same, and no party is left out.

A table whose rows count different things must name each of them in its question; the dead do not
stand among the missing, whatever it says. A party for which the tables hold a comparable figure is
left out only with a reason: ``:without: row-id why``. Where one side of the war speaks among
others, the other side does, or the row of what was not found of it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kursk.model import Metric, by_id
from kursk.sides import AT_WAR
from sphinx_evidence.balance import SIDES
from sphinx_evidence.prose import Directive, Document
from sphinx_evidence.rows import Claim, Evidence, row_side
from sphinx_evidence.rule import Found, Rules

#: Family of a metric (column of its table) → words by which a question names it. A metric of no
#: family counts what its own name says.
FAMILIES: dict[str, str] = {
    "ground retaken": r"retak|retook|recaptur|took back|taken back|back in Russian|regain|lost",
    "ground in dispute": r"grey|contested|undefined|disputed|fought",
    "ground held": r"\bh[eo]ld|still|at (?:its|the) (?:largest|most)",
    "killed": r"kill|dead|died|deaths|toll|bodies",
    "missing": r"missing|unaccounted|fate",
    "wounded": r"wounded|injured|hurt",
    "casualties": r"casualt|loss|lost|killed, wounded",
    "prisoners": r"prisoner|captur|taken",
}
#: What is counted of people: one table counts one of them.
_OF_PEOPLE = frozenset({"killed", "missing", "wounded", "casualties", "prisoners"})
#: Whose it is, where a metric says so: one table does not mix both without naming both.
OWNERS = {
    "Ukrainian": (r"_(?:ukraine|ukrainian)(?:_|$)", r"Ukrain"),
    "Russian": (r"_(?:russia|russian)(?:_|$)", r"Russia"),
    "North Korean": (r"north_korea|nk_", r"North Korea"),
}
#: Parties whose figures must not be missing where a comparable one exists.
PARTIES = AT_WAR | {"independent"}
#: A question for a largest extent has no one day.
_LARGEST = re.compile(r"\bat (?:the|its) (?:most|largest)\b", re.IGNORECASE)


def family(metric: str) -> str:
    """Return what a metric counts, in words."""
    return by_id(Metric)[metric].family or metric.replace("_", " ")


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find tables of parties whose rows do not compare, or that leave out a party."""
    for table in document.directives("versus"):
        claims = _claims(table, rules)
        yield from _unlike(table, claims)
        yield from _left_out(table, claims, rules)
        yield from _unheard(table, rules.evidence)


def _claims(table: Directive, rules: Rules) -> list[tuple[int, Claim]]:
    rows = ((line, rules.evidence.row(text.strip())) for line, text in table.body)
    return [(line, row) for line, row in rows if isinstance(row, Claim)]


def _unlike(table: Directive, claims: list[tuple[int, Claim]]) -> Iterator[Found]:
    kinds = {family(claim.metric) for _, claim in claims}
    mixed = len(kinds & _OF_PEOPLE) > 1
    for line, claim in claims if len(kinds) > 1 else ():
        words = FAMILIES.get(family(claim.metric), re.escape(family(claim.metric)))
        if mixed or not re.search(words, table.argument, re.IGNORECASE):
            found = f"{claim.id}, {family(claim.metric)}, in {table.argument!r}"
            yield Found(line, "not-comparable", found, "a question that names it, or another table")
    owners = {
        name
        for name, (pattern, _) in OWNERS.items()
        if any(re.search(pattern, claim.metric) for _, claim in claims)
    }
    for owner in sorted(owners) if len(owners) > 1 else ():
        if not re.search(OWNERS[owner][1], table.argument):
            found = f"{owner} figures beside others in {table.argument!r}"
            yield Found(table.line, "not-comparable", found, "a question that names both")


def _rivals(claim: Claim, question: str, evidence: Evidence) -> list[Claim]:
    """Return comparable figures: of about the same time, or of any time for a largest extent."""
    if "peak" not in claim.scope and not _LARGEST.search(question):
        return evidence.rivals(claim)
    return [
        other
        for other in evidence.claims.values()
        if (other.metric, other.scope) == (claim.metric, claim.scope) and other.side != claim.side
    ]


def _left_out(table: Directive, claims: list[tuple[int, Claim]], rules: Rules) -> Iterator[Found]:
    there = {text.strip() for _, text in table.body}
    sides = {claim.side for _, claim in claims}
    excused = table.options.get("without", "")
    missing: dict[str, Claim] = {}
    for _, claim in claims:
        for rival in _rivals(claim, table.argument, rules.evidence):
            if rival.side in PARTIES - sides and rival.id not in there:
                missing.setdefault(rival.side, rival)
    for side, rival in sorted(missing.items()):
        if not re.search(rf"{re.escape(rival.id)}\s+\S+", excused):
            found = f"no figure of {rules.evidence.party(side)} in {table.argument!r}"
            expected = f"{rival.id} ({rival.figure}), or “:without: {rival.id} why”"
            yield Found(table.line, "party-left-out", found, expected)


def _unheard(table: Directive, evidence: Evidence) -> Iterator[Found]:
    """Find tables of words in which one side of the war speaks among others, without the other."""
    rows = [row for _, text in table.body if (row := evidence.row(text.strip()))]
    sides = {row_side(row) for row in rows} - {""}
    missing = set(SIDES) - sides
    if any(isinstance(row, Claim) for row in rows) or len(sides) < 2 or len(missing) != 1:
        return
    for side in missing:
        found = f"no word of {evidence.party(side)} in {table.argument!r}"
        expected = "a quotation of that side, or the row of what was not found of it"
        yield Found(table.line, "party-left-out", found, expected)
