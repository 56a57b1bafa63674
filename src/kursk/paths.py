"""Where the data package lies."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Return the folder of the data package, whatever the working directory.

    The environment variable ``KURSK_DATA`` wins; then the ``data`` folder of the checkout in
    which this package lies; then the copy inside an installed package.

    Raises:
        FileNotFoundError: no folder with a ``datapackage.json`` is there.
    """
    named = os.environ.get("KURSK_DATA")
    places = [Path(named)] if named else [_HERE.parents[1] / "data", _HERE / "data"]
    for place in places:
        if (place / "datapackage.json").is_file():
            return place
    tried = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"no data package (datapackage.json) in: {tried}")
