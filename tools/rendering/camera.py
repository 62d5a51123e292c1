# SPDX-License-Identifier: Apache-2.0
"""From a flat sheet to a photograph of it, and from pixels to the bytes of a file."""
import io

import cv2
import numpy as np
from PIL import Image

from . import noise


def curled(rng, sheet, lift):
    """The sheet does not lie flat: its points wander by up to `lift` pixels, and slopes catch the light."""
    height, width = sheet.shape[:2]
    bend = cv2.resize(noise.fractal(rng, height // 8, width // 8, min(height, width) // 12, 2) - 0.5, (width, height),
                      interpolation=cv2.INTER_CUBIC)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = cv2.remap(sheet, x + lift * bend, y + lift * bend, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    slope = cv2.GaussianBlur(cv2.Sobel(bend, cv2.CV_32F, 1, 0, ksize=5), (0, 0), 20)
    shade = 0.016 * np.tanh(slope / max(1e-9, float(slope.std())))
    return np.clip(moved * (1 + shade)[:, :, None], 0, 1)


def onto(scene, sheet, corners, shadow=10):
    """Lays the sheet onto the scene, with a soft shadow: `corners` clockwise from its own top left, in scene pixels."""
    height, width = scene.shape[:2]
    source = np.float32([[0, 0], [sheet.shape[1], 0], [sheet.shape[1], sheet.shape[0]], [0, sheet.shape[0]]])
    target = np.float32(corners)
    matrix = cv2.getPerspectiveTransform(source, target)
    scale = np.sqrt(cv2.contourArea(target) / (sheet.shape[0] * sheet.shape[1]))
    if scale < 0.8:  # what a lens would average away must not alias
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.38 / scale)
    laid = cv2.warpPerspective(sheet, matrix, (width, height), flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), matrix, (width, height), flags=cv2.INTER_LINEAR)
    move = np.float32([[1, 0, 0.7 * shadow], [0, 1, shadow]])
    dark = cv2.GaussianBlur(cv2.warpAffine(cover, move, (width, height)), (0, 0), shadow * 1.1)
    contact = cv2.GaussianBlur(cover, (0, 0), max(1.0, shadow * 0.25))
    scene = scene * (1 - 0.38 * dark - 0.20 * contact)[:, :, None]
    return scene * (1 - cover[:, :, None]) + laid * cover[:, :, None]


def exposed(rng, scene, light=(0.25, -0.15), fall=0.16, warmth=0.02, blur=0.7, grain=0.012, vignette=0.12):
    """Light from one side, a lens, a sensor. Strengths are fractions of full scale, `blur` is in pixels."""
    height, width = scene.shape[:2]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    field = 1 + fall * (light[0] * x + light[1] * y) / max(abs(light[0]), abs(light[1]))
    field = field - vignette * (x * x + y * y) / 2
    patches = cv2.resize(noise.fractal(rng, 90, 90, 60, 2), (width, height), interpolation=cv2.INTER_CUBIC)
    field = field * (0.97 + 0.06 * patches)
    image = scene * field[:, :, None] * np.float32([1 + warmth, 1, 1 - warmth])[None, None, :] * 0.93
    if blur:
        image = cv2.GaussianBlur(image, (0, 0), blur)
    shot = rng.standard_normal((height, width), dtype=np.float32)
    colour = cv2.resize(rng.standard_normal((height // 2 + 1, width // 2 + 1, 3), dtype=np.float32), (width, height))
    level = grain * (0.5 + np.sqrt(np.clip(image, 0, 1)))
    image = image + level * (shot[:, :, None] + 0.6 * colour)
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)


def jpeg(pixels, quality=82):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality, subsampling="4:2:0", optimize=True)
    return stream.getvalue()


def png(pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", optimize=True)
    return stream.getvalue()
