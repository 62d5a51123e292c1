# SPDX-License-Identifier: Apache-2.0
"""Flat things with text on them, each with where its lines, seals and edges are: documents, screens, signs, captions."""
import math

import numpy as np
from PIL import Image, ImageDraw

from . import material


class Sheet:
    """A canvas in its own pixels. `lines` are quads in reading order, the height being that of the reference glyph."""

    def __init__(self, width, height, colour, kind, opaque=True):
        self.width, self.height, self.kind = int(width), int(height), kind  # kind: page, screen or sign
        self.image = Image.new("RGBA", (self.width, self.height), tuple(colour) + (255 if opaque else 0,))
        self.draw = ImageDraw.Draw(self.image)
        self.lines, self.seals, self.unclear = [], [], []

    def text(self, x, baseline, string, face, size, script, colour, widest=None):
        """One line; returns its width. A line that would leave the sheet is cut by whole glyphs."""
        font = material.font(face[0], face[1], size)
        room = (self.width - 2 - x) if widest is None else widest
        width = font.getlength(string)
        if width > room:
            string = string[:int(len(string) * room / width)].rstrip()
            width = font.getlength(string) if string else 0
        if width < size * .4 or width > room or baseline > self.height - 1:
            return 0
        top = baseline + material.box(face[0], face[1], size, material.reference(script))[1]
        bottom = baseline + material.box(face[0], face[1], size, material.reference(script))[3]
        if top < 0:
            return 0
        self.draw.text((x, baseline), string, font=font, fill=tuple(colour) + (255,), anchor="ls")
        self.lines.append([(x, top), (x + width, top), (x + width, bottom), (x, bottom)])
        return width


def dark(rng):
    kind = rng.random()
    if kind < .7:
        return np.full(3, rng.integers(0, 80))
    return np.array([(20, 40, 140), (160, 25, 20), (70, 60, 20), (20, 90, 40)][rng.integers(4)]) + rng.integers(0, 30, 3)


def red(rng):
    return np.array([rng.integers(165, 235), rng.integers(0, 60), rng.integers(0, 60)])


def paper(rng):
    if rng.random() < .12:
        return rng.integers(150, 255, 3)
    return np.clip(rng.integers(205, 256) + rng.integers(-14, 10, 3), 0, 255)


def document(rng, stuff, size):
    """A printed page with a body of `size` pixels: notice with red head, letter, columns, form, receipt, slide, blank."""
    script = stuff.script(rng)
    columns = int(rng.integers(9, 44))
    width = min(1150, max(80, columns * size * rng.uniform(1, 1.25)))
    height = min(1150, width * rng.choice([1.41, .72, rng.uniform(.25, 2.2)], p=[.5, .15, .35]))
    sheet = Sheet(width, max(height, 4 * size), paper(rng), "page")
    draw = rng.random()
    if draw < .06:
        ruled(rng, sheet, size)
        return sheet
    ink = dark(rng) if rng.random() < .3 else np.full(3, rng.integers(0, 60))
    margin = width * rng.uniform(.03, .14)
    y = margin * rng.uniform(.4, 1) + size
    if rng.random() < .55:
        y = head(rng, stuff, sheet, script, size, margin, y)
    if draw < .2:
        form(rng, stuff, sheet, script, size, margin, y, ink)
    elif draw < .32:
        gap = width * .05
        half = (width - 2 * margin - gap) / 2
        body(rng, stuff, sheet, script, size, margin, y, half, ink)
        body(rng, stuff, sheet, script, size, margin + half + gap, y, half, ink)
    else:
        y = body(rng, stuff, sheet, script, size, margin, y, width - 2 * margin, ink)
    stamps(rng, stuff, sheet, size)
    return sheet


def head(rng, stuff, sheet, script, size, margin, y):
    """Marks in the corners, a large line (often red), a number line, a rule."""
    face = stuff.face(rng, script)
    for _ in range(int(rng.integers(0, 3))):
        mark = stuff.string(rng, script, int(rng.integers(2, 9)))
        wide = material.font(face[0], face[1], size).getlength(mark)
        x = margin if rng.random() < .6 else max(margin, sheet.width - margin - wide)
        sheet.text(x, y, mark, face, size, script, red(rng) if rng.random() < .25 else (10, 10, 10))
        y += size * rng.uniform(1.3, 1.9)
    big = int(min(size * rng.uniform(1.5, 3.4), sheet.width * .2))
    colour = red(rng) if rng.random() < .5 else dark(rng)
    title = stuff.string(rng, script, int(rng.integers(3, 16)))
    y += big
    face = stuff.face(rng, script)
    wide = min(material.font(face[0], face[1], big).getlength(title), sheet.width - 2 * margin)
    sheet.text((sheet.width - wide) / 2, y, title, face, big, script, colour, sheet.width - 2 * margin)
    y += size * rng.uniform(1.3, 2.2)
    if rng.random() < .6:
        number = stuff.string(rng, script, int(rng.integers(5, 14)))
        sheet.text(sheet.width * rng.uniform(.2, .5), y, number, face, size, script, (15, 15, 15))
        y += size * .8
    if rng.random() < .7:
        sheet.draw.line([(margin, y), (sheet.width - margin, y)], fill=tuple(colour) + (255,), width=max(1, size // 7))
    return y + size * rng.uniform(1.5, 2.5)


def body(rng, stuff, sheet, script, size, x, y, width, ink):
    """Running text in paragraphs, now and then a centred or short line."""
    face = stuff.face(rng, script)
    pitch = size * rng.uniform(1.25, 2.1)
    mixed = rng.random() < .12
    left = 0
    while y < sheet.height - size * .5:
        if left == 0:
            left = int(rng.integers(1, 9))
            indent = size * 2 * (rng.random() < .7)
            y += pitch * .5 * (rng.random() < .3)
            if mixed:
                script = stuff.script(rng)
                face = stuff.face(rng, script)
        full = int((width - indent) / (size * (.5 if script in ("latin", "cyrillic", "vietnamese") else 1)))
        count = full if left > 1 else max(2, int(full * rng.random()))
        if full > 1:
            sheet.text(x + indent, y, stuff.string(rng, script, count), face, size, script, ink, width - indent)
        indent = 0
        left -= 1
        y += pitch
        if rng.random() < .012:
            break
    return y


def form(rng, stuff, sheet, script, size, margin, y, ink):
    """A table: rules and short cells; some cells stay empty."""
    face = stuff.face(rng, script)
    columns = int(rng.integers(2, 6))
    row = size * rng.uniform(1.5, 3)
    cell = (sheet.width - 2 * margin) / columns
    line = tuple(np.clip(ink + rng.integers(0, 90), 0, 255)) + (255,)
    ruled_table = rng.random() < .75
    while y + row < sheet.height - margin * .5:
        for column in range(columns):
            x = margin + column * cell
            if ruled_table:
                sheet.draw.rectangle([x, y, x + cell, y + row], outline=line)
            if rng.random() < .75:
                sheet.text(x + size * .3, y + row * .5 + size * .36, stuff.string(rng, script, int(rng.integers(1, 9))),
                           face, size, script, ink, cell - size * .5)
        y += row


def ruled(rng, sheet, size):
    """A page without text: blank, lined or squared; its label is a page, and nothing on it is a line of text."""
    line = tuple(rng.integers(120, 215, 3)) + (255,)
    for y in range(size * 2, sheet.height, max(3, int(size * rng.uniform(1, 2)))) if rng.random() < .7 else ():
        sheet.draw.line([(0, y), (sheet.width, y)], fill=line)
    for x in range(size * 2, sheet.width, max(3, int(size * rng.uniform(1, 2)))) if rng.random() < .3 else ():
        sheet.draw.line([(x, 0), (x, sheet.height)], fill=line)


def stamps(rng, stuff, sheet, size):
    """Red seals and chops, across text as they come; some photographs and bar codes, which are neither."""
    if rng.random() < .33:
        radius = size * rng.uniform(1.8, 5)
        stamp(rng, sheet, seal(rng, stuff, int(radius)), rng.uniform(-180, 180) if rng.random() < .3 else rng.uniform(-20, 20))
    if rng.random() < .25:
        stamp(rng, sheet, chop(rng, stuff, int(size * rng.uniform(1, 2.2))), rng.uniform(-30, 30))
    if rng.random() < .12 and min(sheet.width, sheet.height) > 70:
        picture = stuff.photographs[rng.integers(len(stuff.photographs))]
        wide, high = int(sheet.width * rng.uniform(.2, .5)), int(sheet.height * rng.uniform(.15, .4))
        x, y = int(rng.integers(0, sheet.width - wide)), int(rng.integers(0, sheet.height - high))
        sheet.image.paste(Image.fromarray(picture).resize((wide, high)), (x, y))
        sheet.lines = [quad for quad in sheet.lines if not crosses(quad, x, y, x + wide, y + high)]
        sheet.seals = [quad for quad in sheet.seals if not crosses(quad, x, y, x + wide, y + high)]


def crosses(quad, left, top, right, bottom):
    xs, ys = [p[0] for p in quad], [p[1] for p in quad]
    return min(xs) < right and max(xs) > left and min(ys) < bottom and max(ys) > top


def seal(rng, stuff, radius):
    """Ring, star and text along the arc. The arc is not a straight line of text: its place is left out of the loss."""
    side = 2 * radius + 4
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    colour = tuple(red(rng)) + (int(rng.integers(150, 256)),)
    centre = side / 2
    ratio = rng.uniform(.65, 1) if rng.random() < .2 else 1
    draw.ellipse([2, centre - radius * ratio, side - 2, centre + radius * ratio], outline=colour,
                 width=max(1, int(radius * rng.uniform(.03, .1))))
    if rng.random() < .8:
        points = [(centre + radius * (.33 if i % 2 == 0 else .13) * math.sin(i * math.pi / 5),
                   centre - radius * ratio * (.33 if i % 2 == 0 else .13) * math.cos(i * math.pi / 5)) for i in range(10)]
        draw.polygon(points, fill=colour)
    script = rng.choice(["hans", "hant", "latin", "cyrillic", "korean"], p=[.6, .1, .1, .1, .1])
    face = stuff.face(rng, script)
    string = stuff.string(rng, script, int(rng.integers(7, 17)))
    size = max(5, int(radius * rng.uniform(.22, .34)))
    sweep = rng.uniform(200, 290)
    for i, glyph in enumerate(string):
        angle = -sweep / 2 + sweep * i / max(1, len(string) - 1)
        cell = Image.new("RGBA", (size * 2, size * 2), (0, 0, 0, 0))
        ImageDraw.Draw(cell).text((size, size), glyph, font=material.font(face[0], face[1], size), fill=colour, anchor="mm")
        cell = cell.rotate(-angle, Image.BILINEAR)
        x = centre + radius * .76 * math.sin(math.radians(angle)) - size
        y = centre - radius * ratio * .76 * math.cos(math.radians(angle)) - size
        image.alpha_composite(cell, (max(0, int(x)), max(0, int(y)))) if x < side and y < side else None
    outline = [(centre + radius * math.cos(a), centre + radius * ratio * math.sin(a)) for a in np.arange(24) * math.pi / 12]
    return image, outline, [], outline


def chop(rng, stuff, size):
    """A rectangular red stamp with one line in it, which is a line of text as any other."""
    script = rng.choice(["hans", "hant", "latin", "cyrillic", "korean", "japanese"], p=[.55, .1, .15, .08, .06, .06])
    face = stuff.face(rng, script)
    font = material.font(face[0], face[1], max(6, size))
    string = stuff.string(rng, script, int(rng.integers(2, 7)))
    string = string.upper()
    pad = int(size * rng.uniform(.25, .6)) + 2
    wide = int(font.getlength(string))
    colour = tuple(red(rng)) + (int(rng.integers(150, 256)),)
    image = Image.new("RGBA", (wide + 2 * pad, int(size * 1.05) + 2 * pad), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    framed = rng.random() < .85
    if framed:
        draw.rectangle([1, 1, image.width - 2, image.height - 2], outline=colour, width=max(1, int(size * rng.uniform(.06, .14))))
    baseline = pad + size * .88
    draw.text((pad, baseline), string, font=font, fill=colour, anchor="ls")
    ref = material.box(face[0], face[1], max(6, size), material.reference(script))
    line = [(pad, baseline + ref[1]), (pad + wide, baseline + ref[1]), (pad + wide, baseline + ref[3]), (pad, baseline + ref[3])]
    corners = [(0, 0), (image.width, 0), (image.width, image.height), (0, image.height)]
    return image, corners, [line], None


def stamp(rng, sheet, made, angle):
    """Lays a stamp on the sheet, turned; worn in places."""
    image, outline, lines, unclear = made
    if rng.random() < .6:
        wear = np.asarray(Image.fromarray(rng.integers(90, 256, (6, 6), dtype=np.uint8)).resize(image.size, Image.BILINEAR))
        speckle = rng.integers(120, 256, wear.shape)
        pixels = np.array(image)
        pixels[..., 3] = pixels[..., 3] * (wear / 255.) * (speckle / 255.)
        image = Image.fromarray(pixels)
    turned = image.rotate(angle, Image.BILINEAR, expand=True)
    if turned.width >= sheet.width or turned.height >= sheet.height:
        return
    x = int(rng.integers(0, sheet.width - turned.width))
    y = int(rng.integers(0, sheet.height - turned.height))
    sheet.image.alpha_composite(turned, (x, y))
    cos, sin = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))

    def place(points):
        return [(x + turned.width / 2 + (px - image.width / 2) * cos - (py - image.height / 2) * sin,
                 y + turned.height / 2 + (px - image.width / 2) * sin + (py - image.height / 2) * cos) for px, py in points]
    sheet.seals.append(place(outline))
    sheet.lines.extend(place(line) for line in lines)
    if unclear:
        sheet.unclear.append(place(unclear))


def screen(rng, stuff, size):
    """What a display shows, light or dark: a chat, an editor or list, a window with a document in it."""
    night = rng.random() < .45
    back = rng.integers(8, 60) + rng.integers(-6, 7, 3) if night else rng.integers(225, 256) + rng.integers(-12, 1, 3)
    back = np.clip(back, 0, 255)
    ink = np.clip(rng.integers(170, 250) + rng.integers(-40, 6, 3), 0, 255) if night else dark(rng)
    script = stuff.script(rng)
    width = min(1150, size * rng.uniform(16, 60))
    sheet = Sheet(width, min(1100, max(width * rng.choice([.62, 1.9, rng.uniform(.4, 2)]), size * 6)), back, "screen")
    bar = int(size * rng.uniform(1.4, 2.4))
    sheet.draw.rectangle([0, 0, sheet.width, bar], fill=tuple(np.clip(back + rng.integers(-60, 60, 3), 0, 255)) + (255,))
    face = stuff.face(rng, script)
    sheet.text(size, bar * .5 + size * .35, stuff.string(rng, script, int(rng.integers(3, 20))), face, size, script, ink)
    kind = rng.random()
    if kind < .4:
        chat(rng, stuff, sheet, script, size, bar + size, night, ink)
    elif kind < .7:
        body(rng, stuff, sheet, script, size, size * rng.uniform(.5, 5), bar + size * 2, sheet.width * .9, ink)
    else:
        inner = document(rng, stuff, max(6, int(size * rng.uniform(.7, 1.2))))
        x, y = int(rng.integers(0, size * 4)), bar
        sheet.image.paste(inner.image, (x, y))
        moved = lambda quads: [[(px + x, py + y) for px, py in quad] for quad in quads  # noqa: E731
                               if max(p[0] for p in quad) + x < sheet.width and max(p[1] for p in quad) + y < sheet.height]
        sheet.lines += moved(inner.lines)
        sheet.seals += moved(inner.seals)
        sheet.unclear += moved(inner.unclear)
    return sheet


def chat(rng, stuff, sheet, script, size, y, night, ink):
    while y < sheet.height - size * 3:
        right = rng.random() < .5
        face = stuff.face(rng, script)
        wide = sheet.width * rng.uniform(.2, .65)
        rows = int(rng.integers(1, 4))
        x = sheet.width - wide - size * 2 if right else size * 2
        bubble = rng.integers(20, 110, 3) if night else rng.choice([rng.integers(190, 256, 3), np.array((150, 236, 105))])
        sheet.draw.rounded_rectangle([x, y, x + wide, y + rows * size * 1.5 + size * .6], size * .4,
                                     fill=tuple(int(c) for c in bubble) + (255,))
        for row in range(rows):
            sheet.text(x + size * .5, y + size * (1.2 + 1.5 * row), stuff.string(rng, script, 40)
                       if row < rows - 1 else stuff.string(rng, script, int(rng.integers(2, 20))),
                       face, size, script, ink, wide - size)
        y += rows * size * 1.5 + size * rng.uniform(1.2, 2.5)


def sign(rng, stuff, size):
    """A board with one to three short lines, in the colours of signs; no page."""
    script = stuff.script(rng)
    rows = int(rng.integers(1, 4))
    colours = [((200, 20, 20), (255, 255, 255)), ((255, 255, 255), (200, 20, 20)), ((250, 210, 20), (10, 10, 10)),
               ((20, 70, 160), (255, 255, 255)), ((255, 255, 255), (10, 10, 10)), ((20, 110, 60), (255, 255, 255))]
    back, ink = colours[rng.integers(len(colours))]
    if rng.random() < .3:
        back = tuple(rng.integers(0, 256, 3))
        ink = (255, 255, 255) if sum(back) < 360 else (10, 10, 10)
    sheet = Sheet(size * rng.uniform(4, 13), size * (1.5 * rows + rng.uniform(.4, 1.4)), back, "sign")
    rows_of(rng, stuff, sheet, script, size, rows, ink)
    if rng.random() < .4:
        sheet.draw.rectangle([2, 2, sheet.width - 3, sheet.height - 3], outline=tuple(ink) + (255,), width=max(1, size // 10))
    return sheet


def caption(rng, stuff, size):
    """Letters straight on whatever is behind them: lettering on a wall, a watermark, a subtitle."""
    script = stuff.script(rng)
    rows = int(rng.integers(1, 3))
    ink = (255, 255, 255) if rng.random() < .5 else tuple(dark(rng))
    sheet = Sheet(size * rng.uniform(4, 16), size * (1.5 * rows + .8), ink, "sign", opaque=False)
    rows_of(rng, stuff, sheet, script, size, rows, ink)
    return sheet


def rows_of(rng, stuff, sheet, script, size, rows, ink):
    face = stuff.face(rng, script)
    for row in range(rows):
        string = stuff.string(rng, script, int(rng.integers(2, 14)))
        wide = min(material.font(face[0], face[1], size).getlength(string), sheet.width - size * .6)
        sheet.text((sheet.width - wide) / 2, size * (1.25 + 1.45 * row), string, face, size, script, ink, sheet.width - size * .6)
