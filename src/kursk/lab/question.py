"""What a panel asks of the claims, and the rows that answer it.

Every row stays one claim by one claimant. Nothing is averaged and nothing is filled in between
dates: a share divides one claim by one other claim, and both stay visible.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kursk import look, phrases, tables, units

#: Definition → what it measures.
DEFINITIONS: dict[str, str] = {
    "stated": "as stated",
    "left": "still held, as a share of a peak",
    "retaken": "retaken, as a share of a peak",
}

#: Unit of the tables → units in which a reader may see it.
UNITS: dict[str, tuple[str, ...]] = {
    "km2": ("km2", "sq_mi"),
    "sq_mi": ("km2", "sq_mi"),
    "km": ("km", "mi"),
    "mi": ("km", "mi"),
}

#: What is left turns round when it becomes what is gone: “more than” left is “up to” retaken.
_TURNED = {"more_than": "up_to", "at_least": "up_to", "up_to": "at_least", "nearly": "more_than"}

#: Metric → its name in titles; others are named by their id.
_NAMES = {
    "area_held": "Ground held by Ukraine in Kursk region",
    "troops_north_korea": "North Korean soldiers",
    "troops_russia": "Russian soldiers in Kursk region",
    "troops_ukraine": "Ukrainian soldiers in Kursk region",
    "casualties_ukraine": "Ukrainian casualties in Kursk region",
    "casualties_russia": "Russian casualties in Kursk region",
    "casualties_north_korea": "North Korean casualties",
}


@dataclass(frozen=True)
class Question:
    """One metric in one window; ``claimants`` empty means all, ``base`` is a claim of a peak."""

    metric: str
    scope: str
    start: str
    end: str
    claimants: tuple[str, ...] = ()
    unit: str = ""
    definition: str = "stated"
    base: str = ""

    @property
    def name(self) -> str:
        """What is measured, in words."""
        return _NAMES.get(self.metric, self.metric.replace("_", " ").capitalize())

    @property
    def measured_in(self) -> str:
        """The unit of the answer, in words."""
        return "percent" if self.definition != "stated" else units.WORDS[self.unit] or "number"


def claims(question: Question) -> pd.DataFrame:
    """Return the claims of metric, scope and window that give a number."""
    frame = tables.claims(
        question.metric, scope=question.scope or None, start=question.start, end=question.end
    )
    # A month alone stands at its first day: before the window, it has no place in the chart.
    first_day = frame["as_of"].where(frame["as_of"].str.len() == 10, frame["as_of"] + "-01")
    frame = frame[first_day >= question.start]
    return frame.dropna(subset=["value", "value_low", "value_high"], how="all")


def speaker(row: Any) -> str:
    """Name who spoke, by party and name: “Ukraine: Oleksandr Syrskyi”."""
    return f"{look.SIDES[row.claimant_side].label}: {row.claimant}"


def speakers(frame: pd.DataFrame) -> list[str]:
    """Return who spoke, sorted, each once."""
    return sorted({speaker(row) for row in frame.itertuples()})


def peaks() -> pd.DataFrame:
    """Return the claimed peaks of the ground held: what a share can be a share of."""
    frame = tables.claims("other_area_peak", scope="kursk-peak")
    return frame.dropna(subset="value").sort_values("value", ascending=False)


def peak_label(row: Any) -> str:
    """Name a peak by its figure and who gave it."""
    return f"{phrases.figure(row._asdict())}: {row.claimant}, {phrases.date(row.as_of)}"


def _in_unit(value: float, unit: str, question: Question) -> float | None:
    if pd.isna(value):
        return None
    return units.convert(float(value), unit, question.unit or units.SHOWN.get(unit, unit))


def _share(value: float | None, whole: float, question: Question) -> float | None:
    if value is None or pd.isna(value):
        return None
    left = 100 * value / whole
    return round(left if question.definition == "left" else 100 - left, 1)


def answer(question: Question) -> pd.DataFrame:
    """Return one row a claim, as :func:`kursk.look.rows` does, in the unit asked for.

    ``computed`` says in words how a share came about; it is empty where the figure is as stated.

    Raises:
        KeyError: a share is asked for and ``base`` is no claimed peak.
    """
    frame = claims(question)
    if question.claimants:
        frame = frame[[speaker(row) in question.claimants for row in frame.itertuples()]]
    rows = look.rows(frame)
    for column, name in (("value", "value"), ("value_low", "low"), ("value_high", "high")):
        rows[name] = [
            _in_unit(value, unit, question)
            for value, unit in zip(frame[column], frame["unit"], strict=True)
        ]
    rows["computed"] = ""
    return rows if question.definition == "stated" else _shares(rows, question)


def _shares(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    found = peaks().set_index("claim_id", drop=False).to_dict("index")
    base: dict[str, Any] = {str(name): cell for name, cell in found[question.base].items()}
    whole = _in_unit(base["value"], base["unit"], question)
    assert whole is not None  # peaks() keeps rows with a number only
    for name in ("value", "low", "high"):
        rows[name] = [_share(value, whole, question) for value in rows[name]]
    if question.definition == "retaken":
        rows[["low", "high"]] = rows[["high", "low"]].to_numpy()
        rows["qualifier"] = rows["qualifier"].replace(_TURNED)
    of = f"share of {phrases.figure(base)} ({base['claimant']})"
    rows["computed"] = f"{DEFINITIONS[question.definition].split(',')[0]}, {of}"
    return rows


def pairs(rows: pd.DataFrame, first: str, second: str, days: int) -> pd.DataFrame:
    """Return pairs of figures of two parties, dated at most ``days`` apart; gaps stay gaps.

    Rows dated by the month alone are in no pair. Columns: ``one``, ``other`` (ids),
    ``days`` between them, ``difference`` (second less first, in the unit of the rows).
    """
    exact = rows[rows["day"] & rows["value"].notna()]
    left, right = (exact[exact["side"] == side] for side in (first, second))
    found = left.merge(right, how="cross", suffixes=("", "_other"))
    apart = (pd.to_datetime(found["date"]) - pd.to_datetime(found["date_other"])).dt.days.abs()
    found = found.assign(days=apart)[apart <= days]
    return pd.DataFrame(
        {
            "one": found["id"],
            "other": found["id_other"],
            "days": found["days"],
            "difference": found["value_other"].astype(float) - found["value"].astype(float),
        }
    ).reset_index(drop=True)


def against(rows: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Compare each figure with the reader's level of the period in which it was made.

    ``levels`` has ``from``, ``to`` (ISO days, the last excluded but for the last period) and
    ``level``. Adds ``level`` and ``verdict``: above, below, or within (the level lies in the
    stated range, or equals the figure).
    """
    out = rows.copy()
    low, high = out["low"].fillna(out["value"]), out["high"].fillna(out["value"])
    starts = list(zip(levels["from"], levels["level"], strict=True))
    out["level"] = out["date"].map(
        lambda day: next((level for start, level in reversed(starts) if start <= day), None)
    )
    level = out["level"].astype(float)
    out["verdict"] = "within"
    out.loc[low.astype(float) > level, "verdict"] = "above"
    out.loc[high.astype(float) < level, "verdict"] = "below"
    return out
