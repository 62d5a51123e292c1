# SPDX-License-Identifier: Apache-2.0
"""What other programs make of the copies: PIL, heif-convert and exiftool, where they are installed."""
import io
import json
import pathlib
import shutil
import subprocess
import tempfile

import raster

try:
    from PIL import Image, ImageSequence
except ImportError:
    Image = None
HEIF = shutil.which("heif-convert")
EXIFTOOL = shutil.which("exiftool")
TELLING = ("GPS", "Serial", "Owner", "Artist", "Comment", "Creator", "ThumbnailImage", "Trailer", "MakerNote", "CreateDate",
           "ModifyDate", "DateTime")


def missing():
    return [name for name, there in (("PIL", Image), ("heif-convert", HEIF), ("exiftool", EXIFTOOL)) if not there]


def _pil(data):
    """(mode, size, samples) of every frame; colours under alpha 0 do not count. None where PIL reads no such file."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            frames = [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]
    except Exception:  # pylint: disable=broad-except; some bases PIL does not know
        return None
    none = [Image.new("RGBA", frame.size) for frame in frames]
    seen = [Image.composite(frame, blank, frame.getchannel("A").point(bool, "1")) for frame, blank in zip(frames, none)]
    return [(frame.size, frame.tobytes()) for frame in seen]


def _libheif(data, ending):
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in." + ending), pathlib.Path(folder, "out.png")
        source.write_bytes(data)
        done = subprocess.run([HEIF, source, target], capture_output=True, check=False)
        if done.returncode or not target.exists():
            return None
        return raster.show_png(target.read_bytes())["frames"]  # it takes Exif blocks along


def shown(data, ending):
    if ending in ("heic", "avif"):
        return _libheif(data, ending) if HEIF else None
    return _pil(data) if Image and ending not in ("mp4", "mov") else None


def told(files):
    """{file: [what exiftool says that it should not]}."""
    if not EXIFTOOL or not files:
        return {}
    done = subprocess.run([EXIFTOOL, "-j", "-a", "-u", "-U", "-ee", "-G1", *files], capture_output=True, check=False)
    found = {}
    for photo in json.loads(done.stdout):
        file = pathlib.Path(photo.pop("SourceFile"))
        for name, value in photo.items():
            group, _, tag = name.partition(":")
            if group in ("System", "ExifTool", "Composite",
                         "File") or group.startswith("ICC") or str(value).startswith("0000:00:00"):
                continue
            if any(word in tag for word in TELLING):
                found.setdefault(file, []).append(f"{name} = {value}")
    return found
