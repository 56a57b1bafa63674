"""What a reader asks of the claims: a metric, and what its figures cover."""

import pandas as pd

from kursk import reader, tables
from kursk.refusal import listed


def asked(metric: str, scope: str) -> tuple[str, str]:
    """Return the ids of a metric and a scope, from ids or words.

    Raises:
        RefusalError: there is no such metric or scope; the message names what there is.
    """
    return tables.meant("claims", "metric", metric), tables.meant("claims", "scope", scope)


def covered(claims: pd.DataFrame) -> str:
    """Return in words what claims cover, with the ids to write."""
    titles = reader.by_id("scopes")
    scopes = sorted(set(claims["scope"]) - {""})
    return listed({scope: str(titles[scope]["title"]) for scope in scopes}) or "no scope"
