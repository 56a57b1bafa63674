"""Any text in a role or a directive: what names no row is told at its line, and nothing falls over.

``make mutations`` tries 10,000 of them, the tests fewer.
"""

import os
import re
from pathlib import Path

import pytest
from evidence_book import PAGES, ROWS, build, write_book
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_data_mutations import HOSTILE

MUTATIONS = int(os.environ.get("MUTATIONS", "400"))
#: So many stand in one chapter.
TOGETHER = 300

#: Role → the table whose ids it takes.
ROLES = {"claim": "claims", "event": "events", "quoted": "quotes", "absence": "absences"}
KNOWN = {table: [row[0] for row in ROWS[table]] for table in ROLES.values()}
EVERY = [row for ids in KNOWN.values() for row in ids]
#: Directive → the ids that it takes, and whether they stand in its argument.
DIRECTIVES = {
    "quote": (KNOWN["quotes"], True),
    "versus": (EVERY, False),
    "key-dates": (KNOWN["events"], False),
    "who-is-who": (["syrskyi"], False),
    "quiz": (["incursion"], True),
}


def _line(text: str) -> str:
    """A text that can stand within backticks on one line."""
    return " ".join(re.sub(r"[`<>\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text[:200]).split())


TEXTS = st.one_of(
    st.sampled_from([_line(text) for text in HOSTILE]),
    st.sampled_from(EVERY),
    st.sampled_from(EVERY).map(lambda row: row.upper()),
    st.sampled_from(EVERY).map(lambda row: f"{row}0"),
    st.text(st.characters(codec="utf-8"), max_size=8).map(_line),
)  # fmt: skip
MARKS = st.tuples(st.sampled_from(sorted(ROLES)), TEXTS, TEXTS)
BLOCKS = st.tuples(st.sampled_from(sorted(DIRECTIVES)), TEXTS)


def _mark(role: str, words: str, row: str) -> str:
    inner = f"{words} <{row}>" if words else row
    return f"{{{role}}}`{inner}`" if inner.strip() else f"{{{role}}}` `"


def _block(name: str, text: str) -> str:
    head, body = (f" {text}", "") if DIRECTIVES[name][1] else (" Who?", f"{text}\n")
    head = head if name != "key-dates" else " incursion"
    return f"```{{{name}}}{head if name != 'who-is-who' else ''}\n{body}```"


def faults(folder: Path, text: str) -> dict[int, str]:
    """Build the tiny book with a chapter and return what is told of each of its lines."""
    write_book(folder, {**PAGES, "chapters/1-incursion": text})
    told: dict[int, str] = {}
    for line in build(folder, "dummy").splitlines():
        assert "Traceback" not in line
        if found := re.search(r"1-incursion\.md:(\d+): (.*)", line):
            told[int(found[1])] = f"{told.get(int(found[1]), '')}{found[2]}\n"
    return told


def rounds(share: float) -> settings:
    """Return how often hypothesis tries; its first try is a plain one."""
    return settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=1 + max(1, round(MUTATIONS * share / TOGETHER)),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roles")


def test_a_role_that_names_no_row_is_told_at_its_line(folder: Path) -> None:
    @rounds(0.7)
    @given(st.lists(MARKS, min_size=TOGETHER // 2, max_size=TOGETHER))
    def tried(marks: list[tuple[str, str, str]]) -> None:
        paragraphs = [f"Words {_mark(*mark)} and more." for mark in marks]
        told = faults(folder, "# A chapter\n\n" + "\n\n".join(paragraphs) + "\n")
        missed = []
        for number, (role, words, row) in enumerate(marks):
            known = KNOWN[ROLES[role]]
            if row not in known and "unknown-id" not in told.get(3 + 2 * number, ""):
                missed.append(f"line {3 + 2 * number}: {_mark(role, words, row)}")
        assert missed == [], "\n".join(missed)

    tried()


def test_a_directive_that_names_no_row_is_told_at_its_lines(folder: Path) -> None:
    @rounds(0.3)
    @given(st.lists(BLOCKS, min_size=TOGETHER // 2, max_size=TOGETHER))
    def tried(blocks: list[tuple[str, str]]) -> None:
        text, spans = "# A chapter\n\n", []
        for block in blocks:
            start = text.count("\n") + 1
            text += f"{_block(*block)}\n\n"
            spans.append((start, text.count("\n")))
        told = faults(folder, text)
        missed = []
        for (name, row), (start, end) in zip(blocks, spans, strict=True):
            said = "".join(told.get(line, "") for line in range(start, end + 1))
            if row and row not in DIRECTIVES[name][0] and not said:
                missed.append(f"line {start}: {_block(name, row)!r}")
        assert missed == [], "\n".join(missed)

    tried()
