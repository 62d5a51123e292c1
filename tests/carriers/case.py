# SPDX-License-Identifier: Apache-2.0
"""One test file: a clean base with exactly one planted carrier, and what is to be said of it."""
from dataclasses import dataclass

CLEANED = "cleaned"        # the carrier must go, and the picture stay
MAY_REFUSE = "may refuse"  # cleaned, or refused with a reason
KEPT = "kept"              # it is needed for display: what it says must survive


@dataclass(frozen=True)
class Base:
    """A clean file. `harmless` are paths of carriers that it has and that tell nothing."""
    name: str
    data: bytes
    harmless: tuple = ()
    clean: str = CLEANED

    @property
    def file(self):
        return "base-" + self.name


@dataclass(frozen=True)
class Case:
    name: str           # also the file's name
    base: Base
    data: bytes
    plants: tuple       # values.Text, Position, …: none of them may survive
    paths: tuple        # patterns of paths; every one must match a carrier that is reported
    values: tuple = ()  # (key, value) that must be among the values read
    way: str = "raw"    # how search.py comes by the plants
    clean: str = CLEANED
    hidden: bool = False  # the plants stand in image data, so no range of the byte map tells of them
    keeps: tuple = ()   # names of what must survive, see raster.py
    note: str = ""

    @property
    def file(self):
        return self.name

    @property
    def format(self):
        return self.base.name.split(".")[-1]
