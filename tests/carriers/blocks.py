# SPDX-License-Identifier: Apache-2.0
"""Metadata that several formats carry: XMP packets, ICC profiles, IPTC records, JUMBF boxes."""
import struct

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "exif": "http://ns.adobe.com/exif/1.0/", "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/", "xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "xmpNote": "http://ns.adobe.com/xmp/note/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/", "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "GDepth": "http://ns.google.com/photos/1.0/depthmap/",
    "GImage": "http://ns.google.com/photos/1.0/image/", "GCamera": "http://ns.google.com/photos/1.0/camera/",
    "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/", "HDRPlusMakerNote": "http://ns.google.com/photos/1.0/camera/",
    "Container": "http://ns.google.com/photos/1.0/container/", "Item": "http://ns.google.com/photos/1.0/container/item/",
}


def xmp(attributes, elements="", about="", padding=0):
    """An XMP packet (XMP part 1): attributes of one rdf:Description, and elements in it."""
    used = [prefix for prefix in NAMESPACES if any(name.startswith(prefix + ":") for name in attributes)
            or f"<{prefix}:" in elements
            or f" {prefix}:" in elements]
    names = "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in used)
    values = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return ('<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="{about}"{names}{values}>{elements}</rdf:Description>'
            f'</rdf:RDF></x:xmpmeta>{" " * padding}<?xpacket end="w"?>').encode("utf-8")


def xmp_position(position):
    return xmp({"exif:GPSLatitude": position.minutes(position.lat) + "S", "exif:GPSLongitude": position.minutes(position.lon)
                + "W"})


def _s15(value):
    return struct.pack(">i", round(value * 65536))


def _xyz(*values):
    return b"XYZ \0\0\0\0" + b"".join(map(_s15, values))


# sRGB's primaries, adapted to D50 (IEC 61966-2-1; ICC.1 annex E), and others that no standard space has
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
ODD = ((0.5021, 0.2506, 0.0207), (0.3312, 0.6714, 0.0833), (0.1309, 0.0780, 0.7211))


def _curve(primaries):
    """sRGB's as a table (IEC 61966-2-1, 5.2), a plain gamma for the others."""
    if primaries is not SRGB:
        return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(1.8 * 256)) + bytes(2)
    steps = [i / 1023 for i in range(1024)]
    return b"curv\0\0\0\0" + struct.pack(">I1024H", 1024,
                                         *(round(65535 * (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4))
                                           for x in steps))


def icc(description="sRGB", primaries=SRGB, date=bytes(12), more=(), device=bytes(4), copyright_text=""):
    """A matrix profile of version 2.1 (ICC.1:2001-04); `more` are further tags, (signature, bytes)."""
    text = description.encode("ascii") + b"\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(8) + bytes(3) + bytes(67)
    curve = _curve(primaries)
    tags = [(b"desc", desc), (b"wtpt", _xyz(0.9642, 1.0, 0.8249))]
    tags += [(name, _xyz(*values)) for name, values in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries)]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    tags += [(b"cprt", b"text\0\0\0\0" + copyright_text.encode("ascii") + b"\0"), *more]
    table, body, at, places = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags), {}
    for name, data in tags:
        if data not in places:  # curves are shared
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", places[data], len(data))
    size = at + len(body)
    header = (struct.pack(">I", size) + bytes(4) + b"\x02\x10\0\0mntrRGB XYZ " + date + b"acsp" + bytes(4) + bytes(4) + device
              + device
              + bytes(8) + bytes(4) + _s15(0.9642) + _s15(1.0) + _s15(0.8249))
    return header.ljust(128, b"\0") + table + body


def icc_text(value):
    return b"text\0\0\0\0" + value.encode("ascii") + b"\0"


def icc_mluc(value):
    """multiLocalizedUnicodeType (ICC.1:2010, 10.13)."""
    data = value.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data


def iptc(*datasets):
    """IPTC-IIM records: (record, dataset, bytes)."""
    return b"".join(struct.pack(">BBBH", 0x1C, record, number, len(data)) + data for record, number, data in datasets)


def resource(number, data, name=b""):
    """A Photoshop image resource (8BIM)."""
    title = bytes([len(name)]) + name
    title += bytes(len(title) % 2)
    return b"8BIM" + struct.pack(">H", number) + title + struct.pack(">I", len(data)) + data + bytes(len(data) % 2)


def resource_thumbnail(picture, width, height):
    """Resource 1036: a JPEG behind 28 bytes of sizes."""
    line = (width * 3 + 3) // 4 * 4
    return resource(1036, struct.pack(">IIIIIIHH", 1, width, height, line, line * height, len(picture), 24, 1) + picture)


def jumbf(label, content):
    """A JUMBF superbox with one JSON box (ISO/IEC 19566-5)."""
    def box(kind, data):
        return struct.pack(">I", 8 + len(data)) + kind + data
    description = box(b"jumd", b"json\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71" + b"\x03" + label.encode("ascii") + b"\0")
    return box(b"jumb", description + box(b"json", content))


def c2pa(claim):
    """A manifest store in the manner of C2PA 1.3: boxes in boxes, around one assertion."""
    def box(kind, data):
        return struct.pack(">I", 8 + len(data)) + kind + data
    def super_box(kind, label, content):
        return box(b"jumb", box(b"jumd", kind + b"\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71" + b"\x03" + label + b"\0") + content)
    assertion = jumbf("stds.schema-org.CreativeWork", claim)
    manifest = super_box(b"c2ma", b"urn:uuid:0a1b2c3d-0000-4000-8000-000000000001",
                         super_box(b"c2as", b"c2pa.assertions", assertion))
    return super_box(b"c2pa", b"c2pa", manifest)
