"""Make the formats and the teacher packs: ``python -m kursk_formats SITE TARGET``.

With ``--packs FOLDER`` the formats that lie in TARGET are packed, together with the site, the
tables and the notebooks.
"""

import argparse
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from kursk import tables
from kursk_formats import archive, downloads, start
from kursk_formats.library import EVIDENCE, Library, evidence_for_each_answer
from kursk_formats.lms import cards
from kursk_formats.pack import pack

#: What a pack holds as it is: folder or file of the sources → where it lies in the pack.
_AS_THEY_ARE = {
    "data": "data",
    "LICENSE-CONTENT.md": "LICENCE-TEXT-AND-DATA.md",
    "LICENSE": "LICENCE-CODE.txt",
}


#: Bytes that the pack of the book, and of a chapter, may have.
_WHOLE, _CHAPTER = 15_000_000, 6_000_000
#: Ends of the whole book's files that are also offered by themselves.
_BESIDE = ("-a4.pdf", "-letter.pdf", ".epub")


def main() -> int:
    """Write every format, or every pack, below a folder and say how large it is."""
    parser = argparse.ArgumentParser(prog="kursk_formats", description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the finished site")
    parser.add_argument("target", type=Path, help="folder of the formats")
    parser.add_argument("--chromium", default="", help="the program that prints")
    parser.add_argument("--packs", type=Path, help="folder to write the packs into")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        print(f"{options.site}: found no index.html, expected a finished site (make book)")
        return 1
    library = Library(
        options.site, os.environ.get("BOOK_BASEURL", ""), edition_day(), options.chromium
    )
    started = time.monotonic()
    if options.packs:
        made = all_packs(library, archive.folder(options.target), sources(Path()))
        _write(made, options.packs)
        for fault in too_large(made):
            print(fault)
        if too_large(made):
            return 1
        downloads.note(made)
    else:
        _write(formats(library), options.target)
    print(f"in {time.monotonic() - started:.0f} s")
    return 0


def edition_day() -> str:
    """Return the day of the edition (ISO): the build's, or that of the newest correction."""
    stamp = int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))
    built = time.strftime("%Y-%m-%d", time.gmtime(stamp))
    return max(built, str(tables.corrections()["date"].max()))


def formats(library: Library) -> dict[str, bytes]:
    """Return every format, by path."""
    tops = start.starts(library)
    made = {
        **library.quizzes(),
        **library.texts(),
        **{f"{path}.html": start.as_page(one) for path, one in tops.items()},
        "cartridge/kursk.imscc": library.cartridge(),
        "cards/terms.apkg": cards.as_deck(),
        "cards/terms.tsv": cards.as_lines(),
        EVIDENCE: evidence_for_each_answer(),
        "book/kursk.epub": library.epub(),
        **library.pdfs(tops),
    }
    return made | {"SHA256SUMS": archive.checksums(made)}


def sources(root: Path) -> dict[str, bytes]:
    """Return tables, notebooks and licences, by their path in a pack."""
    found: dict[str, bytes] = {}
    for name, place in _AS_THEY_ARE.items():
        path = root / name
        if path.is_dir():
            found |= {f"{place}/{file}": data for file, data in archive.folder(path).items()}
        else:
            found[place] = path.read_bytes()
    return found


def all_packs(
    library: Library, made: Mapping[str, bytes], as_they_are: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return every pack by the name of its file, and their checksums."""
    packed = {
        f"{one.name}.zip": pack(one, library, made, as_they_are) for one in start.packs(library)
    }
    packed |= {f"kursk{end}": made[f"book/kursk{end}"] for end in _BESIDE}
    return packed | {"SHA256SUMS": archive.checksums(packed)}


def too_large(packed: Mapping[str, bytes]) -> list[str]:
    """Say which packs are larger than a school's mail and a slow line can carry."""
    return [
        f"{name}: found {len(content)} bytes, expected {limit} at most"
        for name, content in packed.items()
        if name.endswith(".zip")
        and len(content) > (limit := _WHOLE if name == "kursk-teacher-pack.zip" else _CHAPTER)
    ]


def _write(made: Mapping[str, bytes], target: Path) -> None:
    for name, content in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content) / 1000:9.1f} kB  {name}")


if __name__ == "__main__":
    sys.exit(main())
