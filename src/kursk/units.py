"""Units as stated and as drawn: the only place where a number is converted."""

from decimal import ROUND_HALF_UP, Decimal

from kursk import reader

#: Factors to the unit that charts draw; the table says where they come from.
_FACTORS: dict[tuple[str, str], Decimal] = {
    (row["unit_id"], row["converts_to"]): Decimal(repr(row["factor"]))
    for row in reader.rows("units")
    if row["converts_to"]
}

#: Unit as stated → unit in which charts and sentences show it first.
SHOWN: dict[str, str] = dict(_FACTORS.keys())

#: Unit → words behind a number that is not one; units with a sign in front have none.
WORDS: dict[str, str] = {row["unit_id"]: row["many"] for row in reader.rows("units")}


def measure(number: str, unit: str) -> str:
    """Write a number, already in words, with its unit: “3 hours”, “€132 billion”, “1:2.5”."""
    row = reader.by_id("units")[unit]
    word = row["one"] if number == "1" else row["many"]
    return f"{row['before']}{number} {word}".strip()


def sign(unit: str) -> str:
    """Return what stands in front of a number: “$”; empty for most units."""
    return str(reader.by_id("units")[unit]["before"])


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
