"""Which system takes which file, which kinds of question it knows, and how the file is written."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from kursk.quiz import Question, as_choice
from kursk_formats.archive import archive

#: A row that an expression names.
_ROW = re.compile(r'"([a-z]+-[a-z]*\d+)"')
#: Signs that mean something in GIFT.
_GIFT_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"} | {"\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: where it goes, what it can carry, what of it was never tried.

    ``kinds`` are the kinds of question that the system knows. An order that it does not know is
    asked as a choice among whole orders; a number that it does not know is left out.
    """

    id: str
    system: str
    file: str
    template: str
    kinds: frozenset[str]
    steps: str
    pack: Callable[[str, "Sheet"], bytes] | None = None
    #: Whether the file carries the picture of a chart; others say in words where it stands.
    pictures: bool = False
    #: Whether it carries the reason of a question, and what is said to each option.
    why: bool = True
    feedback: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Questions that are exported together: all of one chapter."""

    id: str
    title: str
    questions: tuple[Question, ...]
    #: Figure id → PNG, the words for who cannot see it, and where in the book it stands.
    pictures: Mapping[str, bytes]
    descriptions: Mapping[str, str]
    places: Mapping[str, str]
    licence: str = "https://creativecommons.org/licenses/by/4.0/"


def environment() -> Environment:
    """Return the templates with their filters; XML and HTML are escaped by themselves."""
    made = Environment(
        loader=PackageLoader("kursk_formats.lms"),
        autoescape=lambda name: bool(name and name.endswith((".xml", ".html"))),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "base64": lambda content: base64.b64encode(content).decode(),
        # HTML inside XML is escaped twice: here as HTML, and by the template as XML.
        "html": lambda text: str(escape(str(text))),
        "gift": lambda text: str(text).translate(_GIFT_SIGNS),
        "cell": lambda text: " ".join(str(text).split()),
        "csv": lambda text: '"' + " ".join(str(text).split()).replace('"', '""') + '"',
        "plain": lambda number: f"{number:.7f}".rstrip("0").rstrip("."),
    }
    return made


def _zipped(names: Mapping[str, str]) -> Callable[[str, Sheet], bytes]:
    """Return a packer: the rendered questions beside a manifest, both from templates."""

    def pack(questions: str, sheet: Sheet) -> bytes:
        files = {
            name: questions.encode()
            if template == "@"
            else environment().get_template(template).render(sheet=sheet).encode()
            for name, template in names.items()
        }
        pictures = {f"pictures/{name}.png": data for name, data in sheet.pictures.items()}
        return archive(files | pictures)

    return pack


_ALL = frozenset({"one", "several", "order", "number"})
FORMATS: tuple[Format, ...] = (
    Format("canvas", "Canvas (Classic and New Quizzes)", "canvas-qti12.zip", "qti12.xml",
           _ALL - {"order"}, "Settings → Import Course Content → QTI .zip file",
           _zipped({"imsmanifest.xml": "canvas_manifest.xml", "quiz/quiz.xml": "@",
                    "quiz/assessment_meta.xml": "canvas_meta.xml"}), pictures=True),
    Format("moodle", "Moodle", "moodle.xml", "moodle.xml", _ALL,
           "Question bank → Import → Moodle XML format", pictures=True),
    Format("gift", "Moodle and others (GIFT)", "gift.txt", "gift.txt", _ALL - {"order"},
           "Question bank → Import → GIFT format"),
    Format("blackboard", "Blackboard Original and Ultra", "blackboard.txt", "blackboard.txt", _ALL,
           "Tests → Upload questions → choose the file", why=False, feedback=False),
    Format("brightspace", "Brightspace (D2L)", "brightspace.csv", "brightspace.csv",
           _ALL - {"number"}, "Quizzes → Question Library → Import → Upload a file"),
    Format("qti21", "OpenOlat, Inspera, Ans, itslearning (QTI 2.1)", "qti21.zip", "", _ALL,
           "Question bank → Import → QTI 2.1 package", pictures=True),
    Format("forms", "Google Forms", "forms.gs", "forms.gs", frozenset({"one", "several"}),
           "Paste into script.google.com and run; the form appears in your Drive", feedback=False),
)  # fmt: skip


def fit(questions: Iterable[Question], kinds: frozenset[str]) -> list[Question]:
    """Return the questions as a system with these kinds can carry them."""
    turned = (
        as_choice(one) if one.kind == "order" and "order" not in kinds else one for one in questions
    )
    return [one for one in turned if one.kind in kinds]


def sourced(question: Question) -> Question:
    """Name the rows behind the reason, and behind what is said to each option."""
    whole = question.row_ids
    options = tuple(
        replace(one, feedback=_with_rows(one.feedback, _ROW.findall(one.asserts) or whole))
        for one in question.options
    )
    return replace(question, why=_with_rows(question.why, whole), options=options)


def _with_rows(text: str, row_ids: Iterable[str]) -> str:
    return f"{text} Evidence: {', '.join(dict.fromkeys(row_ids))}."


def write(form: Format, sheet: Sheet) -> bytes:
    """Return the file of a format for a sheet of questions.

    Raises:
        ValueError: the format can carry none of the questions; an empty file would import
            without an error and leave a class before an empty quiz.
    """
    kept = [sourced(one) for one in fit(sheet.questions, form.kinds)]
    if not kept:
        raise ValueError(
            f"{form.file}: none of {len(sheet.questions)} questions fits {form.system}"
        )
    if not form.pictures:
        kept = [_pointing(one, sheet.places) for one in kept]
    sheet = replace(sheet, questions=tuple(kept))
    if form.id == "qti21":
        return _qti21(sheet)
    text = environment().get_template(form.template).render(sheet=sheet, records=_records(sheet))
    return form.pack(text, sheet) if form.pack else text.encode()


def _pointing(question: Question, places: Mapping[str, str]) -> Question:
    """Say in a question's own words where the chart stands that it asks about."""
    place = places.get(question.figure, "")
    return replace(question, text=f"{question.text} ({place})") if place else question


def _records(sheet: Sheet) -> list[dict[str, Any]]:
    """Return the questions as a script writes them: plain lists and words."""
    return [
        {
            "text": question.text,
            "several": question.kind == "several",
            "options": [{"text": one.text, "right": one.right} for one in question.options],
            "why": question.why,
        }
        for question in sheet.questions
    ]


def _qti21(sheet: Sheet) -> bytes:
    """QTI 2.1 wants a file a question, beside the test and the manifest."""
    templates = environment()
    item = templates.get_template("qti21_item.xml")
    files = {
        "imsmanifest.xml": templates.get_template("qti21_manifest.xml").render(sheet=sheet),
        "test.xml": templates.get_template("qti21_test.xml").render(sheet=sheet),
        **{f"items/{q.id}.xml": item.render(sheet=sheet, question=q) for q in sheet.questions},
    }
    pictures = {f"pictures/{name}.png": data for name, data in sheet.pictures.items()}
    return archive({name: text.encode() for name, text in files.items()} | pictures)
