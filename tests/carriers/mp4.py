# SPDX-License-Identifier: Apache-2.0
"""MP4 (ISO/IEC 14496-12, -14) and QuickTime: one carrier per file."""
import struct
from dataclasses import dataclass

import blocks
import ifd
import values as v
from bmff import C2PA_UUID, IDENTITY, XMP_UUID, box, ftyp, full, hdlr, uuid
from case import MAY_REFUSE, Base, Case
from picture import HEIGHT, WIDTH, piece

SCALE, STEP, FRAMES = 600, 300, 2


@dataclass(frozen=True)
class Movie:
    """What goes into a file; the defaults give one without anything to tell."""
    brand: bytes = b"isom"
    codec: str = "hevc"
    times: tuple = (0, 0, 0)   # of mvhd, tkhd and mdhd
    language: int = 0x55C4     # und
    handler_name: bytes = b""
    movie: bytes = b""         # boxes at the end of moov
    track: bytes = b""         # boxes at the end of trak
    file: bytes = b""          # boxes between moov and mdat
    tracks: tuple = ()         # further ones: (handler, sample entry, sample)
    slack: bytes = b""         # in mdat, behind the samples
    gap: bytes = b""           # in mdat, before the samples
    compressor: bytes = b""    # name in the visual sample entry
    entry: bytes = b""         # boxes at the end of the sample entry
    behind: bytes = b""        # after the last box


def visual_entry(movie):
    kind, more = {"hevc": (b"hvc1", b"hvcC"), "av1": (b"av01", b"av1C"), "jpeg": (b"jpeg", None)}[movie.codec]
    more = box(more, piece(f"scene.{more.decode()}.bin")) if more else b""
    name = bytes([len(movie.compressor)]) + movie.compressor.ljust(31, b"\0")
    return box(kind, bytes(6), struct.pack(">H", 1), bytes(16), struct.pack(">HHIIIH", WIDTH, HEIGHT, 0x480000, 0x480000, 0, 1),
               name,
               struct.pack(">Hh", 24, -1), more, movie.entry)


def sample(codec):
    return piece("scene.jpg" if codec == "jpeg" else f"scene.{codec}.bin")


def table(entry, samples, at):
    """stbl of a track whose samples are one chunk at `at`, half a second each."""
    return box(b"stbl", full(b"stsd", 0, 0, struct.pack(">I", 1), entry),
               full(b"stts", 0, 0, struct.pack(">III", 1, len(samples), STEP)),
               full(b"stsc", 0, 0, struct.pack(">IIII", 1, 1, len(samples), 1)),
               full(b"stsz", 0, 0, struct.pack(f">II{len(samples)}I", 0, len(samples), *map(len, samples))),
               full(b"stco", 0, 0, struct.pack(">II", 1, at)))


def track(movie, number, handler, entry, samples, at):
    length = STEP * len(samples)
    _, tracked, media = movie.times
    picture = handler in (b"vide", b"pict")
    size = struct.pack(">II", WIDTH << 16, HEIGHT << 16) if picture else bytes(8)
    head = full(b"vmhd", 0, 1, bytes(8)) if picture else full(b"nmhd", 0, 0)
    info = box(b"dinf", full(b"dref", 0, 0, struct.pack(">I", 1), full(b"url ", 0, 1)))
    name = movie.handler_name if picture else b""
    return box(b"trak",
               full(b"tkhd", 0, 3, struct.pack(">IIIII", tracked, tracked, number, 0, length), bytes(16), IDENTITY, size),
               box(b"mdia", full(b"mdhd", 0, 0, struct.pack(">IIIIHH", media, media, SCALE, length, movie.language, 0)),
                   hdlr(handler, name),
                   box(b"minf", head, info, table(entry, samples, at))), movie.track if picture else b"")


def moov(movie, at, handler=b"vide"):
    """at: where the samples begin in the file."""
    moved = movie.times[0]
    frames = [sample(movie.codec)] * FRAMES
    tracks, where = [(handler, visual_entry(movie), frames)], at
    tracks += [(handler, entry, [data]) for handler, entry, data in movie.tracks]
    out = []
    for number, (kind, entry, samples) in enumerate(tracks, 1):
        out.append(track(movie, number, kind, entry, samples, where))
        where += sum(map(len, samples))
    return box(b"moov", full(b"mvhd", 0, 0, struct.pack(">IIIIIH", moved, moved, SCALE, STEP * FRAMES, 0x10000, 0x100), bytes(10),
                             IDENTITY, bytes(24),
                             struct.pack(">I", len(tracks) + 1)), *out, movie.movie)


def write(movie):
    brands = (b"qt  ",) if movie.brand == b"qt  " else (b"isom", b"mp42")
    head = ftyp(movie.brand, *brands)
    at = len(head) + len(moov(movie, 0)) + len(movie.file) + 8 + len(movie.gap)
    samples = b"".join([sample(movie.codec)] * FRAMES + [data for _, _, data in movie.tracks])
    return head + moov(movie, at) + movie.file + box(b"mdat", movie.gap, samples, movie.slack) + movie.behind


def apple_text(kind, text):
    """A QuickTime user data text: length, language, text (QTFF, user data text)."""
    data = text.encode("utf-8")
    return box(kind, struct.pack(">HH", len(data), 0x15C7), data)


def position(where):
    return box(b"udta", apple_text(b"\xa9xyz", where.iso6709))


def loci(where, name):
    """Location Information (3GPP TS 26.244, 8.8)."""
    fixed = struct.pack(">iii", *(round(each * 65536) for each in (where.degrees(where.lon), where.degrees(where.lat), 0)))
    return full(b"loci", 0, 0, struct.pack(">H", 0x55C4), name.encode("utf-8"), b"\0\0", fixed, b"earth\0", b"\0")


def keys(pairs):
    """QuickTime metadata: keys, and an item list that counts them."""
    names = full(b"keys", 0, 0, struct.pack(">I", len(pairs)), *(box(b"mdta", name.encode()) for name in pairs))
    values = [box(struct.pack(">I", i), box(b"data", struct.pack(">II", 1, 0), text.encode("utf-8"))) for i,
              text in enumerate(pairs.values(), 1)]
    return names + box(b"ilst", *values)


def quicktime_meta(pairs):
    return box(b"meta", hdlr(b"mdta"), keys(pairs))


def iso_meta(pairs):
    """The same as a full box, behind udta: iTunes' atoms."""
    items = [box(kind, box(b"data", struct.pack(">II", 1, 0), text.encode("utf-8"))) for kind, text in pairs.items()]
    return box(b"udta", full(b"meta", 0, 0, hdlr(b"mdir", component=bytes(4)), box(b"ilst", *items)))


def text_entry(kind=b"mett"):
    """A timed metadata sample entry with a MIME type (8.5.2, mett)."""
    return box(kind, bytes(6), struct.pack(">H", 1), b"\0", b"text/plain\0")


def clip(where):
    """A motion clip as it stands behind a photo: it says where."""
    return write(Movie(movie=position(where)))


PLAIN = Base("mp4-plain.mp4", write(Movie()))
QUICKTIME = Base("mov-plain.mov", write(Movie(b"qt  ", "jpeg")))
BASES = (PLAIN, QUICKTIME)


def cases():
    def case(name, plants, paths, values=(), base=PLAIN, way="raw", clean="cleaned", hidden=False, **more):
        brand, codec = (b"isom", "hevc") if base is PLAIN else (b"qt  ", "jpeg")
        ending = base.name[-3:]
        return Case(f"{ending}-{name}.{ending}", base, write(Movie(brand, codec, **more)), tuple(plants), paths, tuple(values),
                    way, clean, hidden)

    here = [("gps.lat", v.LAT), ("gps.lon", v.LON)]
    when = v.TAKEN.quicktime
    taken = v.TAKEN.iso
    yield case("mvhd-date", [v.TAKEN], (r"mp4/moov/mvhd",), [("time.taken|time.digitized|time.modified", taken)],
               times=(when, 0, 0))
    yield case("tkhd-date", [v.TAKEN], (r"mp4/moov/trak/tkhd",), [("time.taken|time.digitized|time.modified", taken)],
               times=(0, when, 0))
    yield case("mdhd-date", [v.TAKEN], (r"mp4/moov/trak/mdia/mdhd",), [("time.taken|time.digitized|time.modified", taken)],
               times=(0, 0, when))
    yield case("hdlr-name", [v.NOTE], (r"mp4/moov/trak/mdia/hdlr",), handler_name=v.NOTE.value.encode())
    yield case("compressor-name", [v.Text("KV1-7741-0093")], (r"mp4/moov/trak/mdia/minf/stbl/stsd.*",),
               compressor=b"KV1-7741-0093")
    yield case("udta-xyz", [v.POSITION], (r"mp4/moov/udta/©xyz",), here, movie=position(v.POSITION))
    yield case("udta-loci", [v.POSITION, v.PLACE], (r"mp4/moov/udta/loci",), [*here, ("place.name", v.PLACE.value)],
               movie=box(b"udta", loci(v.POSITION, v.PLACE.value)))
    yield case("udta-make-model", [v.MAKE, v.MODEL], (r"mp4/moov/udta/©mak", r"mp4/moov/udta/©mod"),
               [("device.make", v.MAKE.value), ("device.model", v.MODEL.value)],
               movie=box(b"udta", apple_text(b"\xa9mak", v.MAKE.value), apple_text(b"\xa9mod", v.MODEL.value)))
    yield case("udta-author-3gpp", [v.ARTIST], (r"mp4/moov/udta/auth",), [("person.artist", v.ARTIST.value)],
               movie=box(b"udta", full(b"auth", 0, 0, struct.pack(">H", 0x55C4), v.ARTIST.value.encode(), b"\0")))
    yield case("udta-in-track", [v.NOTE], (r"mp4/moov/trak/udta.*",), track=box(b"udta", apple_text(b"\xa9cmt", v.NOTE.value)))
    yield case("udta-vendor", [v.SERIAL], (r"mp4/moov/udta/.*",), movie=box(b"udta", box(b"kvSN", v.SERIAL.value.encode())))
    yield case("itunes-comment", [v.NOTE, v.TAKEN], (r"mp4/moov/udta/meta.*",), [("note.text", v.NOTE.value)],
               movie=iso_meta({b"\xa9cmt": v.NOTE.value, b"\xa9day": v.TAKEN.iso}))
    yield case("xmp-uuid", [v.POSITION], (r"mp4/(uuid|XMP|xmp).*",), here, file=uuid(XMP_UUID, blocks.xmp_position(v.POSITION)))
    yield case("c2pa-uuid", [v.OWNER], (r"mp4/.*(uuid|c2pa).*",), file=uuid(C2PA_UUID, bytes(4), b"manifest\0", bytes(8),
                                                                            blocks.c2pa(v.OWNER.value.encode())))
    yield case("unknown-uuid", [v.NOTE], (r"mp4/.*uuid.*",), file=uuid(bytes(range(16)), v.NOTE.value.encode()))
    yield case("free-text", [v.NOTE], (r"mp4/free",), file=box(b"free", v.NOTE.value.encode()))
    yield case("skip-text", [v.NOTE], (r"mp4/skip",), file=box(b"skip", v.NOTE.value.encode()))
    yield case("free-in-moov", [v.NOTE], (r"mp4/moov/free",), movie=box(b"free", v.NOTE.value.encode()))
    yield case("unknown-box", [v.NOTE], (r"mp4/.*",), file=box(b"kvNT", v.NOTE.value.encode()))
    yield case("mdat-slack", [v.REMAINS], (r"mp4/mdat.*",), slack=v.REMAINS.value.encode())
    yield case("mdat-gap", [v.REMAINS], (r"mp4/mdat.*",), gap=v.REMAINS.value.encode())
    yield case("trailing", [v.REMAINS], (r"mp4/.*",), behind=v.REMAINS.value.encode())
    line = f"t=0 lat={v.LAT:.6f} lon={v.LON:.6f} alt=12.5\n".encode()
    yield case("telemetry-track", [v.POSITION], (r"mp4/.*",), tracks=((b"meta", text_entry(), line),), clean=MAY_REFUSE)
    yield case("subtitle-track", [v.NOTE], (r"mp4/.*",),
               tracks=((b"text", box(b"tx3g", bytes(6), struct.pack(">H", 1), bytes(38)),
                                                                 struct.pack(">H", len(v.NOTE.value)) + v.NOTE.value.encode()),),
               clean=MAY_REFUSE)
    # GoPro's GPMF: key, type, size and count of each value; positions in ten millionths of a degree
    fix = struct.pack(">5i", round(v.LAT * 10 ** 7), round(v.LON * 10 ** 7), 12500, 0, 0)
    stream = b"SCAL" + b"l\4\0\5" + struct.pack(">5i", 10 ** 7, 10 ** 7, 1000, 1000, 100) + b"GPS5" + b"l\x14\0\1" + fix
    device = b"DEVC\0\1" + struct.pack(">H", 8 + len(stream)) + b"STRM\0\1" + struct.pack(">H", len(stream)) + stream
    entry = box(b"gpmd", bytes(6), struct.pack(">HI", 1, 0))
    yield case("gopro-track", [v.Blob(fix[:8])], (r"mp4/.*",), tracks=((b"meta", entry, device),), clean=MAY_REFUSE)
    xml = full(b"meta", 0, 0, hdlr(b"mp7t"), full(b"xml ", 0, 0, f"<note>{v.NOTE.value}</note>".encode() + b"\0"))
    yield case("meta-xml", [v.NOTE], (r"mp4/meta.*",), file=xml)
    gps = ifd.exif_gps(v.POSITION)
    yield case("exif-in-udta", [v.POSITION], (r"mp4/moov/udta/.*",), movie=box(b"udta", box(b"Exif", gps)))
    # QuickTime
    yield case("keys-location", [v.POSITION, v.MAKE], (r"mp4/moov/meta/.*",), [*here, ("device.make", v.MAKE.value)], QUICKTIME,
               movie=quicktime_meta({"com.apple.quicktime.location.ISO6709": v.POSITION.iso6709,
                                     "com.apple.quicktime.make": v.MAKE.value}))
    yield case("keys-date-identifier", [v.TAKEN, v.IDENTIFIER], (r"mp4/moov/meta/.*",), [("time.taken", v.TAKEN.iso)], QUICKTIME,
               movie=quicktime_meta({"com.apple.quicktime.creationdate": v.TAKEN.iso + "+0900",
                                     "com.apple.quicktime.content.identifier": v.IDENTIFIER.value}))
    yield case("udta-xyz", [v.POSITION], (r"mp4/moov/udta/©xyz",), here, QUICKTIME, movie=position(v.POSITION))
    yield case("udta-dangling-zero", [v.NOTE], (r"mp4/moov/udta/.*",), (), QUICKTIME,
               movie=box(b"udta", apple_text(b"\xa9cmt", v.NOTE.value), bytes(4)))
    yield case("wide-and-free", [v.NOTE], (r"mp4/free",), (), QUICKTIME, file=box(b"wide") + box(b"free", v.NOTE.value.encode()))
    yield case("sample-entry-text", [v.NOTE], (r"mp4/moov/trak/mdia/minf/stbl/stsd.*",), (), QUICKTIME,
               entry=box(b"kvNT", v.NOTE.value.encode()))
