"""The parts of the page extension, each alone."""

import pytest

from sphinx_pages import chapter, policy, stylesheet
from sphinx_pages.launch import Repository
from sphinx_pages.page import shorten


def names(*words: str, elements: tuple[str, ...] = ("p", "a", "div")) -> stylesheet.Names:
    return stylesheet.Names(elements=set(elements), words=set(words))


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".used{color:red}.unused{color:blue}", ".used{color:red}"),
        (".used, .unused{color:red}", ".used{color:red}"),
        (".used:not(.unused){color:red}", ".used:not(.unused){color:red}"),
        ("video{color:red}p{color:red}", "p{color:red}"),
        ("@media (min-width:1px){.unused{a:b}}", ""),
        ("@media print{.used{a:b}}", ""),
        ("@font-face{font-family:X;src:url(x)}", ""),
        ('[data-theme="dark"] .used{color:red}', '[data-theme="dark"] .used{color:red}'),
    ],
)
def test_purge_keeps_only_what_is_used(css: str, kept: str) -> None:
    assert stylesheet.purge(css, names("used")) == kept


def test_unused_variables_go() -> None:
    css = ":root{--a:1px;--b:var(--a);--c:2px}p{margin:var(--c)}"
    assert stylesheet.without_unused_variables(css, "") == ":root{--c:2px}p{margin:var(--c)}"
    assert "--b:var(--a)" in stylesheet.without_unused_variables(css, "p{top:var(--b)}")


def test_policy_allows_inline_code_by_its_hash_only() -> None:
    page = policy.with_policy("<!--policy--><script>let a = 1</script><script>let b</script>")
    assert page.count("'sha256-") == 2
    other = policy.with_policy("<!--policy--><script>let a = 2</script>")
    assert policy.sha256("let a = 1") not in other
    assert "ld+json" not in policy.content_policy('<script type="application/ld+json">{}</script>')


def test_styles_go_but_text_stays() -> None:
    page = '<td style="text-align: right" style="x">style="a"</td><style scoped>p{}</style>'
    assert policy.without_inline_styles(page) == '<td>style="a"</td>'


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
