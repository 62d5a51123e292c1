# SPDX-License-Identifier: Apache-2.0
"""What people do to a document before they photograph or post it: cover, cut, fold, tear, strike through.

Sheets are float RGB; boxes are [left, top, right, bottom] in millimetres of the sheet, `density` pixels a millimetre.
"""
import cv2
import numpy as np

from . import noise


def _pixels(box, density):
    return [int(round(v * density)) for v in box]


def _soft_mask(shape, polygon, soften=1.2):
    mask = np.zeros(shape[:2], np.float32)
    cv2.fillPoly(mask, [np.int32(np.round(polygon))], 1.0, cv2.LINE_AA)
    return cv2.GaussianBlur(mask, (0, 0), soften)


def _lay(sheet, colour, mask, shadow=6, dark=0.35):
    moved = cv2.GaussianBlur(cv2.warpAffine(mask, np.float32([[1, 0, shadow], [0, 1, shadow]]), mask.shape[::-1]), (0, 0), shadow)
    shaded = sheet * (1 - dark * np.clip(moved - mask, 0, 1))[:, :, None]
    return shaded * (1 - mask[:, :, None]) + colour * mask[:, :, None]


def _turned(box, density, degrees):
    left, top, right, bottom = (v * density for v in box)
    middle = np.float32([(left + right) / 2, (top + bottom) / 2])
    corners = np.float32([[left, top], [right, top], [right, bottom], [left, bottom]]) - middle
    angle = np.deg2rad(degrees)
    return corners @ np.float32([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) + middle


def block(rng, sheet, box, density, colour=None):
    """A box that an editor draws; like mosaics and blur it goes onto the photo, too, with a density of 1."""
    out = sheet.copy()
    left, top, right, bottom = _pixels(box, density)
    colours = ((0, 0, 0), (0.85, 0.1, 0.1), (0.2, 0.3, 0.9), (0.5, 0.5, 0.5), (1, 0.9, 0.1), (0.1, 0.6, 0.3))
    out[top:bottom, left:right] = colour or colours[int(rng.integers(len(colours)))]
    return out


def mosaic(rng, sheet, box, density):
    out = sheet.copy()
    left, top, right, bottom = _pixels(box, density)
    side = int(rng.integers(12, 28))
    part = out[top:bottom, left:right]
    small = cv2.resize(part, (max(1, part.shape[1] // side), max(1, part.shape[0] // side)), interpolation=cv2.INTER_AREA)
    out[top:bottom, left:right] = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    return out


def blurred(rng, sheet, box, density):
    out = sheet.copy()
    left, top, right, bottom = _pixels(box, density)
    out[top:bottom, left:right] = cv2.GaussianBlur(sheet, (0, 0), float(rng.uniform(7, 12)))[top:bottom, left:right]
    return out


def finger(rng, sheet, box, density):
    """A finger tip that comes from the sheet's left or top edge and lies over the box: skin, a nail, shading."""
    height, width = sheet.shape[:2]
    left, top, right, bottom = (v * density for v in box)
    thick = (bottom - top) / 2 + 3 * density
    middle = (top + bottom) / 2
    mask = np.zeros((height, width), np.float32)
    slope = float(rng.uniform(-0.35, 0.35))
    tip = np.float32([right, middle])
    root = np.float32([-4 * density, middle - slope * (right + 4 * density)])
    cv2.line(mask, tuple(int(v) for v in root), tuple(int(v) for v in tip), 1.0, int(2 * thick), cv2.LINE_AA)
    mask = cv2.GaussianBlur(mask, (0, 0), 1.5)
    along = np.clip(cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 5) / thick, 0, 1)
    skin = np.float32((0.86, 0.66, 0.55)) * float(rng.uniform(0.65, 1.1))
    texture = 0.95 + 0.10 * noise.fractal(rng, height, width, 1.2 * density, 3)
    colour = skin[None, None, :] * (0.66 + 0.34 * along**0.5)[:, :, None] * texture[:, :, None]
    nail = np.zeros((height, width), np.float32)
    cv2.ellipse(nail, (int(tip[0] - 0.1 * thick), int(tip[1])), (int(0.62 * thick), int(0.5 * thick)),
                float(np.rad2deg(np.arctan(slope))), 0, 360, 1.0, -1, cv2.LINE_AA)
    nail = cv2.GaussianBlur(nail, (0, 0), 1.5)[:, :, None]
    colour = colour * (1 - nail) + (colour * 0.85 + np.float32((0.16, 0.11, 0.11))) * nail
    return _lay(sheet, np.clip(colour, 0, 1), mask, shadow=8, dark=0.45)


def tape(rng, sheet, box, density):
    """Washi or masking tape: fibres, stripes or dots, torn ends, laid on a little askew."""
    height, width = sheet.shape[:2]
    quad = _turned((box[0] - 2, box[1] - 1.5, box[2] + 3, box[3] + 1.5), density, float(rng.uniform(-5, 5)))
    mask = _soft_mask(sheet.shape, quad)
    base = np.float32(((0.87, 0.78, 0.52), (0.90, 0.86, 0.74), (0.55, 0.72, 0.80), (0.90, 0.62, 0.66), (0.72, 0.80, 0.58))[
        int(rng.integers(5))])
    grain = 0.88 + 0.24 * noise.fractal(rng, height, width, 0.7 * density, 3)
    fibres = np.repeat(rng.normal(0, 0.03, (1, width)).astype(np.float32), height, axis=0)
    colour = base * (grain + cv2.GaussianBlur(fibres, (0, 0), 1))[:, :, None]
    if rng.random() < 0.5:  # printed stripes
        x, y = np.meshgrid(np.arange(width), np.arange(height))
        stripe = (((x + y) / density) % 6 < 2).astype(np.float32)
        colour = colour * (1 - 0.28 * cv2.GaussianBlur(stripe, (0, 0), 1)[:, :, None])
    return _lay(sheet, np.clip(colour, 0, 1), mask, shadow=2, dark=0.25)


def note(rng, sheet, box, density):
    """A sticky note, or a slip of other paper."""
    height, width = sheet.shape[:2]
    quad = _turned((box[0] - 4, box[1] - 5, box[2] + 8, box[3] + 8), density, float(rng.uniform(-8, 8)))
    base = np.float32(((0.98, 0.92, 0.45), (0.98, 0.62, 0.72), (0.60, 0.90, 0.62), (0.72, 0.68, 0.60))[int(rng.integers(4))])
    shade = 0.95 + 0.08 * noise.fractal(rng, height, width, 14 * density, 2)
    return _lay(sheet, np.clip(base * shade[:, :, None], 0, 1), _soft_mask(sheet.shape, quad), shadow=5, dark=0.4)


def marker(rng, sheet, box, density):
    """Strokes of a broad pen, one over the other, until nothing shows."""
    mask = np.zeros(sheet.shape[:2], np.float32)
    left, top, right, bottom = (v * density for v in box)
    y = top
    while y < bottom:
        wave = rng.uniform(-0.6, 0.6, 2) * density
        cv2.line(mask, (int(left - rng.uniform(0, 2) * density), int(y + wave[0])),
                 (int(right + rng.uniform(0, 2) * density), int(y + wave[1])), 1.0, int(2.6 * density), cv2.LINE_AA)
        y += 1.5 * density
    ink = np.float32(((0.07, 0.07, 0.09), (0.10, 0.14, 0.42), (0.55, 0.08, 0.10))[int(rng.integers(3))])
    return sheet * (1 - 0.985 * mask[:, :, None]) + 0.985 * ink * mask[:, :, None]


def torn(rng, sheet, box, density, background):
    """The corner with the box is torn off: what lies below shows, with a white edge of fibres. Returns the sheet with it."""
    height, width = sheet.shape[:2]
    right, bottom = (box[2] + 9) * density, (box[3] + 9) * density
    steps = 40
    t = np.linspace(0, 1, steps)
    jag = noise.fractal(rng, 1, 400, 12, 3)[0, :steps] - 0.5
    path = np.stack([right * (1 - t) * 1.5, bottom * t * 1.5], 1) + (jag * 5 * density)[:, None]
    path[0, 1] = path[-1, 0] = -2
    polygon = np.concatenate([[[-2, -2]], path])
    edge = _soft_mask(sheet.shape, polygon * 1.0, 1.0)
    inner = _soft_mask(sheet.shape, polygon - 1.1 * density, 1.0)
    under = np.float32(background) * (0.9 + 0.2 * noise.fractal(rng, height, width, 9 * density, 3))[:, :, None]
    out = sheet * (1 - edge[:, :, None]) + 0.97 * edge[:, :, None]
    return np.clip(out * (1 - inner[:, :, None]) + under * inner[:, :, None], 0, 1)


def folded(rng, sheet, box, density, background):
    """The corner with the box is folded over: a triangle of the sheet's back, its shadow, and the table where it was."""
    height, width = sheet.shape[:2]
    reach_x, reach_y = (box[2] + 12) * density * float(rng.uniform(1.25, 1.5)), (box[3] + 10) * density * float(rng.uniform(1.25, 1.5))
    gone = _soft_mask(sheet.shape, [[-2, -2], [reach_x, -2], [-2, reach_y]], 0.8)
    # the corner's mirror image in the line from (reach_x, 0) to (0, reach_y)
    length = reach_x * reach_x + reach_y * reach_y
    tip = [2 * reach_x * reach_y * reach_y / length, 2 * reach_y * reach_x * reach_x / length]
    back = _soft_mask(sheet.shape, [[reach_x, 0], tip, [0, reach_y]], 0.8)
    under = np.float32(background) * (0.9 + 0.2 * noise.fractal(rng, height, width, 9 * density, 3))[:, :, None]
    paper = 0.90 + 0.05 * noise.fractal(rng, height, width, 8 * density, 2)[:, :, None] * np.float32([1, 0.99, 0.97])
    out = _lay(sheet, np.clip(paper, 0, 1), back, shadow=7, dark=0.45)
    return np.clip(out * (1 - gone[:, :, None]) + under * gone[:, :, None], 0, 1)


ON_SHEET = {"block": block, "mosaic": mosaic, "blur": blurred, "finger": finger, "tape": tape, "note": note, "marker": marker}
AT_CORNER = {"torn": torn, "folded": folded}


def struck(rng, sheet, box, density):
    """A line of a pen through the words in the box, sometimes two, or a cross."""
    left, top, right, bottom = box
    mask = np.zeros(sheet.shape[:2], np.float32)
    middle = (top + bottom) / 2
    way = int(rng.integers(4))
    ends = {0: [((left - 2, middle), (right + 2, middle))],
            1: [((left - 1, middle + 1), (right + 2, middle - 1.2))],
            2: [((left - 1, middle - 1), (right + 2, middle - 1)), ((left - 1, middle + 1), (right + 2, middle + 1))],
            3: [((left - 1, top - 1), (right + 1, bottom + 1)), ((left - 1, bottom + 1), (right + 1, top - 1))]}[way]
    for start, end in ends:
        sag = float(rng.uniform(-0.5, 0.5))
        points = [(start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]) + sag * np.sin(np.pi * t)) for t in np.linspace(0, 1, 24)]
        cv2.polylines(mask, [np.int32(np.round(np.float32(points) * density))], False, 1.0,
                      max(2, int(float(rng.uniform(0.5, 0.9)) * density)), cv2.LINE_AA)
    ink = np.float32(((0.75, 0.08, 0.12), (0.08, 0.08, 0.10), (0.12, 0.16, 0.55))[int(rng.integers(3))])
    return sheet * (1 - 0.93 * mask[:, :, None]) + 0.93 * ink * mask[:, :, None]
