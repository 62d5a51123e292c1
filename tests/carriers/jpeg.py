# SPDX-License-Identifier: Apache-2.0
"""JPEG (ITU-T T.81): one carrier per file."""
import base64
import hashlib
import struct
import zlib

import blocks
import ifd
import mp4
import values as v
from case import KEPT, MAY_REFUSE, Base, Case
from picture import piece

EXIF, ICC = b"Exif\0\0", b"ICC_PROFILE\0"
XMP, EXTENSION = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
SOF, DHT, SOS, DQT, COM, EOI = (0xC0, 0xC1, 0xC2, 0xC9), 0xC4, 0xDA, 0xDB, 0xFE, b"\xff\xd9"
JFIF = (r"jpeg/app0/jfif",)

BASELINE = Base("jpeg-baseline.jpg", piece("scene.jpg"), JFIF)
PROGRESSIVE = Base("jpeg-progressive.jpg", piece("scene-progressive.jpg"), JFIF)
RESTART = Base("jpeg-restart.jpg", piece("scene-restart.jpg"), JFIF)
GRAY = Base("jpeg-gray.jpg", piece("scene-gray.jpg"), JFIF)
CMYK = Base("jpeg-cmyk.jpg", piece("scene-cmyk.jpg"))
ARITHMETIC = Base("jpeg-arithmetic.jpg", piece("scene-arithmetic.jpg"), JFIF, MAY_REFUSE)
BASES = (BASELINE, PROGRESSIVE, RESTART, GRAY, CMYK, ARITHMETIC)
OTHER = piece("other.jpg")
OTHER_DATA = v.Blob(OTHER[-60:-12])  # of its entropy-coded data


def segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, 2 + len(payload)) + payload


def app(number, payload):
    return segment(0xE0 + number, payload)


def app_icc(profile, parts=1):
    size = -(-len(profile) // parts)
    return b"".join(app(2, ICC + bytes((i + 1, parts)) + profile[i * size:(i + 1) * size]) for i in range(parts))


def markers(data):
    """[(marker, from, to)] up to EOI; a scan's coded data belongs to its SOS."""
    found, at = [], 2
    while data[at + 1] != 0xD9:
        end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
        if data[at + 1] == SOS:
            while data[end] != 0xFF or data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7:
                end += 1
        found.append((data[at + 1], at, end))
        at = end
    return found + [(0xD9, at, at + 2)]


def insert(base, what, before=None, nth=0):
    """`what` in front of the nth segment `before`; behind the first APP0 or APP14 when none is named."""
    found = markers(base.data)
    if before is None:
        at = found[0][2] if found[0][0] in (0xE0, 0xEE) else 2
    else:
        at = [start for marker, start, _ in found if marker == before][nth]
    return base.data[:at] + what + base.data[at:]


def replace(base, marker, change):
    """The first segment `marker` with another payload."""
    _, start, end = next(place for place in markers(base.data) if place[0] == marker)
    return base.data[:start] + segment(marker, change(base.data[start + 4:end])) + base.data[end:]


def extended_xmp(element):
    """The main packet and its extension in two segments (XMP part 3, 1.1.3.1)."""
    whole = blocks.xmp({}, element)
    name = hashlib.md5(whole).hexdigest().upper()
    half = len(whole) // 2
    parts = b"".join(app(1, EXTENSION + name.encode() + struct.pack(">II", len(whole), at) + whole[at:end])
                     for at, end in ((0, half), (half, len(whole))))
    return app(1, XMP + blocks.xmp({"xmpNote:HasExtendedXMP": name})) + parts


def mpf(*sizes, at, kinds):
    """APP2 MPF (CIPA DC-007) for pictures of these sizes, the second right behind the first. `at`: of its TIFF header."""
    entries = b"".join(struct.pack("<IIIHH", kind, size, offset, 0, 0)
                       for kind, size, offset in zip(kinds, sizes, (0, sizes[0] - at)))
    return ifd.block(ifd.Ifd([(0xB000, ifd.UNDEFINED, b"0100"), (0xB001, ifd.LONG, len(sizes)),
                              (0xB002, ifd.UNDEFINED, entries)]))


def with_mpf(base, more, second, kind):
    """A file of two pictures; `more` are segments in front of MPF."""
    start = markers(base.data)[0][2] + len(more)
    size = len(app(2, b"MPF\0" + mpf(0, 0, at=0, kinds=(0, 0))))
    table = mpf(len(base.data) + len(more) + size, len(second), at=start + 8, kinds=(0x030000, kind))
    return insert(base, more + app(2, b"MPF\0" + table)) + second


def seft(*entries):
    """Samsung's trailer: blocks, a directory of them, its size, and SEFT."""
    body, table, whole = b"", b"", sum(len(name) + len(data) + 8 for _, name, data in entries)
    for kind, name, data in entries:
        table += struct.pack("<HHII", 0, kind, whole - len(body), 8 + len(name) + len(data))
        body += struct.pack("<HHI", 0, kind, len(name)) + name + data
    directory = b"SEFH" + struct.pack("<II", 107, len(entries)) + table
    return body + directory + struct.pack("<I", len(directory)) + b"SEFT"


def exif_cases():
    def case(name, data, plants, values=(), base=BASELINE, paths=(r"jpeg/app1/exif",), before=None, **more):
        return Case(f"jpeg-exif-{name}.jpg", base, insert(base, app(1, EXIF + data), before), tuple(plants), paths, tuple(values),
                    **more)

    yield case("ifd0-texts", ifd.exif((ifd.MAKE, ifd.ASCII, v.MAKE.value), (ifd.MODEL, ifd.ASCII, v.MODEL.value),
                                      (ifd.ARTIST, ifd.ASCII, v.ARTIST.value)),
               [v.MAKE, v.MODEL, v.ARTIST], [("device.make", v.MAKE.value), ("device.model", v.MODEL.value),
                                             ("person.artist", v.ARTIST.value)])
    yield case("owner-serials", ifd.exif_sub((ifd.OWNER, ifd.ASCII, v.OWNER.value), (ifd.SERIAL, ifd.ASCII, v.SERIAL.value),
                                             (ifd.LENS_SERIAL, ifd.ASCII, v.LENS_SERIAL.value), order=">"),
               [v.OWNER, v.SERIAL, v.LENS_SERIAL],
               [("person.owner", v.OWNER.value), ("device.serial", v.SERIAL.value), ("device.lens-serial", v.LENS_SERIAL.value)])
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]
    yield case("gps-little-endian", ifd.exif_gps(v.POSITION), [v.POSITION], here)
    yield case("gps-big-endian", ifd.exif_gps(v.POSITION, ">"), [v.POSITION], here)
    yield case("gps-progressive", ifd.exif_gps(v.POSITION), [v.POSITION], here, PROGRESSIVE)
    yield case("gps-gray", ifd.exif_gps(v.POSITION), [v.POSITION], here, GRAY)
    yield case("gps-cmyk", ifd.exif_gps(v.POSITION), [v.POSITION], here, CMYK)
    yield case("gps-restart", ifd.exif_gps(v.POSITION), [v.POSITION], here, RESTART)
    yield case("gps-arithmetic", ifd.exif_gps(v.POSITION), [v.POSITION], here, ARITHMETIC, clean=MAY_REFUSE)
    height = v.Blob(struct.pack("<2I", 1234567, 1000))
    rest = ifd.Ifd([(1, ifd.ASCII, "N"), (2, ifd.RATIONAL, [(0, 0)] * 3), (3, ifd.ASCII, "E"), (4, ifd.RATIONAL, [(0, 0)] * 3),
                    (5, ifd.BYTE, b"\0"), (6, ifd.RATIONAL, [(1234567, 1000)]), (29, ifd.ASCII, "2021:03:14")])
    yield case("gps-zeroed-altitude-left", ifd.exif((ifd.GPS_IFD, ifd.LONG, rest)), [height, v.Text("2021:03:14")],
               [("gps.altitude", 1234.567), ("gps.time", "2021-03-14")])
    yield case("dates", ifd.exif((ifd.DATE, ifd.ASCII, v.TAKEN.exif),
                                 (ifd.EXIF_IFD, ifd.LONG, ifd.Ifd([(ifd.DATE_ORIGINAL, ifd.ASCII, v.TAKEN.exif)]))),
               [v.TAKEN], [("time.taken", v.TAKEN.iso), ("time.modified", v.TAKEN.iso)])
    yield case("unique-id", ifd.exif_sub((ifd.UNIQUE_ID, ifd.ASCII, v.IDENTIFIER.value)), [v.IDENTIFIER],
               [("image.id", v.IDENTIFIER.value)])
    yield case("user-comment-unicode",
               ifd.exif_sub((ifd.USER_COMMENT, ifd.UNDEFINED, b"UNICODE\0" + v.NOTE.value.encode("utf-16-le"))),
               [v.NOTE], [("note.text", v.NOTE.value)])
    yield case("user-comment-ascii", ifd.exif_sub((ifd.USER_COMMENT, ifd.UNDEFINED, b"ASCII\0\0\0" + v.NOTE.value.encode())),
               [v.NOTE], [("note.text", v.NOTE.value)])
    yield case("xp-comment", ifd.exif((ifd.XP_COMMENT, ifd.BYTE, v.NOTE.value.encode("utf-16-le") + b"\0\0")), [v.NOTE],
               [("note.text", v.NOTE.value)])
    yield case("maker-note", ifd.exif((ifd.MAKE, ifd.ASCII, "NoName"), (ifd.EXIF_IFD, ifd.LONG, ifd.Ifd(
        [(ifd.MAKER_NOTE, ifd.UNDEFINED, b"KVNOTE\0\1" + v.SERIAL.value.encode() + bytes(8))]))), [v.SERIAL])
    yield case("maker-note-canon", ifd.exif_canon(v.OWNER.value, 774100932), [v.OWNER, v.Blob(struct.pack("<I", 774100932))],
               [("person.owner", v.OWNER.value)])
    yield case("maker-note-apple-live-photo", ifd.exif_apple(v.IDENTIFIER.value), [v.IDENTIFIER])
    yield case("interoperability",
               ifd.exif_sub((ifd.INTEROP_IFD, ifd.LONG, ifd.Ifd([(1, ifd.ASCII, "R98"), (0x1000, ifd.ASCII, v.NOTE.value)]))),
               [v.NOTE])
    yield case("unknown-tag", ifd.exif((0xC7F1, ifd.ASCII, v.NOTE.value)), [v.NOTE])
    yield case("thumbnail", ifd.exif_thumbnail(OTHER), [OTHER_DATA], [("thumbnail", len(OTHER))])
    inner = insert(Base("", OTHER), app(1, EXIF + ifd.exif_gps(v.POSITION)))
    yield case("thumbnail-with-gps", ifd.exif_thumbnail(inner), [v.POSITION, OTHER_DATA])
    yield case("orphan-slack", ifd.block(ifd.Ifd([(ifd.ORIENTATION, ifd.SHORT, 1)], behind=v.REMAINS.value.encode())),
               [v.REMAINS])
    yield case("gap-before-ifd0", ifd.block(ifd.Ifd([(ifd.ORIENTATION, ifd.SHORT, 1)]), gap=v.REMAINS.value.encode() + b"\0"),
               [v.REMAINS])
    third = ifd.Ifd([(ifd.DESCRIPTION, ifd.ASCII, v.NOTE.value)])
    yield case("third-ifd",
               ifd.block(ifd.Ifd([(ifd.ORIENTATION, ifd.SHORT, 1)], next=ifd.Ifd([(ifd.COMPRESSION, ifd.SHORT, 6)], next=third))),
               [v.NOTE])
    yield case("between-scans", ifd.exif_gps(v.POSITION), [v.POSITION], base=PROGRESSIVE, before=SOS)
    yield case("orientation-kept", ifd.exif((ifd.ORIENTATION, ifd.SHORT, 6)), [], [("image.orientation", 6)], clean=KEPT,
               keeps=("orientation",))
    both = app(1, EXIF + ifd.exif((ifd.ORIENTATION, ifd.SHORT, 1))) + app(1, EXIF + ifd.exif_gps(v.POSITION))
    yield Case("jpeg-exif-second-app1.jpg", BASELINE, insert(BASELINE, both), (v.POSITION,), (r"jpeg/app1/exif",))


def xmp_cases():
    def case(name, what, plants, values=(), paths=(r"jpeg/app1/xmp",), **more):
        return Case(f"jpeg-xmp-{name}.jpg", BASELINE, insert(BASELINE, what), tuple(plants), paths, tuple(values), **more)

    yield case("gps", app(1, XMP + blocks.xmp_position(v.POSITION)), [v.POSITION], [("gps.lat", v.LAT), ("gps.lon", v.LON)])
    yield case("texts", app(1, XMP + blocks.xmp({"aux:SerialNumber": v.SERIAL.value, "aux:OwnerName": v.OWNER.value,
                                                 "xmp:CreateDate": v.TAKEN.iso,
                                                "photoshop:City": v.PLACE.value})), [v.SERIAL, v.OWNER, v.PLACE, v.TAKEN],
               [("device.serial", v.SERIAL.value), ("person.owner", v.OWNER.value), ("place.name", v.PLACE.value)])
    yield case("unknown-property",
               app(1, XMP + blocks.xmp({}, f'<kv:Crew xmlns:kv="http://example.com/kv/1.0/">{v.OWNER.value}</kv:Crew>')),
               [v.OWNER])
    second = app(1, XMP + blocks.xmp({"tiff:Orientation": "1"})) + app(1, XMP + blocks.xmp({"dc:source": v.NOTE.value}))
    yield case("second-packet", second, [v.NOTE])
    yield case("behind-packet", app(1, XMP + blocks.xmp({"tiff:Orientation": "1"}) + v.REMAINS.value.encode()), [v.REMAINS])
    wide = blocks.xmp({"dc:source": v.NOTE.value}).decode("utf-8").encode("utf-16-be")
    yield case("utf-16", app(1, XMP + wide), [v.NOTE])
    preview = f"<xmpGImg:format>JPEG</xmpGImg:format><xmpGImg:image>{base64.b64encode(OTHER).decode()}</xmpGImg:image>"
    small = f'<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource">{preview}</rdf:li></rdf:Alt></xmp:Thumbnails>'
    yield case("thumbnail", app(1, XMP + blocks.xmp({}, small)), [OTHER_DATA], way="raw/base64")
    extension = (r"jpeg/app1/xmp-extension",)
    yield case("extended", extended_xmp(f"<dc:source>{v.NOTE.value * 3}</dc:source>"), [v.NOTE], paths=extension)
    coded = base64.b64encode(OTHER).decode()
    depth = f"<GDepth:Format>RangeInverse</GDepth:Format><GDepth:Mime>image/jpeg</GDepth:Mime><GDepth:Data>{coded}</GDepth:Data>"
    yield case("gdepth", extended_xmp(depth), [OTHER_DATA], paths=extension, way="extended-xmp/base64")
    image = f"<GImage:Mime>image/jpeg</GImage:Mime><GImage:Data>{coded}</GImage:Data>"
    yield case("gimage", extended_xmp(image), [OTHER_DATA], paths=extension, way="extended-xmp/base64")
    note = base64.b64encode(b"HDRP\2" + v.SERIAL.value.encode() + bytes(20)).decode()
    yield case("hdr-plus", app(1, XMP + blocks.xmp({"HDRPlusMakerNote:HdrPlusMakernote": note})), [v.SERIAL], way="raw/base64")


def segment_cases():
    def case(name, what, plants=(v.NOTE,), paths=(), values=(), base=BASELINE, before=None, nth=0, **more):
        return Case(f"jpeg-{name}.jpg", base, insert(base, what, before, nth), tuple(plants), paths, tuple(values), **more)

    note = v.NOTE.value.encode()
    iptc = blocks.iptc((2, 0, b"\0\2"), (2, 80, v.ARTIST.value.encode()), (2, 90, v.PLACE.value.encode()), (2, 55, b"20210314"))
    yield case("iptc", app(13, b"Photoshop 3.0\0" + blocks.resource(1028, iptc)), [v.ARTIST, v.PLACE, v.Text("20210314")],
               (r"jpeg/app13/.*",),
               [("person.artist", v.ARTIST.value), ("place.name", v.PLACE.value)])
    yield case("8bim-thumbnail", app(13, b"Photoshop 3.0\0" + blocks.resource_thumbnail(OTHER, 32, 24)), [OTHER_DATA],
               (r"jpeg/app13/.*",),
               [("thumbnail", len(OTHER))])
    yield case("8bim-url", app(13, b"Photoshop 3.0\0" + blocks.resource(1035, note)), paths=(r"jpeg/app13/.*",))
    yield case("com", segment(COM, note), paths=(r"jpeg/com",), values=[("note.text", v.NOTE.value)])
    yield case("com-utf8", segment(COM, v.UMLAUT.value.encode("utf-8")), [v.UMLAUT], (r"jpeg/com",),
               [("note.text", v.UMLAUT.value)])
    yield case("com-between-scans", segment(COM, note), paths=(r"jpeg/com",), values=[("note.text", v.NOTE.value)],
               base=PROGRESSIVE, before=SOS, nth=2)
    yield case("com-before-eoi", segment(COM, note), paths=(r"jpeg/com",), values=[("note.text", v.NOTE.value)], before=0xD9)
    for number in (3, 4, 5, 6, 7, 8, 9, 10, 15):
        yield case(f"app{number}-vendor", app(number, b"KVMAKER\0" + note), paths=(rf"jpeg/app{number}.*",))
    yield case("app0-unnamed", app(0, b"OCAD\0" + note), paths=(r"jpeg/app0.*",))
    yield case("app1-flir", app(1, b"FLIR\0\1\0\0" + b"FFF\0" + v.SERIAL.value.encode()), [v.SERIAL], (r"jpeg/app1/flir.*",))
    yield case("app2-flashpix", app(2, b"FPXR\0\0" + note), paths=(r"jpeg/app2/flashpix.*",))
    yield case("app11-jumbf", app(11, b"JP\0\1\0\0\0\1" + blocks.jumbf("kv.note", b'{"note":"' + note + b'"}')),
               paths=(r"jpeg/app11.*",))
    claim = b'{"@type":"CreativeWork","author":[{"name":"' + v.OWNER.value.encode() + b'"}]}'
    yield case("app11-c2pa", app(11, b"JP\0\1\0\0\0\1" + blocks.c2pa(claim)), [v.OWNER], (r"jpeg/app11.*",))
    store = blocks.c2pa(claim)
    half = store.index(v.OWNER.value.encode()) + 7  # a name that no single segment has whole
    parts = app(11, b"JP\0\1\0\0\0\1" + store[:half]) + app(11, b"JP\0\1\0\0\0\2" + store[:8] + store[half:])
    yield case("app11-c2pa-two-segments", parts, [v.OWNER], (r"jpeg/app11.*",), way="app11")
    yield case("app12-picture-info", app(12, b"[picture info]\r\nCamera=" + v.SERIAL.value.encode() + b"\r\n\0"), [v.SERIAL],
               (r"jpeg/app12.*",))
    words = v.NOTE.value.encode("utf-16-be")
    ducky = b"Ducky\0\1\0\4\0\0\0\x3c\0\2" + struct.pack(">HI", 4 + len(words), len(words) // 2) + words + b"\0\0"
    yield case("app12-ducky", app(12, ducky), paths=(r"jpeg/app12.*",))
    yield case("app13-adobe-cm", app(13, b"Adobe_CM\0" + note), paths=(r"jpeg/app13.*",))
    yield case("jfxx-jpeg", app(0, b"JFXX\0\x10" + OTHER), [OTHER_DATA], (r"jpeg/app0/jfxx.*",), [("thumbnail", len(OTHER))])
    raw = bytes(range(7, 199)) + bytes(range(3, 99))
    yield case("jfxx-rgb", app(0, b"JFXX\0\x13" + bytes((12, 8)) + raw), [v.Blob(raw)], (r"jpeg/app0/jfxx.*",))


def shape_cases():
    note, remains = v.NOTE.value.encode(), v.REMAINS.value.encode()

    def case(name, data, plants=(v.REMAINS,), paths=(), base=BASELINE, **more):
        return Case(f"jpeg-{name}.jpg", base, data, tuple(plants), paths, **more)

    raw = bytes(range(7, 199)) + bytes(range(3, 99))
    yield case("jfif-thumbnail", replace(BASELINE, 0xE0, lambda p: p[:12] + bytes((12, 8)) + raw), [v.Blob(raw)],
               (r"jpeg/app0/jfif.*",))
    yield case("jfif-longer", replace(BASELINE, 0xE0, lambda p: p + remains), paths=(r"jpeg/.*",))
    yield case("adobe-longer", replace(CMYK, 0xEE, lambda p: p + remains), paths=(r"jpeg/.*",), base=CMYK)
    yield case("between-segments", insert(BASELINE, remains, DQT, 1), paths=(r"jpeg/between",))
    yield case("between-scans", insert(PROGRESSIVE, remains, DHT, 2), paths=(r"jpeg/.*",), base=PROGRESSIVE)
    yield case("in-scan-after-last-unit", insert(BASELINE, remains, 0xD9), paths=(r"jpeg/.*",))
    yield case("in-scan-after-last-unit-restart", insert(RESTART, remains, 0xD9), paths=(r"jpeg/.*",), base=RESTART)
    yield case("after-eoi", BASELINE.data + remains, paths=(r"jpeg/trailing.*",))
    yield case("after-eoi-zeros", BASELINE.data + bytes(600) + remains, paths=(r"jpeg/.*",))
    yield case("after-eoi-progressive", PROGRESSIVE.data + remains, paths=(r"jpeg/trailing.*",), base=PROGRESSIVE)
    yield case("after-eoi-zlib", BASELINE.data + zlib.compress(note * 2, 9), [v.NOTE], (r"jpeg/trailing.*",), way="raw/zlib")
    yield case("cropped-remains", BASELINE.data + OTHER[700:], [OTHER_DATA], (r"jpeg/trailing.*",),
               note="as a cropping tool leaves the end of the old file")
    yield case("second-jpeg", BASELINE.data + OTHER, [OTHER_DATA], (r"jpeg/trailing.*",))
    table = bytes((3,)) + note.ljust(64, b"\1")
    yield case("dqt-unused", insert(BASELINE, segment(DQT, table), DQT), [v.NOTE], (r"jpeg/.*",))
    twice = bytes((0,)) + note.ljust(64, b"\1")
    yield case("dqt-overridden", insert(BASELINE, segment(DQT, twice), DQT), [v.NOTE], (r"jpeg/.*",))
    symbols = bytes(dict.fromkeys(note))
    counts = bytes(15 * [0] + [len(symbols)])
    yield case("dht-unused", insert(BASELINE, segment(DHT, bytes((0x13,)) + counts + symbols), SOS), [v.Blob(symbols)],
               (r"jpeg/.*",))
    yield case("dnl-text", insert(BASELINE, segment(0xDC, note), 0xD9), [v.NOTE], (r"jpeg/.*",))
    yield case("com-behind-fill", insert(BASELINE, b"\xff\xff\xff" + segment(COM, note), DQT), [v.NOTE], (r"jpeg/com",))


def icc_cases():
    def case(name, profile, plants, parts=1, base=BASELINE, **more):
        return Case(f"jpeg-icc-{name}.jpg", base, insert(base, app_icc(profile, parts)), tuple(plants), (r"jpeg/app2/icc",),
                    keeps=("colours",), **more)

    yield case("unknown-description", blocks.icc(v.OWNER.value, blocks.ODD), [v.OWNER])
    yield case("known-description", blocks.icc(v.OWNER.value), [v.OWNER])
    yield case("copyright", blocks.icc(primaries=blocks.ODD, copyright_text=v.ARTIST.value), [v.ARTIST])
    yield case("date", blocks.icc(primaries=blocks.ODD, date=v.TAKEN.icc), [v.TAKEN])
    yield case("serial", blocks.icc(primaries=blocks.ODD, more=[(b"mmod", b"mmod\0\0\0\0" + v.SERIAL.value.encode())]),
               [v.SERIAL])
    yield case("model-text", blocks.icc(primaries=blocks.ODD, more=[(b"dmdd", blocks.icc_mluc(v.SERIAL.value))]), [v.SERIAL])
    yield case("private-tag", blocks.icc(primaries=blocks.ODD, more=[(b"kvNT", blocks.icc_text(v.NOTE.value))]), [v.NOTE])
    yield case("two-segments", blocks.icc("by " + v.OWNER.value, blocks.ODD), [v.OWNER], parts=2)
    yield case("behind-profile", blocks.icc(primaries=blocks.ODD) + v.REMAINS.value.encode(), [v.REMAINS])


def several_cases():
    def case(name, data, plants, paths, values=(), **more):
        return Case(f"jpeg-{name}.jpg", BASELINE, data, tuple(plants), paths, tuple(values), **more)

    yield case("mpf-second-picture", with_mpf(BASELINE, b"", OTHER, 0x010001), [OTHER_DATA], (r"jpeg/app2/mpf.*",))
    inner = insert(Base("", OTHER), app(1, EXIF + ifd.exif_gps(v.POSITION)))
    yield case("mpf-second-picture-gps", with_mpf(BASELINE, b"", inner, 0x020002), [v.POSITION, OTHER_DATA],
               (r"jpeg/app2/mpf.*",),
               [("gps.lat", v.LAT), ("gps.lon", v.LON)])
    gain = insert(Base("", OTHER), app(1, XMP + blocks.xmp({"hdrgm:Version": "1.0", "hdrgm:GainMapMax": "2.3"})))
    each = '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="{}" Item:Mime="image/jpeg"{}/></rdf:li>'
    items = each.format("Primary", "") + each.format("GainMap", f' Item:Length="{len(gain)}"')
    directory = f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>"
    head = app(1, XMP + blocks.xmp({"hdrgm:Version": "1.0"}, directory))
    yield case("ultra-hdr-gain-map", with_mpf(BASELINE, head, gain, 0), [OTHER_DATA], (r"jpeg/app2/mpf.*", r"jpeg/app1/xmp"))
    clip = mp4.clip(v.POSITION)
    motion = app(1, XMP + blocks.xmp({"GCamera:MicroVideo": "1", "GCamera:MicroVideoVersion": "1",
                                      "GCamera:MicroVideoOffset": str(len(clip))}))
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]
    inside = (r"jpeg/trailing/mp4/moov/udta/©xyz",)
    yield case("motion-photo", insert(BASELINE, motion) + clip, [v.POSITION], inside, here)
    yield case("motion-clip-without-xmp", BASELINE.data + clip, [v.POSITION], inside, here)
    samsung = seft((0x0A30, b"MotionPhoto_Data", clip))
    yield case("samsung-motion-photo", BASELINE.data + samsung, [v.POSITION], (r"jpeg/trailing.*",), here)
    stamp = seft((0x0A01, b"Image_UTC_Data", b"1615734566000"), (0x0BF0, b"Camera_Note", v.NOTE.value.encode()))
    yield case("samsung-trailer", BASELINE.data + stamp, [v.NOTE], (r"jpeg/trailing.*",))


def cases():
    for group in (exif_cases, xmp_cases, segment_cases, shape_cases, icc_cases, several_cases):
        yield from group()
