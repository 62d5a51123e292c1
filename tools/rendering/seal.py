# SPDX-License-Identifier: Apache-2.0
"""A round chop with a star, as an office presses it over its date."""
import math

import numpy as np
from PIL import Image, ImageDraw

from . import noise, page


def round_seal(rng, words, density, diameter=42, colour=(208, 30, 40)):
    """RGBA layer, `diameter` in mm: ring, five-pointed star, `words` along the upper arc, unevenly inked."""
    side = round(diameter * density)
    centre = side / 2
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse([2, 2, side - 3, side - 3], outline=255, width=round(1.1 * density))

    star = []
    for point in range(10):
        radius = side * (0.15 if point % 2 == 0 else 0.15 * 0.382)
        angle = -math.pi / 2 + point * math.pi / 5
        star.append((centre + radius * math.cos(angle), centre + radius * math.sin(angle)))
    draw.polygon(star, fill=255)

    kind = page.font("song-bold", round(5.4 * density))
    spread = math.radians(230)
    for place, character in enumerate(words):
        angle = -math.pi / 2 - spread / 2 + spread * place / (len(words) - 1)
        glyph = Image.new("L", (round(8 * density),) * 2, 0)
        middle = glyph.width / 2
        ImageDraw.Draw(glyph).text((middle, middle), character, fill=255, font=kind, anchor="mm")
        glyph = glyph.rotate(-math.degrees(angle) - 90, Image.BICUBIC)
        radius = side * 0.375
        at = (round(centre + radius * math.cos(angle) - middle), round(centre + radius * math.sin(angle) - middle))
        mask.paste(255, at, glyph)

    inked = 0.62 + 0.5 * noise.fractal(rng, side, side, 4 * density, 5)
    alpha = np.clip(np.asarray(mask, np.float32) * inked, 0, 235).astype(np.uint8)
    layer = np.empty((side, side, 4), np.uint8)
    layer[:, :, :3] = colour
    layer[:, :, 3] = alpha
    return Image.fromarray(layer, "RGBA").rotate(float(rng.uniform(-6, 6)), Image.BICUBIC)


def frame(rng, words, density, height=16, turn=0, colour=(208, 30, 40)):
    """RGBA layer: `words` in a rectangular frame `height` mm high, turned by so many degrees, unevenly inked."""
    kind = page.font("hei-bold", round(0.62 * height * density))
    wide = round(kind.getlength(words) + 0.6 * height * density)
    high, line = round(height * density), max(2, round(0.7 * density))
    mask = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle([1, 1, wide - 2, high - 2], outline=255, width=line)
    draw.text((wide / 2, high / 2), words, fill=255, font=kind, anchor="mm")
    mask = mask.rotate(turn, Image.BICUBIC, expand=True)
    inked = 0.62 + 0.5 * noise.fractal(rng, mask.height, mask.width, 4 * density, 5)
    layer = np.empty((mask.height, mask.width, 4), np.uint8)
    layer[:, :, :3] = colour
    layer[:, :, 3] = np.clip(np.asarray(mask, np.float32) * inked, 0, 235).astype(np.uint8)
    return Image.fromarray(layer)
