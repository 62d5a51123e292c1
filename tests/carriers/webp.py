# SPDX-License-Identifier: Apache-2.0
"""WebP (RFC 9649), still and animated: one carrier per file."""
import struct

import blocks
import ifd
import jpeg
import pieces
import values as v
from case import KEPT, MAY_REFUSE, Base, Case
from picture import HEIGHT, SMALL, WIDTH, piece

ICC, ALPHA, EXIF, XMP, ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02


def chunk(kind, data, fill=b"\0"):
    return kind + struct.pack("<I", len(data)) + data + fill * (len(data) % 2)


def coded(name):
    """The picture chunks of a piece, with ALPH where it has alpha."""
    return b"".join(chunk(kind, data) for kind, _, data in pieces.webp_chunks(piece(name)) if kind in (b"VP8 ", b"VP8L", b"ALPH"))


def u24(value):
    return struct.pack("<I", value)[:3]


def extended(flags):
    return chunk(b"VP8X", struct.pack("<I", flags) + u24(WIDTH - 1) + u24(HEIGHT - 1))


def riff(*chunks, more=0):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) + more) + body


def frame(picture, at=(0, 0), size=(WIDTH, HEIGHT), behind=b""):
    return chunk(b"ANMF", u24(at[0] // 2) + u24(at[1] // 2) + u24(size[0] - 1) + u24(size[1] - 1) + u24(100) + b"\2" + picture
                 + behind)


def animated(flags=0, behind=b"", in_frame=b""):
    frames = frame(coded("scene.webp"), behind=in_frame) + frame(coded("other.webp"), (8, 8), SMALL)
    return riff(extended(ANIMATION | flags), chunk(b"ANIM", b"\xff\xff\xff\xff\0\0"), frames, behind)


LOSSY, LOSSLESS = coded("scene.webp"), coded("scene-lossless.webp")
SIMPLE = Base("webp-lossy.webp", riff(LOSSY))
SIMPLE_LOSSLESS = Base("webp-lossless.webp", riff(LOSSLESS))
PLAIN = Base("webp-extended.webp", riff(extended(0), LOSSY))
WITH_ALPHA = Base("webp-alpha.webp", riff(extended(ALPHA), coded("scene-alpha.webp")))
MOVING = Base("webp-animated.webp", animated())
BASES = (SIMPLE, SIMPLE_LOSSLESS, PLAIN, WITH_ALPHA, MOVING)


def cases():
    note, remains = v.NOTE.value.encode(), v.REMAINS.value.encode()
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]
    gps, packet = ifd.exif_gps(v.POSITION), blocks.xmp_position(v.POSITION)

    def case(name, data, plants, paths, values=(), base=PLAIN, **more):
        return Case(f"webp-{name}.webp", base, data, tuple(plants), paths, tuple(values), **more)

    yield case("exif-gps", riff(extended(EXIF), LOSSY, chunk(b"EXIF", gps)), [v.POSITION], (r"webp/EXIF",), here)
    yield case("exif-jpeg-header", riff(extended(EXIF), LOSSY, chunk(b"EXIF", b"Exif\0\0" + gps)), [v.POSITION], (r"webp/EXIF",),
               here)
    yield case("exif-second", riff(extended(EXIF), LOSSY, chunk(b"EXIF", ifd.exif((ifd.ORIENTATION, ifd.SHORT, 1))),
                                   chunk(b"EXIF", gps)), [v.POSITION],
               (r"webp/EXIF",))
    yield case("exif-unannounced", riff(extended(0), LOSSY, chunk(b"EXIF", gps)), [v.POSITION], (r"webp/EXIF",), here)
    yield case("exif-orientation-kept", riff(extended(EXIF), LOSSY, chunk(b"EXIF", ifd.exif((ifd.ORIENTATION, ifd.SHORT, 6)))),
               [], (r"webp/EXIF",),
               [("image.orientation", 6)], clean=KEPT, keeps=("orientation",))
    yield case("exif-thumbnail", riff(extended(EXIF), LOSSY, chunk(b"EXIF", ifd.exif_thumbnail(jpeg.OTHER))), [jpeg.OTHER_DATA],
               (r"webp/EXIF.*",),
               [("thumbnail", len(jpeg.OTHER))])
    yield case("xmp", riff(extended(XMP), LOSSY, chunk(b"XMP ", packet)), [v.POSITION], (r"webp/XMP",), here)
    yield case("xmp-lossless", riff(extended(XMP), LOSSLESS, chunk(b"XMP ", packet)), [v.POSITION], (r"webp/XMP",), here,
               SIMPLE_LOSSLESS)
    yield case("xmp-alpha", riff(extended(XMP | ALPHA), coded("scene-alpha.webp"), chunk(b"XMP ", packet)), [v.POSITION],
               (r"webp/XMP",), here, WITH_ALPHA)
    yield case("iccp-description", riff(extended(ICC), chunk(b"ICCP", blocks.icc(v.OWNER.value, blocks.ODD)), LOSSY), [v.OWNER],
               (r"webp/ICCP",),
               keeps=("colours",))
    yield case("iccp-serial",
               riff(extended(ICC), chunk(b"ICCP",
                                         blocks.icc(primaries=blocks.ODD, more=[(b"kvSN", blocks.icc_text(v.SERIAL.value))])),
                    LOSSY),
               [v.SERIAL], (r"webp/ICCP",), keeps=("colours",))
    yield case("unknown-chunk", riff(extended(0), LOSSY, chunk(b"KVNT", note)), [v.NOTE], (r"webp/.*",))
    yield case("unknown-chunk-in-simple-file", riff(LOSSY, chunk(b"KVNT", note)), [v.NOTE], (r"webp/.*",), base=SIMPLE)
    yield case("c2pa", riff(extended(0), LOSSY, chunk(b"C2PA", blocks.c2pa(b'{"author":"' + v.OWNER.value.encode() + b'"}'))),
               [v.OWNER], (r"webp/.*",))
    yield case("padding-byte", riff(extended(EXIF), LOSSY, chunk(b"EXIF", ifd.exif((ifd.ORIENTATION, ifd.SHORT, 1)) + b"\0",
                                                                 b"K")), [], (r"webp/.*",),
               note="the one byte is no value that could be searched for; it must be told of")
    yield case("vp8x-longer", riff(chunk(b"VP8X", struct.pack("<I", 0) + u24(WIDTH - 1) + u24(HEIGHT - 1) + remains), LOSSY),
               [v.REMAINS], (r"webp/.*",),
               clean=MAY_REFUSE)
    yield case("second-picture", riff(extended(0), LOSSY, coded("other.webp")), [v.Blob(coded("other.webp")[-60:-12])],
               (r"webp/.*",),
               clean=MAY_REFUSE)
    data = next(data for kind, _, data in pieces.webp_chunks(piece("scene.webp")) if kind == b"VP8 ")
    yield case("behind-last-partition", riff(extended(0), chunk(b"VP8 ", data + remains)), [v.REMAINS], (r"webp/.*",),
               clean=MAY_REFUSE, hidden=True)
    data = next(data for kind, _, data in pieces.webp_chunks(piece("scene-lossless.webp")) if kind == b"VP8L")
    yield case("behind-lossless-data", riff(extended(0), chunk(b"VP8L", data + remains)), [v.REMAINS], (r"webp/.*",),
               base=SIMPLE_LOSSLESS, clean=MAY_REFUSE, hidden=True)
    yield case("after-riff", PLAIN.data + remains, [v.REMAINS], (r"webp/trailing.*",))
    yield case("after-riff-webp", PLAIN.data + riff(coded("other.webp")), [v.Blob(coded("other.webp")[-60:-12])],
               (r"webp/trailing.*",))
    yield case("animated-exif", animated(EXIF, chunk(b"EXIF", gps)), [v.POSITION], (r"webp/EXIF",), here, MOVING)
    yield case("animated-xmp", animated(XMP, chunk(b"XMP ", packet)), [v.POSITION], (r"webp/XMP",), here, MOVING)
    yield case("animated-unknown-in-frame", animated(in_frame=chunk(b"KVNT", note)), [v.NOTE], (r"webp/ANMF.*",), base=MOVING)
    yield case("animated-exif-in-frame", animated(in_frame=chunk(b"EXIF", gps)), [v.POSITION], (r"webp/ANMF.*",), base=MOVING)
    yield case("animated-after-riff", MOVING.data + remains, [v.REMAINS], (r"webp/trailing.*",), base=MOVING)
    yield case("animated-picture-behind", animated(behind=LOSSLESS), [v.Blob(LOSSLESS[-60:-12])], (r"webp/.*",), base=MOVING,
               clean=MAY_REFUSE)
