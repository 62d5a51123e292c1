#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""
Turning and mirroring a photo without loss changes nothing: the same findings, and their boxes, mapped back, within 1 %
of the picture. Once with the pixels turned (PNG), once with the way they are to be shown (the Orientation tag of a JPEG). Short:
two samples. Long (LS_LONG=1): those of every kind.
"""
import os
import struct
import sys

from harness import SAMPLES, WORK, case, finish, photos, run, skip

try:
    import cv2
    import numpy as np
except ImportError:
    skip("turned photos", "python3-opencv or python3-numpy is not installed")
    sys.exit(0)

TOLERANCE = 0.01  # of the picture's longer side
WAYS = [(mirrored, turns) for mirrored in (False, True) for turns in range(4)]


def read(name):
    return cv2.imread(str(SAMPLES / name), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)


def small_notice():
    """The notice at three quarters of its size in another photo: a sheet that fills a part of the frame."""
    picture, notice = read("landscape.jpg"), read("notice.jpg")
    notice = cv2.resize(notice, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    height, width = notice.shape[:2]
    picture = cv2.resize(picture, (2600, 2000), interpolation=cv2.INTER_AREA)
    picture[150:150 + height, 600:600 + width] = notice
    return picture


def turned(picture, mirrored, turns):
    return np.ascontiguousarray(np.rot90(picture[:, ::-1] if mirrored else picture, turns))


def mapped_back(point, mirrored, turns, width, height):
    """From a pixel of what turned() gives to one of the picture of width × height; both count from a corner."""
    x, y = point
    wide, high = (width, height) if turns % 2 == 0 else (height, width)
    for _ in range(turns):  # a quarter turn to the left puts (x, y) at (y, wide - x)
        x, y = high - y, x
        wide, high = high, wide
    return (width - x if mirrored else x), y


def apart(one, other):
    """The largest distance of corners, in the order of their places: a turned line begins at another corner."""
    return min(max(max(abs(p[0] - q[0]), abs(p[1] - q[1])) for p, q in zip(one, other[start:] + other[:start]))
               for other in (other, other[::-1]) for start in range(4))


def findings(photo, kinds, back=lambda point: tuple(point)):
    return [(finding["rule"], [back(point) for point in finding["quad"]]) for finding in photo["findings"]
            if finding["category"] in kinds and "quad" in finding]


def same(expected, found, size):
    """Each of the one is one of the other: same rule, same place."""
    left = list(found)
    for rule, quad in expected:
        near = [other for other in left if other[0] == rule and apart(quad, other[1]) <= TOLERANCE * size]
        if not near:
            return False
        left.remove(near[0])
    return not left


def check_turned(name, picture, kinds, least):
    height, width = picture.shape[:2]
    files = {way: WORK / f"{name}-{way[0]:d}{way[1]}.png" for way in WAYS}
    for way, path in files.items():
        cv2.imwrite(str(path), turned(picture, *way), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    done = run("check", "-f", "json", *files.values())
    answers = photos(done)
    expected = findings(answers[files[False, 0].name], kinds)
    case(f"{name}: as it is, {least} findings or more", len(expected) >= least, expected)
    for way, path in files.items():
        photo = answers[path.name]
        found = findings(photo, kinds, lambda point, way=way: mapped_back(point, *way, width, height))
        told = f"{name}{', mirrored' if way[0] else ''}, {way[1] * 90}° to the left"
        case(f"{told}: the same findings at the same places",
             same(expected, found, max(width, height)), expected, found)
        case(f"{told}: the same verdict",
             photo["verdict"] == answers[files[False, 0].name]["verdict"], photo["verdict"])
        path.unlink()


def with_orientation(jpeg, orientation):
    """The tag alone, before everything else in the file."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    block = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def check_oriented(name, kinds):
    """Boxes are told in pixels of the stored picture, which is the same each time."""
    jpeg = (SAMPLES / name).read_bytes()
    height, width = read(name).shape[:2]
    files = [WORK / f"{orientation}-{name}" for orientation in range(1, 9)]
    for orientation, path in enumerate(files, 1):
        path.write_bytes(with_orientation(jpeg, orientation))
    answers = photos(run("check", "-f", "json", *files))
    expected = findings(answers[files[0].name], kinds)
    for orientation, path in enumerate(files, 1):
        found = findings(answers[path.name], kinds)
        case(f"{name} with Orientation {orientation}: the same findings at the same places",
             expected and same(expected, found, max(width, height)), expected, found)


check_turned("notice", read("notice.jpg"), ("mark", "document"), 2)
check_turned("banner", read("banner.jpg"), ("mark",), 4)
check_turned("small notice", small_notice(), ("mark",), 1)
check_oriented("notice.jpg", ("mark", "document"))
check_oriented("banner.jpg", ("mark",))
if os.environ.get("LS_LONG"):
    for sample, number in (("chop", 1), ("covered", 3), ("office", 3), ("screen", 2), ("selfie", 3), ("sign", 3)):
        check_turned(sample, read(f"{sample}.jpg"), ("mark", "document", "place"), number)
finish()
