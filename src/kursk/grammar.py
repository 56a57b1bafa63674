"""Altair without a grammar that it never uses.

Where JupyterLab is installed, ``jsonschema``, which Altair imports, reads a grammar of addresses in
all alphabets for seconds. No chart has such an address to check: so it is not found, this once.
"""

import sys
from importlib import import_module

_GRAMMAR = "rfc3987_syntax"


def spare() -> None:
    """Import ``jsonschema`` without the grammar, unless one of the two is there already."""
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # Python's word for: not to be found
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMAR]
