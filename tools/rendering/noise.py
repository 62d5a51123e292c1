# SPDX-License-Identifier: Apache-2.0
"""Noise that looks like the world: clouds, ridges, wood. All of it float32 in 0..1 or around 0."""
import cv2
import numpy as np


def fractal(rng, height, width, cell, octaves=6, gain=0.5, stretch=1.0):
    """Sum of smooth noise fields. `cell` is the size of the largest blob in pixels, `stretch` widens blobs in x."""
    total = np.zeros((height, width), np.float32)
    weight, norm = 1.0, 0.0
    for octave in range(octaves):
        step = cell / 2**octave
        rows = max(2, int(np.ceil(height / step)) + 2)
        columns = max(2, int(np.ceil(width / (step * stretch))) + 2)
        if step < 1:
            break
        coarse = rng.random((rows, columns), dtype=np.float32)
        total += weight * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
        norm += weight
        weight *= gain
    return np.clip(total / norm, 0, 1)


def curve(rng, width, cell, octaves=7, gain=0.5):
    """A mountain line: one row of fractal noise, stretched to use all of 0..1."""
    row = fractal(rng, 4, width, cell, octaves, gain)[2]
    return (row - row.min()) / max(1e-6, float(row.max() - row.min()))


def wood(rng, height, width, colour, scale=1.0):
    """A varnished table top: long grain, a few darker years, fine pores. `colour` is RGB 0..1."""
    rings = fractal(rng, height, width, 220 * scale, 5, 0.5, stretch=9)
    grain = 0.5 + 0.5 * np.sin(rings * 55)
    pores = fractal(rng, height, width, 6 * scale, 2, 0.6, stretch=14)
    tone = 0.86 + 0.13 * (rings - 0.5) + 0.07 * (grain - 0.5) + 0.10 * (pores - 0.5)
    red_shift = fractal(rng, height, width, 500 * scale, 3, 0.5, stretch=3) - 0.5
    image = np.asarray(colour, np.float32)[None, None, :] * tone[:, :, None]
    image[:, :, 0] += 0.03 * red_shift
    image[:, :, 2] -= 0.03 * red_shift
    return np.clip(image, 0, 1)
