# SPDX-License-Identifier: Apache-2.0
"""A sheet of paper that is drawn in millimetres and typographic points, as the standards for documents give them."""
import functools

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import noise

NOTO = "/usr/share/fonts/opentype/noto/Noto{}CJK-{}.ttc"
LIBERATION = "/usr/share/fonts/truetype/liberation/Liberation{}.ttf"
MM_PER_POINT = 25.4 / 72
NOTO_SC = 2  # index of the Simplified Chinese face in Noto's collections

FACES = {
    "hei": (NOTO.format("Sans", "Regular"), NOTO_SC),        # 黑体
    "hei-bold": (NOTO.format("Sans", "Bold"), NOTO_SC),
    "song": (NOTO.format("Serif", "Regular"), NOTO_SC),
    "song-bold": (NOTO.format("Serif", "Bold"), NOTO_SC),     # stands in for 小标宋
    "fangsong": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),  # thin strokes, stands in for 仿宋
    "serif": (LIBERATION.format("Serif-Regular"), 0),
    "serif-bold": (LIBERATION.format("Serif-Bold"), 0),
    "sans": (LIBERATION.format("Sans-Regular"), 0),
    "sans-bold": (LIBERATION.format("Sans-Bold"), 0),
    "mono": (LIBERATION.format("Mono-Regular"), 0),
}

INK = (28, 27, 30)
RED = (200, 22, 30)


@functools.lru_cache(maxsize=None)
def font(face, pixels):
    path, index = FACES[face]
    return ImageFont.truetype(path, pixels, index=index, layout_engine=ImageFont.Layout.BASIC)


class Page:
    """A sheet of `width` × `height` millimetres at `density` pixels a millimetre."""

    def __init__(self, width=210, height=297, density=11):
        self.width, self.height, self.density = width, height, density
        self.ink = Image.new("RGB", (round(width * density), round(height * density)), "white")
        self.draw = ImageDraw.Draw(self.ink)

    def px(self, mm):
        return round(mm * self.density)

    def face(self, name, points):
        return font(name, self.px(points * MM_PER_POINT))

    def text(self, x, y, words, face, points, colour=INK, anchor="ls", spacing=0.0):
        """Words at a baseline point in mm; `spacing` in mm opens the letters. Returns the width in mm."""
        kind = self.face(face, points)
        if not spacing:
            self.draw.text((self.px(x), self.px(y)), words, fill=colour, font=kind, anchor=anchor)
            return self.draw.textlength(words, font=kind) / self.density
        widths = [self.draw.textlength(c, font=kind) / self.density for c in words]
        total = sum(widths) + spacing * (len(words) - 1)
        left = x - total / 2 if anchor[0] == "m" else x - total if anchor[0] == "r" else x
        for character, wide in zip(words, widths):
            self.draw.text((self.px(left), self.px(y)), character, fill=colour, font=kind, anchor="l" + anchor[1])
            left += wide + spacing
        return total

    def squeezed(self, x, y, words, face, points, colour, width):
        """One centred line, set `width` mm wide by squeezing its letters: how issuer names are set."""
        kind = self.face(face, points)
        box = kind.getbbox(words, anchor="ls")
        layer = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(layer).text((-box[0], -box[1]), words, fill=255, font=kind, anchor="ls")
        layer = layer.resize((self.px(width), layer.height), Image.LANCZOS)
        self.ink.paste(Image.new("RGB", layer.size, colour),
                       (self.px(x) - layer.width // 2, self.px(y) + box[1]), layer)

    def chinese(self, x, y, words, face, points, columns, pitch, indent=2):
        """A paragraph on a grid of `columns` characters, lines `pitch` mm apart. Returns the next baseline."""
        cell = points * MM_PER_POINT
        room = columns * cell
        closing = "，。、；：？！）》”"
        used = indent * cell
        for place, character in enumerate(words):
            wide = cell * (0.5 if character.isascii() else 1)
            following = words[place + 1] if place + 1 < len(words) else ""
            if used + wide > room + 0.1 and character not in closing:
                y, used = y + pitch, 0
            elif following and following in closing and used + 2 * wide > room + cell + 0.1:
                y, used = y + pitch, 0
            self.text(x + used, y, character, face, points)
            used += wide
        return y + pitch

    def paragraph(self, x, y, words, face, points, width, pitch):
        """A left-aligned paragraph of a language with spaces. Returns the next baseline."""
        kind = self.face(face, points)
        line = ""
        for word in words.split():
            trial = (line + " " + word).strip()
            if self.draw.textlength(trial, font=kind) > self.px(width):
                self.text(x, y, line, face, points)
                y, line = y + pitch, word
            else:
                line = trial
        self.text(x, y, line, face, points)
        return y + pitch

    def rule(self, x0, y, x1, thickness, colour=INK):
        self.draw.rectangle([self.px(x0), self.px(y), self.px(x1), self.px(y + thickness)], fill=colour)

    def stamp(self, layer, x, y):
        """Presses a stamp (RGBA) onto the page with its centre at (x, y): ink multiplies, it does not cover."""
        left, top = self.px(x) - layer.width // 2, self.px(y) - layer.height // 2
        box = (left, top, left + layer.width, top + layer.height)
        under = np.asarray(self.ink.crop(box), np.float32) / 255
        colour = np.asarray(layer, np.float32) / 255
        alpha = colour[:, :, 3:]
        mixed = under * (1 - alpha + alpha * colour[:, :, :3])
        self.ink.paste(Image.fromarray((mixed * 255).astype(np.uint8)), box[:2])

    def sheet(self, rng, tint=(0.975, 0.97, 0.955)):
        """The finished sheet as float RGB: ink that has bled a little into paper with fibres."""
        ink = np.asarray(self.ink, np.float32) / 255
        ink = cv2.GaussianBlur(ink, (0, 0), 0.05 * self.density)
        height, width = ink.shape[:2]
        worn = 1 - 0.10 * noise.fractal(rng, height, width, 3 * self.density, 4)[:, :, None] * (1 - ink)
        fibre = noise.fractal(rng, height, width, 0.8 * self.density, 3)[:, :, None] - 0.5
        paper = np.asarray(tint, np.float32)[None, None, :] * (1 + 0.018 * fibre)
        return np.clip(paper * (1 - (1 - ink) * worn * 0.93), 0, 1)
