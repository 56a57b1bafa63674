"""A reader's wish that cannot be met, told in words alone."""

import difflib
from collections.abc import Mapping

#: A refusal lists so many names; of more it says where they stand.
_LISTED = 40


class RefusalError(ValueError):
    """A wish that cannot be met; the message says what can be asked for instead.

    Notebooks show the message without the program's way to it; in a script, and in the build of a
    page, it is a fault like any other.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def unknown(kind: str, asked: str, names: Mapping[str, str], where: str = "") -> RefusalError:
    """Return the refusal of a name that stands for nothing.

    Args:
        kind: what was asked for, in words.
        asked: the name that the reader wrote.
        names: what can be written → the words that readers see for it.
        where: a sentence that says where all names stand, in place of a long list.
    """
    heard = {name.casefold(): key for key, words in names.items() for name in (key, words)}
    found = difflib.get_close_matches(asked.casefold(), heard, 3)
    near = listed({key: names[key] for key in dict.fromkeys(heard[name] for name in found)})
    known = where if where and len(names) > _LISTED else f"Write one of these: {listed(names)}"
    said = [f"No {kind} here is called “{asked}”", f"Near it: {near}" if near else "", known]
    return RefusalError("".join(f"{sentence}. " for sentence in said if sentence).strip())


def listed(names: Mapping[str, str]) -> str:
    """Return names in one line, each with its words where these are others."""
    return ", ".join(
        key if key.casefold() == words.casefold() else f"{key} ({words})"
        for key, words in names.items()
    )
