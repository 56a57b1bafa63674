"""The teacher packs, unpacked as a teacher would: in a folder with spaces and Cyrillic."""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser

from kursk import quiz
from kursk.model import Absence, Lesson, LessonQuestion, by_id, rows
from kursk_formats import __main__ as maker
from kursk_formats import downloads, start
from kursk_formats.archive import archive
from kursk_formats.library import Library
from kursk_formats.lms.export import FORMATS
from kursk_formats.pack import LONGEST, pack

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def library(site_folder: Path) -> Library:
    return Library(site_folder, "", "2026-01-01", "")


@pytest.fixture(scope="module")
def formats(library: Library) -> dict[str, bytes]:
    """Every format by path; in the place of each PDF its name, as printing takes minutes."""
    tops = start.starts(library)
    return {
        **library.quizzes(),
        **library.texts(),
        **{f"{path}.html": start.as_page(one) for path, one in tops.items()},
        "book/kursk.epub": library.epub(),
        "cartridge/kursk.imscc": library.cartridge(),
        **{one.name: one.title.encode() for one in library.orders(tops)},
    }


@pytest.fixture(scope="module")
def packed(library: Library, formats: dict[str, bytes]) -> dict[str, bytes]:
    as_they_are = maker.sources(ROOT)
    return {one.name: pack(one, library, formats, as_they_are) for one in start.packs(library)}


@pytest.fixture(scope="module")
def unpacked(packed: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick") / "usb stick" / "Курс истории"
    with zipfile.ZipFile(io.BytesIO(packed["kursk-teacher-pack"])) as zipped:
        zipped.extractall(folder)
    return folder / "kursk-teacher-pack"


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return [name.partition("/")[2] for name in zipped.namelist()]


def test_there_is_a_pack_for_the_book_and_one_for_each_chapter(packed: dict[str, bytes]) -> None:
    assert len(packed) == 6
    for name, content in packed.items():
        found = set(names(content))
        assert {"START-HERE.html", "START-HERE.pdf", "SHA256SUMS", "what-changed.html",
                "answers/evidence-for-each-answer.csv", "cartridge/kursk.imscc", "site/index.html"
                } <= found, name  # fmt: skip
        assert {one.partition("/")[0] for one in found} >= {
            "book", "lessons", "answers", "quizzes", "handouts", "guide", "site"
        }, name  # fmt: skip


def test_a_pack_is_the_same_bytes_twice(
    library: Library, formats: dict[str, bytes], packed: dict[str, bytes]
) -> None:
    one = start.packs(library)[3]
    assert pack(one, library, formats, maker.sources(ROOT)) == packed[one.name]


def test_the_pack_of_the_book_has_every_format_of_every_chapter(
    library: Library, packed: dict[str, bytes]
) -> None:
    found = set(names(packed["kursk-teacher-pack"]))
    for phase in library.chapters:
        for form in FORMATS:
            assert f"quizzes/{phase}/{form.file}" in found
        assert f"answers/quiz-{phase}-letter.pdf" in found
    assert {"book/kursk-a4.pdf", "book/kursk.epub", "data/claims.csv",
            "site/notebooks/4-aid-pause.ipynb"} <= found  # fmt: skip
    assert len([one for one in found if re.fullmatch(r"lessons/lesson-.*\.docx", one)]) >= 7


def test_the_pack_of_a_chapter_has_that_chapter_alone(packed: dict[str, bytes]) -> None:
    found = [one for one in names(packed["kursk-4-aid-pause"]) if not one.startswith("site/")]
    assert "book/4-aid-pause-a4.pdf" in found
    assert "lessons/lesson-4-aid-pause.docx" in found
    assert "answers/key-4-aid-pause-a4.pdf" in found
    assert not [one for one in found if "collapse" in one or "stalemate" in one]


def test_answers_lie_in_a_folder_of_their_own(packed: dict[str, bytes]) -> None:
    for content in packed.values():
        keys = [one for one in names(content) if re.search(r"(^|/)(key|quiz)-", one)]
        keys = [one for one in keys if not one.startswith(("site/", "quizzes/"))]
        assert keys
        assert all(one.startswith("answers/") for one in keys)


def test_every_path_can_be_unpacked_and_every_file_is_summed(packed: dict[str, bytes]) -> None:
    for content in packed.values():
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            root = zipped.namelist()[0].partition("/")[0]
            assert max(map(len, zipped.namelist())) <= LONGEST
            lines = zipped.read(f"{root}/SHA256SUMS").decode().splitlines()
            sums = {path: checksum for checksum, path in (line.split("  ") for line in lines)}
            assert set(sums) == set(names(content)) - {"SHA256SUMS"}
            for path in ("site/index.html", "answers/evidence-for-each-answer.csv"):
                content_of = zipped.read(f"{root}/{path}")
                assert sums[path] == hashlib.sha256(content_of).hexdigest()


def test_each_answer_has_its_evidence(packed: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed["kursk-teacher-pack"])) as zipped:
        content = zipped.read("kursk-teacher-pack/answers/evidence-for-each-answer.csv")
    told = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    quizzes = {(one.id, row_id) for one in quiz.questions() for row_id in one.row_ids}
    lessons = {(it.question_id, row_id) for it in rows(LessonQuestion) for row_id in it.row_ids}
    assert {(row["question"], row["row"]) for row in told} == quizzes | lessons
    assert len(quizzes) > 100 and len(lessons) > 200
    assert all(row["answer"] for row in told)
    # What was looked for and not found has a row, and no page.
    assert all(row["address"] or row["row"] in by_id(Absence) for row in told)


def test_the_pack_of_a_chapter_has_the_evidence_of_its_own_answers(
    packed: dict[str, bytes],
) -> None:
    with zipfile.ZipFile(io.BytesIO(packed["kursk-4-aid-pause"])) as zipped:
        content = zipped.read("kursk-4-aid-pause/answers/evidence-for-each-answer.csv")
    told = {row["question"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert {one.id for one in quiz.questions("aid_pause")} < told
    assert "aid-pause-source-1" in told and "collapse-source-1" not in told


def test_what_pupils_may_have_holds_no_answers_and_the_rest_is_named(
    library: Library, unpacked: Path
) -> None:
    pupils = [one for path, one in library.lessons.items() if "worksheet-" in path]
    pupils += [one for path, one in library.handouts().items() if path.startswith("quizzes/")]
    assert len(pupils) == len(rows(Lesson)) + len(library.chapters)
    for one in pupils:
        text = " ".join(one.body.text_content().split())
        assert not [it for it in rows(LessonQuestion) if it.answer in text], one.id
        assert not [it for it in quiz.questions() if it.why in text], one.id
    start_here = (unpacked / "START-HERE.html").read_text(encoding="utf-8")
    named = start_here.partition("What pupils may have")[2].partition("<h2>")[0]
    for place in ("lessons/worksheet", "quiz-a4.pdf", "answers", "cartridge", "book",
                  "site/teach/key-", "data"):  # fmt: skip
        assert place in named, place


def test_a_pack_leaves_the_tables_in_one_file_to_the_site_and_says_so(unpacked: Path) -> None:
    page = (unpacked / "site" / "explore" / "run.html").read_text(encoding="utf-8")
    assert not list((unpacked / "site").rglob("kursk-data.*"))
    assert "kursk-data" not in page and "(not in this pack)" in page


def test_nothing_that_a_page_of_the_pack_asks_for_is_missing(unpacked: Path) -> None:
    missing, followed = set(), 0
    for page in (unpacked / "site").rglob("*.html"):
        if page.name == "404.html":
            continue
        tree = html.parse(str(page)).getroot()
        for element in tree.iter("a", "img", "link", "script", "source"):
            address = element.get("href") or element.get("src") or element.get("srcset") or ""
            asked = urlsplit(address.partition(" ")[0])
            path = unquote(asked.path)
            if not path or asked.scheme:
                continue
            followed += 1
            if not (page.parent / path).exists():
                missing.add(f"{page.name}: {path}")
    assert followed > 5_000
    assert missing == set()


def test_every_chart_of_the_pack_is_live_and_nothing_outside_is_asked(
    unpacked: Path, web_browser: Browser
) -> None:
    charts = 0
    asked: list[str] = []
    said: list[str] = []
    for page in sorted((unpacked / "site" / "chapters").glob("*.html")):
        tab = web_browser.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto(page.as_uri())
        for figure in tab.locator("figure.chart").all():
            if not figure.is_visible():
                continue
            figure.scroll_into_view_if_needed()
            name = figure.get_attribute("id")
            tab.wait_for_selector(f"#{name}[data-live=true]", timeout=60_000)
            charts += 1
        assert said == []
        assert {address.partition(":")[0] for address in asked} <= {"file", "data", "blob"}
        tab.close()
    assert charts >= 30


def test_what_lies_on_top_opens_and_says_which_file_goes_where(
    unpacked: Path, web_browser: Browser
) -> None:
    tab = web_browser.new_page()
    tab.goto((unpacked / "START-HERE.html").as_uri())
    text = tab.inner_text("main")
    for form in FORMATS:
        assert form.file in text and form.steps in text
    assert "none was tried in a live system" in text
    limits = dict(line.split("\t", 1) for line in text.splitlines() if "→" in line)
    for form in FORMATS:
        assert ("Feedback" in limits.get(form.system, text)) == (not form.why or not form.feedback)
    for name in {path.name for path in unpacked.iterdir()} - {"START-HERE.html", "START-HERE.pdf"}:
        if not name.startswith(("LICENCE", "what-changed.pdf")):
            assert name in text, name
    tab.close()


def test_the_page_of_downloads_lists_what_the_packs_are_named(
    library: Library, site_folder: Path
) -> None:
    listed = list(csv.DictReader((ROOT / downloads.LIST).open(encoding="utf-8")))
    files = {row["file"] for row in listed}
    assert {f"{one.name}.zip" for one in start.packs(library)} <= files
    shown = (site_folder / "teach" / "downloads.html").read_text(encoding="utf-8")
    for row in listed:
        assert row["file"] in shown and row["size"].replace(" ", "\u00a0") in shown
        assert 0 < float(row["size"].removesuffix(" MB")) <= 15


def test_an_archive_is_pressed_as_hard_as_it_can_be() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_bytes() * 9
    with zipfile.ZipFile(io.BytesIO(archive({"a.txt": text}))) as packed:
        pressed = zlib.compressobj(9, zlib.DEFLATED, -15)
        hard = len(pressed.compress(text) + pressed.flush())
        assert packed.getinfo("a.txt").compress_size == hard
    assert hard < len(zlib.compress(text, 6)) - 6


def test_sizes_are_told_in_round_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "downloads.csv"
    path.write_text("file,what,size\na.zip,All,0.0 MB\n", encoding="utf-8")
    downloads.note({"a.zip": b"x" * 1_260_000}, path)
    assert path.read_text(encoding="utf-8") == "file,what,size\na.zip,All,1.3 MB\n"


def test_a_pack_that_is_too_large_is_refused() -> None:
    made = {"kursk-teacher-pack.zip": b"x" * 15_000_001, "kursk-1-incursion.zip": b"x"}
    assert maker.too_large(made) == [
        "kursk-teacher-pack.zip: found 15000001 bytes, expected 15000000 at most"
    ]
