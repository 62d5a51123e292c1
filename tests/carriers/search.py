# SPDX-License-Identifier: Apache-2.0
"""Looks for planted values in a file the hard way, knowing nothing of what lightseal thinks of it.

A file is searched as it is and in everything that can be made of it: zlib and gzip streams at any offset, runs of Base64
and of hexadecimal digits, and what its format puts together from pieces (IDAT, sub-blocks, segments, extents); each
of these is taken apart again, three levels deep.
"""
import base64
import binascii
import re
import zlib
from dataclasses import dataclass

import pieces

DEPTH = 3
LARGEST = 1 << 22  # bytes of one inflated stream
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
HEX = re.compile(rb"[0-9A-Fa-f]{24,}")
ZLIB = re.compile(rb"(?=([\x08\x18\x28\x38\x48\x58\x68\x78][\x00-\xff]))", re.DOTALL)
SPACE = b" \t\r\n"


@dataclass(frozen=True)
class Hay:
    way: str  # how it was come by: "raw", "raw/zlib", …
    at: "int | None"  # where in the file the piece stands that it was made of, if that is one place
    data: bytes


@dataclass(frozen=True)
class Find:
    way: str
    form: str
    at: "int | None"


def _inflate(data, bits):
    """As much as can be inflated before the stream ends or breaks."""
    machine, out = zlib.decompressobj(bits), bytearray()
    try:
        for at in range(0, len(data), 256):
            out += machine.decompress(data[at:at + 256], LARGEST)
            if machine.eof or len(out) > LARGEST:
                break
        out += machine.flush() if machine.eof else b""
    except zlib.error:
        pass
    return bytes(out)


def _streams(hay):
    data = hay.data
    for match in ZLIB.finditer(data):
        if int.from_bytes(match[1], "big") % 31 == 0:
            out = _inflate(data[match.start():], 15)
            if len(out) >= 4:
                yield "zlib", match.start(), out
    for match in re.finditer(rb"\x1f\x8b\x08", data):
        yield "gzip", match.start(), _inflate(data[match.start():], 31)


def _encoded(hay):
    data = hay.data
    packed = data.translate(None, SPACE)
    for text in {data, packed}:
        for match in BASE64.finditer(text):
            run = match[0].replace(b"-", b"+").replace(b"_", b"/")
            for shift in range(4):
                whole = run[shift:len(run) - (len(run) - shift) % 4]
                yield "base64", match.start() if text is data else -1, base64.b64decode(whole)
        for match in HEX.finditer(text):
            for shift in range(2):
                whole = match[0][shift:len(match[0]) - (len(match[0]) - shift) % 2]
                yield "hex", match.start() if text is data else -1, binascii.unhexlify(whole)


def hays(data):
    """Everything to be searched of a file."""
    todo = [(Hay("raw", 0, data), 0)]
    todo += [(Hay(name, at, joined), 0) for name, at, joined in pieces.joined(data)]
    seen = set()
    while todo:
        hay, depth = todo.pop()
        if hay.data in seen:
            continue
        seen.add(hay.data)
        yield hay
        if depth == DEPTH:
            continue
        for name, at, out in (*_streams(hay), *_encoded(hay)):
            if len(out) < 4:
                continue
            place = (hay.at + at if at >= 0 else None) if hay.way == "raw" else hay.at
            todo.append((Hay(f"{hay.way}/{name}", place, out), depth + 1))


def find(data, things, prepared=None):
    """{thing: [Find, …]} of those things that are in the file in any form."""
    found = {}
    for hay in prepared or hays(data):
        for thing in things:
            for form, name in thing.forms().items():
                at = hay.data.find(form)
                if at >= 0:
                    place = at if hay.way == "raw" else hay.at
                    found.setdefault(thing, []).append(Find(hay.way, name, place))
    return found
