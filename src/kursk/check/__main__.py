"""Check the data package from the command line; exit status 1 where there is a fault."""

import argparse
import sys
from pathlib import Path

from kursk.check import derived, describe, files, released, rules, schema, seal
from kursk.check.fault import Fault
from kursk.check.tables import Tables


def check(folder: Path) -> list[Fault]:
    """Return every fault of the data package in ``folder``, by file and row.

    The rules read whole tables, so they run only where files, encoding and columns are sound.
    """
    broken = files.faults(folder)
    if broken:
        return sorted(broken)
    found = schema.faults(folder)
    if not any(fault.row == 1 for fault in found):
        tables = Tables(folder)
        found += [*rules.faults(tables), *derived.faults(tables)]
    return sorted({*found, *seal.faults(folder)})


def main() -> int:
    """Print each fault on a line of its own, then how many there are."""
    parser = argparse.ArgumentParser(prog="kursk.check", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("data"))
    parser.add_argument("--seal", action="store_true", help="write what follows from the tables")
    parser.add_argument("--release", metavar="VERSION", help="write the values of a release, too")
    options = parser.parse_args()
    if not (options.folder / "datapackage.json").is_file():
        print(f"{options.folder}: found no datapackage.json, expected a data package")
        return 1
    if options.release:
        released.release(options.folder, options.release)
    if options.seal or options.release:
        derived.derive(options.folder)
        describe.describe(options.folder)
        seal.seal(options.folder)
        return 0
    found = check(options.folder)
    for fault in found:
        print(f"{options.folder.as_posix()}/{fault}")
    count = f"{len(found)} fault{'s' if len(found) > 1 else ''}"
    print(f"{count}: nothing is built" if found else "data: no fault")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
