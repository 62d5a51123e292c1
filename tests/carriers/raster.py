# SPDX-License-Identifier: Apache-2.0
"""What a file shows, as something that can be compared: decoded samples where the standard library and djpeg can decode,
coded data and display properties elsewhere. Orientation, profiles and all that a viewer heeds are part of it."""
import struct
import subprocess
import zlib

import pieces


def _ifds(block, start=0, limit=100):
    """The chained directories of a TIFF structure: [{tag: (type, values)}]."""
    order = "<" if block[:2] == b"II" else ">"
    big = block[2:4] in (b"+\0", b"\0+")
    word, wide, head, slot = ("Q", 8, "Q", 20) if big else ("I", 4, "H", 12)
    sizes = {1: "B", 2: "c", 3: "H", 4: "I", 5: "II", 6: "b", 7: "B", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I",
             16: "Q", 18: "Q"}
    at, found = start or struct.unpack_from(order + word, block, 8 if big else 4)[0], []
    while at and len(found) < limit:
        count = struct.unpack_from(order + head, block, at)[0]
        at, tags = at + struct.calcsize(head), {}
        for i in range(count):
            tag, kind, number = struct.unpack_from(order + "HH" + word, block, at + slot * i)
            letters = sizes.get(kind, "B")
            size, where = struct.calcsize("<" + letters) * number, at + slot * i + slot - wide
            if size > wide:
                where = struct.unpack_from(order + word, block, where)[0]
            data = block[where:where + size]
            tags[tag] = data if letters in "Bc" else struct.unpack_from(order + letters * number, data)
        found.append(tags)
        at = struct.unpack_from(order + word, block, at + slot * count)[0]
    return found


def _orientation(block):
    """Exif's, 1 when there is none."""
    if not block:
        return 1
    if block.startswith(b"Exif\0\0"):
        block = block[6:]
    ifds = _ifds(block)
    value = ifds[0].get(274, (1,))[0] if ifds else 1
    return value if 1 <= value <= 8 else 1


class Colours:
    """What a matrix profile does to colours: white, primaries and curves, whatever its bytes. Equal within what no eye sees."""

    def __init__(self, profile):
        count = int.from_bytes(profile[128:132], "big")
        places = (struct.unpack_from(">4sII", profile, 132 + 12 * i) for i in range(count))
        tags = {name: profile[at:at + size] for name, at, size in places}
        self.space = profile[12:24]
        self.numbers = [number / 65536 for name in (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ")
                        for number in struct.unpack_from(">3i", tags[name], 8)]
        self.numbers += [point for name in (b"rTRC", b"gTRC", b"bTRC") for point in _curve(tags[name])]

    def __eq__(self, other):
        return (isinstance(other, Colours) and self.space == other.space
                and all(abs(mine - yours) < 0.002 for mine, yours in zip(self.numbers, other.numbers)))

    __hash__ = None

    def __repr__(self):
        return f"Colours({self.space}, {self.numbers[:12]})"


def _curve(tag):
    """Seventeen points of a curve (ICC.1:2010, 10.5 and 10.15)."""
    steps = [i / 16 for i in range(17)]
    if tag[:4] == b"para":
        kind = int.from_bytes(tag[8:10], "big")
        count = (1, 3, 4, 5, 7)[kind]
        given = [number / 65536 for number in struct.unpack_from(f">{count}i", tag, 12)]
        g, a, b, c, d, e, f = given + [1, 1, 0, 0, 0, 0, 0][count:]
        if kind in (0, 1, 2):
            return [max(a * x + b, 0) ** g + (c if kind == 2 else 0) for x in steps]
        return [(a * x + b) ** g + e if x >= d else c * x + f for x in steps]
    count = int.from_bytes(tag[8:12], "big")
    if count < 2:
        gamma = int.from_bytes(tag[12:14], "big") / 256 if count else 1
        return [x ** gamma for x in steps]
    table = struct.unpack_from(f">{count}H", tag, 12)
    return [table[round(x * (count - 1))] / 65535 for x in steps]


def colours(profile):
    """None without a profile."""
    return Colours(profile) if profile else None


def _djpeg(data):
    done = subprocess.run(["djpeg", "-pnm"], input=data, capture_output=True, check=False)
    assert done.returncode in (0, 2) and done.stdout, done.stderr  # 2: with warnings
    return done.stdout


def show_jpeg(data):
    segments = list(pieces.jpeg_segments(data))
    exif = next((p for m, _, p in segments if m == 0xE1 and p.startswith(b"Exif\0\0")), b"")
    profile = b"".join(p[14:] for m, _, p in segments if m == 0xE2 and p.startswith(b"ICC_PROFILE\0"))
    adobe = next((p[:12] for m, _, p in segments if m == 0xEE and p.startswith(b"Adobe")), None)
    frame = next(m for m, _, p in segments if m in (0xC0, 0xC1, 0xC2, 0xC9, 0xCA))
    scans = sum(m == 0xDA for m, _, p in segments)
    return {"samples": _djpeg(data), "kind": (frame, scans), "adobe": adobe, "orientation": _orientation(exif),
            "colours": colours(profile)}


SHOWN_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"acTL", b"sBIT")


def _png_samples(stream, width, height, color):
    size = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    out = pieces.unfilter(pieces.inflated(stream)[0], width, height, size)
    assert len(out) == width * height * size, "rows are missing"
    if color == 6:
        out = b"".join(out[i:i + 4] if out[i + 3] else bytes(4) for i in range(0, len(out), 4))
    return out


def show_png(data):
    found, exif, profile, frames, ended = {}, b"", b"", [], False
    for kind, _, content in pieces.png_chunks(data):
        ended = ended or kind == b"IEND"
        if ended:
            break
        if kind in SHOWN_CHUNKS:
            found[kind] = content
        exif = content if kind == b"eXIf" else exif
        profile = zlib.decompressobj().decompress(content[content.index(b"\0") + 2:]) if kind == b"iCCP" else profile
        if kind == b"fcTL":
            frames.append([content[4:], b""])
        elif kind in (b"IDAT", b"fdAT"):
            if not frames:
                frames.append([b"", b""])
            frames[-1][1] += content[4 if kind == b"fdAT" else 0:]
    assert ended, "no IEND"
    width, height, _, color = struct.unpack_from(">IIBB", found[b"IHDR"])
    found = {kind: content for kind, content in found.items() if kind != b"gAMA" or len(content) == 4}
    pictures = []
    for control, stream in frames:
        size = struct.unpack_from(">II", control) if control else (width, height)
        pictures.append((control, _png_samples(stream, *size, color)))
    if color == 3:  # a palette counts as far as pixels have its colours
        palette, opacity = found.pop(b"PLTE"), found.pop(b"tRNS", b"")
        used = sorted({index for _, samples in pictures for index in samples})
        found["colours"] = [(index, palette[3 * index:3 * index + 3], opacity[index:index + 1]) for index in used]
    return {"chunks": found, "frames": pictures, "orientation": _orientation(exif), "colours": colours(profile)}


def show_webp(data):
    end = 8 + int.from_bytes(data[4:8], "little")
    assert end <= len(data), "cut"
    seen = {"canvas": None, "loop": None, "frames": [], "orientation": 1, "colours": None, "still": []}
    for kind, at, content in pieces.webp_chunks(data, end=end):
        if kind == b"VP8X":
            seen["canvas"] = content[4:10]
        elif kind == b"ANIM":
            seen["loop"] = content
        elif kind == b"ANMF":
            inner = [(k, c) for k, _, c in pieces.webp_chunks(data, at + 16, at + len(content))
                     if k in (b"VP8 ", b"VP8L", b"ALPH")]
            seen["frames"].append((content[:16], inner))
        elif kind in (b"VP8 ", b"VP8L", b"ALPH"):
            seen["still"].append((kind, content))
        elif kind == b"EXIF" and seen["orientation"] == 1:
            seen["orientation"] = _orientation(content)
        elif kind == b"ICCP":
            seen["colours"] = colours(content)
    if seen["frames"]:
        seen["still"] = []
    else:
        last = next(i for i, (kind, _) in enumerate(seen["still"]) if kind != b"ALPH")  # a decoder stops there
        seen["still"] = seen["still"][:last + 1]
        seen["canvas"] = None  # the coded data says it as well
    return seen


def _gif_pixels(stream, bits, count):
    """As many indices as the picture has; GIF89a, appendix F."""
    clear, out = 1 << bits, bytearray()
    table, size, held, have, before = None, bits + 1, 0, 0, None
    for byte in stream:
        held, have = held | byte << have, have + 8
        while have >= size and len(out) < count:
            code, held, have = held & (1 << size) - 1, held >> size, have - size
            if code == clear:
                table, size, before = [bytes((i,)) for i in range(clear)] + [b"", b""], bits + 1, None
                continue
            if code == clear + 1:
                return bytes(out)
            run = table[code] if code < len(table) else before + before[:1]
            out += run
            if before is not None and len(table) < 4096:
                table.append(before + run[:1])
                size = min(12, size + (len(table) == 1 << size))
            before = run
    return bytes(out[:count])


def show_gif(data):
    def table(at, flags):
        size = 3 << (flags & 7) + 1 if flags & 0x80 else 0
        return data[at:at + size], at + size

    palette, at = table(13, data[10])
    seen = {"screen": data[6:10], "loop": None, "frames": [], "colours": None, "text": []}
    control = b""
    while data[at] != 0x3B:
        if data[at] == 0x21:
            label, start = data[at + 1], at + 2
            chain = b""
            at = start
            while data[at]:
                chain, at = chain + data[at + 1:at + 1 + data[at]], at + 1 + data[at]
            at += 1
            if label == 0xF9:
                control = chain[:4]
            elif label == 0xFF and chain.startswith(b"NETSCAPE2.0"):
                seen["loop"] = chain[11:14]
            elif label == 0xFF and chain.startswith(b"ICCRGBG1012"):
                seen["colours"] = colours(chain[11:])
            continue
        assert data[at] == 0x2C, "no block"
        place, flags = data[at + 1:at + 9], data[at + 9]
        own, at = table(at + 10, flags)
        width, height = struct.unpack_from("<HH", place, 4)
        bits, chain, at = data[at], b"", at + 1
        while data[at]:
            chain, at = chain + data[at + 1:at + 1 + data[at]], at + 1 + data[at]
        at += 1
        used = own or palette
        pixels = _gif_pixels(chain, bits, width * height)
        assert len(pixels) == width * height, "pixels are missing"
        seen["frames"].append((place, flags & 0x40, control, b"".join(used[3 * i:3 * i + 3] for i in pixels)))
        control = b""
    still = len(seen["frames"]) == 1
    if still:  # the loop of one picture is none
        seen["loop"] = None
        seen["frames"] = [(place, flags, control[:1] if control and control[0] & 1 else b"", pixels) for place, flags, control,
                          pixels in seen["frames"]]
    return seen


def _strip(data, coding):
    if coding == 7:
        return _djpeg(data).split(b"\n", 3)[3]
    return zlib.decompressobj().decompress(data) if coding == 8 else data


def show_tiff(data):
    pages = []
    for tags in _ifds(data):
        if tags.get(254, (0,))[0] & 1 or 256 not in tags:
            continue  # a reduced version of another picture, which no viewer shows as a page
        width, height, coding = tags[256][0], tags[257][0], tags[259][0]
        offsets, sizes = (tags[324], tags[325]) if 324 in tags else (tags[273], tags[279])
        parts = [_strip(data[at:at + size], coding) for at, size in zip(offsets, sizes)]
        rows = b"".join(parts)[:width * height * 3]
        assert len(rows) == width * height * 3, "rows are missing"
        pages.append({"size": (width, height), "coding": coding, "photometric": tags[262], "samples": rows,
                      "orientation": tags.get(274, (1,)),
                      "colours": colours(tags.get(34675))})
    return {"pages": pages, "orientation": pages[0]["orientation"][0], "colours": pages[0]["colours"]}


def _heif_items(data):
    """{id: (type, hidden)} of iinf."""
    at, end = pieces.box(data, b"meta", b"iinf")
    at += 6 if data[at] == 0 else 8
    found = {}
    for kind, start, _ in pieces.boxes(data, at, end):
        wide = 4 if data[start] == 3 else 2
        found[int.from_bytes(data[start + 4:start + 4 + wide], "big")] = data[start + 6 + wide:start + 10 + wide]
    return found


def _heif_references(data):
    """[(type, from, [to])] of iref."""
    place = pieces.box(data, b"meta", b"iref")
    if not place:
        return []
    wide = 4 if data[place[0]] else 2

    def number(at):
        return int.from_bytes(data[at:at + wide], "big")
    return [(kind, number(at),
             [number(at + wide + 2 + wide * i) for i in range(int.from_bytes(data[at + wide:at + wide + 2], "big"))])
            for kind, at, end in pieces.boxes(data, place[0] + 4, place[1])]


def _heif_properties(data):
    """{id: [(type, content)]} of ipma."""
    start, end = pieces.box(data, b"meta", b"iprp", b"ipco")
    known = [(kind, data[at - (16 if kind == b"uuid" else 0):stop]) for kind, at, stop in pieces.boxes(data, start, end)]
    at, end = pieces.box(data, b"meta", b"iprp", b"ipma")
    wide, long = 4 if data[at] else 2, data[at + 3] & 1
    count, at, found = int.from_bytes(data[at + 4:at + 8], "big"), at + 8, {}
    for _ in range(count):
        item, number = int.from_bytes(data[at:at + wide], "big"), data[at + wide]
        at += wide + 1
        for _ in range(number):
            index = int.from_bytes(data[at:at + 1 + long], "big") & (0x7FFF if long else 0x7F)
            at += 1 + long
            if index:
                found.setdefault(item, []).append(known[index - 1])
    return found


# what a viewer heeds (23008-12, 6.5); order matters among those that turn and cut
HEEDED = (b"ispe", b"hvcC", b"av1C", b"pixi", b"irot", b"imir", b"clap", b"pasp", b"auxC")


def show_heif(data):
    kinds, extents, properties, references = _heif_items(data), pieces.items(data), _heif_properties(data), _heif_references(data)
    at, _ = pieces.box(data, b"meta", b"pitm")
    primary = int.from_bytes(data[at + 4:at + (8 if data[at] else 6)], "big")
    alpha = [origin for kind, origin, to in references if kind == b"auxl" and primary in to
             and any(name == b"auxC" and b"auxid:1" in content or b":alpha" in content for name,
                     content in properties.get(origin, ()))]

    def shown(item):
        mine = properties.get(item, [])
        turns = [each for each in mine if each[0] in HEEDED]
        tiles = [part for kind, origin, to in references if kind == b"dimg" and origin == item for part in to]
        profile = next((content for kind, content in mine if kind == b"colr"), b"")
        colour = colours(profile[4:]) if profile[:4] in (b"prof", b"rICC") else profile
        coded = b"".join(data[at:at + size] for at, size in extents[item])
        return {"kind": kinds[item], "coded": coded, "properties": turns, "colours": colour,
                "tiles": [shown(tile) for tile in tiles]}
    moving = pieces.box(data, b"moov")
    return {"primary": shown(primary), "alpha": [shown(item) for item in alpha], "colours": shown(primary)["colours"],
            "tracks": _tracks(data) if moving else None}


def _tracks(data):
    """Of every video or picture track: sample entry, samples and times."""
    tracks = []
    moov = pieces.box(data, b"moov")
    for kind, at, end in pieces.boxes(data, *moov):
        if kind != b"trak":
            continue
        media = pieces.box(data, b"mdia", at=at, end=end)
        handler = pieces.box(data, b"hdlr", at=media[0], end=media[1])
        if data[handler[0] + 8:handler[0] + 12] not in (b"vide", b"pict"):
            continue
        stbl = pieces.box(data, b"minf", b"stbl", at=media[0], end=media[1])

        def words(name):
            place = pieces.box(data, name, at=stbl[0], end=stbl[1])
            return struct.unpack_from(f">{(place[1] - place[0]) // 4}I", data, place[0])
        entry = pieces.box(data, b"stsd", at=stbl[0], end=stbl[1])[0] + 8
        sizes = words(b"stsz")[3:]
        place, samples = words(b"stco")[2], []
        for size in sizes:  # one chunk, as mp4.py writes it
            samples.append(data[place:place + size])
            place += size
        config = [(k, data[a:e]) for k, a, e in pieces.boxes(data, entry + 86, entry
                                                             + int.from_bytes(data[entry:entry + 4], "big")) if k in HEEDED]
        head = pieces.box(data, b"tkhd", at=at, end=end)[0]
        tracks.append({"codec": data[entry + 4:entry + 8], "config": config, "size": data[entry + 32:entry + 36],
                       "samples": samples,
                       "times": words(b"stts"), "matrix": data[head + 40:head + 84]})
    return tracks


def show_movie(data):
    at = pieces.box(data, b"moov", b"mvhd")[0]
    return {"time": data[at + 12:at + 20], "tracks": _tracks(data)}


def show(data):
    """Raises where the file cannot be decoded."""
    if data[:3] == b"\xff\xd8\xff":
        return show_jpeg(data)
    if data[:4] == b"\x89PNG":
        return show_png(data)
    if data[:4] == b"RIFF":
        return show_webp(data)
    if data[:3] == b"GIF":
        return show_gif(data)
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return show_tiff(data)
    if data[4:8] == b"ftyp":
        return show_movie(data) if data[8:12] in (b"isom", b"mp42", b"qt  ") else show_heif(data)
    raise ValueError("no picture")


def differences(before, after):
    """Names of what two files show otherwise; empty when they show the same."""
    return [name for name in before if before[name] != after.get(name)]
