"""Where a cell runs: in front of a reader with a kernel, or in the build of a page."""

import importlib.util
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from kursk.look.show import Still, in_a_kernel_of_a_reader, keep_keys

#: What draws controls that ask a kernel: the part “live” of the package brings it.
WIDGETS = ("anywidget", "ipywidgets")


def live() -> bool:
    """Tell whether widgets can answer: in a Jupyter server's kernel, or in Colab.

    ``KURSK_WIDGETS=1`` turns them on in other programs that can show them, ``0`` off.
    """
    wish = os.environ.get("KURSK_WIDGETS", "")
    if wish in ("0", "1"):
        return wish == "1"
    return in_a_kernel_of_a_reader()


def prepare_widgets() -> None:
    """Make charts in widgets draw without a network; in Colab, allow them at all.

    Raises:
        ImportError: a package that widgets need is not here; the message says how to get it.
    """
    import altair as alt

    missing = [name for name in WIDGETS if importlib.util.find_spec(name) is None]
    if missing:
        raise ImportError(
            f"The bench needs {' and '.join(missing)}; charts and panels do not. Install in a cell "
            f"of its own, then restart the kernel: %pip install {' '.join(WIDGETS)}"
        )
    alt.JupyterChart.enable_offline(True)
    if "google.colab" in sys.modules:
        import_module("google.colab.output").enable_custom_widget_manager()


@dataclass(frozen=True)
class Answering:
    """A widget that answers in a running notebook, and its still for everywhere else."""

    widget: Any
    still: Still

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """Show the still, and the widget where a program knows it."""
        self.widget.add_class("kursk-answers")
        keep_keys()
        self.still.show()
        shown: dict[str, Any] = self.widget._repr_mimebundle_(**options)
        return shown | {"text/plain": "Run all cells, and choose for yourself."}
