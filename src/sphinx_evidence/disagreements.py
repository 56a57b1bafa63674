"""Where figures of the same thing at the same time lie farthest apart, and why, if it is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kursk import agreement
from kursk.agreement import Pair
from sphinx_evidence.grid import grid, row_link
from sphinx_evidence.rows import Claim, Evidence, load

#: So many disagreements the table shows.
SHOWN = 10
#: Document and anchor of their table.
PLACE = ("evidence/method", "where-the-sources-disagree")


@dataclass(frozen=True)
class Disagreement:
    """The two figures of one metric and scope, of different parties, that lie farthest apart."""

    low: Claim
    high: Claim
    ratio: float
    days: int
    why: str


def widest(evidence: Evidence, most: int = SHOWN) -> list[Disagreement]:
    """Return the widest disagreements, one for each thing that is counted, the widest first."""
    subjects: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in agreement.pairs(evidence.claims.values()):
        if pair.ratio > 1:
            subjects[pair.low.metric, pair.low.scope].append(pair)
    wide = (max(pairs, key=lambda pair: (pair.ratio, pair.low.id)) for pairs in subjects.values())
    ordered = sorted(wide, key=lambda pair: (-pair.ratio, pair.low.id))
    return [
        Disagreement(it.low, it.high, it.ratio, it.days, _why(evidence, it.low, it.high, it.days))
        for it in ordered[:most]
    ]


@lru_cache(maxsize=1)
def _apart(digest: str) -> frozenset[str]:
    del digest  # the key: other rows, another answer
    return frozenset(row.id for pair in widest(load()) for row in (pair.low, pair.high))


def rows_apart(evidence: Evidence) -> frozenset[str]:
    """Return the ids of the figures that stand in the table of the widest disagreements."""
    return _apart(evidence.digest)


def _why(evidence: Evidence, low: Claim, high: Claim, days: int) -> str:
    """Return the explanation that the evidence supports: a contradiction's, or what differs."""
    for conflict in evidence.records["conflicts"]:
        if {low.id, high.id} <= set(conflict["row_ids"]):
            return str(conflict["explanation"])
    metrics = {row["metric_id"]: row for row in evidence.records["metrics"]}
    reasons = [
        f"The dates lie {days} {'day' if days == 1 else 'days'} apart." if days else "",
        "The units stated differ." if low.unit != high.unit else "",
        str(metrics.get(low.metric, {}).get("counts", "")),
    ]
    return " ".join(filter(None, reasons)) or "The evidence does not explain it."


class DisagreementsDirective(SphinxDirective):
    """``{disagreements}``: the table of the widest ones."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        evidence = load()
        titles = {row["metric_id"]: row["title"] for row in evidence.records["metrics"]}
        scopes = {row["scope_id"]: row["title"] for row in evidence.records["scopes"]}
        rows = [
            (
                f"{titles.get(it.low.metric, it.low.metric)}, "
                f"{scopes.get(it.low.scope, it.low.scope)}",
                _cell(evidence, it.low),
                _cell(evidence, it.high),
                f"{it.ratio:.1f}",
                it.why,
            )
            for it in widest(evidence)
        ]
        head = ("What is counted", "Lower figure", "Higher figure", "Times", "Why they differ")
        return [grid(head, rows, "The widest disagreements")]


def _cell(evidence: Evidence, claim: Claim) -> list[Any]:
    words = f", {claim.claimant}, {evidence.day(claim.as_of)}"
    return [row_link(claim.id, claim.figure), nodes.Text(words)]
