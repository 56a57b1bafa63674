"""The program that makes charts live in the browser, cut from what ``vl_convert`` carries.

It is Vega without the Vega-Lite compiler, without the transforms that Vega-Lite never asks for,
and with the expression interpreter, which needs no ``unsafe-eval``.
"""

from __future__ import annotations

import vl_convert

#: Version of Vega → versions of its parts, as bundled. A version that is not in here is taken
#: whole, which weighs about a tenth more.
_PARTS: dict[str, dict[str, str]] = {
    "6.2.0": {
        "view": "6.1.0",
        "parser": "7.1.0",
        "interpreter": "2.0.0",
        "dataflow": "6.1.0",
        "transforms": "5.1.0",
        "view-transforms": "5.1.0",
        "encode": "5.1.0",
        "geo": "5.1.0",
        "regression": "2.1.0",
        "voronoi": "5.1.0",
    }
}
_TRANSFORMS = ("transforms", "view-transforms", "encode", "geo", "regression", "voronoi")

#: Name under which the loader script finds the program.
GLOBAL = "sphinxFiguresVega"


def _parts(versions: dict[str, str]) -> str:
    """Return a module that takes what it needs part by part."""

    def path(part: str) -> str:
        return f"'/npm/vega-{part}@{versions[part]}/+esm'"

    taken = [f"import * as t{i} from {path(part)};" for i, part in enumerate(_TRANSFORMS)]
    names = ",".join(f"t{i}" for i in range(len(_TRANSFORMS)))
    return "\n".join(
        [
            f"import {{View}} from {path('view')};",
            f"import {{parse}} from {path('parser')};",
            f"import {{expressionInterpreter}} from {path('interpreter')};",
            f"import {{transforms}} from {path('dataflow')};",
            *taken,
            f"Object.assign(transforms,{names});",
        ]
    )


_WHOLE = "const {View,parse}=vegaEmbed.vega,{expressionInterpreter}=vegaEmbed;"


def build() -> str:
    """Return the program as a classic script that sets one global name."""
    versions = _PARTS.get(vl_convert.get_vega_version())
    taken = _parts(versions) if versions else _WHOLE
    snippet = f"{taken}\nwindow.{GLOBAL}={{View,parse,expressionInterpreter}};"
    # A function of its own: the parts' short names must not become names of the page.
    return f"(function(){{{vl_convert.javascript_bundle(snippet)}}})();\n"
