"""The figures extension: what a Sphinx build makes of Altair charts."""

import contextlib
import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from found import the
from PIL import Image
from sphinx.cmd.build import main as sphinx_build
from thorough import thorough

from sphinx_figures import ahead, cells, drawing, palette, pictures, store, vega
from sphinx_figures import chart as charts

pytestmark = pytest.mark.site

Spec = dict[str, Any]

WORDS = "Points that rise from August to September, one colour for each of two parties"
ROWS = pd.DataFrame(
    {
        "day": pd.date_range("2024-08-06", periods=30).strftime("%Y-%m-%d"),
        "held": [number * number % 97 for number in range(30)],
        "party": ["Ukraine", "Russia"] * 15,
        "link": [f"ledger.html#row-{number}" for number in range(30)],
    }
)
TABLE = {
    "columns": ["Day", "Held", "Party"],
    "rows": [
        [row.day, {"text": f"{row.held} km²", "href": row.link}, row.party]
        for row in ROWS.itertuples()
    ],
}


def captioned(chart: Any, name: str, **more: Any) -> Spec:
    """Return a chart's specification with the words of a figure; ``more`` goes into them."""
    words = {
        "id": name,
        "title": f"The finding of {name}",
        "subtitle": "km² by day, as stated by each party",
        "see": "What the chart cannot show is said here.",
        "sources": [{"text": "A newspaper", "href": "ledger.html#paper"}],
        "table": TABLE,
    } | more
    spec: Spec = chart.properties(
        width="container",
        description=WORDS,
        title={"text": words["title"], "subtitle": words["subtitle"]},
        usermeta={"figure": words},
    ).to_dict()
    return spec


def points() -> alt.Chart:
    """Return a chart with a slider, a drop-down, tooltips and links."""
    cut = alt.param(name="cut", value=20, bind=alt.binding_range(min=0, max=100, name="Up to: "))
    menu = alt.binding_select(options=["Ukraine", "Russia"], name="Party")
    party = alt.selection_point(name="pick", fields=["party"], bind=menu)
    chart: alt.Chart = (
        alt.Chart(ROWS, height=260)
        .mark_circle(size=150)
        .encode(
            x="day:T",
            y="held",
            href="link",
            tooltip=["held", "party"],
            color=alt.Color(
                "party",
                scale=alt.Scale(domain=["Ukraine", "Russia"], range=["#0072B2", "#D55E00"]),
            ),
            opacity=alt.condition("datum.held < cut", alt.value(1), alt.value(0.2)),
        )
        .add_params(cut, party)
        .transform_filter(party)
    )
    return chart


def bars() -> alt.Chart:
    """Return bars whose height comes from the number of rows."""
    chart: alt.Chart = alt.Chart(ROWS).mark_bar().encode(y="party", x="sum(held)")
    return chart


def terrain() -> alt.LayerChart | alt.FacetChart:
    """Return a map: a line of ground and one place, in a projection fixed by numbers."""
    line = {"type": "LineString", "coordinates": [[33.8, 50.6], [35, 51.2], [37.5, 52.4]]}
    ground = {"type": "Feature", "properties": {}, "geometry": line}
    place = pd.DataFrame({"lon": [35.27], "lat": [51.19]})
    return (
        alt.layer(
            alt.Chart(alt.Data(values=ground)).mark_geoshape(filled=False, stroke="#111111"),
            alt.Chart(place).mark_circle().encode(longitude="lon:Q", latitude="lat:Q"),
        )
        .project(type="mercator", center=[35.65, 51.5], scale=9000)
        .properties(height=380)
    )


def notebook(*specs: Spec) -> str:
    """Return an executed notebook, one cell for each chart."""
    book = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "language_info": {"name": "python", "pygments_lexer": "python"},
        }
    )
    book.cells.append(nbformat.v4.new_markdown_cell("# A page\n\nSome text."))
    for spec in specs:
        kind = f"application/vnd.vegalite.v{6 if 'v6' in spec['$schema'] else 5}+json"
        output = nbformat.v4.new_output("execute_result", {kind: spec, "text/plain": "chart"})
        book.cells.append(nbformat.v4.new_code_cell("chart", outputs=[output], id="cell"))
    for number, cell in enumerate(book.cells):
        cell["id"] = f"cell-{number}"
    return str(nbformat.writes(book))


def build(folder: Path, pages: dict[str, str], *options: str) -> tuple[int, Path]:
    """Build a small site; return Sphinx's exit status and the folder of its pages."""
    source = folder / "source"
    for name, text in pages.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
    toc = "".join(f"   {name.rpartition('.')[0]}\n" for name in sorted(pages))
    (source / "index.rst").write_text(f"Start\n=====\n\n.. toctree::\n\n{toc}")
    (source / "conf.py").write_text(
        'extensions = ["myst_nb", "sphinx_figures"]\n'
        'project = "Test"\n'
        'html_theme = "basic"\n'
        "html_copy_source = False\nhtml_show_copyright = False\n"
        'nb_execution_mode = "auto"\n'
    )
    out = folder / "html"
    status = sphinx_build(
        ["-q", "-W", "--keep-going", "-d", str(folder / "trees"), *options, str(source), str(out)]
    )
    return status, out


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with three charts on one page in a folder, and a page without any."""
    specs = [captioned(points(), "points"), captioned(bars(), "bars"),
             captioned(terrain(), "terrain", table=None)]  # fmt: skip
    pages = {"parts/charts.ipynb": notebook(*specs), "plain.md": "# Plain\n\nText.\n"}
    status, out = build(tmp_path_factory.mktemp("site"), pages)
    assert status == 0
    return out


def page(out: Path, name: str = "parts/charts.html") -> BeautifulSoup:
    return BeautifulSoup((out / name).read_text(), "html.parser")


def test_a_chart_becomes_a_figure_with_picture_caption_and_data(site: Path) -> None:
    figure = the(page(site), "figure.chart#fig-points")
    assert figure["data-live"] == "false"
    assert {image["alt"] for image in figure.select("img")} == {WORDS}
    assert [child.name for child in figure.find_all(recursive=False)] == [
        "div", "div", "noscript", "figcaption", "div",
    ]  # fmt: skip
    caption = [line.get_text() for line in figure.select("figcaption p")]
    assert caption == [
        "The finding of points",
        "km² by day, as stated by each party",
        "What the chart cannot show is said here.",
        "Source: A newspaper.",
    ]
    assert the(figure, ".chart-data .chart-sources a")["href"] == "../ledger.html#paper"


def test_every_picture_is_there_for_both_themes_and_both_widths(site: Path) -> None:
    for figure in page(site).select("figure.chart"):
        for theme in ("light", "dark"):
            picture = the(figure, f"picture.chart-{theme}")
            wide, narrow = the(picture, "img"), the(picture, "source")
            for tag, address, width in ((wide, "src", "700"), (narrow, "srcset", "340")):
                svg = (site / "parts" / str(tag[address])).read_text()
                assert tag["width"] == width
                assert f'width="{width}" height="{tag["height"]}"' in svg
            assert wide["loading"] == "lazy"


def test_pictures_are_light_and_carry_no_title_line(site: Path) -> None:
    for picture in (site / "_images/figures").glob("*.svg"):
        text = picture.read_text()
        assert len(text) < 12_000
        assert "km² by day" not in text
        assert (
            "<script" not in text
            and "<a " not in text
            and "http" not in text.replace("http://www.w3.org/2000/svg", "")
        )


def test_the_dark_picture_is_the_light_one_in_other_colours(site: Path) -> None:
    light, dark = (
        next((site / "_images/figures").glob(f"points-*-wide-{theme}.svg")).read_text()
        for theme in ("light", "dark")
    )
    assert "#0072B2" in light and "#56b4e9" in dark and "#0072B2" not in dark
    assert re.sub(r"#[0-9a-fA-F]{6}", "", light) == re.sub(r"#[0-9a-fA-F]{6}", "", dark)


def heat() -> alt.Chart:
    """Return squares in shades that Vega mixes itself."""
    shades = alt.Color("held", scale=alt.Scale(range=["#ffffff", "#0072B2"]))
    chart: alt.Chart = alt.Chart(ROWS).mark_rect().encode(x="day:O", color=shades)
    return chart


@pytest.mark.parametrize(("chart", "repaints"), [(points, True), (bars, True), (heat, False)])
def test_the_dark_picture_is_what_the_chart_in_dark_colours_draws(
    chart: Callable[[], alt.Chart], repaints: bool
) -> None:
    spec = captioned(chart(), "one")
    dark = palette.darken(vega.compiled(spec, vega.WIDE), palette.dark_map({}))
    pictures = json.loads(store.artwork(charts.read(spec, "one")))["svg"]
    assert pictures["wide-dark"] == drawing.draw(dark, "The finding of one").svg
    light = palette.repainted(pictures["wide-light"], palette.dark_map({}))
    assert (light == pictures["wide-dark"]) is repaints


def test_charts_of_executed_notebooks_are_drawn_ahead_of_the_builder(tmp_path: Path) -> None:
    executed = tmp_path / "cache/executed/one/base.ipynb"
    executed.parent.mkdir(parents=True)
    nameless = points().to_dict()
    executed.write_text(notebook(captioned(points(), "points"), nameless))
    for spec in ahead.specifications(tmp_path / "cache"):
        ahead.draw(tmp_path / "trees", spec)
    (ready,) = (tmp_path / "trees/figures").iterdir()
    ready.write_text(ready.read_text().replace("<svg ", "<svg data-ahead='' "))
    build(tmp_path, {"charts.ipynb": notebook(captioned(points(), "points"))})
    picture = next((tmp_path / "html/_images/figures").glob("points-*-wide-light.svg"))
    assert "data-ahead" in picture.read_text()


def test_an_own_colour_map_wins(tmp_path: Path) -> None:
    spec = captioned(points(), "points", dark={"#0072B2": "#ABCDEF"})
    _, out = build(tmp_path, {"charts.ipynb": notebook(spec)})
    assert "#ABCDEF" in next((out / "_images/figures").glob("*-wide-dark.svg")).read_text()


def test_the_table_names_its_columns_and_can_be_scrolled_by_keyboard(site: Path) -> None:
    box = the(page(site), "#fig-points details.chart-data div[role=region]")
    assert box["tabindex"] == "0"
    assert box["aria-label"] == "Data: The finding of points"
    assert the(box, "caption").get_text() == "The finding of points"
    assert [head["scope"] for head in box.select("th")] == ["col"] * 3
    assert len(box.select("tbody tr")) == 30
    assert the(box, "tbody a")["href"] == "../ledger.html#row-0"


def test_the_csv_says_what_the_table_says_and_opens_in_excel(site: Path) -> None:
    for figure in ("points", "bars"):
        link = the(page(site), f"#fig-{figure} .chart-data .chart-files a")
        text = (site / "parts" / str(link["href"])).read_text("utf-8")
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:])))
        assert rows[0] == TABLE["columns"]
        assert rows[2] == ["2024-08-07", "1 km²", "Russia"]


def test_a_long_table_can_be_cut_in_the_page_but_not_in_the_csv(tmp_path: Path) -> None:
    pages = {"charts.ipynb": notebook(captioned(bars(), "bars"))}
    _, out = build(tmp_path, pages, "-D", "figures_rows=5")
    data = the(page(out, "charts.html"), "details.chart-data")
    assert len(data.select("tbody tr")) == 5
    everything, table = data.select(".chart-files a")
    assert everything.get_text() == "All 30 rows"
    address, _, anchor = str(everything["href"]).partition("#")
    assert len(page(out, address).select(f"#{anchor} tbody tr")) == 30
    assert len((out / str(table["href"])).read_text().splitlines()) == 31


def test_no_specification_and_no_code_stand_in_the_page(site: Path) -> None:
    soup = page(site)
    assert "vega" not in str(soup).lower().replace("vega-embed", "")
    assert not [tag for tag in soup.find_all(True) if any(a.startswith("on") for a in tag.attrs)]
    assert not soup.select("figure [style]")


def test_only_pages_with_figures_load_the_loader(site: Path) -> None:
    loader = the(page(site), "script[src*='figures/figures.js']")
    assert loader.has_attr("defer") and not loader.get_text()
    plain = str(page(site, "plain.html"))
    assert "figures.js" not in plain


def test_the_runtime_weighs_less_than_205_kb_and_a_chart_less_than_8(site: Path) -> None:
    static = site / "_static/figures"
    assert len(gzip.compress((static / "runtime.js").read_bytes(), 6)) <= 205_000
    for name in ("points", "bars", "terrain"):
        loaded = [
            next(static.glob(f"charts/parts-charts/{name}-*.js")),
            next((site / "_images/figures").glob(f"{name}-*-wide-light.svg")),
        ]
        figure = str(the(page(site), f"#fig-{name}")).encode()
        weight = sum(len(gzip.compress(path.read_bytes())) for path in loaded)
        assert weight + len(gzip.compress(figure)) <= 8_000


def test_the_same_data_are_stored_once_for_all_live_charts_of_a_page(tmp_path: Path) -> None:
    many = pd.DataFrame({"x": range(300), "y": [number % 7 for number in range(300)]})
    specs = [
        captioned(alt.Chart(many).mark_line().encode(x="x", y="y"), f"lines-{number}")
        for number in (1, 2)
    ]
    _, out = build(tmp_path, {"charts.ipynb": notebook(*specs)})
    first, second = sorted((out / "_static/figures/charts/charts").iterdir())
    assert first.read_text().count('"x":299') == 1
    assert '"x":299' not in second.read_text() and first.stem in second.read_text()


def test_markup_in_words_is_shown_as_text(tmp_path: Path) -> None:
    trap = '</script><img src=x onerror=alert(1)>"&'
    table = {"columns": [trap], "rows": [[{"text": trap, "href": "javascript:alert(1)"}]]}
    spec = captioned(bars(), "bars", title=trap, see=trap, table=table,
                     sources=[{"text": trap, "href": 'x.html"onclick="alert(1)'}])  # fmt: skip
    status, out = build(tmp_path, {"charts.ipynb": notebook(spec | {"description": trap * 2})})
    assert status == 0
    soup = page(out, "charts.html")
    figure = the(soup, "figure")
    assert the(figure, "figcaption strong").get_text() == trap
    assert the(figure, "td").get_text() == trap
    assert the(figure, "img")["alt"] == trap * 2
    assert not figure.select("td a, script, img[onerror], [onclick]")


def test_right_to_left_words_stay_whole(tmp_path: Path) -> None:
    words = "شمال كوريا " * 8
    spec = captioned(bars(), "bars", title=words)
    _, out = build(tmp_path, {"charts.ipynb": notebook(spec)})
    assert the(page(out, "charts.html"), "figcaption strong").get_text() == words


def test_a_plain_altair_chart_needs_no_more_than_a_description(tmp_path: Path) -> None:
    chart = alt.Chart(ROWS, description=WORDS).mark_point().encode(x="day:T", y="held")
    status, out = build(tmp_path, {"charts.ipynb": notebook(chart.to_dict())})
    assert status == 0
    figure = the(page(out, "charts.html"), "figure#fig-charts-1")
    assert {head.get_text() for head in figure.select("th")} == set(ROWS.columns)


def test_version_5_of_vega_lite_is_drawn_too(tmp_path: Path) -> None:
    spec = captioned(bars(), "bars")
    spec["$schema"] = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
    status, out = build(tmp_path, {"charts.ipynb": notebook(spec)})
    assert status == 0 and page(out, "charts.html").select("figure#fig-bars img")


def test_side_by_side_views_keep_their_width(tmp_path: Path) -> None:
    both = (bars() | bars()).properties(description=WORDS)
    status, out = build(tmp_path, {"charts.ipynb": notebook(both.to_dict())})
    assert status == 0
    assert page(out, "charts.html").select(".chart-natural img")


ONE = captioned(bars(), "bars")
FAULTS: dict[str, tuple[list[Spec], str]] = {
    "without-description": ([ONE | {"description": ""}], "of 0 characters, expected at least 40"),
    "short-description": ([ONE | {"description": "Bars."}], "expected at least 40"),
    "unknown-row": (
        [captioned(bars(), "bars", sources=[{"text": "x", "href": "row:xx-c99"}])],
        "row 'xx-c99' has no place in the site",
    ),
    "one-id-twice": ([ONE, captioned(points(), "bars")], "this id is taken"),
    "data-elsewhere": ([ONE | {"data": {"url": "https://example.org/x.csv"}}], "cannot be drawn"),
    "unknown-mark": ([ONE | {"mark": "wombat"}], "Vega-Lite refuses"),
    "missing-cell": (
        [captioned(bars(), "bars", table={"columns": ["a", "b"], "rows": [["1"]]})],
        "every row needs 2 cells",
    ),
    "table-that-is-none": ([captioned(bars(), "bars", table=[1])], "malformed"),
    "colour-that-is-none": ([captioned(bars(), "bars", dark={"red": "blue"})], "found 'red'"),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what a build of all faulty charts says: all of it, not only the first."""
    folder = tmp_path_factory.mktemp("faults")
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        status, _ = build(
            folder, {f"{name}.ipynb": notebook(*specs) for name, (specs, _) in FAULTS.items()}
        )
    assert status == 1
    return said.getvalue()


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_chart_fails_the_build_with_file_and_line(name: str, refusals: str) -> None:
    reason = re.escape(FAULTS[name][1])
    assert re.search(rf"{name}\.ipynb:\d+: ERROR: .*{reason}", refusals), refusals
    assert "Traceback" not in refusals


def test_a_cell_just_run_and_one_that_was_kept_give_the_same_chart() -> None:
    """A kept notebook has its keys in order."""
    spec = captioned(alt.Chart(ROWS).mark_point().encode(x="day:T", y="held:Q"), "points")
    kept = json.loads(json.dumps(spec, sort_keys=True))
    assert json.dumps(spec) != json.dumps(kept)
    one, other = charts.read(spec, "one"), charts.read(kept, "one")
    assert store.artwork(one) == store.artwork(other)


@thorough
def test_two_builds_give_the_same_bytes(tmp_path: Path, site: Path) -> None:
    specs = [captioned(points(), "points"), captioned(bars(), "bars"),
             captioned(terrain(), "terrain", table=None)]  # fmt: skip
    pages = {"parts/charts.ipynb": notebook(*specs), "plain.md": "# Plain\n\nText.\n"}
    _, again = build(tmp_path, pages, "-j", "2")

    def files(out: Path) -> dict[str, bytes]:
        found = [path for path in out.rglob("*") if path.is_file() and "buildinfo" not in path.name]
        return {str(path.relative_to(out)): path.read_bytes() for path in found
                if path.suffix in (".html", ".svg", ".js", ".css", ".csv")}  # fmt: skip

    assert files(again) == files(site)


def test_an_unchanged_chart_is_never_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"charts.ipynb": notebook(captioned(bars(), "bars"))}
    build(tmp_path, pages)
    shutil.rmtree(tmp_path / "html")

    def refuse(*_: object, **__: object) -> str:
        raise AssertionError("drawn again")

    monkeypatch.setattr("vl_convert.vega_to_svg", refuse)
    monkeypatch.setattr("vl_convert.javascript_bundle", refuse)
    status, out = build(tmp_path, pages, "-E")
    assert status == 0
    assert len(list((out / "_images/figures").glob("*.svg"))) == 4


@thorough
def test_files_of_a_removed_chart_go(tmp_path: Path) -> None:
    build(tmp_path, {"charts.ipynb": notebook(captioned(bars(), "bars"))})
    _, out = build(tmp_path, {"charts.ipynb": notebook(captioned(points(), "points"))})
    names = {path.name.split("-")[0] for path in (out / "_images/figures").iterdir()}
    assert names == {"points"}
    assert [path.stem.split("-")[0] for path in out.glob("_static/figures/charts/*/*")] == [
        "points"
    ]


@pytest.mark.parametrize(("characters", "faults"), [(90_000, 0), (10_000_000, 1)])
@thorough
def test_a_cell_that_prints_a_book_is_told(
    tmp_path: Path, characters: int, faults: int, capfd: pytest.CaptureFixture[str]
) -> None:
    printed = nbformat.v4.new_output("stream", name="stdout", text="a" * characters)
    book = nbformat.reads(notebook(), as_version=4)
    cell = nbformat.v4.new_code_cell("print(a)", outputs=[printed], id="loud", execution_count=1)
    book.cells.append(cell)
    build(tmp_path, {"page.ipynb": nbformat.writes(book)})
    said = capfd.readouterr().err
    assert said.count("found a cell that puts out") == faults
    assert not faults or "10,000,000 characters, expected at most 100,000" in said


def test_a_cell_is_run_and_its_chart_shown(tmp_path: Path) -> None:
    cell = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# Page

```{code-cell}
import altair as alt
kind = "application/vnd.vegalite.v6+json"
alt.renderers.register("book", lambda spec, **_: ({kind: spec}, {}))
alt.renderers.enable("book")
values = alt.Data(values=[{"a": "one", "b": 2}, {"a": "two", "b": 3}])
alt.Chart(values, description="Two bars, the second is longer than the first by half").mark_bar(
).encode(x="b:Q", y="a:N")
```
"""
    status, out = build(tmp_path, {"cell.md": cell})
    assert status == 0
    assert page(out, "cell.html").select("figure.chart#fig-cell-1 img")


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_other_outputs_do_not_break(tmp_path: Path, builder: str) -> None:
    pages = {"charts.ipynb": notebook(captioned(bars(), "bars"))}
    status, out = build(tmp_path, pages, "-b", builder, "-D", "epub_show_urls=no",
                        "-D", "version=1", "-D", "epub_copyright=none")  # fmt: skip
    assert status == 0
    if builder == "text":
        assert WORDS in (out / "charts.txt").read_text().replace("\n", " ")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("evidence/x.html#a", "../evidence/x.html#a"),
        ("#a", "#a"),
        ("../x.html", "../x.html"),
        ("https://example.org", "https://example.org"),
        ("JavaScript:alert(1)", ""),
        ("", ""),
    ],
)
def test_addresses_are_read_from_the_root_of_the_site(address: str, target: str) -> None:
    assert charts.Link("words", address).target("../") == target


def test_a_fixed_map_scales_with_its_width() -> None:
    wide, narrow = (vega.compiled(captioned(terrain(), "m"), w) for w in (vega.WIDE, vega.NARROW))
    assert wide["projections"][0]["scale"] == {"signal": "9000 * width / 691"}
    assert wide["height"] / narrow["height"] == pytest.approx(700 / 340, rel=0.01)


def test_bars_share_the_height_when_live() -> None:
    spec, controls = vega.live(vega.compiled(captioned(bars(), "b"), vega.WIDE), 120)
    assert spec["height"] == 120 and controls == []
    assert {"name": "y", "range": [0, {"signal": "height"}]}.items() <= next(
        scale for scale in spec["scales"] if scale["name"] == "y"
    ).items()


def test_colours_are_replaced_whole_and_in_any_case() -> None:
    spec = {"a": "#0072B2", "b": "datum.x ? '#0072b2' : '#0072b2ff'"}
    assert palette.darken(spec, palette.dark_map({})) == {
        "a": "#56b4e9",
        "b": "datum.x ? '#56b4e9' : '#0072b2ff'",
    }


def test_slimming_keeps_what_is_seen() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="10" height="10">'
        '<g><g class="x"></g>'
        '<path aria-label="A &gt; B" transform="translate(1.23456,2)" d="M0,0.0001L2,2" '
        'stroke="#111111" opacity="1"/><text opacity="0">gone</text>'
        '<text font-family="x">1.23456 stays</text></g></svg>'
    )
    slim = drawing.slim(svg, "Title & more")
    assert 'd="M0,0L2,2" stroke="#111111"/>' in slim
    assert "translate(1.23,2)" in slim
    assert "<title>Title &amp; more</title>" in slim
    assert "<text>1.23456 stays</text>" in slim and "gone" not in slim


# --- the bar and the figure's own page ----------------------------------------------------------


def test_the_bar_offers_data_code_image_embed_and_cite(site: Path) -> None:
    bar = the(page(site), "#fig-points .chart-bar")
    assert [s.get_text() for s in bar.select("summary, .chart-code")] == [
        "Data", "Code", "Image", "Embed", "Cite",
    ]  # fmt: skip
    for link in bar.select("a[download]"):
        assert (site / "parts" / str(link["href"])).resolve().is_file(), link
    assert not bar.select("script, button")


def test_a_picture_to_take_away_names_its_finding_sources_and_ground(site: Path) -> None:
    svg = (site / "figures/points.svg").read_text()
    assert svg.count("The finding of points") == 2  # the title of the file, and in the picture
    assert "A newspaper" in svg and 'fill="#ffffff"' in svg
    width, height = Image.open(site / "figures/points.png").size
    assert width == 2 * 748 and height > 600
    assert Image.open(site / "figures/points-card.png").size == (1200, 630)


def test_a_social_card_says_what_is_drawn_and_who_says_so() -> None:
    newspaper = charts.Link("A newspaper")
    chart = charts.Chart("one", "A finding", "Ground held, km²", "", "", {}, (newspaper,))
    svg = pictures.card('<svg width="100" height="50"></svg>', (100, 50), chart, "The book")
    for words in ("A finding", "Ground held, km²", "Sources: A newspaper", "The book"):
        assert f">{words}<" in svg


def test_a_figure_can_be_cited_in_three_ways(tmp_path: Path) -> None:
    pages = {"charts.ipynb": notebook(captioned(bars(), "bars"))}
    _, out = build(tmp_path, pages, "-D", "html_baseurl=https://example.org/book",
                   "-D", "release=1.2", "-D", "author=A. Author")  # fmt: skip
    address = "https://example.org/book/figures/bars.html"
    cite = page(out, "charts.html").select(".chart-bar details")[-1]
    assert "“The finding of bars”, figure in: Test, version 1.2" in cite.get_text()
    assert address in cite.get_text()
    assert f"url = {{{address}}}" in (out / "figures/bars.bib").read_text()
    (item,) = json.loads((out / "figures/bars.json").read_text())
    assert item["URL"] == address and item["container-title"] == "Test"
    assert address in (out / "figures/bars.svg").read_text()
    assert f"{address}#embed" in page(out, "charts.html").select(".chart-bar pre")[-1].get_text()


def test_every_figure_has_a_page_with_its_data_and_where_it_is_used(site: Path) -> None:
    own = page(site, "figures/points.html")
    assert the(own, "h1").get_text() == "The finding of points"
    assert len(own.select("#data tbody tr")) == 30
    assert the(own, ".figure-used a")["href"] == "../parts/charts.html#fig-points"
    (svg,) = {str(i["src"]) for i in own.select("picture.chart-light img")}
    assert (site / "figures" / svg).resolve().is_file()


def test_figures_of_one_id_on_two_pages_have_two_pages(tmp_path: Path) -> None:
    spec = captioned(bars(), "bars")
    _, out = build(tmp_path, {"a.ipynb": notebook(spec), "b.ipynb": notebook(spec)})
    assert {p.name for p in (out / "figures").glob("*.html")} == {"a-bars.html", "b-bars.html"}


def test_only_figures_may_stand_in_frames_of_others(site: Path) -> None:
    rules = (site / "_headers").read_text().split("/figures/*")
    assert "frame-ancestors 'self'" in rules[0] and "frame-ancestors *" in rules[1]


CELLS = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# Page

```{code-cell}
:tags: [hide-input]
import altair as alt
kind = "application/vnd.vegalite.v6+json"
alt.renderers.register("book", lambda spec, **_: ({kind: spec}, {}))
alt.renderers.enable("book")
words = "Two bars, the second is longer than the first by half"
```

```{code-cell}
:tags: [hide-input]
other = 1
```

```{code-cell}
:tags: [hide-input]
values = alt.Data(values=[{"a": "one", "b": 2}, {"a": "two", "b": 3}])
alt.Chart(values, description=words).mark_bar().encode(x="b:Q", y="a:N")
```

```{code-cell}
# Change this
longer = 3
alt.Chart(values, description=words).mark_bar(size=longer).encode(x="b:Q", y="a:N")
```
"""


def test_the_code_of_a_figure_moves_into_its_bar(tmp_path: Path) -> None:
    _, out = build(tmp_path, {"cell.md": CELLS})
    soup = page(out, "cell.html")

    def code(figure: str) -> str:
        address, _, anchor = str(the(soup, f"#{figure} .chart-code")["href"]).partition("#")
        return the(page(out, address), f"#{anchor} pre").get_text()

    assert code("fig-cell-1").startswith("import altair as alt")
    assert "values = alt.Data" in code("fig-cell-1") and "other = 1" not in code("fig-cell-1")
    assert "longer = 3" in code("fig-cell-2")
    left = [cell.get_text() for cell in soup.select(".cell_input")]
    assert len(left) == 2 and "other = 1" in left[0] and "# Change this" in left[1]


@pytest.mark.parametrize(
    ("sources", "made_by"),
    [
        (["import a", "x = a.b", "y = 1", "x"], [0, 1, 3]),
        (["x = 1", "x = 2", "x"], [1, 2]),
        (["x = [1]", "x[0] = 2", "x"], [0, 1, 2]),
        (["def f(): return 1", "%magic", "f()"], [0, 2]),
    ],
)
def test_a_figure_is_made_by_the_cells_that_it_needs(
    sources: list[str], made_by: list[int]
) -> None:
    assert cells.making(sources, len(sources) - 1) == made_by


def test_a_row_becomes_its_place_in_the_site() -> None:
    spec = captioned(bars(), "bars", sources=[{"text": "Row", "href": "row:sd-c37"}])
    (source,) = charts.read(spec, "bars").sources
    assert source.target("../") == "../evidence/ledger-held.html#sd-c37"


def test_words_of_a_picture_have_room_for_a_wider_font() -> None:
    spec = captioned(bars(), "bars")
    drawn = drawing.draw(vega.compiled(spec, vega.WIDE), "").svg
    assert 'font-size="12px"' in drawn
