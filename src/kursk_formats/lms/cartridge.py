"""Common Cartridge 1.1: pages, pictures, a link to the book and the quiz, for any LMS.

The profile carries choices alone: an order is asked as a choice, a number is left out. Version 1.1
is the one that Moodle restores and Canvas, Blackboard, Brightspace and Schoology import.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kursk_formats.archive import archive
from kursk_formats.lms.export import Sheet, environment, fit, sourced

#: Kinds of question that the cartridge's profile of QTI 1.2 knows.
KINDS = frozenset({"one", "several"})


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a cartridge: its name, title and XHTML."""

    id: str
    title: str
    content: bytes


def cartridge(
    title: str,
    parts: Sequence[Part],
    assets: Mapping[str, bytes],
    sheets: Sequence[Sheet],
    address: str = "",
) -> bytes:
    """Return an ``.imscc`` file.

    ``assets`` are pictures and style sheets by their path beside the pages; ``address`` is where
    the book is published, empty where it is nowhere: then there is no link.
    """
    kept = [
        replace(one, questions=tuple(map(sourced, fit(one.questions, KINDS)))) for one in sheets
    ]
    drawn = {f"pictures/{name}.png": data for one in kept for name, data in one.pictures.items()}
    assets = {**assets, **drawn}
    templates = environment()
    manifest = templates.get_template("cartridge_manifest.xml").render(
        title=title, parts=parts, assets=sorted(assets), sheets=kept, address=address
    )
    quiz = templates.get_template("cartridge_quiz.xml")
    files = {
        "imsmanifest.xml": manifest.encode(),
        **{f"web/{part.id}.html": part.content for part in parts},
        **{f"web/{name}": content for name, content in assets.items()},
        **{f"quiz/{one.id}.xml": quiz.render(sheet=one).encode() for one in kept},
    }
    if address:
        link = templates.get_template("cartridge_link.xml").render(title=title, address=address)
        files["links/book.xml"] = link.encode()
    return archive(files)
