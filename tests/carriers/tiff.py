# SPDX-License-Identifier: Apache-2.0
"""TIFF (TIFF 6.0, BigTIFF): one carrier per file."""
import struct
import zlib
from dataclasses import dataclass

import blocks
import ifd
import jpeg
import values as v
from case import KEPT, MAY_REFUSE, Base, Case
from ifd import ASCII, BYTE, DOUBLE, IFD, LONG, LONG8, RATIONAL, SHORT, UNDEFINED, Blocks, Children, Ifd
from picture import HEIGHT, SMALL, WIDTH, other, scene

NONE, OLD_JPEG, JPEG, DEFLATE = 1, 6, 7, 8
XMP, IPTC, PHOTOSHOP, ICC, GEO_KEYS, GEO_ASCII, GEO_TIE, GEO_SCALE = 700, 33723, 34377, 34675, 34735, 34737, 33922, 33550


@dataclass(frozen=True)
class Page:
    samples: bytes = scene()
    size: tuple = (WIDTH, HEIGHT)
    compression: int = NONE
    more: tuple = ()
    surplus: bytes = b""  # at the end of the last strip, counted with it
    behind: bytes = b""   # pointed at by nothing
    big: bool = False


def page(page, following=None):
    width, height = page.size
    half = height // 2
    cut = half * width * 3
    strips = [page.samples[:cut], page.samples[cut:]]
    if page.compression == DEFLATE:
        strips = [zlib.compress(strip, 9) for strip in strips]
    strips[-1] += page.surplus
    kind = LONG8 if page.big else LONG
    entries = [(256, SHORT, width), (257, SHORT, height), (258, SHORT, [8, 8, 8]), (259, SHORT, page.compression),
               (262, SHORT, 2),
               (273, kind, Blocks(strips)), (277, SHORT, 3), (278, SHORT, half), (279, LONG, [len(strip) for strip in strips]),
               (282, RATIONAL, (72, 1)),
               (283, RATIONAL, (72, 1)), (284, SHORT, 1), (296, SHORT, 2)]
    taken = {entry[0] for entry in page.more}
    return Ifd([entry for entry in entries if entry[0] not in taken] + list(page.more), following, page.behind)


def tiff(*pages, order="<", big=False, gap=b""):
    chain = None
    for each in reversed(pages):
        chain = page(each, chain)
    return ifd.block(chain, order, big, gap)


def tiled(*more):
    """One tile as large as the picture."""
    entries = [(256, SHORT, WIDTH), (257, SHORT, HEIGHT), (258, SHORT, [8, 8, 8]), (259, SHORT, NONE), (262, SHORT, 2),
               (277, SHORT, 3),
               (282, RATIONAL, (72, 1)), (283, RATIONAL, (72, 1)), (284, SHORT, 1), (296, SHORT, 2), (322, SHORT, WIDTH),
               (323, SHORT, HEIGHT), (324, LONG, Blocks([scene()])), (325, LONG, len(scene()))]
    return ifd.block(Ifd([*entries, *more]))


def with_jpeg(stream, *more):
    """One strip in JPEG (TIFF technical note 2), with its tables."""
    entries = [(256, SHORT, WIDTH), (257, SHORT, HEIGHT), (258, SHORT, [8, 8, 8]), (259, SHORT, JPEG), (262, SHORT, 6),
               (277, SHORT, 3),
               (273, LONG, Blocks([stream])), (278, SHORT, HEIGHT), (279, LONG, len(stream)), (282, RATIONAL, (72, 1)),
               (283, RATIONAL, (72, 1)), (284, SHORT, 1), (296, SHORT, 2), (530, SHORT, [2, 2])]
    return ifd.block(Ifd([*entries, *more]))


BARE = b"\xff\xd8" + jpeg.BASELINE.data[20:]  # without JFIF
SECOND = Page(other(), SMALL)
LITTLE = Base("tiff-little-endian.tif", tiff(Page()))
LARGE = Base("tiff-big-endian.tif", tiff(Page(), order=">"))
DEFLATED = Base("tiff-deflate.tif", tiff(Page(compression=DEFLATE)))
PAGES = Base("tiff-two-pages.tif", tiff(Page(), SECOND))
BIG = Base("tiff-bigtiff.tif", tiff(Page(big=True), big=True), clean=MAY_REFUSE)
RAW_VERSION = (50706, BYTE, b"\1\4\0\0")
RAW = Base("dng-plain.dng", tiff(Page(more=(RAW_VERSION,))), clean=MAY_REFUSE)
TILED = Base("tiff-tiled.tif", tiled())
IN_JPEG = Base("tiff-jpeg.tif", with_jpeg(BARE))
BASES = (LITTLE, LARGE, DEFLATED, PAGES, BIG, RAW, TILED, IN_JPEG)


def cases():
    note, remains = v.NOTE.value.encode(), v.REMAINS.value.encode()
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]

    def case(name, plants, values=(), more=(), paths=(r"tiff/ifd.*",), base=LITTLE, data=None, **how):
        if data is None:
            coding, order = DEFLATE if base is DEFLATED else NONE, ">" if base is LARGE else "<"
            data = tiff(Page(more=tuple(more), compression=coding), order=order)
        return Case(f"tiff-{name}.tif", base, data, tuple(plants), paths, tuple(values), **how)

    yield case("make-model", [v.MAKE, v.MODEL], [("device.make", v.MAKE.value), ("device.model", v.MODEL.value)],
               [(ifd.MAKE, ASCII, v.MAKE.value), (ifd.MODEL, ASCII, v.MODEL.value)])
    yield case("description", [v.NOTE], [("note.text", v.NOTE.value)], [(ifd.DESCRIPTION, ASCII, v.NOTE.value)])
    yield case("artist-copyright", [v.ARTIST, v.OWNER], [("person.artist", v.ARTIST.value), ("person.copyright", v.OWNER.value)],
               [(ifd.ARTIST, ASCII, v.ARTIST.value), (ifd.COPYRIGHT, ASCII, v.OWNER.value)], base=LARGE)
    yield case("date-software", [v.TAKEN, v.SOFTWARE], [("time.modified", v.TAKEN.iso), ("device.software", v.SOFTWARE.value)],
               [(ifd.DATE, ASCII, v.TAKEN.exif), (ifd.SOFTWARE, ASCII, v.SOFTWARE.value)])
    yield case("host-computer", [v.SERIAL], (), [(316, ASCII, v.SERIAL.value)])
    yield case("document-and-page-name", [v.NOTE, v.PLACE], (), [(269, ASCII, v.NOTE.value), (285, ASCII, v.PLACE.value)])
    yield case("xp-author", [v.OWNER], (), [(ifd.XP_AUTHOR, BYTE, v.OWNER.value.encode("utf-16-le") + b"\0\0")])
    yield case("gps-little-endian", [v.POSITION], here, [(ifd.GPS_IFD, LONG, ifd.gps(v.POSITION))], (r"tiff/.*",))
    yield case("gps-big-endian", [v.POSITION], here, [(ifd.GPS_IFD, LONG, ifd.gps(v.POSITION))], (r"tiff/.*",), LARGE)
    yield case("gps-deflate", [v.POSITION], here, [(ifd.GPS_IFD, LONG, ifd.gps(v.POSITION))], (r"tiff/.*",), DEFLATED)
    sub = Ifd([(ifd.OWNER, ASCII, v.OWNER.value), (ifd.SERIAL, ASCII, v.SERIAL.value), (ifd.DATE_ORIGINAL, ASCII, v.TAKEN.exif)])
    yield case("exif-ifd", [v.OWNER, v.SERIAL, v.TAKEN], [("person.owner", v.OWNER.value), ("device.serial", v.SERIAL.value),
                                                          ("time.taken", v.TAKEN.iso)],
               [(ifd.EXIF_IFD, LONG, sub)], (r"tiff/.*",))
    maker = Ifd([(ifd.MAKER_NOTE, UNDEFINED, b"KVNOTE\0\1" + v.SERIAL.value.encode())])
    yield case("maker-note", [v.SERIAL], (), [(ifd.EXIF_IFD, LONG, maker)], (r"tiff/.*",))
    yield case("xmp", [v.POSITION], here, [(XMP, BYTE, blocks.xmp_position(v.POSITION))], (r"tiff/.*",))
    iptc = blocks.iptc((2, 90, v.PLACE.value.encode()), (2, 80, v.ARTIST.value.encode()))
    iptc += bytes(-len(iptc) % 4)
    yield case("iptc", [v.PLACE, v.ARTIST], [("place.name", v.PLACE.value), ("person.artist", v.ARTIST.value)],
               [(IPTC, UNDEFINED, iptc)], (r"tiff/.*",))
    yield case("photoshop", [v.PLACE], [("place.name", v.PLACE.value)],
               [(PHOTOSHOP, BYTE, blocks.resource(1028, blocks.iptc((2, 90, v.PLACE.value.encode()))))],
               (r"tiff/.*",))
    yield case("photoshop-thumbnail", [jpeg.OTHER_DATA], [("thumbnail", len(jpeg.OTHER))],
               [(PHOTOSHOP, BYTE, blocks.resource_thumbnail(jpeg.OTHER, *SMALL))],
               (r"tiff/.*",))
    yield case("image-source-data", [v.NOTE], (), [(37724, UNDEFINED, b"Adobe Photoshop Document Data Block\0" + note)],
               (r"tiff/.*",))
    yield case("icc-description", [v.OWNER], (), [(ICC, UNDEFINED, blocks.icc(v.OWNER.value, blocks.ODD))], (r"tiff/.*",),
               keeps=("colours",))
    tie = [0.0, 0.0, 0.0, v.LON, v.LAT, 0.0]
    keys = [1, 1, 0, 3, 1024, 0, 1, 2, 2048, 0, 1, 4326, 2049, GEO_ASCII, len(v.PLACE.value) + 1, 0]
    yield case("geotiff", [v.POSITION, v.PLACE], (), [(GEO_KEYS, SHORT, keys), (GEO_TIE, DOUBLE, tie),
                                                      (GEO_SCALE, DOUBLE, [0.001, 0.001, 0.0]),
                                                     (GEO_ASCII, ASCII, v.PLACE.value + "|")], (r"tiff/.*",))
    yield case("gdal-metadata", [v.NOTE], (),
               [(42112, ASCII, f"<GDALMetadata><Item name='note'>{v.NOTE.value}</Item></GDALMetadata>")])
    yield case("private-tag", [v.NOTE], (), [(65001, ASCII, v.NOTE.value)])
    yield case("private-tag-undefined", [v.NOTE], (), [(50341, UNDEFINED, b"PrintIM\0" + note)])
    yield case("known-tag-of-other-type", [v.NOTE], (), [(296, ASCII, v.NOTE.value)], clean=MAY_REFUSE)
    yield case("ink-names", [v.NOTE], (), [(333, ASCII, v.NOTE.value)])
    yield case("xresolution-longer", [v.Blob(note[:32])], (), [(282, RATIONAL, struct.pack("<2I", 72, 1) + note[:32])],
               clean=MAY_REFUSE)
    preview = page(Page(other(), SMALL, more=((254, LONG, 1),)))
    yield case("subifd-preview", [v.Blob(other()[:48])], (), [(ifd.SUB_IFDS, IFD, Children([preview]))], (r"tiff/.*",))
    old = [(259, SHORT, OLD_JPEG), (513, LONG, Blocks([jpeg.OTHER])), (514, LONG, len(jpeg.OTHER)), (254, LONG, 1)]
    first = page(Page(), Ifd(old))
    yield case("old-jpeg-thumbnail", [jpeg.OTHER_DATA], data=ifd.block(first), paths=(r"tiff/.*",), clean=MAY_REFUSE)
    reduced = tiff(Page(), Page(other(), SMALL, more=((254, LONG, 1),)))
    yield case("reduced-second-page", [v.Blob(other()[:48])], data=reduced, paths=(r"tiff/.*",), clean=MAY_REFUSE,
               note="NewSubfileType 1: a reduced version of another picture in the file, not a page")
    yield case("page-two-text", [v.NOTE], [("note.text", v.NOTE.value)], base=PAGES,
               data=tiff(Page(), Page(other(), SMALL, more=((ifd.DESCRIPTION, ASCII, v.NOTE.value),))))
    yield case("page-two-gps", [v.POSITION], here, base=PAGES, paths=(r"tiff/.*",),
               data=tiff(Page(), Page(other(), SMALL, more=((ifd.GPS_IFD, LONG, ifd.gps(v.POSITION)),))))
    yield case("slack", [v.REMAINS], data=tiff(Page(behind=remains)), paths=(r"tiff/.*",))
    yield case("gap-before-ifd", [v.REMAINS], data=tiff(Page(), gap=remains + b"\0"), paths=(r"tiff/.*",))
    yield case("between-pages", [v.REMAINS], data=tiff(Page(behind=remains), SECOND), base=PAGES, paths=(r"tiff/.*",))
    yield case("trailing", [v.REMAINS], data=LITTLE.data + bytes(16) + remains, paths=(r"tiff/.*",))
    yield case("strip-surplus", [v.REMAINS], data=tiff(Page(surplus=remains)), paths=(r"tiff/.*",), clean=MAY_REFUSE)
    yield case("strip-surplus-deflate", [v.REMAINS], data=tiff(Page(compression=DEFLATE, surplus=remains)), base=DEFLATED,
               paths=(r"tiff/.*",), clean=MAY_REFUSE)
    yield case("orientation-kept", [], [("image.orientation", 6)], [(ifd.ORIENTATION, SHORT, 6)], (), clean=KEPT,
               keeps=("orientation",))
    yield case("bigtiff-gps", [v.POSITION], here, data=tiff(Page(big=True, more=((ifd.GPS_IFD, LONG, ifd.gps(v.POSITION)),)),
                                                            big=True), base=BIG,
               paths=(r"tiff/.*",), clean=MAY_REFUSE)
    yield case("bigtiff-description", [v.NOTE], [("note.text", v.NOTE.value)], base=BIG, clean=MAY_REFUSE,
               data=tiff(Page(big=True, more=((ifd.DESCRIPTION, ASCII, v.NOTE.value),)), big=True))
    yield case("tiled-gps", [v.POSITION], here, data=tiled((ifd.GPS_IFD, LONG, ifd.gps(v.POSITION))), base=TILED,
               paths=(r"tiff/.*",))
    yield case("jpeg-gps", [v.POSITION], here, data=with_jpeg(BARE, (ifd.GPS_IFD, LONG, ifd.gps(v.POSITION))), base=IN_JPEG,
               paths=(r"tiff/.*",))
    said = BARE[:2] + jpeg.segment(jpeg.COM, note) + BARE[2:]
    yield case("jpeg-strip-comment", [v.NOTE], data=with_jpeg(said), base=IN_JPEG, paths=(r"tiff/.*",), hidden=True,
               clean=MAY_REFUSE)
    yield case("jpeg-strip-behind-eoi", [v.REMAINS], data=with_jpeg(BARE + remains), base=IN_JPEG, paths=(r"tiff/.*",),
               hidden=True,
               clean=MAY_REFUSE)
    for name, tag, kind, data, plant in (("camera-serial", 50735, ASCII, v.SERIAL.value, v.SERIAL),
                                         ("raw-file-name", 50827, BYTE, note + b"\0", v.NOTE),
                                         ("private-data", 50740, BYTE, b"KVMaker\0" + note, v.NOTE)):
        data = tiff(Page(more=(RAW_VERSION, (tag, kind, data))))
        values = (("device.serial", v.SERIAL.value),) if plant is v.SERIAL else ()
        yield Case(f"dng-{name}.dng", RAW, data, (plant,), (r"tiff/.*",), values, clean=MAY_REFUSE)
