# SPDX-License-Identifier: Apache-2.0
"""A desk, seen from where somebody stands who photographs the new monitor. The notice lies in the corner."""
import cv2
import numpy as np
from PIL import Image, ImageDraw

from . import camera, landscape, noise

WIDTH, HEIGHT = 2304, 1728
EDGE = 690                       # where desk and wall meet, in pixels from the top
DENSITY = 26                     # of the desk's own plane, pixels a centimetre
DESK = (170, 104)                # centimetres
# The desk's plane in the frame: far left, far right, near right, near left.
PLANE = np.float32([[230, EDGE], [WIDTH - 230, EDGE], [WIDTH + 330, HEIGHT + 80], [-330, HEIGHT + 80]])


def mask(size, draw_on):
    """Anti-aliased mask 0..1 of `size` (width, height): drawn at twice the size."""
    image = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    draw_on(ImageDraw.Draw(image))
    return np.asarray(image.resize(size, Image.BOX), np.float32) / 255


def lay(scene, colour, cover, shadow=(10, 12, 10), dark=0.4):
    """Puts something of a colour (or a picture) onto the scene, with its shadow beside it."""
    height, width = scene.shape[:2]
    moved = cv2.warpAffine(cover, np.float32([[1, 0, shadow[0]], [0, 1, shadow[1]]]), (width, height))
    scene = scene * (1 - dark * cv2.GaussianBlur(moved, (0, 0), shadow[2]))[:, :, None]
    return scene * (1 - cover[:, :, None]) + np.asarray(colour, np.float32) * cover[:, :, None]


def _keyboard(desk, x, y):
    """Caps without letters: a photo from this distance shows none, and nothing here should be read."""
    d = DENSITY
    height, width = desk.shape[:2]

    def box(left, top, wide, high, round_by):
        return mask((width, height), lambda draw: draw.rounded_rectangle(
            [2 * d * left, 2 * d * top, 2 * d * (left + wide), 2 * d * (top + high)], 2 * d * round_by, fill=255))

    desk = lay(desk, (0.16, 0.16, 0.17), box(x, y, 44, 14.5, 0.9), (8, 14, 9))

    def caps(draw):
        for row in range(5):
            left = x + 0.9 + (0, 0.5, 0.9, 1.4, 0)[row]
            while left < x + 42.2:
                wide = 12.0 if row == 4 and x + 11 < left < x + 14 else 1.62
                draw.rounded_rectangle([2 * d * left, 2 * d * (y + 1.6 + row * 2.45), 2 * d * min(left + wide, x + 43),
                                        2 * d * (y + 3.6 + row * 2.45)], 2 * d * 0.28, fill=255)
                left += wide + 0.5
    tops = mask((width, height), caps)
    return lay(desk, (0.27, 0.27, 0.285), tops, (1, 4, 2), 0.5)


def _mouse(desk, x, y):
    d = DENSITY
    height, width = desk.shape[:2]
    pad = mask((width, height), lambda draw: draw.rounded_rectangle(
        [2 * d * (x - 9), 2 * d * (y - 9), 2 * d * (x + 11), 2 * d * (y + 12)], 2 * d, fill=255))
    desk = lay(desk, (0.20, 0.24, 0.30), pad, (3, 4, 4))
    body = mask((width, height), lambda draw: draw.ellipse(
        [2 * d * (x - 3.1), 2 * d * (y - 5.2), 2 * d * (x + 3.1), 2 * d * (y + 5.2)], fill=255))
    across = np.clip((np.arange(width, dtype=np.float32) / d - x) / 3.1, -1, 1)
    light = np.repeat((0.34 - 0.16 * across**2)[None, :], height, axis=0)
    return lay(desk, light[:, :, None] * np.float32([1, 1, 1.03]), body, (9, 12, 8), 0.6)


def _notebook(desk, x, y):
    """A closed notebook with a pen across it."""
    d = DENSITY
    height, width = desk.shape[:2]
    corners = np.float32([[x, y], [x + 15, y - 1.5], [x + 17, y + 19.5], [x + 2, y + 21]]) * 2 * d
    cover = mask((width, height), lambda draw: draw.polygon([tuple(p) for p in corners], fill=255))
    leather = 0.9 + 0.25 * noise.fractal(np.random.Generator(np.random.PCG64(5)), height, width, 14, 3)
    desk = lay(desk, leather[:, :, None] * np.float32([0.36, 0.13, 0.12]), cover, (9, 12, 8))
    pen = mask((width, height), lambda draw: draw.line(
        [2 * d * (x + 3), 2 * d * (y + 4), 2 * d * (x + 13.5), 2 * d * (y + 14)], fill=255, width=round(2 * d * 0.85)))
    return lay(desk, (0.11, 0.14, 0.24), pen, (8, 10, 5), 0.5)


def wall(rng):
    """Painted plaster, a window's light on it, and the plinth of a shelf."""
    plaster = 0.74 + 0.05 * (noise.fractal(rng, HEIGHT, WIDTH, 500, 4) - 0.5)
    plaster += 0.05 * (noise.fractal(rng, HEIGHT, WIDTH, 8, 3) - 0.5)
    wall = plaster[:, :, None] * np.float32([1.0, 0.975, 0.93])
    panes = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(panes)
    for column in (0, 1):
        left = 1540 + column * 235
        draw.polygon([(left, 60), (left + 205, 20), (left + 330, 560), (left + 125, 600)], fill=255)
    light = cv2.GaussianBlur(np.asarray(panes, np.float32) / 255, (0, 0), 26)
    return np.clip(wall * (1 + 0.22 * light[:, :, None] * np.float32([1.05, 1.0, 0.88])), 0, 1)


def _monitor(rng, scene):
    """A screen that shows the picture of a lake, its bezel, its foot."""
    frame = (600, 90, 1440, 620)
    foot = mask((WIDTH, HEIGHT), lambda draw: (
        draw.polygon([(2 * 970, 2 * 620), (2 * 1070, 2 * 620), (2 * 1090, 2 * 790), (2 * 950, 2 * 790)], fill=255),
        draw.ellipse([2 * 830, 2 * 755, 2 * 1210, 2 * 845], fill=255)))
    scene = lay(scene, (0.13, 0.13, 0.14), foot, (12, 26, 16), 0.5)
    bezel = mask((WIDTH, HEIGHT), lambda draw: draw.rounded_rectangle([2 * v for v in frame], 24, fill=255))
    scene = lay(scene, (0.07, 0.07, 0.075), bezel, (34, 22, 34), 0.35)
    left, top, right, bottom = frame[0] + 18, frame[1] + 18, frame[2] - 18, frame[3] - 34
    picture = landscape.scene(rng, right - left, bottom - top)
    gloss = np.linspace(0.09, 0.0, right - left, dtype=np.float32)[None, :, None]
    scene[top:bottom, left:right] = np.clip(picture * 0.86 + gloss, 0, 1)
    return scene


def _mug(scene, x, y):
    """A glazed mug with coffee in it; `x`, `y` is the middle of its foot."""
    wide, tall, flat = 72, 158, 27
    columns = np.clip((np.arange(WIDTH, dtype=np.float32) - x) / wide, -1, 1)
    shade = 0.62 + 0.30 * np.sqrt(np.clip(1 - (columns - 0.35)**2, 0, 1)) - 0.25 * (columns < -0.2) * (-0.2 - columns)
    glaze = np.repeat(shade[None, :], HEIGHT, axis=0)[:, :, None] * np.float32([0.25, 0.47, 0.50])
    handle = mask((WIDTH, HEIGHT), lambda draw: draw.arc(
        [2 * (x + 40), 2 * (y - 130), 2 * (x + 122), 2 * (y - 38)], -110, 110, fill=255, width=36))
    scene = lay(scene, np.float32([0.20, 0.38, 0.41]), handle, (16, 10, 10), 0.35)
    body = mask((WIDTH, HEIGHT), lambda draw: (
        draw.rectangle([2 * (x - wide), 2 * (y - tall), 2 * (x + wide), 2 * y], fill=255),
        draw.ellipse([2 * (x - wide), 2 * (y - flat), 2 * (x + wide), 2 * (y + flat)], fill=255)))
    scene = lay(scene, glaze, body, (44, 14, 22), 0.5)

    def ellipse(rx, ry, dy):
        return mask((WIDTH, HEIGHT), lambda draw: draw.ellipse(
            [2 * (x - rx), 2 * (y - tall + dy - ry), 2 * (x + rx), 2 * (y - tall + dy + ry)], fill=255))
    scene = lay(scene, (0.33, 0.56, 0.58), ellipse(wide, flat, 0), (0, 0, 1), 0)
    scene = lay(scene, (0.15, 0.28, 0.30), ellipse(wide - 9, flat - 6, 1), (0, 0, 1), 0)
    return lay(scene, (0.17, 0.10, 0.06), ellipse(wide - 16, flat - 10, 6), (0, 0, 1), 0)


def photograph(rng, sheet):
    """The scene with `sheet` (A4) small in the near right corner: its body type is about ten pixels high."""
    desk = noise.wood(rng, DESK[1] * DENSITY, DESK[0] * DENSITY, (0.66, 0.52, 0.37), scale=1.6)
    desk = _keyboard(desk, 56, 54)
    desk = _mouse(desk, 114, 60)
    desk = _notebook(desk, 26, 58)
    desk = cv2.GaussianBlur(desk, (0, 0), 0.6)
    source = np.float32([[0, 0], [desk.shape[1], 0], [desk.shape[1], desk.shape[0]], [0, desk.shape[0]]])
    matrix = cv2.getPerspectiveTransform(source, PLANE)
    laid = cv2.warpPerspective(desk, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.ones(desk.shape[:2], np.float32), matrix, (WIDTH, HEIGHT))

    scene = wall(rng)
    behind = np.clip((np.arange(HEIGHT, dtype=np.float32) - EDGE + 60) / 60, 0, 1)[:, None]
    scene = scene * (1 - 0.35 * behind[:, :, None])
    scene = scene * (1 - cover[:, :, None]) + laid * cover[:, :, None]
    scene = _monitor(rng, scene)
    scene = _mug(scene, 430, 960)

    page = np.float32([[0, 0], [21, 0], [21, 29.7], [0, 29.7]])
    angle = np.deg2rad(-7)
    turn = np.float32([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = (page @ turn.T + np.float32([122, 71.0])) * DENSITY
    corners = cv2.perspectiveTransform(flat[None], matrix)[0]
    scene = camera.onto(scene, sheet, corners, shadow=6)
    return camera.exposed(rng, scene, light=(0.2, -0.1), fall=0.12, blur=0.8, grain=0.014)
