"""How a chart is shown, chosen once by the place where the cell runs."""

import base64
import copy
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

from kursk import tables
from kursk.look.contract import Figure
from kursk.sides import GROUND, SIDES

_BOOK = "application/vnd.vegalite.v6+json"
_READERS = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.1.json"

#: Width of a picture, and of a chart in a reader's notebook: what a window leaves beside a file
#: browser and the prompts. “container” would never end in JupyterLab's own Vega.
_WIDTH = 700
_FOLLOWS = "clamp(windowSize()[0] - 450, 280, 760)"
_GAP = 20  # between two pictures of one chart

#: A chart stands on white in every theme: it has the colours for white, and a dark JupyterLab would
#: lay its own ground, words and lines under the parties' colours.
_ON_WHITE: dict[str, dict[str, Any]] = {
    "axis": {"domainColor": "#888", "gridColor": "#ddd", "tickColor": "#888"},
    "style": {"guide-label": {"fill": "#000"}, "guide-title": {"fill": "#000"}},
}


def building() -> bool:
    """Tell whether the book is being built: its pages take the bare specification."""
    return os.environ.get("KURSK_BOOK") == "1"


def in_a_kernel_of_a_reader() -> bool:
    """Tell whether a reader runs the cell in a Jupyter server or in Colab."""
    return "JPY_SESSION_NAME" in os.environ or "google.colab" in sys.modules


def for_the_book(spec: dict[str, Any], **_options: object) -> dict[str, Any]:
    """Return a specification under its registered media type, with a plain-text stand-in.

    Altair 6.3 names its type “…v6.json”, which no notebook may hold: the suffix is +json.
    """
    return {_BOOK: spec, "text/plain": spec.get("description", "")}


def for_readers(
    spec: dict[str, Any], **_options: object
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return a chart as every reader's tool can show it; its caption goes out before it.

    JupyterLab draws it with the Vega that it has; VS Code, nbviewer, GitHub and nbconvert show the
    picture (where ``vl_convert`` is installed), and what shows neither gets the description.
    """
    _say(spec)
    fixed = _fixed(spec)
    options = {"embed_options": {"renderer": "svg", "actions": False}}
    return {_READERS: _following(fixed)} | _still(fixed), {_READERS: options} | _named(fixed)


def _fixed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart alone, without the words around it, in a width of its own and on white."""
    fixed = {key: copy.deepcopy(value) for key, value in spec.items()
             if key not in ("title", "usermeta")}  # fmt: skip
    if fixed.get("width") == "container":
        fixed["width"] = _WIDTH
    if "facet" in fixed and "columns" in fixed:
        fixed["spec"] = _sharing(fixed["spec"], fixed["columns"])
    config = fixed.get("config", {})
    lit = {part: config.get(part, {}) | colors for part, colors in _ON_WHITE.items()}
    return fixed | {"$schema": _SCHEMA, "config": config | lit | {"background": GROUND[0]}}


def _sharing(view: dict[str, Any], columns: int) -> dict[str, Any]:
    """Return the view of a faceted chart in its share of the width; a map is as high as wide."""
    width = _WIDTH // columns - _GAP
    size = {"width": width} | ({"height": width} if "projection" in view else {})
    return size | view


def _following(fixed: dict[str, Any]) -> dict[str, Any]:
    """Return a chart as wide as the window allows; of several pictures as many stand in a row."""
    if "width" in fixed:
        return fixed | {
            "autosize": {"type": "fit-x", "contains": "padding"},
            "params": [{"name": "width", "expr": _FOLLOWS}, *fixed.get("params", [])],
        }
    if "facet" in fixed and "columns" in fixed:
        share = fixed["spec"]["width"] + _GAP
        fitting = f"clamp(floor({_FOLLOWS} / {share}), 1, {fixed['columns']})"
        return fixed | {"columns": {"signal": fitting}}
    return fixed


def following(chart: alt.Chart) -> alt.Chart:
    """Return a widget's chart as wide as the window allows."""
    fitted: alt.Chart = chart.add_params(alt.param(name="width", expr=_FOLLOWS))
    return fitted.properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))


def _still(fixed: dict[str, Any]) -> dict[str, Any]:
    """Return a chart as what any program shows: its description, and a picture where one is."""
    picture = _picture(fixed)
    words = {"text/plain": fixed.get("description", "")}
    return words | ({"image/png": picture} if picture else {})


def _named(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the metadata that tell a converted notebook the words for a chart's picture."""
    return {"image/png": {"alt": spec.get("description", "")}}


def _without_links(part: Any) -> Any:
    """Return a specification without addresses: a picture has none, and an empty one is a fault."""
    if isinstance(part, list):
        return [_without_links(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {key: _without_links(value) for key, value in part.items()
            if not (key == "href" and isinstance(value, dict))}  # fmt: skip


def _picture(spec: dict[str, Any]) -> str:
    """Return a chart as PNG in base64, or nothing where no program here can draw it."""
    try:
        import vl_convert
    except ImportError:
        return ""
    bare = _without_links(spec) | {"background": "white"}
    try:
        png = vl_convert.vegalite_to_png(bare, vl_version="5.21", scale=1)
    except ValueError:  # the chart itself is shown all the same
        return ""
    return base64.b64encode(png).decode()


def _say(spec: dict[str, Any]) -> None:
    """Write a figure's words, sources and rows above it, as its page does."""
    from IPython.display import HTML, display

    meta: Figure | None = (spec.get("usermeta") or {}).get("figure")
    if meta:
        display(HTML(caption(meta, spec.get("description", ""))))
    if _has_controls(spec):
        keep_keys()


def _has_controls(spec: dict[str, Any]) -> bool:
    return any("bind" in param for param in spec.get("params", ()))


def keep_keys() -> None:
    """Let the keys pressed in this cell's menus, sliders, boxes and buttons stay there.

    JupyterLab would take them: an arrow goes to the next cell, “a” adds one, “dd” deletes one.
    """
    from IPython.display import HTML, display

    display(HTML(_template("keys.html").render()))


class Still:
    """A figure as words and a picture, for where the widget in its cell does not answer.

    A saved notebook holds no widget, and GitHub and nbviewer run none. Where JupyterLab shows one
    whose element has the class ``kursk-answers``, the still is hidden.
    """

    def __init__(self, figure: Any) -> None:
        spec = figure.to_dict()
        self._parts = _parts(spec, spec["usermeta"]["figure"])
        self._named = _named(spec)
        self._shown: list[Any] = []

    def show(self) -> None:
        """Write words and picture into the cell that runs."""
        from IPython.display import display

        options = {"raw": True, "display_id": True, "metadata": self._named}
        self._shown = [display(part, **options) for part in self._parts]

    def replace(self, chart: alt.TopLevelMixin, words: Figure) -> None:
        """Put another picture, with its words, in the place of the one in the cell."""
        spec = chart.to_dict() | {"description": f"{words['title']}. {words['subtitle']}"}
        for place, part in zip(self._shown, _parts(spec, words), strict=False):
            place.update(part, raw=True, metadata=_named(spec))


def _parts(spec: dict[str, Any], words: Figure) -> list[dict[str, Any]]:
    """Return the outputs of a still: its words, its picture."""
    html = _template("still.html").render(words=caption(words, spec.get("description", "")))
    return [{"text/html": html, "text/plain": words["title"]}, _still(_fixed(spec))]


def caption(meta: Figure, description: str) -> str:
    """Return the words of a figure as HTML: what it shows first, the rest folded.

    Folded are the description, as converted notebooks drop that of a picture, sources and rows.
    """
    return str(_template("caption.html").render(meta, description=description, sides=SIDES))


@cache
def _template(name: str) -> Any:
    """Return a template of HTML; what is not markup in it is escaped."""
    from jinja2 import Environment, FileSystemLoader  # most cells never need it

    folder = Path(__file__).parent / "templates"
    found = Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["address"] = _address
    return found.get_template(name)


def _address(href: str) -> str:
    """Return the page of a source; other rows lead nowhere unless they name an address."""
    if not href.startswith("row:"):
        return href
    sources = tables.sources()
    source_id = href.removeprefix("row:")
    return str(sources.loc[source_id, "url"]) if source_id in sources.index else ""


def for_colab(spec: dict[str, Any], **_options: object) -> dict[str, Any]:
    """Return a chart as Colab shows it; its caption, sources and rows go out before it.

    Colab asks a foreign host for Vega. So a chart is a picture, and one with controls brings the
    scripts along; Altair's own page, which asks the host, is for where no program here can draw.
    """
    _say(spec)
    bare = {key: value for key, value in spec.items() if key != "usermeta"}
    fixed = bare | ({"width": _WIDTH} if bare.get("width") == "container" else {})
    untitled = {key: value for key, value in fixed.items() if key != "title"}
    shown = {"text/plain": spec.get("description", "")}
    picture = _picture(untitled)
    if picture:
        shown["image/png"] = picture
    if not picture or _has_controls(spec):
        shown["text/html"] = _page(untitled, alone=bool(picture))
    return shown


def _page(spec: dict[str, Any], *, alone: bool) -> str:
    """Return a chart as a page of its own: with its scripts in it, or with their addresses."""
    from altair.utils.html import spec_to_html  # brings templates that most cells never need

    return spec_to_html(
        spec,
        mode="vega-lite",
        template="inline" if alone else "standard",
        vega_version=alt.VEGA_VERSION,
        vegalite_version=alt.VEGALITE_VERSION,
        vegaembed_version=alt.VEGAEMBED_VERSION,
        embed_options={"renderer": "svg", "actions": False},
    )


def choose() -> None:
    """Choose the renderer: the bare specification for a page, all that can be for readers."""
    alt.renderers.register("book", for_the_book)
    alt.renderers.register("readers", for_readers)
    alt.renderers.register("in-colab", for_colab)
    colab = "in-colab" if "google.colab" in sys.modules else "readers"
    alt.renderers.enable("book" if building() else colab)
