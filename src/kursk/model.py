"""The tables as frozen rows with types: what cells, cards, pages and the bench all start from.

The fields of a row are the columns of its table in ``datapackage.json``, lists as tuples, empty
numbers as None (``from`` is a word of Python, so it is ``from_`` here). Properties join what other
tables know: who a claimant is, for which party, a figure in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from kursk import phrases, reader
from kursk.days import Day


class _Tabled(Protocol):
    """A class of rows; ``TABLE`` names its table."""

    TABLE: ClassVar[str]


T = TypeVar("T", bound=_Tabled)


def rows(kind: type[T]) -> tuple[T, ...]:
    """Return the rows of a table in the order of the file: ``rows(Claim)``."""
    return tuple(_by_place(kind.TABLE))


def by_id(kind: type[T]) -> Mapping[str, T]:
    """Return the rows of a table by their ids: ``by_id(Claim)["in-c008"]``."""
    return _by_id(kind.TABLE)


@cache
def kinds() -> Mapping[str, type[Any]]:
    """Return every class of rows in here, by the name of its table."""
    return {kind.TABLE: kind for kind in globals().values() if hasattr(kind, "TABLE")}


@cache
def _by_place(table: str) -> tuple[Any, ...]:
    kind = kinds()[table]
    return tuple(
        kind(**{f"{name}_" if name == "from" else name: cell for name, cell in row.items()})
        for row in reader.rows(table)
    )


@cache
def _by_id(table: str) -> Mapping[str, Any]:
    key = reader.schemas()[table][0]["name"]
    return {getattr(row, key): row for row in _by_place(table)}


@dataclass(frozen=True)
class Phase:
    """A phase of the campaign; phases overlap in time."""

    TABLE: ClassVar[str] = "phases"
    phase_id: str
    title: str
    start: str
    end: str
    note: str
    question: str


@dataclass(frozen=True)
class Party:
    """A party with its look."""

    TABLE: ClassVar[str] = "parties"
    party_id: str
    label: str
    adjective: str
    seat: str
    at_war: bool
    shape: str
    color: str
    dark: str
    dash: str


@dataclass(frozen=True)
class Claimant:
    """Who speaks: a person, an institution, or a source without a name."""

    TABLE: ClassVar[str] = "claimants"
    claimant_id: str
    name: str
    short: str
    party_id: str
    person_id: str


@dataclass(frozen=True)
class Person:
    """A person named in the book."""

    TABLE: ClassVar[str] = "people"
    person_id: str
    name: str
    role: str
    side: str
    variants: tuple[str, ...]
    note: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """A name of a person or a place in a language of its own; ``say`` is empty where not known."""

    TABLE: ClassVar[str] = "names"
    name_id: str
    of_id: str
    language: str
    spelling: str
    say: str
    seen: str


@dataclass(frozen=True)
class Office:
    """An office that a person held; empty ends are open."""

    TABLE: ClassVar[str] = "offices"
    office_id: str
    person_id: str
    office: str
    from_: str
    to: str
    source_ids: tuple[str, ...]
    note: str

    def held(self, iso: str) -> bool:
        """Return whether it may have been held on a date."""
        return not iso or Day(iso).within(self.from_, self.to)


@dataclass(frozen=True)
class Topic:
    """A subject into which metrics are sorted."""

    TABLE: ClassVar[str] = "topics"
    topic_id: str
    title: str
    about: str


@dataclass(frozen=True)
class Metric:
    """What is counted or measured."""

    TABLE: ClassVar[str] = "metrics"
    metric_id: str
    title: str
    counts: str
    units: tuple[str, ...]
    topic: str
    order: int
    question: str
    apart: str
    family: str


@dataclass(frozen=True)
class Scope:
    """Whom, where and when a figure covers."""

    TABLE: ClassVar[str] = "scopes"
    scope_id: str
    title: str
    covers: str


@dataclass(frozen=True)
class Unit:
    """A unit with its words and its conversion."""

    TABLE: ClassVar[str] = "units"
    unit_id: str
    kind: str
    one: str
    many: str
    before: str
    most: float | None
    converts_to: str
    factor: float | None
    factor_source: str


class _Said:
    """What rows of claims and control share: somebody said them."""

    claimant_id: str

    @property
    def claimant(self) -> str:
        """Who said it, in full."""
        return phrases.speaker(vars(self))

    @property
    def short(self) -> str:
        """Who said it, in short."""
        return by_id(Claimant)[self.claimant_id].short

    @property
    def side(self) -> str:
        """For which party they speak."""
        return by_id(Claimant)[self.claimant_id].party_id


@dataclass(frozen=True)
class Claim(_Said):
    """One figure at one date by one claimant, as stated."""

    TABLE: ClassVar[str] = "claims"
    claim_id: str
    as_of: str
    metric: str
    scope: str
    value: float | None
    value_low: float | None
    value_high: float | None
    unit: str
    value_as_stated: str
    qualifier: str
    claimant_id: str
    role: str
    basis: str
    via: str
    phase: str
    status: str
    event_id: str
    source_ids: tuple[str, ...]
    note: str

    @property
    def id(self) -> str:
        """Id of the row."""
        return self.claim_id

    @property
    def figure(self) -> str:
        """The figure in words, with hedge and unit."""
        return phrases.figure(vars(self))

    @property
    def stated(self) -> str:
        """The wording of the source."""
        return self.value_as_stated

    @property
    def english(self) -> str:
        """The wording in English where it is in another language and the book translated it."""
        found = by_id(Wording).get(self.claim_id)
        return found.english if found else ""

    @property
    def values(self) -> tuple[float, ...]:
        """The numbers that were stated."""
        numbers = (self.value, self.value_low, self.value_high)
        return tuple(number for number in numbers if number is not None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources, the most direct one first."""
        return self.source_ids


@dataclass(frozen=True)
class Lane:
    """A lane of the timeline: where an event belongs."""

    TABLE: ClassVar[str] = "lanes"
    lane_id: str
    title: str
    about: str


@dataclass(frozen=True)
class Event:
    """Something that happened or was said to happen.

    ``place`` is in the words of the source or, where the table has none, the places' names.
    """

    TABLE: ClassVar[str] = "events"
    event_id: str
    date: str
    date_end: str
    phase: str
    lane: str
    key: str
    title: str
    summary: str
    place_ids: tuple[str, ...]
    place: str
    actors: str
    status: str
    claimed_by: str
    source_ids: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id of the row."""
        return self.event_id

    def __post_init__(self) -> None:
        """Name the places where the source has no words of its own."""
        if not self.place:
            names = "; ".join(by_id(Place)[place].name_en for place in self.place_ids)
            object.__setattr__(self, "place", names)

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources, the most direct one first."""
        return self.source_ids


@dataclass(frozen=True)
class Quote:
    """Words in quotation marks; ``text_en`` is empty where ``text`` is English."""

    TABLE: ClassVar[str] = "quotes"
    quote_id: str
    date_spoken: str
    speaker_id: str
    role: str
    via: str
    text: str
    language: str
    text_en: str
    translated: str
    left_out: str
    phase: str
    event_id: str
    source_ids: tuple[str, ...]
    context: str

    @property
    def id(self) -> str:
        """Id of the row."""
        return self.quote_id

    @property
    def date(self) -> str:
        """Day on which the words were spoken or published."""
        return self.date_spoken

    @property
    def speaker(self) -> str:
        """Who said it."""
        return by_id(Claimant)[self.speaker_id].name

    @property
    def short(self) -> str:
        """Who said it, in short."""
        return by_id(Claimant)[self.speaker_id].short

    @property
    def side(self) -> str:
        """For which party they speak."""
        return by_id(Claimant)[self.speaker_id].party_id

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources, the most direct one first."""
        return self.source_ids


@dataclass(frozen=True)
class Place:
    """A place named in the evidence."""

    TABLE: ClassVar[str] = "places"
    place_id: str
    name_en: str
    name_ru: str
    name_uk: str
    kind: str
    oblast: str
    country: str
    reach: str
    lat: float | None
    lon: float | None
    population: int | None
    population_year: int | None
    coord_source: str
    note: str


@dataclass(frozen=True)
class Control(_Said):
    """Who was said, by whom, to hold a place at a date."""

    TABLE: ClassVar[str] = "control"
    control_id: str
    place_id: str
    as_of: str
    controller: str
    claimant_id: str
    role: str
    basis: str
    via: str
    source_ids: tuple[str, ...]
    note: str


#: Series of :class:`Area`: the ground in Kursk region that DeepState's map showed as Ukraine's.
HELD = "deepstate_blue_kursk"


@dataclass(frozen=True)
class Area:
    """An area that this book measured on a public map of a day."""

    TABLE: ClassVar[str] = "area_series"
    date: str
    series: str
    km2: float
    source_id: str


@dataclass(frozen=True)
class Reading:
    """How a chart of the book reads a row."""

    TABLE: ClassVar[str] = "readings"
    reading_id: str
    row_id: str
    chart: str
    reading: str
    from_: str
    to: str
    note: str


@dataclass(frozen=True)
class Absence:
    """Something that was looked for and not found."""

    TABLE: ClassVar[str] = "absences"
    absence_id: str
    sought: str
    by: str
    where: str
    until: str
    metric: str
    scope: str
    party_id: str
    from_: str
    to: str
    note: str

    @property
    def id(self) -> str:
        """Id of the row."""
        return self.absence_id

    @property
    def sources(self) -> tuple[str, ...]:
        """No source: there is none for what was not found."""
        return ()


@dataclass(frozen=True)
class Term:
    """A term that the book explains."""

    TABLE: ClassVar[str] = "glossary"
    term: str
    definition: str
    see_also: tuple[str, ...]
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a founding article and where it went."""

    TABLE: ClassVar[str] = "seed_coverage"
    seed_file: str
    sentence_no: int
    start: int
    end: int
    row_ids: tuple[str, ...]
    verdict: str
    note: str


@dataclass(frozen=True)
class Conflict:
    """Statements that contradict each other."""

    TABLE: ClassVar[str] = "conflicts"
    conflict_id: str
    topic: str
    row_ids: tuple[str, ...]
    explanation: str


@dataclass(frozen=True)
class Question:
    """A question of a self-check."""

    TABLE: ClassVar[str] = "quizzes"
    quiz_id: str
    phase: str
    kind: str
    topic: str
    figure: str
    question: str
    answer: str
    tolerance: float | None
    unit: str
    why: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True)
class QuizOption:
    """An answer to choose, or a part to be put in order."""

    TABLE: ClassVar[str] = "quiz_options"
    option_id: str
    quiz_id: str
    text: str
    right: str
    holds: str
    feedback: str


@dataclass(frozen=True)
class Lesson:
    """A lesson: one question, documents that disagree, a writing task."""

    TABLE: ClassVar[str] = "lessons"
    lesson_id: str
    title: str
    phase: str
    slug: str
    question: str
    aims: tuple[str, ...]
    sections: tuple[str, ...]
    writing: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What a class does for some minutes; None where a lesson of that length leaves it out."""

    TABLE: ClassVar[str] = "lesson_steps"
    step_id: str
    lesson_id: str
    title: str
    work: str
    form: str
    minutes_45: int | None
    minutes_90: int | None


@dataclass(frozen=True)
class LessonDocument:
    """What a class reads: rows of the evidence; ``short`` are words of the first of them."""

    TABLE: ClassVar[str] = "lesson_documents"
    document_id: str
    lesson_id: str
    letter: str
    title: str
    setting: str
    row_ids: tuple[str, ...]
    short: str


@dataclass(frozen=True)
class Gloss:
    """Words of a document and what they mean there."""

    TABLE: ClassVar[str] = "lesson_glosses"
    gloss_id: str
    document_id: str
    words: str
    meaning: str


@dataclass(frozen=True)
class LessonQuestion:
    """A question of a lesson with its answer; ``holds`` is what the rows must bear out."""

    TABLE: ClassVar[str] = "lesson_questions"
    question_id: str
    lesson_id: str
    part: str
    question: str
    starter: str
    answer: str
    holds: str
    row_ids: tuple[str, ...]
    mistake: str
    reply: str


@dataclass(frozen=True)
class Criterion:
    """What is looked at in a piece of writing, in three levels."""

    TABLE: ClassVar[str] = "lesson_criteria"
    criterion_id: str
    title: str
    first: str
    second: str
    third: str
    standard_ids: tuple[str, ...]


@dataclass(frozen=True)
class Standard:
    """A standard of a curriculum; ``unclaimed`` says why no lesson claims it."""

    TABLE: ClassVar[str] = "standards"
    standard_id: str
    framework: str
    code: str
    wording: str
    seen: str
    unclaimed: str


@dataclass(frozen=True)
class Alignment:
    """How far a lesson serves a standard."""

    TABLE: ClassVar[str] = "alignments"
    alignment_id: str
    lesson_id: str
    standard_id: str
    extent: str
    how: str
    gap: str


@dataclass(frozen=True)
class Correction:
    """A correction of the data."""

    TABLE: ClassVar[str] = "corrections"
    correction_id: str
    date: str
    table: str
    row_id: str
    column: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Wording:
    """The wording of a claim in English, translated by this book."""

    TABLE: ClassVar[str] = "wordings"
    claim_id: str
    english: str


@dataclass(frozen=True)
class Newsroom:
    """A newsroom whose reports were seen only in copies."""

    TABLE: ClassVar[str] = "newsrooms"
    newsroom: str
    kind: str


@dataclass(frozen=True)
class Link:
    """What the address of a source answered on a day."""

    TABLE: ClassVar[str] = "links"
    source_id: str
    checked: str
    answer: str


@dataclass(frozen=True)
class Source:
    """One page: who published it, and whose reporting it relays; empty where it shows none."""

    TABLE: ClassVar[str] = "sources"
    source_id: str
    publisher: str
    title: str
    author: str
    date: str
    url: str
    language: str
    kind: str
    relays: str
    note: str

    @property
    def id(self) -> str:
        """Key of the page in references.bib."""
        return self.source_id


@dataclass(frozen=True)
class ClaimSource:
    """A page on which a claim rests; the most direct one has rank 1."""

    TABLE: ClassVar[str] = "claim_sources"
    claim_id: str
    rank: int
    source_id: str


@dataclass(frozen=True)
class EventSource:
    """A page on which an event rests; the most direct one has rank 1."""

    TABLE: ClassVar[str] = "event_sources"
    event_id: str
    rank: int
    source_id: str


@dataclass(frozen=True)
class QuoteSource:
    """A page on which a quotation was seen; the most direct one has rank 1."""

    TABLE: ClassVar[str] = "quote_sources"
    quote_id: str
    rank: int
    source_id: str


@dataclass(frozen=True)
class ControlSource:
    """A page on which a statement of control rests; the most direct one has rank 1."""

    TABLE: ClassVar[str] = "control_sources"
    control_id: str
    rank: int
    source_id: str


def sources() -> Mapping[str, Source]:
    """Return the pages by their keys in the bibliography."""
    return by_id(Source)
