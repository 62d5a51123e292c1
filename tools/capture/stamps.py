# SPDX-License-Identifier: Apache-2.0
"""Red seals and chops as layers of ink, and what people lay over a mark to hide it."""
import math

import cv2
import numpy as np
from PIL import Image, ImageDraw

from . import sheet as paper


class Stamp:
    """RGBA ink, its outline, and the straight lines of text in it, as (quad, words, mark)."""

    def __init__(self, layer, outline, lines):
        self.layer, self.outline, self.lines = layer, outline, lines


def worn(rng, layer, strength=0.5):
    """Ink that did not reach everywhere."""
    coarse = cv2.resize(rng.random((7, 7)).astype(np.float32), layer.size, interpolation=cv2.INTER_CUBIC)
    fine = rng.random((layer.height, layer.width)).astype(np.float32)
    keep = np.clip(1.15 - strength * (0.7 * coarse + 0.5 * fine), 0.25, 1)
    pixels = np.array(layer)
    pixels[:, :, 3] = (pixels[:, :, 3] * keep).astype(np.uint8)
    return Image.fromarray(pixels)


def ink(rng):
    return (int(rng.integers(180, 225)), int(rng.integers(15, 50)), int(rng.integers(20, 55)), int(rng.integers(190, 250)))


def round_seal(rng, sheet, words, millimetres=42, script="hans"):
    """A ring of 42 mm with a star in the middle and the name along the arc, as public bodies have."""
    side = sheet.px(millimetres)
    big = 2 if side < 200 else 1  # thin strokes of small ones are drawn at twice the size
    radius = side * big / 2
    layer = Image.new("RGBA", (side * big, side * big), (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    colour = ink(rng)
    width = max(2, int(radius * 0.055))
    draw.ellipse([1, 1, 2 * radius - 2, 2 * radius - 2], outline=colour, width=width)
    star = [(radius + radius * (0.32 if i % 2 == 0 else 0.125) * math.sin(i * math.pi / 5),
             radius - radius * (0.32 if i % 2 == 0 else 0.125) * math.cos(i * math.pi / 5)) for i in range(10)]
    draw.polygon(star, fill=colour)
    size = max(4, int(radius * min(0.30, 3.0 / len(words))))
    kind = paper.font(*sheet.face(script, "song-bold" if script in paper.CJK else "serif-bold", words), size)
    sweep = min(270, 25 * len(words))
    reach = radius - width - size * 0.72
    for i, glyph in enumerate(words):
        angle = -sweep / 2 + sweep * i / max(1, len(words) - 1)
        cell = Image.new("RGBA", (size * 2, size * 2), (255, 255, 255, 0))
        ImageDraw.Draw(cell).text((size, size), glyph, fill=colour, font=kind, anchor="mm")
        cell = cell.rotate(-angle, Image.BICUBIC)
        layer.alpha_composite(cell, (max(0, int(radius + reach * math.sin(math.radians(angle)) - size)),
                                     max(0, int(radius - reach * math.cos(math.radians(angle)) - size))))
    layer = worn(rng, layer.resize((side, side), Image.LANCZOS), 0.35)
    return Stamp(layer, paper.box_of((0, 0, side, side)), [])


def chop(rng, sheet, words, script, points, mark=None, frame=1, style=None):
    """A rectangular chop with one line; `frame` 0, 1 or 2 lines around it."""
    size = sheet.px(points * paper.MM)
    style = style or ("hei-bold" if script in (*paper.CJK, "kr") else "sans-bold")
    kind = paper.font(*sheet.face(script, style, words), size)
    wide = int(kind.getlength(words))
    pad = int(size * 0.42) + 2
    box = kind.getbbox(paper.REFERENCE[script], anchor="ls")
    above = -kind.getbbox(words, anchor="ls")[1] - -box[1]  # accents stand above capitals
    high = box[3] - box[1]
    top = pad + max(0, above)
    layer = Image.new("RGBA", (wide + 2 * pad, high + pad + top), (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    colour = ink(rng)
    line = max(1, int(size * 0.075))
    for ring in range(frame):
        inset = ring * int(line * 2.2)
        draw.rectangle([inset, inset, layer.width - 1 - inset, layer.height - 1 - inset], outline=colour, width=line)
    draw.text((pad, top - box[1]), words, fill=colour, font=kind, anchor="ls")
    quad = paper.box_of((pad, top, pad + wide, top + high))
    return Stamp(worn(rng, layer), paper.box_of((0, 0, layer.width, layer.height)), [(quad, words, mark)])


# ------------------------------------------------------- covers: change the pixels (RGB bytes) of one upright box

def patch(rng, pixels, box):
    """An opaque rectangle as a drawing program or a piece of paper makes it."""
    left, top, right, bottom = box
    pixels[top:bottom, left:right] = paper.pick(rng, [(12, 12, 12), (255, 255, 255), (225, 40, 40), (250, 220, 60), (128, 128, 128)])


def tape(rng, pixels, box):
    """A strip of correction tape or masking tape: nearly opaque, ragged ends."""
    left, top, right, bottom = box
    colour = np.array(paper.pick(rng, [(246, 246, 242), (222, 202, 158), (205, 205, 205)]), np.float32)
    ragged = rng.integers(0, max(2, (bottom - top) // 8), size=(bottom - top, 2))
    for row in range(top, bottom):
        a, b = left + ragged[row - top, 0], right - ragged[row - top, 1]
        pixels[row, a:b] = (0.04 * pixels[row, a:b] + 0.96 * colour * (1 - 0.05 * rng.random())).astype(np.uint8)


def mosaic(rng, pixels, box):
    left, top, right, bottom = box
    cell = max(6, int((bottom - top) * rng.uniform(0.14, 0.3)))
    part = pixels[top:bottom, left:right]
    small = cv2.resize(part, (max(1, part.shape[1] // cell), max(1, part.shape[0] // cell)), interpolation=cv2.INTER_AREA)
    pixels[top:bottom, left:right] = cv2.resize(small, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_NEAREST)


def blur(rng, pixels, box):
    left, top, right, bottom = box
    part = pixels[top:bottom, left:right].copy()
    pixels[top:bottom, left:right] = cv2.GaussianBlur(part, (0, 0), max(4.0, (bottom - top) * rng.uniform(0.16, 0.28)))


def finger(rng, pixels, box):
    """A finger that comes from the left and lies over the place."""
    left, top, right, bottom = box
    skin = np.array(paper.pick(rng, [(224, 180, 152), (198, 146, 116), (150, 104, 80)]), np.float32)
    middle, thick = (top + bottom) / 2, (bottom - top) * 0.75
    above, below = max(0, int(middle - 3 * thick)), min(pixels.shape[0], int(middle + 3 * thick))
    end = min(pixels.shape[1], int(right + 3 * thick))
    part = pixels[above:below, :end]
    y, x = np.mgrid[above:below, :end].astype(np.float32)
    tip = right + thick * 0.4
    body = ((np.abs(y - middle) < thick) & (x < tip)) | ((x - tip) ** 2 + (y - middle) ** 2 < thick ** 2)
    soft = cv2.GaussianBlur(body.astype(np.float32), (0, 0), max(1.0, thick * 0.06))[:, :, None]
    roundness = np.clip(1.08 - 0.35 * ((y - middle) / thick) ** 2, 0.6, 1.1)[:, :, None]
    part[:] = (part * (1 - soft) + np.clip(skin * roundness, 0, 255) * soft).astype(np.uint8)


COVERS = {"patch": patch, "tape": tape, "mosaic": mosaic, "blur": blur, "finger": finger}
