# SPDX-License-Identifier: Apache-2.0
"""A sheet on a table, photographed from above by a hand that is not quite steady."""
import numpy as np

from . import camera, noise


def photograph(rng, sheet, width=1728, height=2304, fill=0.93, tilt=1.6, table=(0.52, 0.36, 0.24)):
    """RGB pixels of a portrait photo; the sheet takes `fill` of the frame's height, turned by about `tilt` degrees."""
    scene = noise.wood(rng, height, width, table, scale=1.3)
    scene = np.clip(scene, 0, 1)
    tall = height * fill
    wide = tall * sheet.shape[1] / sheet.shape[0]
    if wide > width * 0.95:
        tall, wide = tall * width * 0.95 / wide, width * 0.95
    angle = np.deg2rad(tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    box = np.array([[-wide / 2, -tall / 2], [wide / 2, -tall / 2], [wide / 2, tall / 2], [-wide / 2, tall / 2]])
    lean = np.array([[1.0, 1], [1.0, 1], [1.0, 1], [1.0, 1]])
    lean[:2, 0] -= 0.022  # the far edge is a little shorter: the camera leans
    corners = (box * lean) @ turn.T + [width / 2, height / 2] + rng.uniform(-4, 4, (4, 2))
    scene = camera.onto(scene, camera.curled(rng, sheet, 22), corners, shadow=14)
    return camera.exposed(rng, scene)
