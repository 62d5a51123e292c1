# SPDX-License-Identifier: Apache-2.0
"""Writes Exif blocks (TIFF structure after Exif 3.0) and puts them into JPEG and PNG files."""
import struct
import zlib

ASCII, SHORT, LONG, RATIONAL, UNDEFINED, BYTE = 2, 3, 4, 5, 7, 1
EXIF_POINTER, GPS_POINTER, THUMBNAIL_OFFSET, THUMBNAIL_LENGTH = 0x8769, 0x8825, 0x0201, 0x0202
BODY_SERIAL, CAMERA_OWNER = 0xA431, 0xA430
INLINE = 4  # bytes of a value that stand in its entry


def ascii_value(words):
    return ASCII, words.encode("ascii") + b"\0", len(words) + 1


def short(value):
    return SHORT, struct.pack(">H", value), 1


def long(value):
    return LONG, struct.pack(">I", value), 1


def rationals(*pairs):
    return RATIONAL, b"".join(struct.pack(">II", *pair) for pair in pairs), len(pairs)


def octets(kind, data):
    return kind, data, len(data)


def degrees(value):
    """Degrees, minutes and hundredths of seconds as the three rationals of GPSLatitude and GPSLongitude."""
    hundredths = round(abs(value) * 3600 * 100)
    whole, rest = divmod(hundredths, 360000)
    minutes, seconds = divmod(rest, 6000)
    return rationals((whole, 1), (minutes, 1), (seconds, 100))


def position(latitude, longitude, **more):
    """GPS IFD of a position in degrees, WGS-84. `more`: latitude_value, longitude_value in place of the usual form."""
    return {
        0x00: octets(BYTE, bytes((2, 3, 0, 0))),
        0x01: ascii_value("N" if latitude >= 0 else "S"),
        0x02: more.get("latitude_value") or degrees(latitude),
        0x03: ascii_value("E" if longitude >= 0 else "W"),
        0x04: more.get("longitude_value") or degrees(longitude),
        0x05: octets(BYTE, b"\0"),
        0x06: rationals((2165, 10)),
        0x07: rationals((7, 1), (41, 1), (12, 1)),
        0x12: ascii_value("WGS-84"),
        0x1D: ascii_value("2026:03:02"),
    }


def camera(orientation=1, **more):
    """IFD0 and Exif IFD of an invented camera. `more`: tag numbers of the Exif IFD as x-prefixed hexadecimal names."""
    ifd0 = {
        0x010F: ascii_value("Example Optics"),
        0x0110: ascii_value(more.pop("model", "EO-1")),
        0x0112: short(orientation),
        0x011A: rationals((72, 1)),
        0x011B: rationals((72, 1)),
        0x0128: short(2),
        0x0132: ascii_value("2026:03:02 15:41:12"),
    }
    exif = {
        0x9000: octets(UNDEFINED, b"0300"),
        0x9003: ascii_value("2026:03:02 15:41:12"),
        0x9011: ascii_value("+08:00"),
        0x829A: rationals((1, 320)),
        0x829D: rationals((56, 10)),
        0x8827: short(200),
        0x920A: rationals((28, 1)),
    }
    exif.update({int(tag[1:], 16): value for tag, value in more.items()})
    return ifd0, exif


def _directory(entries, start, following=0):
    """One IFD with its values right behind it, as it stands at offset `start`."""
    table, values = b"", b""
    behind = start + 2 + 12 * len(entries) + 4
    for tag in sorted(entries):
        kind, data, count = entries[tag]
        if len(data) <= INLINE:
            field = data.ljust(INLINE, b"\0")
        else:
            field = struct.pack(">I", behind + len(values))
            values += data + b"\0" * (len(data) & 1)
        table += struct.pack(">HHI", tag, kind, count) + field
    return struct.pack(">H", len(entries)) + table + struct.pack(">I", following) + values


def block(ifd0, exif, gps=None, thumbnail=None):
    """A big-endian TIFF block: IFD0, Exif IFD, GPS IFD if any, IFD1 with a JPEG thumbnail if any."""
    ifd0 = dict(ifd0)
    ifd0[EXIF_POINTER] = long(0)
    if gps:
        ifd0[GPS_POINTER] = long(0)
    at_exif = 8 + len(_directory(ifd0, 8))
    at_gps = at_exif + len(_directory(exif, at_exif))
    at_ifd1 = at_gps + (len(_directory(gps, at_gps)) if gps else 0)
    ifd0[EXIF_POINTER] = long(at_exif)
    if gps:
        ifd0[GPS_POINTER] = long(at_gps)
    data = b"MM\0*" + struct.pack(">I", 8) + _directory(ifd0, 8, at_ifd1 if thumbnail else 0)
    data += _directory(exif, at_exif)
    if gps:
        data += _directory(gps, at_gps)
    if thumbnail:
        ifd1 = {0x0103: short(6), THUMBNAIL_OFFSET: long(0), THUMBNAIL_LENGTH: long(len(thumbnail))}
        ifd1[THUMBNAIL_OFFSET] = long(at_ifd1 + len(_directory(ifd1, at_ifd1)))
        data += _directory(ifd1, at_ifd1) + thumbnail
    return data


def into_jpeg(jpeg, tiff):
    """The file as a camera writes it: Exif in APP1 right after SOI, without a JFIF header."""
    assert jpeg[:4] == b"\xff\xd8\xff\xe0"
    rest = jpeg[4 + struct.unpack(">H", jpeg[4:6])[0]:]
    body = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + rest


def into_png(png, tiff):
    """The file with an eXIf chunk (PNG, third edition) after IHDR."""
    after_header = 8 + 12 + 13
    chunk = b"eXIf" + tiff
    return (png[:after_header] + struct.pack(">I", len(tiff)) + chunk + struct.pack(">I", zlib.crc32(chunk)) +
            png[after_header:])
