# SPDX-License-Identifier: Apache-2.0
"""A sheet or screen that is drawn in millimetres and remembers where its lines, marks and seals are, in its own pixels."""
import functools

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from . import splits

MM = 25.4 / 72  # a typographic point
INK, RED = (26, 25, 28), (202, 24, 32)
REFERENCE = {"hans": "国", "hant": "國", "jp": "国", "kr": "한", "latin": "H", "cyrillic": "Н", "vietnamese": "H"}
CJK = ("hans", "hant", "jp")


def pick(rng, things):
    return things[int(rng.integers(len(things)))]


@functools.lru_cache(maxsize=300)
def font(path, index, pixels):
    return ImageFont.truetype(path, max(4, pixels), index=index, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=None)
def draws(path, index, glyph):
    """Whether a face has this glyph: it looks different from the box for missing ones."""
    kind = font(path, index, 24)
    mask, missing = kind.getmask(glyph), kind.getmask("\U000F1234")
    return glyph in " 　" or (mask.getbbox() is not None and (mask.size != missing.size or bytes(mask) != bytes(missing)))


def box_of(corners):
    """The upright quad (left, top, right, bottom) clockwise from its top left."""
    left, top, right, bottom = corners
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Sheet:
    """`width` × `height` millimetres at `density` pixels a millimetre; faces are drawn by lot once for the whole sheet."""

    def __init__(self, split, rng, width, height, density, paper=(252, 251, 247), screen=False):
        self.split, self.rng, self.density, self.screen = split, rng, density, screen
        self.width, self.height = width, height
        self.image = Image.new("RGB", (self.px(width), self.px(height)), paper)
        self.draw = ImageDraw.Draw(self.image)
        self.lines, self.marks, self.seals, self.pages = [], [], [], []
        self.chosen = {}

    def px(self, mm):
        return max(1, int(round(mm * self.density)))

    def texts(self, kind):
        return splits.texts(self.split, kind)

    def pick(self, kind):
        return pick(self.rng, self.texts(kind))

    def face(self, script, style, words=""):
        """The sheet's face of a style; where it lacks a glyph of these words, another of the split that has all."""
        key = (script, style)
        if key not in self.chosen:
            self.chosen[key] = pick(self.rng, splits.fonts(self.split, script, style))
        face = self.chosen[key]
        if all(draws(*face, glyph) for glyph in words):
            return face
        rows = [row for row in splits.FONTS[self.split] if row[0] == script and row[1] == style]
        rows += [row for row in splits.FONTS[self.split] if row[0] == script] + splits.FONTS[self.split]
        for _, _, path, index in rows:
            if all(draws(path, index, glyph) for glyph in words):
                return path, index
        raise SystemExit(f"tools/eval: no font of the split {self.split} draws {words!r}")

    def length(self, words, script, style, points, spacing=0.0):
        kind = font(*self.face(script, style, words), self.px(points * MM))
        return kind.getlength(words) / self.density + spacing * max(0, len(words) - 1)

    def text(self, x, y, words, script, style, points, colour=INK, anchor="l", spacing=0.0, mark=None, weight=0.0):
        """One line with its baseline at (x, y) mm. `mark` is (system, level). Returns its width in mm.

        `spacing` opens the letters by so many mm; `weight` thickens the strokes by so many mm.
        """
        if not words:
            return 0
        kind = font(*self.face(script, style, words), self.px(points * MM))
        wide = kind.getlength(words) / self.density + spacing * (len(words) - 1)
        left = x - wide / 2 if anchor == "m" else x - wide if anchor == "r" else x
        pen = left
        for piece in words if spacing else [words]:
            self.draw.text((pen * self.density, y * self.density), piece, fill=colour, font=kind, anchor="ls",
                           stroke_width=int(round(weight * self.density)), stroke_fill=colour)
            pen += kind.getlength(piece) / self.density + spacing
        reference = kind.getbbox(REFERENCE[script], anchor="ls")
        top, bottom = y * self.density + reference[1], y * self.density + reference[3]
        self.record(box_of((left * self.density, top, (left + wide) * self.density, bottom)), words, mark)
        return wide

    def record(self, quad, words, mark=None):
        entry = {"quad": quad, "text": words}
        self.lines.append(entry)
        if mark:
            self.marks.append({**entry, "system": mark[0], "level": mark[1]})

    def squeezed(self, x, y, words, script, style, points, colour, width):
        """One centred line squeezed to `width` mm: how names of issuers are set."""
        kind = font(*self.face(script, style, words), self.px(points * MM))
        box = kind.getbbox(words, anchor="ls")
        layer = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(layer).text((-box[0], -box[1]), words, fill=255, font=kind, anchor="ls")
        layer = layer.resize((min(self.px(width), layer.width * 2), layer.height), Image.LANCZOS)
        left, top = self.px(x) - layer.width // 2, self.px(y) + box[1]
        self.image.paste(Image.new("RGB", layer.size, colour), (left, top), layer)
        self.record(box_of((left, top, left + layer.width, top + layer.height)), words)

    def paragraph(self, x, y, words, script, style, points, width, pitch, indent=0.0, colour=INK):
        """Running text, broken where the script breaks. Returns the next baseline."""
        kind = font(*self.face(script, style, words), self.px(points * MM))
        closing = "，。、；：？！）》”」』"
        line, offset = "", indent
        for piece in list(words) if script in CJK else [w + " " for w in words.split()]:
            fits = kind.getlength((line + piece).rstrip()) <= (width - offset) * self.density
            if not fits and line and piece not in closing:
                self.text(x + offset, y, line.rstrip(), script, style, points, colour)
                y, line, offset = y + pitch, "", 0.0
            line += piece
        self.text(x + offset, y, line.rstrip(), script, style, points, colour)
        return y + pitch

    def rule(self, x0, y, x1, thickness, colour=INK):
        top = y * self.density
        self.draw.rectangle([x0 * self.density, top, x1 * self.density, top + max(1.0, thickness * self.density) - 1],
                            fill=colour)

    def frame(self, x0, y0, x1, y1, thickness, colour=INK, fill=None):
        self.draw.rectangle([v * self.density for v in (x0, y0, x1, y1)], outline=colour if thickness else None, fill=fill,
                            width=self.px(thickness) if thickness else 0)

    def stamp(self, stamp, x, y, angle=0.0):
        """Presses a stamp with its centre at (x, y) mm, turned anticlockwise by `angle` degrees: ink multiplies."""
        layer = stamp.layer.rotate(angle, Image.BICUBIC, expand=True)
        centre = np.array([x, y]) * self.density
        left, top = (int(v) for v in (centre - np.array(layer.size) / 2).round())
        under = np.asarray(self.image.crop((left, top, left + layer.width, top + layer.height)), np.float32) / 255
        over = np.asarray(layer, np.float32) / 255
        alpha = over[:, :, 3:]
        mixed = under * (1 - alpha + alpha * over[:, :, :3])
        self.image.paste(Image.fromarray((mixed * 255).astype(np.uint8)), (left, top))
        a = np.radians(angle)
        turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])  # of row vectors, y down, anticlockwise
        middle = np.array(stamp.layer.size) / 2

        def placed(quad):
            return [tuple(p) for p in (np.asarray(quad, float) - middle) @ turn + centre]
        self.seals.append(placed(stamp.outline))
        for quad, words, mark in stamp.lines:
            self.record(placed(quad), words, mark)

    def place(self, inner, x, y, cut=None):
        """Another sheet as a picture inside this one, its top left at (x, y) mm, cut below `cut` mm of its height."""
        left, top = self.px(x), self.px(y)
        shown = inner.image if cut is None else inner.image.crop((0, 0, inner.image.width, min(inner.px(cut), inner.image.height)))
        self.image.paste(shown, (left, top))

        def moved(quad):
            return [(px + left, py + top) for px, py in quad]

        def within(quad):
            return max(p[1] for p in quad) < shown.height
        for mine, its in ((self.lines, inner.lines), (self.marks, inner.marks)):
            mine += [{**entry, "quad": moved(entry["quad"])} for entry in its if within(entry["quad"])]
        self.seals += [moved(quad) for quad in inner.seals if within(quad)]
        self.pages.append(moved(box_of((0, 0, shown.width, shown.height))))

    def finished(self):
        """Pixels, RGB bytes: on paper ink has bled a little."""
        pixels = np.asarray(self.image)
        return pixels if self.screen else cv2.GaussianBlur(pixels, (0, 0), max(0.3, 0.04 * self.density))
