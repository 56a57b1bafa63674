"""What `make thorough` tries beyond `make test`: for each pull request and each publication."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest

thorough = pytest.mark.thorough


def beyond(kept: Collection[Any], values: Iterable[Any]) -> list[Any]:
    """Return the values of a parameter, those that are not kept for `make thorough` alone."""
    return [one if one in kept else pytest.param(one, marks=thorough) for one in values]
