"""The build's own module, which needs no make: what it keeps, and what it never overwrites."""

from pathlib import Path

import pytest

from sphinx_pages import build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (build.SITE / "notebooks").mkdir(parents=True)
    build.NOTEBOOKS.mkdir()
    build.WORK.mkdir()
    return tmp_path


def made(content: str) -> list[str]:
    """Let a build hand out a notebook; return the contents of all that lie there then."""
    (build.SITE / "notebooks" / "a.ipynb").write_text(content, encoding="utf-8")
    build.hand_out_notebooks()
    return sorted(path.read_text("utf-8") for path in build.NOTEBOOKS.glob("*.ipynb"))


def test_a_notebook_that_the_build_wrote_is_written_anew(folder: Path) -> None:
    assert made("first") == ["first"]
    assert made("second") == ["second"]


def test_a_notebook_that_a_teacher_changed_is_kept_beside_the_new_one(folder: Path) -> None:
    made("first")
    (build.NOTEBOOKS / "a.ipynb").write_text("a teacher's", encoding="utf-8")
    assert made("second") == ["a teacher's", "second"]
    assert (build.NOTEBOOKS / "a.ipynb").read_text("utf-8") == "second"


def test_tables_are_checked_and_cells_forgotten_when_what_they_rest_on_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(build, "run", lambda *words: ran.append(words))
    table = folder / "data" / "claims.csv"
    table.parent.mkdir()
    for content, checks in (("one", 1), ("one", 1), ("two", 2)):
        table.write_text(content, encoding="utf-8")
        build.CACHE.mkdir(parents=True, exist_ok=True)
        before = len(ran)
        build.check()
        assert build.CACHE.exists() == (len(ran) == before)
        assert len(ran) == checks


def test_tables_with_a_fault_are_checked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*words: str) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(build, "run", fails)
    for _ in range(2):
        with pytest.raises(SystemExit):
            build.check()
