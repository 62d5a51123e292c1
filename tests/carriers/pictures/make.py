#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the coded pieces in this folder anew: run it where a picture is to change, not in tests.

    make.py

Needs cjpeg, heif-enc (libheif-examples) and PIL. HEVC and AV1 pieces are the coded data and the decoder
configuration of the primary item of what heif-enc writes.
"""
import io
import pathlib
import struct
import subprocess
import sys
import tempfile

from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import picture  # noqa: E402

MAIN = Image.frombytes("RGB", (picture.WIDTH, picture.HEIGHT), picture.scene())
OTHER = Image.frombytes("RGB", picture.SMALL, picture.other())
FLAT = Image.new("L", picture.SMALL, 128)


def put(name, data):
    (HERE / name).write_bytes(data)
    print(f"{name}: {len(data)} bytes")


def cjpeg(image, *options):
    pnm = io.BytesIO()
    image.save(pnm, "PPM")
    return subprocess.run(["cjpeg", *options], input=pnm.getvalue(), capture_output=True, check=True).stdout


def pil(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def boxes(data, at, end):
    while at + 8 <= end:
        size = struct.unpack_from(">I", data, at)[0]
        yield data[at + 4:at + 8], at + 8, at + size
        at += size


def inside(data, *path):
    """The content of the box at the end of `path`; meta and other full boxes are entered behind their flags."""
    at, end = 0, len(data)
    for kind in path:
        at, end = next((a, e) for k, a, e in boxes(data, at, end) if k == kind)
        if kind == b"meta":
            at += 4
    return data[at:end]


def coded(image, name, kind, *options):
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/in.png", f"{folder}/out.{'avif' if kind == b'av1C' else 'heic'}"
        image.save(source)
        subprocess.run(["heif-enc", "-q", "60", "--no-alpha", *options, "-o", target, source], check=True, capture_output=True)
        data = pathlib.Path(target).read_bytes()
    put(f"{name}.{kind.decode()}.bin", inside(data, b"meta", b"iprp", b"ipco", kind))
    put(f"{name}.{'av1' if kind == b'av1C' else 'hevc'}.bin", inside(data, b"mdat"))


put("scene.jpg", cjpeg(MAIN, "-quality", "80"))
put("scene-progressive.jpg", cjpeg(MAIN, "-quality", "80", "-progressive"))
put("scene-arithmetic.jpg", cjpeg(MAIN, "-quality", "80", "-arithmetic"))
put("scene-restart.jpg", cjpeg(MAIN, "-quality", "80", "-restart", "2B"))
put("scene-gray.jpg", cjpeg(MAIN.convert("L"), "-quality", "80", "-grayscale"))
put("scene-cmyk.jpg", pil(MAIN.convert("CMYK"), "JPEG", quality=80))
put("other.jpg", cjpeg(OTHER, "-quality", "80"))
put("scene.webp", pil(MAIN, "WEBP", quality=70))
put("scene-lossless.webp", pil(MAIN, "WEBP", lossless=True))
ALPHA = Image.frombytes("L", MAIN.size, picture.alpha())
MAIN_ALPHA = MAIN.copy()
MAIN_ALPHA.putalpha(ALPHA)
put("scene-alpha.webp", pil(MAIN_ALPHA, "WEBP", quality=70))
put("other.webp", pil(OTHER, "WEBP", quality=70))
for image, name in ((MAIN, "scene"), (OTHER, "other")):
    coded(image, name, b"hvcC", "-p", "x265:info=0")
    coded(image, name, b"av1C")
coded(FLAT, "flat", b"hvcC", "-p", "x265:info=0")
coded(FLAT, "flat", b"av1C")
