# SPDX-License-Identifier: Apache-2.0
"""GIF (GIF89a), still and animated: one carrier per file."""
import struct

import blocks
import values as v
from case import MAY_REFUSE, Base, Case
from picture import HEIGHT, SMALL, WIDTH, other, scene

BITS = 4


def sub_blocks(data):
    return b"".join(bytes((len(data[i:i + 255]),)) + data[i:i + 255] for i in range(0, len(data), 255)) + b"\0"


def lzw(indices, bits=BITS):
    """GIF's LZW with codes of growing length."""
    clear, end = 1 << bits, (1 << bits) + 1
    out, held, count = bytearray(), 0, 0

    def put(code, size):
        nonlocal held, count
        held |= code << count
        count += size
        while count >= 8:
            out.append(held & 255)
            held >>= 8
            count -= 8

    table, following, size = {bytes((i,)): i for i in range(clear)}, end + 1, bits + 1
    put(clear, size)
    run = b""
    for index in indices:
        longer = run + bytes((index,))
        if longer in table:
            run = longer
            continue
        put(table[run], size)
        if following < 4096:
            table[longer] = following
            size += following == 1 << size and size < 12
            following += 1
        run = bytes((index,))
    put(table[run], size)
    put(end, size)
    if count:
        out.append(held & 255)
    return bytes(out)


def indices(samples):
    return bytes(sum(samples[3 * i:3 * i + 3]) // 3 >> 4 for i in range(len(samples) // 3))


PALETTE = b"".join(bytes((17 * i,)) * 3 for i in range(16))
MAIN, SECOND = lzw(indices(scene())), lzw(indices(other()))


def screen(palette=PALETTE):
    size = (len(palette) // 3 - 1).bit_length() - 1
    return b"GIF89a" + struct.pack("<HHBBB", WIDTH, HEIGHT, 0x80 | 7 << 4 | size, 0, 0) + palette


def image(codes, size=(WIDTH, HEIGHT), at=(0, 0)):
    return b"," + struct.pack("<HHHHB", *at, *size, 0) + bytes((BITS,)) + sub_blocks(codes)


def control(delay=0):
    return b"!\xf9\4" + struct.pack("<BHB", 4, delay, 0) + b"\0"


def comment(data):
    return b"!\xfe" + sub_blocks(data)


def application(name, data):
    return b"!\xff\x0b" + name + sub_blocks(data)


LOOP = application(b"NETSCAPE2.0", b"\1\0\0")
XMP_TAIL = b"\1" + bytes(range(255, -1, -1)) + b"\0"


def application_xmp(packet):
    """XMP part 3, 1.1.2: the packet is not cut into sub-blocks; 258 bytes behind it lead any reader to the end."""
    return b"!\xff\x0bXMP DataXMP" + packet + XMP_TAIL


def gif(*blocks_, codes=MAIN, palette=PALETTE, behind=b""):
    return screen(palette) + b"".join(blocks_) + image(codes) + behind + b";"


def animated(between=b"", behind=b"", first=MAIN):
    return screen() + LOOP + control(10) + image(first) + between + control(20) + image(SECOND, SMALL, (8, 8)) + behind + b";"


PLAIN = Base("gif-still.gif", gif())
MOVING = Base("gif-animated.gif", animated())
BASES = (PLAIN, MOVING)


def cases():
    note, remains = v.NOTE.value.encode(), v.REMAINS.value.encode()
    said = [("note.text", v.NOTE.value)]
    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]

    def case(name, data, plants=(v.NOTE,), paths=(), values=(), base=PLAIN, **more):
        return Case(f"gif-{name}.gif", base, data, tuple(plants), paths, tuple(values), **more)

    yield case("comment", gif(comment(note)), paths=(r"gif/comment",), values=said)
    long = b"." * 240 + note
    yield case("comment-across-sub-blocks", gif(comment(long)), paths=(r"gif/comment",), values=said, way="sub-blocks")
    yield case("comment-behind", gif(behind=comment(note)), paths=(r"gif/comment",), values=said)
    yield case("xmp", gif(application_xmp(blocks.xmp_position(v.POSITION))), [v.POSITION], (r"gif/app/xmp",), here)
    profile = blocks.icc(v.OWNER.value, blocks.ODD)
    yield case("icc", gif(application(b"ICCRGBG1012", profile)), [v.OWNER], (r"gif/app/icc",), keeps=("colours",),
               way="sub-blocks")
    yield case("application-other", gif(application(b"KVNOTES1.00", note)), paths=(r"gif/app/other.*",))
    yield case("loop-longer", gif(application(b"NETSCAPE2.0", b"\1\0\0" + note)), paths=(r"gif/app/.*",))
    text = b"!\1\x0c" + struct.pack("<HHHHBBBB", 0, 0, WIDTH, HEIGHT, 8, 8, 0, 1) + sub_blocks(note)
    yield case("plain-text", gif(text), paths=(r"gif/plain-text",), values=said, clean=MAY_REFUSE)
    yield case("unknown-extension", gif(b"!\x42" + sub_blocks(note)), paths=(r"gif/extension",))
    yield case("control-longer", gif(b"!\xf9" + sub_blocks(struct.pack("<BHB", 4, 0, 0) + note)), paths=(r"gif/control.*",),
               clean=MAY_REFUSE)
    yield case("behind-codes", gif(codes=MAIN + remains), [v.REMAINS], (r"gif/.*",), way="raw|sub-blocks")
    yield case("after-trailer", PLAIN.data + remains, [v.REMAINS], (r"gif/trailing.*",))
    yield case("second-gif", PLAIN.data + gif(comment(note), codes=lzw(indices(scene()[::-1]))), paths=(r"gif/trailing.*",))
    yield case("palette-unused", gif(palette=PALETTE + note.ljust(48, b"\0")), paths=(), hidden=True)  # see png.py
    yield case("animated-comment", animated(comment(note)), paths=(r"gif/comment",), values=said, base=MOVING)
    yield case("animated-xmp", animated(behind=application_xmp(blocks.xmp_position(v.POSITION))), [v.POSITION], (r"gif/app/xmp",),
               here, MOVING)
    yield case("animated-behind-codes", animated(first=MAIN + remains), [v.REMAINS], (r"gif/.*",), base=MOVING,
               way="raw|sub-blocks")
    yield case("animated-after-trailer", MOVING.data + remains, [v.REMAINS], (r"gif/trailing.*",), base=MOVING)
