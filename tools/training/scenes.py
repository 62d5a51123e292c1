# SPDX-License-Identifier: Apache-2.0
"""Scenes: sheets laid into photographs as a camera sees them, with the label planes that belong to each picture.

A label is 128 x 128 x 4 bytes for a picture of 512 x 512: share of the cell that is line core, reading direction (256
steps a turn, y down), flags, glyph height (32 steps a doubling, 64 at 8 pixels).
"""
import cv2
import numpy as np

from . import pages

SIDE = 512
CELLS = SIDE // 4
PAGE, SCREEN, SEAL, LINE, UNCLEAR = 1, 2, 4, 8, 16
CORE = .6           # share of the reference glyph's height
SMALLEST = 4.2      # pixels; a glyph below that is neither text nor background to the loss
HALF = 2            # the core is drawn with cells of half the size and averaged


class Label:
    def __init__(self):
        self.core = np.zeros((CELLS * HALF, CELLS * HALF), np.uint8)
        self.direction = np.zeros((CELLS, CELLS), np.uint8)
        self.flags = np.zeros((CELLS, CELLS), np.uint8)
        self.height = np.zeros((CELLS, CELLS), np.uint8)

    @staticmethod
    def points(quad, step):
        """Pixel corners to the centres of cells of `step` pixels, in 1/16 for OpenCV's shift."""
        return np.round((np.asarray(quad, np.float64) / step - .5) * 16).astype(np.int32)

    def cover(self, quad):
        """Something opaque lies here now: what was below is gone."""
        cv2.fillPoly(self.core, [self.points(quad, 4 // HALF)], 0, shift=4)
        cv2.fillPoly(self.flags, [self.points(quad, 4)], 0, shift=4)

    def flag(self, quad, bit):
        mask = np.zeros_like(self.flags)
        cv2.fillPoly(mask, [self.points(quad, 4)], bit, shift=4)
        self.flags |= mask

    def line(self, quad):
        quad = np.asarray(quad, np.float64)
        left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        height = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
        if height < SMALLEST:
            self.flag(quad, UNCLEAR)
            return
        edge = (1 - CORE) / 2
        core = [quad[0] + (quad[3] - quad[0]) * edge, quad[1] + (quad[2] - quad[1]) * edge,
                quad[2] + (quad[1] - quad[2]) * edge, quad[3] + (quad[0] - quad[3]) * edge]
        cv2.fillPoly(self.core, [self.points(core, 4 // HALF)], 255, shift=4)
        cells = np.zeros_like(self.flags)
        cv2.fillPoly(cells, [self.points(core, 4)], 1, shift=4)
        inside = cells > 0
        turn = np.arctan2(right[1] - left[1], right[0] - left[0]) / (2 * np.pi)
        self.direction[inside] = int(round(turn * 256)) & 255
        self.height[inside] = int(np.clip(round(64 + 32 * np.log2(height / 8)), 0, 255))
        self.flags[inside] |= LINE

    def planes(self):
        core = cv2.resize(self.core, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
        return np.stack([core, self.direction, self.flags, self.height], -1)


def project(homography, points):
    return cv2.perspectiveTransform(np.asarray(points, np.float64).reshape(1, -1, 2), homography)[0]


def lay(rng, picture, label, sheet, scale, angle, tilt, centre):
    """One sheet into the picture; `scale` in picture pixels per sheet pixel, `angle` in radians, `tilt` 0 to 0.3."""
    w, h = sheet.width, sheet.height
    corners = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float64)
    flat = (corners - (w / 2, h / 2)) * scale
    if tilt:
        flat[:, 1] *= rng.uniform(1 - 1.6 * tilt, 1)
        flat += rng.uniform(-tilt, tilt, (4, 2)) * np.minimum(np.abs(flat).max(0), 260) * .8
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    target = flat @ turn + centre
    homography = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    pixels = np.asarray(sheet.image)
    if sheet.kind == "screen" and rng.random() < .5:
        pixels = moire(rng, pixels)
    if sheet.kind == "screen" and rng.random() < .8:
        bezel(rng, picture, label, target, centre)
    light = shade(rng) if sheet.kind != "screen" else None
    warped = cv2.warpPerspective(pixels, homography, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    alpha = warped[..., 3:4].astype(np.float32) / 255
    colour = warped[..., :3].astype(np.float32)
    if not pixels[0, 0, 3]:
        colour[:] = legible(picture, alpha, pixels[0, 0, :3])
    elif light is not None:
        colour *= light
    picture += (colour - picture) * alpha
    if sheet.kind != "sign" or pixels[0, 0, 3]:
        label.cover(target)
    if sheet.kind != "sign":
        label.flag(target, PAGE | (SCREEN if sheet.kind == "screen" else 0))
    for outline in sheet.seals:
        label.flag(project(homography, outline), SEAL)
    for quad in sheet.lines:
        label.line(project(homography, quad))
    for outline in sheet.unclear:
        label.flag(project(homography, outline), UNCLEAR)


def legible(picture, alpha, ink):
    """The ink of lettering without a ground of its own, or black or white where it would not be seen."""
    behind = float((picture * alpha).sum() / (3 * alpha.sum() + 1e-3))
    if abs(behind - float(ink.mean())) > 70:
        return ink
    return 10. if behind > 127 else 245.


def bezel(rng, picture, label, target, centre):
    frame = centre + (target - centre) * rng.uniform(1.02, 1.12)
    cv2.fillConvexPoly(picture, np.round(frame * 16).astype(np.int32), tuple(float(c) for c in rng.integers(5, 60, 3)),
                       cv2.LINE_AA, 4)
    label.cover(frame)


def moire(rng, pixels):
    y, x = np.mgrid[:pixels.shape[0], :pixels.shape[1]].astype(np.float32)
    wave = np.zeros(pixels.shape[:2], np.float32)
    for _ in range(2):
        wave += np.sin(x * rng.uniform(-.9, .9) + y * rng.uniform(-.9, .9) + 2 * np.sin(x * .01 + y * rng.uniform(.005, .02)))
    out = pixels.astype(np.float32)
    out[..., :3] *= 1 + rng.uniform(.02, .1) * wave[..., None]
    return np.clip(out, 0, 255).astype(np.uint8)


def shade(rng):
    """Uneven light: a coarse random field, sometimes with a hard shadow edge."""
    coarse = rng.uniform(rng.uniform(.45, .95), 1.05, (3, 3)).astype(np.float32)
    field = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    if rng.random() < .25:
        edge = np.zeros((SIDE, SIDE), np.float32)
        cv2.fillPoly(edge, [rng.integers(-200, SIDE + 200, (4, 2)).astype(np.int32)], 1.)
        field *= 1 - rng.uniform(.15, .5) * cv2.blur(edge, (int(rng.integers(3, 40)),) * 2)
    return field[..., None]


def background(rng, stuff):
    photo = stuff.photographs[rng.integers(len(stuff.photographs))]
    side = int(min(photo.shape[:2]) * rng.uniform(.35, 1))
    y, x = (int(rng.integers(0, photo.shape[i] - side + 1)) for i in (0, 1))
    cut = cv2.resize(photo[y:y + side, x:x + side], (SIDE, SIDE), interpolation=cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR)
    return cut[:, ::-1] if rng.random() < .5 else cut


def pattern(rng):
    """Textures that line finders fall for: bricks, bars, keys, shelves, leaves, checks."""
    picture = np.empty((SIDE, SIDE, 3), np.float32)
    back, fore, third = (rng.integers(0, 256, 3).astype(float).tolist() for _ in range(3))
    picture[:] = back
    kind = int(rng.integers(7))
    step = int(rng.integers(5, 44))
    if kind in (0, 1):
        wide = int(step * (rng.uniform(1.8, 3.5) if kind == 0 else rng.uniform(.9, 1.2)))
        gap = max(1, step // int(rng.integers(4, 12)))
        for row, y in enumerate(range(0, SIDE, step)):
            for x in range(-(wide // 2) * (row % 2) - int(rng.integers(0, 3)), SIDE, wide):
                tone = (np.array(fore) + rng.integers(-25, 26)).tolist()
                cv2.rectangle(picture, (x, y), (x + wide - gap - 1, y + step - gap - 1), tone, -1)
    elif kind == 2:
        thick = max(1, int(step * rng.uniform(.15, .6)))
        for x in range(0, SIDE, step):
            cv2.line(picture, (x, 0), (x, SIDE), fore, thick)
        if rng.random() < .4:
            for y in range(0, SIDE, int(step * rng.uniform(1, 4))):
                cv2.line(picture, (0, y), (SIDE, y), third, thick)
    elif kind == 3:
        for y in range(0, SIDE, step * 3):
            x = 0
            cv2.rectangle(picture, (0, y), (SIDE, y + max(2, step // 3)), third, -1)
            while x < SIDE:
                wide = int(rng.integers(3, 6 + step))
                cv2.rectangle(picture, (x, y + step // 2 + int(rng.integers(0, step))), (x + wide - 1, y + step * 3),
                              rng.integers(0, 256, 3).tolist(), -1)
                x += wide
    elif kind == 4:
        for _ in range(900):
            cv2.ellipse(picture, tuple(int(v) for v in rng.integers(0, SIDE, 2)), (step // 2 + 1, step // 5 + 1),
                        float(rng.integers(0, 360)), 0, 360, (np.array(fore) * rng.uniform(.3, 1.1)).tolist(), -1)
    elif kind == 5:
        y, x = np.mgrid[:SIDE, :SIDE]
        picture[((x // step) + (y // step)) % 2 == 0] = fore
    else:
        for _ in range(int(rng.integers(60, 400))):
            x, y = rng.integers(0, SIDE, 2)
            dx, dy = rng.integers(-step, step + 1, 2)
            cv2.line(picture, (int(x), int(y)), (int(x + dx), int(y + dy)), fore, int(rng.integers(1, 4)))
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), float(rng.uniform(0, 360)), 1.45)
    return cv2.warpAffine(picture, turn, (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT)


def occlude(rng, stuff, picture, label):
    """A hand, a cup, another thing in front: a piece of photograph in a round or straight outline."""
    centre, reach = rng.uniform(0, SIDE, 2), rng.uniform(25, 130)
    angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(4, 14))))
    outline = centre + np.stack([np.cos(angles), np.sin(angles)], -1) * reach * rng.uniform(.6, 1.2, (len(angles), 1))
    mask = np.zeros((SIDE, SIDE), np.float32)
    cv2.fillPoly(mask, [outline.astype(np.int32)], 1.)
    picture += (background(rng, stuff).astype(np.float32) - picture) * mask[..., None]
    label.cover(outline)


def camera(rng, picture):
    """What lens, sensor and file do to it: light, blur, motion, noise, JPEG."""
    if rng.random() < .5:
        picture = picture * rng.uniform(.45, 1.15) + rng.uniform(0, 40) * (rng.random() < .5)
    if rng.random() < .4:
        picture = picture * rng.uniform(.82, 1.12, 3).astype(np.float32)
    if rng.random() < .06:
        picture = np.repeat(picture.mean(-1, keepdims=True), 3, -1)
    draw = rng.random()
    if draw < .5:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(.3, 1.3))
    elif draw < .62:
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
        middle = np.array([(length - 1) / 2] * 2)
        cv2.line(kernel, tuple((middle - reach).astype(int).tolist()), tuple((middle + reach).astype(int).tolist()), 1.)
        picture = cv2.filter2D(picture, -1, kernel / max(1., kernel.sum()))
    if rng.random() < .5:
        noise = np.empty((SIDE, SIDE, 3), np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(noise, 0, float(rng.uniform(1.5, 14)))
        picture = picture + noise
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < .7:
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 96))])[1]
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return picture


def glyph_height(rng):
    """5 to 40 pixels, the small ones more often: they are the difficult ones."""
    return float(np.exp(rng.uniform(np.log(5), np.log(40)))) if rng.random() < .75 else float(rng.uniform(7, 18))


def scene(seed, stuff):
    """(picture 512 x 512 x 3 RGB bytes, label 128 x 128 x 4 bytes) of a seed; the same for the same material."""
    rng = np.random.default_rng(seed)
    label = Label()
    draw = rng.random()
    if draw < .05:
        return screenshot(rng, stuff, label)
    picture = pattern(rng) if rng.random() < .13 else background(rng, stuff).astype(np.float32)
    if draw < .83:
        base = rng.uniform(-25, 25) if rng.random() < .7 else rng.uniform(-180, 180)
        for number in range(int(rng.choice([1, 2, 3, 4], p=[.5, .27, .15, .08]))):
            wanted = glyph_height(rng)
            size = max(8, int(round(wanted / .87 * rng.uniform(1, 1.35))))
            make = pages.__dict__[rng.choice(["document", "screen", "sign", "caption"], p=[.6, .16, .13, .11])]
            sheet = make(rng, stuff, size)
            angle = base + rng.uniform(-12, 12) if rng.random() < .8 else rng.uniform(-180, 180)
            span = .15 if number == 0 and rng.random() < .6 else .5
            lay(rng, picture, label, sheet, wanted / .87 / size, np.radians(angle), rng.uniform(0, .3) * (rng.random() < .7),
                SIDE / 2 + rng.uniform(-span, span, 2) * SIDE)
        if rng.random() < .25:
            occlude(rng, stuff, picture, label)
    return camera(rng, picture), label.planes()


def screenshot(rng, stuff, label):
    """Pixels of a display as they are, nothing between it and the file but perhaps JPEG."""
    size = int(rng.integers(10, 30))
    picture = np.zeros((SIDE, SIDE, 3), np.float32)
    sheet = pages.screen(rng, stuff, size)
    pixels = np.asarray(sheet.image)
    picture[:] = pixels[-1, -1, :3]
    high, wide = min(SIDE, pixels.shape[0]), min(SIDE, pixels.shape[1])
    picture[:high, :wide] = pixels[:high, :wide, :3]
    label.flag([(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)], PAGE | SCREEN)
    for outline in sheet.seals:
        label.flag(outline, SEAL)
    for quad in sheet.lines:
        label.line(quad)
    for outline in sheet.unclear:
        label.flag(outline, UNCLEAR)
    return picture.astype(np.uint8), label.planes()
