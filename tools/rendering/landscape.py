# SPDX-License-Identifier: Apache-2.0
"""A lake below mountains under a summer sky: everything a photo has, but not a letter."""
import cv2
import numpy as np

from . import camera, noise


def _mix(below, above, cover):
    return below * (1 - cover[:, :, None]) + above * cover[:, :, None]


def _sky(rng, height, width):
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    zenith, horizon = np.float32([0.27, 0.47, 0.76]), np.float32([0.83, 0.86, 0.86])
    sky = np.repeat(zenith * (1 - down) + horizon * down, width, axis=1)
    cloud = noise.fractal(rng, height, width, height * 0.55, 7, 0.55, stretch=2.2)
    cover = np.clip((cloud - 0.5) * 3.2, 0, 1) * np.clip(1.15 - down[:, :, 0], 0, 1)
    lit = 0.90 + 0.10 * noise.fractal(rng, height, width, height * 0.2, 5)
    return _mix(sky, lit[:, :, None] * np.float32([1.0, 0.985, 0.965]), cover * 0.85)


def _ridge(rng, scene, base, rise, colour, haze, rough):
    """One chain of mountains: its line, and slopes with gullies and woods that haze takes the contrast from."""
    height, width = scene.shape[:2]
    line = base - rise * noise.curve(rng, width, width * 0.45, 8, rough)
    rows = np.arange(height, dtype=np.float32)[:, None]
    cover = np.clip(rows - line[None, :], 0, 1)
    relief = noise.fractal(rng, height, width, height * 0.16, 7, 0.62)
    shade = cv2.Sobel(cv2.GaussianBlur(relief, (0, 0), 1.2), cv2.CV_32F, 1, 0, ksize=3)
    woods = noise.fractal(rng, height, width, height * 0.03, 4, 0.7) - 0.5
    tone = 1 + (1 - haze) * (np.clip(shade * 5, -0.45, 0.45) + 0.55 * woods)
    air = np.float32([0.72, 0.79, 0.85])
    slope = np.float32(colour)[None, None, :] * tone[:, :, None] * (1 - haze) + air * haze
    return _mix(scene, slope, cover)


def _water(rng, scene, shore):
    """The lake mirrors what stands above its shore; ripples shake the mirror, more so near the camera."""
    height, width = scene.shape[:2]
    deep = height - shore
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(deep, dtype=np.float32))
    near = y / deep
    ripple = noise.fractal(rng, deep, width, 26, 4, 0.6, stretch=4) - 0.5
    source = np.clip(shore - 1 - y * 0.85 + ripple * (6 + 60 * near), 0, shore - 1)
    mirror = cv2.remap(scene, x + ripple * (4 + 20 * near), source.astype(np.float32), cv2.INTER_LINEAR,
                       borderMode=cv2.BORDER_REFLECT)
    tint = np.float32([0.20, 0.31, 0.36])
    depth = (0.28 + 0.30 * near)[:, :, None]
    glint = (0.10 * ripple * (0.4 + near))[:, :, None]
    scene = scene.copy()
    scene[shore:] = mirror * (1 - depth) + tint * depth + glint
    return scene


def _meadow(rng, scene):
    """Grass at the camera's feet."""
    height, width = scene.shape[:2]
    line = height * (0.90 + 0.07 * (noise.curve(rng, width, width * 0.8, 6, 0.45) - 0.5))
    blades = noise.fractal(rng, height, width, 9, 3, 0.7)
    line = line + 14 * (blades[int(height * 0.9)] - 0.5)
    cover = cv2.GaussianBlur(np.clip(np.arange(height, dtype=np.float32)[:, None] - line[None, :], 0, 1), (0, 0), 1.5)
    tuft = noise.fractal(rng, height, width, 120, 6, 0.6)
    tone = 0.45 + 0.55 * tuft + 0.5 * (blades - 0.5)
    grass = tone[:, :, None] * np.float32([0.40, 0.47, 0.20])
    return _mix(scene, grass, cover)


def scene(rng, width, height):
    """Linear RGB 0..1, before the camera."""
    shore = int(height * 0.63)
    view = np.zeros((height, width, 3), np.float32)
    view[:shore] = _sky(rng, shore, width)
    view[shore:] = view[shore - 1]
    for base, rise, colour, haze, rough in ((0.60, 0.30, (0.34, 0.38, 0.42), 0.72, 0.52),
                                            (0.615, 0.21, (0.26, 0.33, 0.31), 0.48, 0.50),
                                            (0.635, 0.12, (0.16, 0.26, 0.16), 0.20, 0.46)):
        view = _ridge(rng, view, base * height, rise * height, colour, haze, rough)
    return _meadow(rng, _water(rng, view, shore))


def photograph(rng, width, height, grain=0.008):
    return camera.exposed(rng, scene(rng, width, height), fall=0.05, warmth=0.015, blur=0.6, grain=grain)
