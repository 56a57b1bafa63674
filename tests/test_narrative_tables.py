"""Balance and disagreement, computed from the rows; the page for editors, from the text."""

from datetime import date
from pathlib import Path

import pytest
from docutils import nodes

from kursk import agreement, units
from kursk.numbers import EXCEPTIONS
from sphinx_evidence import balance, disagreements, editors, narrative, prose
from sphinx_evidence.rows import Quote, load
from sphinx_evidence.rule import Rules

EVIDENCE = load()
SAY = prose.saying(EVIDENCE)


# Disagreement


def test_each_disagreement_is_of_two_parties_at_one_time_about_one_thing() -> None:
    found = disagreements.widest(EVIDENCE)
    assert len(found) == disagreements.SHOWN
    for it in found:
        assert it.low.side != it.high.side
        assert (it.low.metric, it.low.scope) == (it.high.metric, it.high.scope)
        apart = abs((date.fromisoformat(it.low.as_of) - date.fromisoformat(it.high.as_of)).days)
        assert apart == it.days <= agreement.DAYS
        assert it.why


def test_the_widest_come_first_and_no_pair_lies_farther_apart() -> None:
    found = disagreements.widest(EVIDENCE)
    assert [it.ratio for it in found] == sorted((it.ratio for it in found), reverse=True)
    pipe = next(it for it in found if it.low.scope == "pipeline-2025-03-08")
    shown = [units.shown(claim.values[0], claim.unit)[0] for claim in (pipe.low, pipe.high)]
    assert pipe.ratio == shown[1] / shown[0]


def test_a_contradiction_that_names_both_figures_explains_them() -> None:
    pipe = next(
        it for it in disagreements.widest(EVIDENCE) if it.low.scope == "pipeline-2025-03-08"
    )
    explained = {row["conflict_id"]: row["explanation"] for row in EVIDENCE.records["conflicts"]}
    assert pipe.why == explained["co-x01"]


# Balance


@pytest.fixture
def chapter(tmp_path: Path) -> balance.Balance:
    text = (
        "# T\n\n{claim}`sd-c37` {quoted}`in-q16` {event}`sd-e02`\n\n"
        "```{versus} Q\nin-c019\nsd-c38\n```\n\n```{quote} in-q15\n```\n"
    )
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "t.md").write_text(text, "utf-8")
    (tmp_path / "other.md").write_text("# No chapter\n\n{claim}`sd-c43`\n", "utf-8")
    (found,) = balance.balances(EVIDENCE, tmp_path, ["chapters/*"])
    return found


def test_what_a_chapter_shows_is_counted_by_party(chapter: balance.Balance) -> None:
    assert chapter.title == "T"
    assert [len(chapter.figures(side)) for side in ("ukraine", "russia", "press")] == [1, 1, 1]
    assert [len(chapter.quotes(side)) for side in ("ukraine", "russia")] == [1, 1]
    assert chapter.thin == {}


def test_the_table_of_sides_counts_figures_quotations_and_pages_of_each(
    chapter: balance.Balance,
) -> None:
    table = balance._by_side(EVIDENCE, [chapter])
    cells = [[cell.astext() for cell in row] for row in table.findall(nodes.row)]
    assert cells[1][:3] == ["T", "1 / 1 / 2", "1 / 1 / 2"]
    assert [len(chapter.pages_of(side)) for side in ("ukraine", "russia", "uk")] == [2, 2, 0]


def test_the_table_of_metrics_counts_every_figure_of_the_texts_once(
    chapter: balance.Balance,
) -> None:
    one = balance.Balance("U", EVIDENCE, (EVIDENCE.claims["in-c017"],))
    assert one.figures()[0].metric == "area_held"
    table = balance._by_metric(EVIDENCE, [chapter, chapter, one])
    cells = [[cell.astext() for cell in row] for row in table.findall(nodes.row)]
    shown = [int(number) for row in cells[1:] for number in row[1:]]
    assert sum(shown) == len(chapter.figures()) + 1 == 4
    assert cells[1][0] == "Ground held by Ukraine" and sum(map(int, cells[1][1:])) == 3
    assert cells[-1][0] == "1 other things, fewer than 3 figures of each"


def test_a_side_that_is_quoted_little_is_named(chapter: balance.Balance) -> None:
    (said,) = chapter.quotes("ukraine")
    others = [q for q in EVIDENCE.quotes.values() if q.side == "ukraine" and q.id != said.id]
    assert isinstance(said, Quote)
    more = balance.Balance("T", EVIDENCE, (*chapter.rows, *others[:5]))
    assert more.thin == {"quotations": ("russia", 1, 6)}


def test_a_chapter_in_which_a_side_is_thin_says_what_was_looked_for() -> None:
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    quotes = [q.id for q in EVIDENCE.quotes.values() if q.side == "ukraine"][:6]
    text = " ".join(f"{{quoted}}`{row}`" for row in quotes)
    (fault,) = balance.check(prose.read(text, SAY, "chapters/x"), rules)
    assert (fault.kind, fault.found) == ("thin-side", "0 quotations of Russia beside 6")
    said = prose.read(f"{text} {{absence}}`no figure <ab-nk-2>`", SAY, "chapters/x")
    assert list(balance.check(said, rules)) == []


def test_a_figure_of_a_side_counts_as_checked_where_another_has_one(
    chapter: balance.Balance,
) -> None:
    assert 0 < chapter.checked <= 1
    assert balance.Balance("T", EVIDENCE, ()).checked == 0


# The page for editors


def test_a_fault_stands_at_the_sentence_that_has_it() -> None:
    source = "It began on {event}`sd-e02`. Kyiv said nothing.\nAnd {claim}`1,000 <sd-c37>` came."
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    page = editors.checked(prose.read(source, SAY, "chapters/x"), rules, [])
    faults = [[fault.partition(":")[0] for fault in s.faults] for s in page.sentences]
    assert faults == [[], ["silence"], ["hedge-dropped"]]
    assert page.bare == 1
    (row,) = page.sentences[0].rows
    assert (row.id, row.status, row.date) == ("sd-e02", "confirmed", "6 August 2024")
    assert row.address.endswith(".html#sd-e02")
