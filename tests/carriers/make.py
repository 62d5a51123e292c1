#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes every test file of this folder: clean bases, and one file per carrier and format.

    make.py DIR

The files are the same on every run. Before a file is given out the values planted in it are found by search.py, which
knows nothing of the writers, and its base is shown not to have them.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import gif  # noqa: E402
import heif  # noqa: E402
import jpeg  # noqa: E402
import mp4  # noqa: E402
import png  # noqa: E402
import search  # noqa: E402
import tiff  # noqa: E402
import webp  # noqa: E402

FORMATS = (jpeg, png, webp, gif, tiff, heif, mp4)
README = """Test files of lightseal, made by tests/carriers/make.py: base-* are clean, every other file has one planted carrier.
People and places are invented.
"""


def bases():
    return [base for each in FORMATS for base in each.BASES]


def cases():
    return [case for each in FORMATS for case in each.cases()]


def doubts(all_cases):
    """What is wrong with the files themselves: a name used twice, a plant that is not there, or that the base has too."""
    names, clean = set(), {}
    for case in all_cases:
        if case.name in names:
            yield f"{case.name}: the name is used twice"
        names.add(case.name)
        if case.base.name not in clean:
            clean[case.base.name] = list(search.hays(case.base.data))
        found = search.find(case.data, case.plants)
        for plant in case.plants:
            ways = {find.way for find in found.get(plant, ())}
            if not ways & set(case.way.split("|")):
                yield f"{case.name}: {plant} was planted {case.way}, found {sorted(ways) or 'nowhere'}"
            if search.find(b"", [plant], clean[case.base.name]):
                yield f"{case.name}: {plant} is in the base, too"


def write(folder):
    """Writes all files; returns (bases, cases)."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    both = bases(), cases()
    for each in both[0] + both[1]:
        (folder / each.file).write_bytes(each.data)
    return both


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__.strip())
    all_bases, all_cases = write(sys.argv[1])
    (pathlib.Path(sys.argv[1]) / "README").write_text(README + "\n" + "".join(
        f"{case.file}: {', '.join(case.paths) or '-'}; {case.clean}{'; ' + case.note if case.note else ''}\n"
                                                                              for case in all_cases), encoding="utf-8")
    wrong = list(doubts(all_cases))
    print("\n".join(wrong + [f"{len(all_bases)} clean files and {len(all_cases)} with a carrier"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
