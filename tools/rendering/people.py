# SPDX-License-Identifier: Apache-2.0
"""Somebody in front of a wall who holds a paper up beside the face, and somebody's monitor."""
import cv2
import numpy as np

from . import camera, office


def selfie(rng, sheet):
    """As a front camera stores it: mirrored. The body type of `sheet` (A4) is about 18 pixels high."""
    scene = office.wall(rng)
    for colour, shape in (((0.20, 0.25, 0.33), lambda draw: draw.rounded_rectangle([2 * 980, 2 * 1080, 2 * 2160, 2 * 2400], 900, fill=255)),
                          ((0.66, 0.47, 0.37), lambda draw: draw.rectangle([2 * 1470, 2 * 930, 2 * 1670, 2 * 1190], fill=255)),
                          ((0.74, 0.55, 0.44), lambda draw: draw.ellipse([2 * 1330, 2 * 360, 2 * 1810, 2 * 1020], fill=255)),
                          ((0.09, 0.07, 0.06), lambda draw: draw.pieslice([2 * 1310, 2 * 310, 2 * 1830, 2 * 960], 180, 360, fill=255))):
        scene = office.lay(scene, colour, office.mask((office.WIDTH, office.HEIGHT), shape), (14, 10, 20), 0.3)
    scene = camera.onto(scene, sheet, [[330, 420], [1010, 470], [965, 1425], [290, 1365]], shadow=8)
    thumb = office.mask((office.WIDTH, office.HEIGHT), lambda draw: draw.ellipse([2 * 840, 2 * 1250, 2 * 930, 2 * 1500], fill=255))
    scene = office.lay(scene, (0.74, 0.55, 0.44), thumb, (6, 8, 8), 0.4)
    return np.ascontiguousarray(camera.exposed(rng, scene, blur=0.8, grain=0.014)[:, ::-1])


def monitor(rng, sheet, width=2304, height=1728):
    """A monitor on a desk, photographed askew: a viewer's window with `sheet` (A4) in it, and the lattice of its pixels."""
    screen = np.full((1080, 1728, 3), 0.27, np.float32)
    screen[:44] = 0.14
    for left in (20, 52, 84):
        screen[14:30, left:left + 16] = 0.5
    shown = cv2.resize(sheet, (int(1000 * sheet.shape[1] / sheet.shape[0]) * 2, 2000), interpolation=cv2.INTER_AREA)[:1010]
    left = (1728 - shown.shape[1]) // 2
    screen[70:1080, left:left + shown.shape[1]] = shown
    y, x = np.mgrid[0:1080, 0:1728].astype(np.float32)
    lattice = 1 + 0.025 * np.sin(2 * np.pi * (x / 7.3 + y / 41)) + 0.02 * np.sin(2 * np.pi * y / 5.7)
    screen = np.clip(screen * lattice[:, :, None] * np.float32([0.97, 1.0, 1.03]), 0, 1)
    bezel = np.full((1160, 1808, 3), 0.06, np.float32)
    bezel[40:1120, 40:1768] = screen
    scene = np.clip(np.full((height, width, 3), 0.34, np.float32) * np.linspace(1.1, 0.7, height, dtype=np.float32)[:, None, None], 0, 1)
    scene = camera.onto(scene, bezel, [[240, 220], [2090, 190], [2120, 1400], [215, 1370]], shadow=20)
    return camera.exposed(rng, scene, fall=0.06, blur=0.9, grain=0.012)
