# SPDX-License-Identifier: Apache-2.0
"""Reads formats just far enough to put together what they keep in pieces. Never fails: a broken file gives fewer pieces."""
import zlib


def png_chunks(data):
    at = 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        yield data[at + 4:at + 8], at + 8, data[at + 8:at + 8 + size]
        at += 12 + size


def jpeg_segments(data):
    """(marker, offset of the payload, payload), through all scans; the entropy-coded data is skipped."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF or data[at + 1] in (0, 0xFF):
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xD9:
            return
        if marker == 1 or 0xD0 <= marker <= 0xD8:
            at += 2
            continue
        size = int.from_bytes(data[at + 2:at + 4], "big")
        yield marker, at + 4, data[at + 4:at + 2 + size]
        at += 2 + max(size, 2)


def gif_chains(data):
    """(offset, joined sub-blocks) of every chain in the file."""
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    while at < len(data):
        if data[at] == 0x2C and at + 10 < len(data):
            at += 11 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0)
        elif data[at] == 0x21:
            at += 2
        else:
            return
        start, out = at, b""
        while at < len(data) and data[at]:
            out += data[at + 1:at + 1 + data[at]]
            at += 1 + data[at]
        at += 1
        yield start, out


def webp_chunks(data, at=12, end=None):
    end = min(len(data), end or len(data))
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4:at + 8], "little")
        yield data[at:at + 4], at + 8, data[at + 8:min(at + 8 + size, end)]
        at += 8 + size + size % 2


def boxes(data, at=0, end=None):
    """(type, offset of the content, its end) of ISO base media boxes in a row."""
    end = len(data) if end is None else end
    while at + 8 <= end:
        size, kind, head = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8:at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            return
        yield kind, at + head + (16 if kind == b"uuid" else 0), at + size
        at += size


def box(data, *path, at=0, end=None):
    """(offset, end) of the first box at the end of a path, or None. meta is entered behind its version and flags."""
    for kind in path:
        place = next(((a, e) for k, a, e in boxes(data, at, end) if k == kind), None)
        if not place:
            return None
        at, end = place
        if kind == b"meta" and data[at:at + 4] == bytes(4):
            at += 4
    return at, end


def _number(data, at, size):
    return int.from_bytes(data[at:at + size], "big")


def items(data):
    """{id: [(offset, length), …]} of iloc; idat's are turned into offsets in the file (ISO/IEC 14496-12, 8.11.3)."""
    place, meta = box(data, b"meta", b"iloc"), box(data, b"meta")
    if not place:
        return {}
    at, end = place
    idat = next((a for k, a, e in boxes(data, *meta) if k == b"idat"), 0)
    version, sizes = data[at], _number(data, at + 4, 2)
    wide, long, base, index = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15 if version else 0
    id_size = 4 if version == 2 else 2
    count, at = _number(data, at + 6, id_size), at + 6 + id_size
    found = {}
    for _ in range(count):
        if at >= end:
            break
        name, at = _number(data, at, id_size), at + id_size
        method = 0
        if version:
            method, at = _number(data, at, 2) & 15, at + 2
        at += 2
        start, at = _number(data, at, base), at + base
        extents, at = _number(data, at, 2), at + 2
        found[name] = []
        for _ in range(min(extents, 1000)):
            at += index
            offset = start + _number(data, at, wide) + (idat if method == 1 else 0)
            found[name].append((offset, _number(data, at + wide, long)))
            at += wide + long
    return found


def _extended_xmp(data):
    out, at = b"", 0
    for marker, where, payload in jpeg_segments(data):
        if marker == 0xE1 and payload.startswith(b"http://ns.adobe.com/xmp/extension/\0"):
            out, at = out + payload[75:], at or where
    return "extended-xmp", at, out


def _segments(data, marker, identifier, skip):
    out, at = b"", 0
    for found, where, payload in jpeg_segments(data):
        if found == marker and payload.startswith(identifier):
            out, at = out + payload[skip:], at or where
    return f"app{marker - 0xE0}", at, out


def _png_streams(data):
    """The compressed stream of the picture, and of the other frames."""
    for kinds, cut in (((b"IDAT",), 0), ((b"fdAT",), 4)):
        out, at = b"", 0
        for kind, where, content in png_chunks(data):
            if kind in kinds:
                out, at = out + content[cut:], at or where
        yield kinds[0].decode(), at, out


def unfilter(stream, width, height, size):
    """Samples of rows of `width` pixels of `size` bytes (PNG, 9.2); what is missing is left out."""
    line, before, out = width * size, bytes(width * size), bytearray()
    for at in range(0, min(len(stream), height * (line + 1)) - line, line + 1):
        kind, row = stream[at], bytearray(stream[at + 1:at + 1 + line])
        if kind > 4:
            break
        for i in range(line if kind else 0):
            left, up = row[i - size] if i >= size else 0, before[i]
            corner = before[i - size] if i >= size else 0
            if kind == 4:
                guess = left + up - corner
                row[i] = row[i] + min((left, up, corner), key=lambda each: abs(guess - each)) & 255
            else:
                row[i] = row[i] + (0, left, up, (left + up) // 2)[kind] & 255
        out += row
        before = row
    return bytes(out)


def _under_alpha(stream, data):
    """The colours of RGBA samples, without alpha."""
    if len(data) < 29:
        return
    width, height, depth, color = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"), data[24], data[25]
    if depth == 8 and color == 6 and width * height < 1 << 20:
        samples = unfilter(inflated(stream)[0], width, height, 4)
        yield "colours", 0, b"".join(samples[i:i + 3] for i in range(0, len(samples), 4))


def inflated(stream):
    """(what a zlib stream holds as far as it can be read, what stands behind it)."""
    machine, out = zlib.decompressobj(), b""
    try:
        for at in range(0, len(stream), 256):
            out += machine.decompress(stream[at:at + 256])
    except zlib.error:
        pass
    return out, machine.unused_data


def _left_over(name, at, stream):
    """What stands behind the end of a zlib stream."""
    behind = inflated(stream)[1]
    if behind:
        yield f"{name}/behind", at, behind


def joined(data):
    """(name, offset, bytes) of everything that the file's format keeps in pieces."""
    if data[:3] == b"\xff\xd8\xff":
        found = [_extended_xmp(data), _segments(data, 0xE2, b"ICC_PROFILE\0", 14), _segments(data, 0xEB, b"JP", 16),
                 _segments(data, 0xED, b"Photoshop 3.0\0", 14), _segments(data, 0xE1, b"FLIR\0", 8)]
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        found = list(_png_streams(data))
        found += [hay for name, at, stream in list(found) for hay in _left_over(name, at, stream)]
        found += list(_under_alpha(found[0][2], data))
    elif data[:4] == b"GIF8":
        found = [("sub-blocks", at, out) for at, out in gif_chains(data)]
    elif data[4:8] == b"ftyp":
        found = [("item", extents[0][0], b"".join(data[at:at + size] for at, size in extents))
                 for extents in items(data).values() if len(extents) > 1]
    else:
        found = []
    return [hay for hay in found if len(hay[2]) >= 4]


