#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""
A page that fills a seventh of a large photo: at half the pixels, where the first look is, its lines are too small to be found,
and the mark on it is found all the same.
"""
import sys

from harness import SAMPLES, WORK, case, finish, photos, run, skip

try:
    import cv2
except ImportError:
    skip("small page in a large photo", "python3-opencv is not installed")
    sys.exit(0)

WIDTH, HEIGHT = 3264, 2448
SHARE = 0.42  # of the notice's own size: its level has glyphs of 12 pixels then
TURN = -17    # degrees


def compose(path):
    """The notice, small, beside the middle of an enlarged landscape."""
    picture, notice = (cv2.imread(str(SAMPLES / name)) for name in ("landscape.jpg", "notice.jpg"))
    notice = cv2.blur(notice, (3, 3))
    picture = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    place = cv2.getRotationMatrix2D((0, 0), TURN, SHARE)
    place[:, 2] += (1900, 700)
    cv2.warpAffine(notice, place, (WIDTH, HEIGHT), picture, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, 92])


path = WORK / "small.jpg"
compose(path)
photo = photos(run("check", "-f", "json", path))[path.name]
case("the mark of a small page is found", "cn.state-secret.jimi" in [f["rule"] for f in photo["findings"]], photo["findings"])
finish()
