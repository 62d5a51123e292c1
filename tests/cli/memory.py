#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Pictures of a hundred megapixels: no process takes 600 MB for them, and one that would is not started on them."""
import resource
import struct
import zlib

from harness import WORK, _chunk, case, finish, photos, run

SIDE = 10000
MOST = 600 << 10  # KiB of resident memory, of any one process, the mapped photo included


def png(channels):
    """White, and opaque where there is alpha."""
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, {3: 2, 4: 6}[channels], 0, 0, 0)
    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * (SIDE * channels)
    rows = b"".join(packer.compress(row) for _ in range(SIDE)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def bmp():
    """The head of a black one; the rest of the file is a hole."""
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54 + SIDE * SIDE * 3, 0, 54, 40, SIDE, SIDE, 1, 24, 0, 0, 0, 0, 0, 0)


def tiff(rows):
    """Likewise, in strips of so many rows."""
    strips = -(-SIDE // rows)
    at = 8 + 2 + 10 * 12 + 4
    pixels = at + strips * 8 + 8
    entries = [(256, 4, 1, SIDE), (257, 4, 1, SIDE), (258, 3, 3, at + strips * 8), (259, 3, 1, 1), (262, 3, 1, 2),
               (273, 4, strips, at if strips > 1 else pixels), (277, 3, 1, 3), (278, 4, 1, rows),
               (279, 4, strips, at + strips * 4 if strips > 1 else SIDE * SIDE * 3), (284, 3, 1, 1)]
    strip = rows * SIDE * 3
    return (b"II*\0" + struct.pack("<IH", 8, 10) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4) +
            struct.pack(f"<{strips}I", *(pixels + i * strip for i in range(strips))) +
            struct.pack(f"<{strips}I", *(min(strip, SIDE * SIDE * 3 - i * strip) for i in range(strips))) +
            struct.pack("<HHHH", 8, 8, 8, 0))


def gif():
    """One frame of one pixel on a large screen."""
    frame = bytes.fromhex("2c 0000 0000 0100 0100 00 02 02 44 01 00 3b")
    return b"GIF89a" + struct.pack("<HHBBB", SIDE, SIDE, 0x80, 0, 0) + bytes.fromhex("000000 ffffff") + frame


def make(name, head, size=0):
    path = WORK / name
    with open(path, "wb") as file:
        file.write(head)
        if size:
            file.truncate(len(head) + size)
    return path


READ = [("rgb.png", png(3), 0), ("rgba.png", png(4), 0), ("black.bmp", bmp(), SIDE * SIDE * 3),
        ("strips.tif", tiff(10), SIDE * SIDE * 3), ("one-strip.tif", tiff(SIDE), SIDE * SIDE * 3)]
for name, head, size in READ:
    path = make(name, head, size)
    done = run("check", "-f", "json", path)
    text = photos(done)[name]["coverage"]["text"]
    case(f"{name}: all of it is looked at", text["state"] == "done", done)
    path.unlink()
    # the largest of all processes that have ended below this one, so far
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    case(f"{name}: no process takes 600 MB ({most >> 10} MB)", most < MOST)

done = run("check", "-f", "json", make("screen.gif", gif()))
photo = photos(done)["screen.gif"]
case("screen.gif: what has to be held whole is not read, and why is said", done.returncode == 3 and
     photo["verdict"] == "unchecked" and photo["coverage"]["text"]["state"] == "failed" and
     "larger than the pixel limit" in photo["coverage"]["text"]["reason"] and
     "GIF" in photo["coverage"]["text"]["reason"], done)
finish()
