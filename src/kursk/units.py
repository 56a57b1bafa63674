"""Units as stated and as drawn: the only place where a number is converted."""

from decimal import ROUND_HALF_UP, Decimal

#: Factors to the unit that charts draw. Square mile and mile: international mile of 1959,
#: 1 mi = 1.609344 km exactly (NIST Special Publication 811, appendix B.8).
_FACTORS: dict[tuple[str, str], Decimal] = {
    ("sq_mi", "km2"): Decimal("2.589988110336"),
    ("mi", "km"): Decimal("1.609344"),
}

#: Unit as stated → unit in which charts and sentences show it first.
SHOWN: dict[str, str] = {"sq_mi": "km2", "mi": "km"}

#: Unit → words behind a number.
WORDS: dict[str, str] = {
    "km2": "km²",
    "sq_mi": "sq mi",
    "km": "km",
    "mi": "mi",
    "percent": "%",
    "persons": "people",
    "settlements": "settlements",
    "count": "",
    "usd": "US dollars",
}


def significant_digits(value: float) -> int:
    """Return how many digits of ``value`` carry meaning: 500 → 1, 514 → 3, 1.5 → 2."""
    digits = Decimal(repr(value)).normalize().as_tuple().digits
    return len(digits)


def convert(value: float, unit: str, to: str) -> float:
    """Convert ``value`` and round it to as many digits as were stated, three at the least.

    One rule for the whole book: a conversion must not look more exact than what was said, and
    three digits keep the rounding error under half a percent. The stated value is never lost:
    it stays in the row and stands beside the converted one.

    Raises:
        ValueError: the pair of units cannot be converted.
    """
    if unit == to:
        return value
    if (unit, to) in _FACTORS:
        exact = Decimal(repr(value)) * _FACTORS[unit, to]
    elif (to, unit) in _FACTORS:
        exact = Decimal(repr(value)) / _FACTORS[to, unit]
    else:
        raise ValueError(f"cannot convert {unit!r} to {to!r}")
    digits = max(3, significant_digits(value))
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    return float((exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)


def shown(value: float, unit: str) -> tuple[float, str]:
    """Return value and unit as charts and sentences show them (km² before square miles)."""
    to = SHOWN.get(unit, unit)
    return convert(value, unit, to), to
