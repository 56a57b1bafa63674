"""Where a cell runs: in front of a reader with a kernel, or in the build of a page."""

import os
import sys
from importlib import import_module


def live() -> bool:
    """Tell whether widgets can answer: in a Jupyter server's kernel, or in Colab.

    ``KURSK_WIDGETS=1`` turns them on in other programs that can show them, ``0`` off.
    """
    wish = os.environ.get("KURSK_WIDGETS", "")
    if wish in ("0", "1"):
        return wish == "1"
    return "JPY_SESSION_NAME" in os.environ or "google.colab" in sys.modules


def prepare_widgets() -> None:
    """Make charts in widgets draw without a network; in Colab, allow them at all."""
    import altair as alt

    alt.JupyterChart.enable_offline(True)
    if "google.colab" in sys.modules:
        import_module("google.colab.output").enable_custom_widget_manager()
