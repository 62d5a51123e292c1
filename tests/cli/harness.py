# SPDX-License-Identifier: Apache-2.0
"""What the tests of the programs share: a clean environment, one line per case, and a count at the end."""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ["LS_BIN"])  # the folder of the programs under test
SAMPLES = SOURCE / "samples"
AREAS = SOURCE / "rules/areas/example.areas.geojson"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="ls-cli-"))
LIMIT = 300  # seconds; a guard against hangs, not an expectation

_failures = 0
_cases = 0


def environment(**more):
    """Nothing of the person who runs the tests: no language, colours or configuration. Time decides nothing."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(WORK), "TZ": "UTC", "LIGHTSEAL_TIME_BUDGET": "9m", **kept, **more}


def run(*arguments, program="lightseal", stdin=b"", cwd=None, **env):
    done = subprocess.run([str(BIN / program), *map(os.fspath, arguments)], input=stdin, capture_output=True, cwd=cwd or WORK,
                          env=environment(**env), timeout=LIMIT, check=False)
    done.out = done.stdout.decode("utf-8")
    done.err = done.stderr.decode("utf-8")
    return done


def photos(done):
    """The photos of a run with -f json, by the name of their file."""
    return {pathlib.Path(photo["source"]).name: photo for photo in json.loads(done.out)["photos"]}


def case(name, good, *seen):
    global _failures, _cases
    _cases += 1
    print(("pass  " if good else "FAIL  ") + name, flush=True)
    if not good:
        _failures += 1
        for thing in seen:
            if isinstance(thing, subprocess.CompletedProcess):
                thing = f"exit {thing.returncode}\n--- out\n{thing.out}\n--- err\n{thing.err}"
            print("      " + str(thing).replace("\n", "\n      "))


def skip(name, reason):
    print(f"SKIP  {name}: {reason}", flush=True)


def finish():
    shutil.rmtree(WORK, ignore_errors=True)
    print(f"{_cases} cases, {_failures} failed")
    sys.exit(1 if _failures or not _cases else 0)


def one_line(text):
    return text.count("\n") == 1 and text.endswith("\n")


def _chunk(kind, data, length=None):
    size = len(data) if length is None else length
    return struct.pack(">I", size) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def exif_position():
    """An Exif block that says 30° N 110° E and nothing else."""
    def entry(tag, kind, count, value):
        return struct.pack(">HHI4s", tag, kind, count, value)

    first = struct.pack(">H", 1) + entry(0x8825, 4, 1, struct.pack(">I", 26)) + bytes(4)
    at = 26 + 2 + 4 * 12 + 4
    second = (struct.pack(">H", 4) + entry(1, 2, 2, b"N\0\0\0") + entry(2, 5, 3, struct.pack(">I", at)) +
              entry(3, 2, 2, b"E\0\0\0") + entry(4, 5, 3, struct.pack(">I", at + 24)) + bytes(4))
    return b"MM\0*" + struct.pack(">I", 8) + first + second + struct.pack(">12I", 30, 1, 0, 1, 0, 1, 110, 1, 0, 1, 0, 1)


def png(width=64, height=48, lie=None, exif=None):
    """A plain grey PNG; `lie` is a length for IDAT that is not its own."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(min(height, 64))))
    position = _chunk(b"eXIf", exif) if exif else b""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + position + _chunk(b"IDAT", rows, lie) + _chunk(b"IEND", b"")
