# SPDX-License-Identifier: Apache-2.0
"""Writes TIFF structures (TIFF 6.0, BigTIFF): the Exif block of a photo as well as TIFF files."""
import struct
from dataclasses import dataclass, field

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8, 12: 8, 13: 4, 16: 8}
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, SLONG, SRATIONAL, DOUBLE, IFD, LONG8 = SIZES


@dataclass
class Ifd:
    """(tag, type, value) in any order. A value is bytes, text, numbers, pairs, an Ifd, or Blocks."""
    entries: list
    next: "Ifd | None" = None
    behind: bytes = b""  # bytes that no entry points at, after the values


@dataclass
class Blocks:
    """Bytes elsewhere in the file; the entry holds their offsets."""
    data: list
    aligned: int = field(default=2)


@dataclass
class Children:
    """SubIFDs: one entry that points at several directories."""
    ifds: list


class Writer:
    def __init__(self, order, big):
        self.order, self.big = order, big
        self.word = "Q" if big else "I"
        self.inline = 8 if big else 4
        self.head = 16 if big else 8
        self.start = (b"II" if order == "<" else b"MM") + self.pack("H", 43 if big else 42)
        if big:
            self.start += self.pack("HH", 8, 0)

    def pack(self, kinds, *numbers):
        return struct.pack(self.order + kinds, *numbers)

    def encode(self, kind, value):
        if isinstance(value, bytes):
            return value
        if isinstance(value, str):
            return value.encode("utf-8") + b"\0"
        values = value if isinstance(value, (list, tuple)) else [value]
        letter = {1: "B", 3: "H", 4: "I", 5: "I", 10: "i", 12: "d", 13: "I", 16: "Q"}[kind]
        flat = [part for each in values for part in (each if isinstance(each, (list, tuple)) else [each])]
        return self.pack(f"{len(flat)}{letter}", *flat)

    def lay(self, ifd, at):
        """The bytes of a directory that stands at offset `at`, with everything it points at and those that follow it."""
        entries = sorted(ifd.entries, key=lambda entry: entry[0])
        count = self.pack("Q" if self.big else "H", len(entries))
        table, tail = b"", b""
        behind = at + len(count) + len(entries) * (20 if self.big else 12) + len(self.pack(self.word, 0))
        for tag, kind, value in entries:
            data, tail = self.value(kind, value, behind, tail)
            number = len(data) // SIZES[kind]
            if len(data) > self.inline:
                tail += b"\0" * ((behind + len(tail)) % 2)
                data, tail = self.pack(self.word, behind + len(tail)), tail + data
            table += self.pack("HH" + self.word, tag, kind, number) + data.ljust(self.inline, b"\0")
        tail += ifd.behind
        tail += b"\0" * ((behind + len(tail)) % 2)
        following, where = b"", 0
        if ifd.next:
            where = behind + len(tail)
            following = self.lay(ifd.next, where)
        return count + table + self.pack(self.word, where) + tail + following

    def value(self, kind, value, behind, tail):
        """The bytes of an entry's value, and the tail with what it points at."""
        if isinstance(value, Ifd):
            value = Children([value])
        if not isinstance(value, (Children, Blocks)):
            return self.encode(kind, value), tail
        places = []
        for each in value.ifds if isinstance(value, Children) else value.data:
            tail += b"\0" * (-(behind + len(tail)) % 2)
            places.append(behind + len(tail))
            tail += self.lay(each, places[-1]) if isinstance(value, Children) else each
        return self.pack(f"{len(places)}{'Q' if kind == LONG8 else 'I'}", *places), tail


def block(ifd, order="<", big=False, gap=b""):
    """A whole TIFF structure; `gap` are bytes between its header and its first directory."""
    writer = Writer(order, big)
    return writer.start + writer.pack(writer.word, writer.head + len(gap)) + gap + writer.lay(ifd, writer.head + len(gap))


def gps(position, more=()):
    """GPS attributes (Exif 3.0, 4.6.6) of a place in the south and west."""
    return Ifd([(0, BYTE, b"\2\3\0\0"), (1, ASCII, "S"), (2, RATIONAL, list(position.lat)), (3, ASCII, "W"),
                (4, RATIONAL, list(position.lon)), *more])


MAKE, MODEL, DESCRIPTION, ORIENTATION, SOFTWARE, DATE, ARTIST, COPYRIGHT = 271, 272, 270, 274, 305, 306, 315, 33432
EXIF_IFD, GPS_IFD, INTEROP_IFD, SUB_IFDS = 34665, 34853, 40965, 330
DATE_ORIGINAL, USER_COMMENT, MAKER_NOTE, OWNER, SERIAL, LENS_SERIAL, UNIQUE_ID = 36867, 37510, 37500, 42032, 42033, 42037, 42016
XP_COMMENT, XP_AUTHOR = 40092, 40093
COMPRESSION, THUMBNAIL, THUMBNAIL_LENGTH = 259, 513, 514


def exif(*entries, order="<"):
    """An Exif block whose IFD0 has just these entries."""
    return block(Ifd(list(entries)), order)


def exif_sub(*entries, order="<"):
    """An Exif block whose Exif IFD has these entries."""
    return block(Ifd([(EXIF_IFD, LONG, Ifd([(36864, UNDEFINED, b"0300"), *entries]))]), order)


def exif_gps(position, order="<", more=()):
    return block(Ifd([(GPS_IFD, LONG, gps(position, more))]), order)


def exif_thumbnail(picture, order="<"):
    """IFD1 with a JPEG thumbnail (Exif 3.0, 4.5.8)."""
    first = Ifd([(COMPRESSION, SHORT, 6), (THUMBNAIL, LONG, Blocks([picture])), (THUMBNAIL_LENGTH, LONG, len(picture))])
    return block(Ifd([(ORIENTATION, SHORT, 1)], next=first), order)


def _placed(make_note, more, order):
    """A maker note that has to know where it stands: it is written twice."""
    def whole(at):
        return block(Ifd([*more, (EXIF_IFD, LONG, Ifd([(MAKER_NOTE, UNDEFINED, make_note(at))]))]), order)
    return whole(whole(0).index(make_note(0)))


def exif_canon(owner, serial):
    """Canon's maker note: a directory without a head, whose offsets count from the TIFF header."""
    def note(at):
        return Writer("<", False).lay(Ifd([(9, ASCII, owner.encode().ljust(32, b"\0")), (12, LONG, serial)]), at)
    return _placed(note, [(MAKE, ASCII, "Canon"), (MODEL, ASCII, "Canon EOS 90D")], "<")


def exif_apple(identifier):
    """Apple's maker note: offsets count from its head; tag 17 pairs a Live Photo with its film."""
    head = b"Apple iOS\0\0\1MM"
    note = head + Writer(">", False).lay(Ifd([(1, SLONG, struct.pack(">i", 14)), (17, ASCII, identifier)]), len(head))
    return block(Ifd([(MAKE, ASCII, "Apple"), (EXIF_IFD, LONG, Ifd([(MAKER_NOTE, UNDEFINED, note)]))]), ">")
