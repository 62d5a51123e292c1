# SPDX-License-Identifier: Apache-2.0
"""PNG and APNG (W3C, third edition): one carrier per file."""
import binascii
import struct
import zlib

import blocks
import ifd
import jpeg
import values as v
from case import KEPT, MAY_REFUSE, Base, Case
from picture import HEIGHT, SMALL, WIDTH, alpha, other, scene

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, RGBA = 0, 2, 3, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, RGBA: 4}


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(samples, width, color):
    """Filtered rows: Sub where there is something to gain from it, so that a reader has to undo a filter."""
    step, size, out = CHANNELS[color], width * CHANNELS[color], b""
    for at in range(0, len(samples), size):
        row = samples[at:at + size]
        out += b"\1" + bytes((each - (row[i - step] if i >= step else 0)) & 255 for i, each in enumerate(row))
    return out


def packed(samples, width=WIDTH, color=RGB):
    return zlib.compress(rows(samples, width, color), 9)


def header(width=WIDTH, height=HEIGHT, color=RGB, depth=8):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))


END = chunk(b"IEND")


def png(stream, before=b"", behind=b"", head=None):
    """`before` and `behind` the picture data."""
    half = len(stream) // 2
    return SIGNATURE + (head or header()) + before + chunk(b"IDAT", stream[:half]) + chunk(b"IDAT", stream[half:]) + behind + END


def transparent(hidden=None):
    """RGBA samples; where alpha is 0 the colours are black, or bytes of `hidden`."""
    colors, shades, at, out = scene(), alpha(), 0, bytearray()
    for i, shade in enumerate(shades):
        pixel = colors[3 * i:3 * i + 3] if shade else bytes(3)
        if not shade and hidden and at < len(hidden):
            pixel, at = hidden[at:at + 3].ljust(3, b"\0"), at + 3
        out += pixel + bytes((shade,))
    return bytes(out)


def frame_control(number, width=WIDTH, height=HEIGHT):
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, 1, 10, 0, 0))


def animation(between=b"", behind=b"", surplus=b""):
    """Two frames, the first of them the default image."""
    second = packed(scene()[::-1])
    return (SIGNATURE + header() + chunk(b"acTL", struct.pack(">II", 2, 0)) + frame_control(0) + chunk(b"IDAT", STREAM) + between
            + frame_control(1) + chunk(b"fdAT", struct.pack(">I", 2) + second + surplus) + behind + END)


def indexed(palette_more=b"", before=b""):
    """Sixteen grays by index."""
    gray = bytes(sum(scene()[3 * i:3 * i + 3]) // 3 >> 4 for i in range(WIDTH * HEIGHT))
    colours = b"".join(bytes((17 * i,)) * 3 for i in range(16))
    return png(packed(gray, WIDTH, PALETTE), chunk(b"PLTE", colours + palette_more) + before, head=header(color=PALETTE))


STREAM = packed(scene())
PLAIN = Base("png-rgb.png", png(STREAM))
WITH_ALPHA = Base("png-alpha.png", png(packed(transparent(), WIDTH, RGBA), head=header(color=RGBA)))
INDEXED = Base("png-indexed.png", indexed())
ANIMATED = Base("apng-two-frames.png", animation())
TUNED = Base("png-colour-chunks.png", png(STREAM, chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"sRGB", b"\0")
                                          + chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))))
BASES = (PLAIN, WITH_ALPHA, INDEXED, ANIMATED, TUNED)


def text(keyword, value):
    return chunk(b"tEXt", keyword + b"\0" + value)


def ztxt(keyword, value):
    return chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(value, 9))


def itxt(keyword, value, deflated=False, language=b"en"):
    return chunk(b"iTXt", keyword + b"\0" + bytes((deflated, 0)) + language + b"\0\0"
                 + (zlib.compress(value, 9) if deflated else value))


def raw_profile(name, data):
    """What ImageMagick writes: a name, a length, and hexadecimal digits in lines of 72."""
    digits = binascii.hexlify(data)
    lines = b"\n".join(digits[i:i + 72] for i in range(0, len(digits), 72))
    return b"\n" + name + b"\n%8d\n" % len(data) + lines + b"\n"


def iccp(name, profile):
    return chunk(b"iCCP", name + b"\0\0" + zlib.compress(profile, 9))


def text_cases():
    def case(name, what, plants, paths, values=(), **more):
        return Case(f"png-{name}.png", PLAIN, png(STREAM, what), tuple(plants), paths, tuple(values), **more)

    note = v.NOTE.value.encode()
    said = [("note.text", v.NOTE.value)]
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]
    yield case("text-comment", text(b"Comment", note), [v.NOTE], (r"png/tEXt",), said)
    yield case("text-author", text(b"Author", v.ARTIST.value.encode()), [v.ARTIST], (r"png/tEXt",),
               [("person.artist", v.ARTIST.value)])
    yield case("text-creation-time", text(b"Creation Time", v.TAKEN.exif.encode()), [v.TAKEN], (r"png/tEXt",))
    yield case("ztxt", ztxt(b"Description", note * 2), [v.NOTE], (r"png/zTXt",), said, way="raw/zlib")
    yield case("itxt", itxt(b"Title", v.UMLAUT.value.encode("utf-8")), [v.UMLAUT], (r"png/iTXt",),
               [("note.text", v.UMLAUT.value)])
    yield case("itxt-compressed", itxt(b"Title", v.UMLAUT.value.encode("utf-8") * 2, True), [v.UMLAUT], (r"png/iTXt",),
               [("note.text", v.UMLAUT.value)],
               way="raw/zlib")
    yield case("itxt-xmp", itxt(b"XML:com.adobe.xmp", blocks.xmp_position(v.POSITION), language=b""), [v.POSITION],
               (r"png/iTXt",), here)
    yield case("exif-gps-texts", text(b"exif:GPSLatitude", b"41/1, 13/1, 220719/10000") + text(b"exif:GPSLatitudeRef", b"S")
               + text(b"exif:GPSLongitude", b"127/1, 46/1, 538241/10000") + text(b"exif:GPSLongitudeRef", b"W"),
               [v.Text("220719/10000"), v.Text("538241/10000")], (r"png/tEXt",), here)
    yield case("ai-prompt", text(b"parameters", v.PROMPT.value.encode() + b"\nSteps: 20, Seed: 48213"), [v.PROMPT],
               (r"png/tEXt",), [("note.text", v.PROMPT.value)])
    flow = b'{"3": {"class_type": "CLIPTextEncode", "inputs": {"text": "' + v.PROMPT.value.encode() + b'"}}}'
    yield case("ai-workflow", text(b"workflow", flow), [v.PROMPT], (r"png/tEXt",), [("note.text", v.PROMPT.value)])
    exif = b"Exif\0\0" + ifd.exif_gps(v.POSITION)
    yield case("raw-profile-exif", ztxt(b"Raw profile type exif", raw_profile(b"exif", exif)), [v.POSITION], (r"png/zTXt",), here,
               way="raw/zlib/hex")
    yield case("raw-profile-exif-text", text(b"Raw profile type exif", raw_profile(b"exif", exif)), [v.POSITION], (r"png/tEXt",),
               here, way="raw/hex")
    yield case("raw-profile-app1", ztxt(b"Raw profile type APP1", raw_profile(b"generic", exif)), [v.POSITION], (r"png/zTXt",),
               here, way="raw/zlib/hex")
    yield case("raw-profile-xmp", ztxt(b"Raw profile type xmp", raw_profile(b"xmp", blocks.xmp_position(v.POSITION))),
               [v.POSITION], (r"png/zTXt",), here,
               way="raw/zlib/hex")
    iptc = blocks.resource(1028, blocks.iptc((2, 90, v.PLACE.value.encode()), (2, 80, v.ARTIST.value.encode())))
    yield case("raw-profile-iptc", ztxt(b"Raw profile type iptc", raw_profile(b"iptc", iptc)), [v.PLACE, v.ARTIST],
               (r"png/zTXt",),
               [("place.name", v.PLACE.value), ("person.artist", v.ARTIST.value)], way="raw/zlib/hex")


def chunk_cases():
    def case(name, what, plants, paths, values=(), behind=b"", **more):
        return Case(f"png-{name}.png", PLAIN, png(STREAM, what, behind), tuple(plants), paths, tuple(values), **more)

    note = v.NOTE.value.encode()
    yield case("exif", chunk(b"eXIf", ifd.exif_gps(v.POSITION, ">")), [v.POSITION], (r"png/eXIf",),
               [("gps.lat", v.LAT), ("gps.lon", v.LON)])
    yield case("exif-behind-data", b"", [v.SERIAL], (r"png/eXIf",), [("device.serial", v.SERIAL.value)],
               behind=chunk(b"eXIf", ifd.exif_sub((ifd.SERIAL, ifd.ASCII, v.SERIAL.value))))
    yield case("exif-old-chunk", chunk(b"zxIf", b"\0" + struct.pack(">I", 200) + zlib.compress(ifd.exif_gps(v.POSITION), 9)),
               [v.POSITION], (r"png/zxIf.*",),
               way="raw/zlib")
    yield case("exif-orientation-kept", chunk(b"eXIf", ifd.exif((ifd.ORIENTATION, ifd.SHORT, 8), order=">")), [], (r"png/eXIf",),
               [("image.orientation", 8)],
               clean=KEPT, keeps=("orientation",))
    yield case("time", chunk(b"tIME", v.TAKEN.png), [v.TAKEN], (r"png/tIME",), [("time.modified", v.TAKEN.iso)])
    yield case("private-chunk", chunk(b"kvNt", note), [v.NOTE], (r"png/kvNt.*",))
    yield case("private-chunk-deflated", chunk(b"kvNt", zlib.compress(note * 2, 9)), [v.NOTE], (r"png/kvNt.*",), way="raw/zlib")
    yield case("splt", chunk(b"sPLT", note + b"\0\x08" + bytes(6)), [v.NOTE], (r"png/sPLT",))
    yield case("hist-without-palette", chunk(b"hIST", note + b"\0"), [v.NOTE], (r"png/(hIST|left-over).*",))
    yield case("pcal", chunk(b"pCAL", note + b"\0" + struct.pack(">iiBB", 0, 255, 0, 2) + b"m\0" + b"0\0" + b"1"), [v.NOTE],
               (r"png/pCAL",))
    yield case("gamma-longer", chunk(b"gAMA", struct.pack(">I", 45455) + note), [v.NOTE], (r"png/.*",), clean=MAY_REFUSE)
    claim = blocks.c2pa(b'{"author":"' + v.OWNER.value.encode() + b'"}')
    yield case("c2pa", chunk(b"caBX", claim), [v.OWNER], (r"png/caBX.*",))
    profile = blocks.icc(primaries=blocks.ODD, copyright_text=v.ARTIST.value)
    yield case("iccp-name", iccp(v.OWNER.value.encode(), blocks.icc(primaries=blocks.ODD)), [v.OWNER], (r"png/iCCP",),
               keeps=("colours",))
    yield case("iccp-copyright", iccp(b"icc", profile), [v.ARTIST], (r"png/iCCP",), keeps=("colours",), way="raw/zlib")
    yield case("iccp-known-space", iccp(b"icc", blocks.icc("made by " + v.OWNER.value)), [v.OWNER], (r"png/iCCP",),
               keeps=("colours",), way="raw/zlib")
    yield case("iccp-behind-stream", chunk(b"iCCP", b"icc\0\0" + zlib.compress(blocks.icc(primaries=blocks.ODD), 9)
                                           + v.REMAINS.value.encode()),
               [v.REMAINS], (r"png/iCCP.*",), keeps=("colours",))


def shape_cases():
    note, remains = v.NOTE.value.encode(), v.REMAINS.value.encode()

    def case(name, data, plants=(v.REMAINS,), paths=(), base=PLAIN, **more):
        return Case(f"{'apng' if base is ANIMATED else 'png'}-{name}.png", base, data, tuple(plants), paths, **more)

    yield case("after-iend", PLAIN.data + remains, paths=(r"png/trailing.*",))
    old = png(packed(other() * 4, SMALL[0]))
    yield case("cropped-remains", PLAIN.data + old[len(old) // 2:], [v.Blob(old[-80:-32])], (r"png/trailing.*",))
    yield case("second-png", PLAIN.data + png(packed(other(), SMALL[0]), text(b"Comment", note), head=header(*SMALL)), [v.NOTE],
               (r"png/trailing.*",))
    yield case("jpeg-behind", PLAIN.data + jpeg.insert(jpeg.BASELINE, jpeg.app(1, jpeg.EXIF + ifd.exif_gps(v.POSITION))),
               [v.POSITION], (r"png/trailing.*",),
               values=(("gps.lat", v.LAT), ("gps.lon", v.LON)))
    yield case("iend-with-data", PLAIN.data[:-12] + chunk(b"IEND", remains), paths=(r"png/.*",))
    yield case("idat-behind-stream", png(STREAM + remains), paths=(r"png/.*",), way="IDAT/behind")
    yield case("idat-chunk-behind-stream", png(STREAM, behind=chunk(b"IDAT", remains)), paths=(r"png/.*",), way="raw")
    more = packed(scene() + other() + bytes(WIDTH * 3 - len(other()) % (WIDTH * 3)))
    row = rows(other()[:WIDTH * 3], WIDTH, RGB)
    yield case("idat-rows-surplus", png(more), [v.Blob(row[:48])], (r"png/.*",), way="IDAT/zlib", hidden=True, clean=MAY_REFUSE)
    hidden = transparent(remains + b"\0" * 3)
    # what samples hide is for who looks at samples: `check`, and the cleaner
    yield case("rgb-under-alpha-zero", png(packed(hidden, WIDTH, RGBA), head=header(color=RGBA)), paths=(), base=WITH_ALPHA,
               way="colours", hidden=True)
    yield case("palette-unused", indexed(note.ljust(len(note) // 3 * 3 + 3, b"\0")), [v.NOTE], (), INDEXED, hidden=True)
    yield case("chunk-between-idat", _between_idat(chunk(b"kvNt", note)), [v.NOTE], (r"png/.*",), clean=MAY_REFUSE)
    yield case("text-before-fctl", animation(text(b"Comment", note)), [v.NOTE], (r"png/tEXt",), ANIMATED,
               values=(("note.text", v.NOTE.value),))
    yield case("text-behind", animation(behind=text(b"Comment", note)), [v.NOTE], (r"png/tEXt",), ANIMATED,
               values=(("note.text", v.NOTE.value),))
    yield case("exif", animation(behind=chunk(b"eXIf", ifd.exif_gps(v.POSITION))), [v.POSITION], (r"png/eXIf",), ANIMATED,
               values=(("gps.lat", v.LAT), ("gps.lon", v.LON)))
    yield case("private-chunk", animation(chunk(b"kvNt", note)), [v.NOTE], (r"png/kvNt.*",), ANIMATED)
    yield case("fdat-behind-stream", animation(surplus=remains), paths=(r"png/.*",), base=ANIMATED)
    yield case("after-iend", ANIMATED.data + remains, paths=(r"png/trailing.*",), base=ANIMATED)


def _between_idat(what):
    half = len(STREAM) // 2
    return SIGNATURE + header() + chunk(b"IDAT", STREAM[:half]) + what + chunk(b"IDAT", STREAM[half:]) + END


def cases():
    for group in (text_cases, chunk_cases, shape_cases):
        yield from group()
