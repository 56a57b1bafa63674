"""Names in their own languages: each belongs to a person or a place, and agrees with its row."""

from collections.abc import Iterator

from kursk.check.fault import Fault, clip
from kursk.check.tables import Tables


def faults(tables: Tables) -> Iterator[Fault]:
    """Check whose a name is, and that a place is spelled as its own row has it."""
    people, places = tables.by_id("people"), tables.by_id("places")
    for line, row in tables.rows("names"):
        if row["of_id"] not in people and row["of_id"] not in places:
            expected = "an id of people.csv or places.csv"
            yield Fault("names.csv", line, "of_id", clip(row["of_id"]), expected)
        known = places.get(row["of_id"], {}).get(f"name_{row['language']}", "")
        if known and known != row["spelling"]:
            expected = f"{clip(known)}, as places.csv has it"
            yield Fault("names.csv", line, "spelling", clip(row["spelling"]), expected)
