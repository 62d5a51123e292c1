# SPDX-License-Identifier: Apache-2.0
"""Boxes of the ISO base media file format (ISO/IEC 14496-12)."""
import struct


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full(kind, version, flags, *parts):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def uuid(name, *parts):
    return box(b"uuid", name, *parts)


def ftyp(major, *compatible):
    return box(b"ftyp", major, bytes(4), *compatible)


def hdlr(kind, name=b"", component=bytes(4)):
    """8.4.3; QuickTime writes a component type and a counted name."""
    return full(b"hdlr", 0, 0, component, kind, bytes(12), name, b"\0")


IDENTITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
EXIF_UUID = b"JpgTiffExif->JP2"
