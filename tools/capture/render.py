# SPDX-License-Identifier: Apache-2.0
"""One photo of a plan: its file and its truth."""
import pathlib
import subprocess
import tempfile

import cv2
import numpy as np

from . import camera, layouts_tune, harmless_eval, splits, stamps
from .layouts import Mark
from .plan import BOOKS, name_of
from .sheet import Sheet

SCREENS = {"eval": (harmless_eval, 24), "tune": (layouts_tune, 22)}  # how each split shows a document on a screen
MONITOR, TELEPHONE = (300, 188), (70, 150)
DENSEST = 16.0  # pixels a millimetre of a drawn sheet


def sheet_of(entry, rng, pixels_wide):
    """The flat sheet or screen of a photo, `pixels_wide` wide or a little more."""
    function, size, use, _ = BOOKS[entry["split"]][entry["layout"]]
    conditions = entry["conditions"]
    mark = None
    if entry["kind"] in ("mark", "covered"):
        mark = Mark(entry["system"], entry["level"], entry["words"], "chop" in conditions, entry["kind"] == "covered")
    on_screen = "screen" in conditions or "screenshot" in conditions
    if not on_screen or use == "harmless-screen":
        sheet = Sheet(entry["split"], rng, *size, min(DENSEST, pixels_wide / size[0]), screen=use == "harmless-screen")
        function(sheet, mark)
        return sheet
    module, bar = SCREENS[entry["split"]]
    phone = "screenshot" in conditions and rng.random() < 0.5
    outer_size = TELEPHONE if phone else MONITOR
    outer = Sheet(entry["split"], rng, *outer_size, pixels_wide / outer_size[0], screen=True)
    shown = 54 if phone else min(200, 172 * size[0] / size[1]) if size[0] > size[1] else rng.uniform(120, 190)
    inner = Sheet(entry["split"], rng, *size, outer.density * shown / size[0], screen=True)
    function(inner, mark)
    if phone:
        module.forwarded(outer, inner)
    else:
        module.window(outer, inner, bar)
    return outer


def boxed(quads, grow, limits):
    """The upright box round some quads, grown by a share of its height, within limits; None where nothing is left."""
    points = np.concatenate([np.asarray(quad, float) for quad in quads])
    left, top = points.min(0)
    right, bottom = points.max(0)
    pad = grow * (bottom - top)
    box = (int(max(0, left - pad)), int(max(0, top - pad)), int(min(limits[0], right + pad)), int(min(limits[1], bottom + pad)))
    return box if box[2] - box[0] > 2 and box[3] - box[1] > 2 else None


class Shot:
    """Pixels and everything whose place is known, moved together."""

    def __init__(self, sheet, pixels):
        self.pixels, self.sheet = pixels, sheet
        height, width = pixels.shape[:2]
        self.groups = {"lines": [e["quad"] for e in sheet.lines], "marks": [e["quad"] for e in sheet.marks],
                       "seals": list(sheet.seals), "inner": list(sheet.pages), "pages": [[(0, 0), (width, 0), (width, height), (0, height)]]}

    def move(self, function):
        for name, quads in self.groups.items():
            if quads:
                moved = function(np.asarray(quads, np.float64).reshape(-1, 2)).reshape(-1, 4, 2)
                self.groups[name] = [quad for quad in moved]


def place(entry, rng, shot, frame, share):
    """The matrix from the sheet to the frame: angle, tilt, and a spot where the mark is seen (or, cut by the edge, is not)."""
    conditions, size = entry["conditions"], (shot.pixels.shape[1], shot.pixels.shape[0])
    tilted = "tilt" in conditions
    yaw, pitch = (rng.choice([-1, 1], 2) * rng.uniform(22, 40, 2) * ([1, rng.random()] if rng.random() < 0.5 else [rng.random(), 1])
                  if tilted else rng.uniform(-10, 10, 2))
    roll = rng.uniform(-14, 14) if entry["selfie"] else rng.uniform(-5, 5)
    quarter = 0
    if "rotated" in conditions:
        if rng.random() < 0.6:
            quarter = int(rng.integers(1, 4))
        else:
            roll = float(rng.choice([-1, 1])) * (rng.uniform(15, 60) if entry["width"] <= 35 else rng.uniform(12, 20))
    corners = camera.corners_in_frame(size, share, frame, yaw, pitch, roll)
    low, high = corners.min(0), corners.max(0)
    centre = np.zeros(2)
    for axis in (0, 1):
        room = frame[axis] - (high[axis] - low[axis])
        where = rng.uniform(0.08, 0.92)
        centre[axis] = -low[axis] + room * (where if room > 0 else 0.5)
    if entry["selfie"]:  # beside the person
        centre[0] = frame[0] * (0.27 if entry["person-right"] else 0.73)
    corners = corners + centre
    flat = np.float32([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]])
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32)).astype(float)
    marks = shot.groups["marks"]
    if marks and entry.get("cover") == "edge":
        head = [quad for quad in marks if np.mean(quad, 0)[1] <= size[1] / 2] or marks
        move = (0, -(camera.project(matrix, np.concatenate(head))[:, 1].max() + 4))
    elif marks:
        seen = camera.project(matrix, marks[0])
        move = [max(0, 6 - seen[:, a].min()) - max(0, seen[:, a].max() - frame[a] + 6) for a in (0, 1)]
    else:
        move = (0, 0)
    shift = np.array([[1, 0, move[0]], [0, 1, move[1]], [0, 0, 1]], float)
    return shift @ matrix, corners + move, quarter


def covered(entry, rng, shot):
    """Lays the cover over every place where the mark stands, in the pixels as they are now."""
    if entry.get("cover") in stamps.COVERS:
        lay(rng, shot, entry["cover"], shot.groups["marks"])


def lay(rng, shot, cover, quads):
    for quad in quads:
        box = boxed([quad], rng.uniform(0.2, 0.7), shot.pixels.shape[1::-1])
        if box:
            stamps.COVERS[cover](rng, shot.pixels, box)


def shoot(entry):
    """A Shot of what the photo shows, the share of its width, and whether it is portrait."""
    rng = np.random.default_rng(entry["seed"])
    conditions = entry["conditions"]
    if "screenshot" in conditions:
        use = BOOKS[entry["split"]][entry["layout"]][2]
        wide = 1080 if use == "harmless-screen" and entry["layout"] != "desktop" else 1920
        sheet = sheet_of(entry, rng, wide)
        return rng, Shot(sheet, np.ascontiguousarray(sheet.finished())), 1.0
    frame = tuple(entry["frame"])
    share = entry["width"] / 100
    entry["person-right"] = bool(rng.random() < 0.5)
    if entry["selfie"]:
        share = rng.uniform(0.20, 0.28) if entry["width"] == 20 else rng.uniform(0.28, 0.40)
    _, size, _, _ = BOOKS[entry["split"]][entry["layout"]]
    wide_sheet = size[0] > size[1] or "screen" in conditions
    portrait = (not wide_sheet and (entry["width"] >= 60 or rng.random() < 0.5)) or (wide_sheet and rng.random() < 0.15)
    if portrait:
        frame = frame[::-1]
    aspect = MONITOR[1] / MONITOR[0] if "screen" in conditions else size[1] / size[0]
    share = min(share, 1.02 * frame[1] / (aspect * frame[0]))
    sheet = sheet_of(entry, rng, share * frame[0] * 1.15)
    shot = Shot(sheet, sheet.finished().copy())
    if entry.get("cover") in ("patch", "tape"):
        covered(entry, rng, shot)
    if entry.get("cover") == "edge":  # that hides the head's mark; one at the foot, which stays in the frame, is taped over
        foot = [quad for quad in shot.groups["marks"] if np.mean(quad, 0)[1] > shot.pixels.shape[0] / 2]
        lay(np.random.default_rng([entry["seed"], 1]), shot, "tape", foot)
    if "curl" in conditions:
        curl = camera.Curl(rng, shot.pixels.shape[1], shot.pixels.shape[0])
        shot.pixels = curl.pixels(shot.pixels)
        shot.move(curl.points)
    if sheet.screen and "screen" in conditions or sheet.screen and BOOKS[entry["split"]][entry["layout"]][2] == "harmless-screen":
        shot.pixels = camera.moire(rng, shot.pixels)
    matrix, corners, quarter = place(entry, rng, shot, frame, share)
    photos = splits.backgrounds(entry["split"])
    picture = camera.background(rng, photos[entry["background"] % len(photos)], frame)
    if sheet.screen:
        rim = corners.mean(0) + (corners - corners.mean(0)) * rng.uniform(1.03, 1.08)
        cv2.fillConvexPoly(picture, np.round(rim * 16).astype(np.int32), tuple(int(v) for v in rng.integers(8, 40, 3)), cv2.LINE_AA, 4)
    camera.lay(picture, shot.pixels, matrix, corners)
    shot.pixels = picture
    shot.move(lambda points: camera.project(matrix, points))
    if entry["selfie"]:
        camera.person(rng, shot.pixels, entry["person-right"])
    glyph = np.median([h for h in heights(shot.groups["marks"] or shot.groups["lines"])] or [12])
    lights(conditions, rng, shot, corners, glyph)
    if entry.get("cover") in ("mosaic", "blur", "finger"):
        covered(entry, rng, shot)
    turned(shot, quarter, "mirrored" in conditions)
    return rng, shot, share


def heights(quads):
    """Height of glyphs in pixels: the mean of the quads' left and right edges."""
    return [float((np.linalg.norm(q[3] - q[0]) + np.linalg.norm(q[2] - q[1])) / 2) for q in map(np.asarray, quads)]


def lights(conditions, rng, shot, corners, glyph):
    if "shadow" in conditions:
        shot.pixels = camera.shadow(rng, shot.pixels, corners)
    if "glare" in conditions:
        shot.pixels = camera.glare(rng, shot.pixels, corners)
    shot.pixels = camera.exposed(rng, shot.pixels, "dark" in conditions)
    # blur and motion are told in glyphs, so that they are as hard at every size
    sigma = rng.uniform(0.07, 0.12) * glyph if "blur" in conditions else 0.4 + 0.01 * glyph
    shot.pixels = cv2.GaussianBlur(shot.pixels, (0, 0), max(0.4, min(6.0, sigma)))
    if "motion" in conditions:
        shot.pixels = camera.motion(rng, shot.pixels, max(2.0, min(24.0, rng.uniform(0.15, 0.32) * glyph)))
    strength = rng.uniform(8, 15) if "noise" in conditions else 4.5 if "dark" in conditions else rng.uniform(1, 2.5)
    shot.pixels = camera.sensor(rng, shot.pixels, strength)


def turned(shot, quarter, mirrored):
    """Whole quarters of a turn clockwise, then the mirror: without any loss."""
    for _ in range(quarter):
        high = shot.pixels.shape[0]
        shot.pixels = np.rot90(shot.pixels, -1)
        shot.move(lambda points, high=high: np.stack([high - points[:, 1], points[:, 0]], 1))
    if mirrored:
        wide = shot.pixels.shape[1]
        shot.pixels = shot.pixels[:, ::-1]
        shot.move(lambda points: np.stack([wide - points[:, 0], points[:, 1]], 1))
    shot.pixels = np.ascontiguousarray(shot.pixels)


def coded(entry, rng, pixels):
    """File bytes and ending."""
    conditions = entry["conditions"]
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    if "heic" in conditions:
        with tempfile.TemporaryDirectory(prefix="lightseal-eval-") as folder:
            source, target = pathlib.Path(folder, "a.png"), pathlib.Path(folder, "a.heic")
            cv2.imwrite(str(source), bgr, [cv2.IMWRITE_PNG_COMPRESSION, 1])
            subprocess.run(["heif-enc", "-q", str(int(rng.integers(45, 70))), "-p", "preset=ultrafast", "-o", str(target), str(source)],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return target.read_bytes(), ".heic"
    if "screenshot" in conditions and "compressed" not in conditions:
        return cv2.imencode(".png", bgr, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1].tobytes(), ".png"
    quality = int(rng.integers(60, 69)) if "compressed" in conditions else int(rng.integers(78, 96))
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes(), ".jpg"


def rounded(quad):
    return [[round(float(x), 1), round(float(y), 1)] for x, y in quad]


def photo(entry):
    """(file bytes, ending, truth). The same for the same entry, fonts and backgrounds."""
    entry = dict(entry)
    rng, shot, share = shoot(entry)
    data, ending = coded(entry, rng, shot.pixels)
    size = shot.pixels.shape[1::-1]
    sheet, groups = shot.sheet, shot.groups

    def told(source, quads):
        for thing, quad, glyph in zip(source, quads, heights(quads)):
            inside = ((np.asarray(quad) >= 0) & (np.asarray(quad) <= size)).all()
            yield {"text": thing["text"], "quad": rounded(quad), "glyph": round(glyph, 1), "whole": bool(inside),
                   **{key: thing[key] for key in ("system", "level") if key in thing}}
    lines, seen = list(told(sheet.lines, groups["lines"])), list(told(sheet.marks, groups["marks"]))
    readable = [m["glyph"] for m in seen if m["whole"]] or [m["glyph"] for m in seen]
    keep = ("split", "index", "kind", "layout", "system", "level", "words", "selfie", "conditions", "cover", "width")
    truth = {"photo": name_of(entry) + ending, **{key: entry[key] for key in keep if key in entry}, "size": list(map(int, size)),
             "share": round(share, 3), "marks": [] if entry["kind"] == "covered" else seen, "lines": lines,
             "pages": [rounded(q) for q in groups["inner"] or groups["pages"]], "seals": [rounded(q) for q in groups["seals"]],
             "glyph": max(readable) if readable else None}
    if lines and (entry["kind"] == "covered" or not readable):
        truth["glyph"] = round(float(np.median([line["glyph"] for line in lines])), 1)
    if entry["kind"] == "covered":
        truth["covered"] = [rounded(quad) for quad in groups["marks"]]
        truth["lines"] = [line for line in lines if line["text"] != entry["words"]]
    return data, ending, truth
