"""Cards to learn terms and people by: an Anki deck, and lines for any other card program."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import genanki

from kursk import tables
from kursk_formats.archive import archive

#: Anki wants whole numbers that never change; the deck keeps a learner's progress by them.
_DECK, _MODEL = 1724889600, 1724889601
_MODEL_CSS = ".card { font: 20px/1.5 serif; text-align: left; } .note { font-size: 16px; }"
#: Seconds since 1970 that stand in the deck as its time of making, so that its bytes stay.
_STAMP = 1767225600


@dataclass(frozen=True, slots=True)
class Card:
    """Front and back of a card, and the id that keeps a learner's progress."""

    id: str
    kind: str
    front: str
    back: str


def cards() -> Iterator[Card]:
    """Yield a card for each term and each person of the book."""
    for row in tables.glossary().to_dict("records"):
        yield Card(f"term-{row['term']}", "term", row["term"], row["definition"])
    for row in tables.people().to_dict("records"):
        spelt = f" Also written: {', '.join(row['variants'])}." if row["variants"] else ""
        yield Card(row["person_id"], "person", row["name"], f"{row['role']}.{spelt}")


def as_lines() -> bytes:
    """Return the cards as tab-separated lines with a header, for Quizlet and others."""
    target = io.StringIO()
    lines = csv.writer(target, delimiter="\t", lineterminator="\n")
    lines.writerow(["front", "back", "kind"])
    lines.writerows([one.front, one.back, one.kind] for one in cards())
    return target.getvalue().encode()


def as_deck() -> bytes:
    """Return the cards as an Anki deck (``.apkg``)."""
    model = genanki.Model(
        _MODEL,
        "The Kursk campaign",
        fields=[{"name": "front"}, {"name": "back"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{front}}",
                "afmt": '{{FrontSide}}<hr id="answer"><div class="note">{{back}}</div>',
            }
        ],
        css=_MODEL_CSS,
    )
    deck = genanki.Deck(_DECK, "The Kursk campaign, 2024–2025")
    for one in cards():
        deck.add_note(
            genanki.Note(
                model, [one.front, one.back], tags=[one.kind], guid=genanki.guid_for(one.id)
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(deck).write_to_file(str(path), timestamp=_STAMP)
        with zipfile.ZipFile(path) as zipped:
            return archive({name: zipped.read(name) for name in zipped.namelist()})
