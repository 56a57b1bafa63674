"""What schemas cannot say: figures, dates, places, quotations, sources and statements that fit."""

from collections.abc import Callable, Iterator

from kursk.check import (
    cells,
    dates,
    fairness,
    figures,
    lessons,
    names,
    places,
    quotations,
    released,
    sources,
    statements,
)
from kursk.check.fault import Fault
from kursk.check.tables import Tables

RULES: list[Callable[[Tables], Iterator[Fault]]] = [
    cells.faults,
    figures.figures, figures.wordings, figures.measures, figures.units,
    dates.dates, dates.order,
    places.coordinates,
    quotations.quotations, quotations.cuts,
    sources.citations, sources.newsrooms, sources.bibliography, fairness.hedges, fairness.relays,
    statements.statuses, statements.references, statements.leftovers, statements.answers,
    statements.keys, statements.questions, statements.people, statements.offices,
    statements.absences, statements.corrections, released.faults,
    lessons.references, lessons.minutes, lessons.wholes, lessons.documents, lessons.answers,
    lessons.standards, names.faults,
]  # fmt: skip


def faults(tables: Tables) -> Iterator[Fault]:
    """Yield what the rules find; columns and encoding must have passed the schemas."""
    return (fault for rule in RULES for fault in rule(tables))
