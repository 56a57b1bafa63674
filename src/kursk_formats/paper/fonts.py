"""The fonts that documents carry: Source Serif 4 for text, Inter for labels (OFL 1.1).

Of Noto Sans they carry the few characters that the tables have in Japanese and Korean. A new one
must be added to its file; a test holds every character of the book against these.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "fonts"
#: Font file's first part → the name of the family.
_FAMILIES = {
    "source-serif-4": "Source Serif 4",
    "inter": "Inter",
    "noto-sans-jp": "Noto Sans JP",
    "noto-sans-kr": "Noto Sans KR",
}
#: What the two small files of Noto Sans hold.
_JAPANESE = "≤≥□あがしたどのほるイウクナラ人備傷可守性模死能規軍隊"
_KOREAN = (
    "가개거격결계고과관국군권규그기나너노는다대됐된두드들등라람러려력로론리면명모무미민반발밥방병부북사상생선설성소속손순술시식아어"
    "없었에예와요용운움원으은을응의이인있자작적전접정조족주지직찰총측탈토투틀파퍼편포하한해현화활후"
)
#: Parts of a font file → the characters in it, so that a document loads what it needs.
_RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F,"
    " U+20AC, U+2122, U+2190-2193, U+2212, U+2215, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1E00-1E9F,"
    " U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
    "japanese": ", ".join(f"U+{ord(one):04X}" for one in _JAPANESE),
    "korean": ", ".join(f"U+{ord(one):04X}" for one in _KOREAN),
    "cyrillic": "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116",
}


def files(family: str = "") -> dict[str, bytes]:
    """Return the font files by name, of one family or of all."""
    return {path.name: path.read_bytes() for path in sorted(_FOLDER.glob(f"{family}*.woff2"))}


def covers(character: str) -> bool:
    """Say whether one of the fonts is asked for a character."""
    spans = (
        part.strip()[2:].partition("-") for listed in _RANGES.values() for part in listed.split(",")
    )
    return any(int(a, 16) <= ord(character) <= int(b or a, 16) for a, _, b in spans)


def faces(folder: str, family: str = "") -> str:
    """Return the rules that load the fonts from ``folder``, an address or a relative path."""
    rules = []
    for name in sorted(files(family)):
        of = next(key for key in _FAMILIES if name.startswith(key))
        script, weight, style = _parts(name.removeprefix(f"{of}-").removesuffix(".woff2"))
        rules.append(
            f'@font-face {{ font-family: "{_FAMILIES[of]}"; font-weight: {weight}; '
            f"font-style: {style}; src: url({folder}/{name}) format('woff2'); "
            f"unicode-range: {_RANGES[script]}; }}\n"
        )
    return "".join(rules)


def _parts(name: str) -> tuple[str, str, str]:
    script, weight, style = name.rsplit("-", 2)
    return script, weight, style
