"""The parts of the page extension, each alone."""

import pytest

from kursk.sides import SIDES
from sphinx_pages import chapter, policy, sheet, sides, translator
from sphinx_pages.launch import Repository
from sphinx_pages.page import shorten


@pytest.mark.parametrize(
    ("css", "short"),
    [
        ("p { color: red; }\n\n/* why */ a{b : c}", "p{color: red}a{b : c}"),
        ('p::after { content: " ; } , /* x */"; }', 'p::after{content: " ; } , /* x */"}'),
        ("@media (min-width: 1px) { a :hover { b: c; d: e } }",
         "@media (min-width: 1px){a :hover{b: c;d: e}}"),
        (":root { --light: initial; --dark: ; }", ":root{--light: initial;--dark: }"),
        ("a { b: calc(1px + 2px) , x }", "a{b: calc(1px + 2px),x}"),
    ],
)  # fmt: skip
def test_a_sheet_is_made_compact_and_means_the_same(css: str, short: str) -> None:
    assert sheet.compact(css) == short


def test_every_party_has_its_colours_and_shape_in_the_sheet() -> None:
    css = sheet.own()
    for name, side in SIDES.items():
        rule = css.partition(f'[data-side="{name}"]{{')[2].partition("}")[0]
        assert side.color in rule and side.dark in rule, name
        assert "--shape:" in rule, name


def test_a_drawn_shape_is_cut_out_point_by_point() -> None:
    assert sides.clip("M-1,-0.35H1V0.35H-1Z") == (
        "polygon(0% 32.5%,100% 32.5%,100% 67.5%,0% 67.5%)"
    )
    with pytest.raises(ValueError, match="found C1,1"):
        sides.clip("M0,0C1,1")


def test_policy_allows_inline_code_by_its_hash_only() -> None:
    found = policy.content_policy(["let a = 1", "let b"])
    assert found.count("'sha256-") == 2
    assert policy.sha256("let a = 2") not in found


def test_styles_of_a_data_frame_go_but_text_stays() -> None:
    table = '<td style="text-align: right" style="x">style="a"</td><style scoped>p{}</style>'
    assert translator._without_styles(table) == '<td>style="a"</td>'


def test_reading_time_counts_the_text_alone() -> None:
    text = "word " * 380
    cell = "\n```{code-cell} ipython3\n" + "x = 1\n" * 500 + "```\n"
    assert chapter.reading_minutes(text) == 2
    assert chapter.reading_minutes("---\na: b\n---\n" + text + cell) == 2


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2024-08-06", "2024-09-10", "6 August – 10 September 2024"),
        ("2024-09-11", "2025-03-07", "11 September 2024 – 7 March 2025"),
        ("2024-08", "2024-09", "August – September 2024"),
        ("2024-08", "2024-08", "August 2024"),
    ],
)
def test_span(start: str, end: str, text: str) -> None:
    assert chapter.span(start, end) == text


def test_launch_addresses_come_from_one_setting() -> None:
    repository = Repository("https://github.com/someone/book", "main")
    assert repository.binder("notebooks/a.ipynb") == (
        "https://mybinder.org/v2/gh/someone/book/main?urlpath=lab%2Ftree%2Fnotebooks%2Fa.ipynb"
    )
    assert "repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fbook" in repository.nbgitpuller("a.ipynb")


def test_descriptions_are_cut_at_a_word() -> None:
    assert shorten("short") == "short"
    cut = shorten("word, " * 60)
    assert len(cut) < 210 and cut.endswith("word …")
