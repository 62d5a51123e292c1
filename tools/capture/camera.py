# SPDX-License-Identifier: Apache-2.0
"""From a sheet to a photograph: curl, place in the room, light, lens, sensor. Every quad is carried along."""
import cv2
import numpy as np
from PIL import Image

FOCAL = 1.15  # focal length in widths of the frame: a telephone's main camera


class Curl:
    """A smooth wave through the sheet, as paper that has been folded or lies on something."""

    def __init__(self, rng, width, height):
        self.amount = rng.uniform(0.006, 0.016) * width
        self.turns, self.phase = rng.uniform(0.5, 1.3), rng.uniform(0, 6.28)
        self.across, self.size = rng.uniform(-0.4, 0.4), (width, height)

    def shift(self, x, y):
        along = (x / self.size[0] + self.across * y / self.size[1]) * self.turns * 2 * np.pi + self.phase
        return 0.5 * self.amount * np.cos(along), self.amount * np.sin(along)

    def pixels(self, sheet):
        height, width = sheet.shape[:2]
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        dx, dy = self.shift(x, y)
        bent = cv2.remap(sheet, x + dx.astype(np.float32), y + dy.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        light = 1 + 0.10 * np.cos((x / width + self.across * y / height) * self.turns * 2 * np.pi + self.phase)
        return cv2.multiply(bent, np.repeat(light.astype(np.float32)[:, :, None], 3, 2), dtype=cv2.CV_8U)

    def points(self, points):
        """Where points of the flat sheet are seen: the wave is small, so that four rounds find its inverse."""
        flat = np.asarray(points, np.float64)
        seen = flat.copy()
        for _ in range(4):
            dx, dy = self.shift(seen[:, 0], seen[:, 1])
            seen = flat - np.stack([dx, dy], 1)
        return seen


def project(matrix, points):
    return cv2.perspectiveTransform(np.asarray(points, np.float64).reshape(-1, 1, 2), matrix)[:, 0]


def corners_in_frame(size, share, frame, yaw, pitch, roll):
    """Corners of a sheet turned by angles (degrees) before the camera, `share` of the frame's width wide, round (0, 0)."""
    w, h = size
    flat = np.array([[-w / 2, -h / 2, 0], [w / 2, -h / 2, 0], [w / 2, h / 2, 0], [-w / 2, h / 2, 0]]) / w
    a, b, c = np.radians([pitch, yaw, roll])
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    ry = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    rz = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    solid = flat @ (rz @ rx @ ry).T
    distance = FOCAL / share
    seen = solid[:, :2] / (1 + solid[:, 2:] / distance)
    wide = (np.linalg.norm(seen[1] - seen[0]) + np.linalg.norm(seen[2] - seen[3])) / 2
    return seen * (share * frame[0] / wide)


def lay(frame, sheet, matrix, outline):
    """The sheet into the frame, only where it lies, with a soft shadow beneath."""
    height, width = frame.shape[:2]
    scale = np.sqrt(abs(cv2.contourArea(outline.astype(np.float32))) / (sheet.shape[0] * sheet.shape[1]))
    if scale < 0.85:
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.36 / scale)
    pad = max(8, width // 60)
    left, top = np.maximum(0, np.floor(outline.min(0)).astype(int) - pad)
    right, bottom = np.minimum((width, height), np.ceil(outline.max(0)).astype(int) + pad)
    if right <= left or bottom <= top:
        return
    move = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], float)
    size = (int(right - left), int(bottom - top))
    laid = cv2.warpPerspective(sheet, move @ matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(cover, np.round((outline - (left, top)) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    part = frame[top:bottom, left:right]
    dark = cv2.boxFilter(np.roll(cover, (pad // 3, pad // 4), (0, 1)), -1, (pad, pad)).astype(np.float32) / 255
    ground = part * (1 - 0.45 * dark)[:, :, None]
    alpha = (cover.astype(np.float32) / 255)[:, :, None]
    part[:] = (ground + (laid - ground) * alpha).astype(np.uint8)


def background(rng, path, size):
    """A photograph, cropped and enlarged to the frame."""
    picture = np.asarray(Image.open(path).convert("RGB"))
    scale = max(size[0] / picture.shape[1], size[1] / picture.shape[0]) * rng.uniform(1.0, 1.25)
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR if scale > 1 else cv2.INTER_AREA)
    x = int(rng.integers(0, max(1, picture.shape[1] - size[0] + 1)))
    y = int(rng.integers(0, max(1, picture.shape[0] - size[1] + 1)))
    picture = picture[y:y + size[1], x:x + size[0]]
    if picture.shape[:2] != (size[1], size[0]):
        picture = cv2.resize(picture, size)
    return np.ascontiguousarray(picture[:, ::-1] if rng.random() < 0.5 else picture)


def person(rng, frame, right):
    """Head and shoulders in the foreground at one side: what a selfie in an office has. Returns where the figure begins."""
    height, width = frame.shape[:2]
    small = (width // 4, height // 4)
    layer = np.zeros((small[1], small[0], 3), np.uint8)
    mask = np.zeros((small[1], small[0]), np.uint8)
    skin = [(226, 184, 158), (200, 150, 120), (146, 104, 80)][int(rng.integers(3))]
    cloth = [int(v) for v in rng.integers(20, 235, 3)]
    hair = [(28, 22, 20), (70, 48, 34), (150, 120, 80)][int(rng.integers(3))]
    middle = int(small[0] * (rng.uniform(0.74, 0.8) if right else rng.uniform(0.2, 0.26)))
    head = int(min(small) * rng.uniform(0.16, 0.2))
    crown = int(small[1] * rng.uniform(0.36, 0.46))
    for image, tones in ((layer, (cloth, skin, hair)), (mask, (255, 255, 255))):
        cv2.ellipse(image, (middle, int(crown + head * 3.6)), (int(head * 1.9), int(head * 1.9)), 0, 180, 360, tones[0], -1)
        cv2.rectangle(image, (middle - int(head * 1.9), int(crown + head * 3.6)), (middle + int(head * 1.9), small[1]), tones[0], -1)
        cv2.rectangle(image, (middle - head // 2, crown + head // 2), (middle + head // 2, int(crown + head * 2)), tones[1], -1)
        cv2.ellipse(image, (middle, crown - head // 5), (int(head * 0.95), int(head * 1.2)), 0, 0, 360, tones[2], -1)
        cv2.ellipse(image, (middle, crown + head // 8), (int(head * 0.8), int(head * 1.05)), 0, 0, 360, tones[1], -1)
    for side in (-1, 1):
        cv2.circle(layer, (middle + side * head // 3, crown), max(2, head // 12), (40, 30, 28), -1)
    cv2.ellipse(layer, (middle, crown + head // 2), (head // 3, head // 8), 0, 0, 180, (150, 70, 70), max(1, head // 25))
    layer = cv2.GaussianBlur(layer, (0, 0), 1.5)
    alpha = cv2.resize(cv2.GaussianBlur(mask, (0, 0), 1.2), (width, height)).astype(np.float32)[:, :, None] / 255
    figure = cv2.resize(layer, (width, height)).astype(np.float32)
    frame[:] = (frame + (figure - frame) * alpha).astype(np.uint8)
    reach = int(head * 1.15) * 4
    return middle * 4 - reach if right else middle * 4 + reach


def moire(rng, pixels):
    """Beats between the screen's grid and the sensor's, and a dimmer corner."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32) / width
    wave = np.ones((height, width, 3), np.float32)
    for channel in range(3):
        a, b, c = rng.uniform(-90, 90), rng.uniform(-90, 90), rng.uniform(4, 14)
        wave[:, :, channel] += rng.uniform(0.03, 0.08) * np.sin(a * x + b * y + c * np.sin(6 * x + 4 * y))
    return cv2.multiply(pixels, wave, dtype=cv2.CV_8U)


def smooth_field(rng, size, low, high, cells=4):
    coarse = rng.uniform(low, high, (cells, cells)).astype(np.float32)
    return cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)


def shadow(rng, frame, outline):
    """A soft-edged shadow with a straight side, as of the telephone or an arm, across the sheet."""
    height, width = frame.shape[:2]
    centre = outline.mean(0) + rng.uniform(-0.25, 0.25, 2) * np.ptp(outline, 0)
    angle = rng.uniform(0, 2 * np.pi)
    along, out = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    far = 2.0 * max(width, height)
    shape = np.array([centre - along * far, centre + along * far, centre + along * far + out * far, centre - along * far + out * far])
    mask = np.zeros((height // 8 + 1, width // 8 + 1), np.uint8)
    cv2.fillPoly(mask, [np.round(shape / 8).astype(np.int32)], 255)
    mask = cv2.GaussianBlur(mask, (0, 0), rng.uniform(1.5, 10))
    field = 1 - rng.uniform(0.35, 0.6) * cv2.resize(mask, (width, height)).astype(np.float32) / 255
    return cv2.multiply(frame, np.repeat(field[:, :, None], 3, 2), dtype=cv2.CV_8U)


def glare(rng, frame, outline):
    """Light that shines back from gloss: adds the same to ink and paper, most of it in a spot."""
    height, width = frame.shape[:2]
    reach = np.ptp(outline, 0)
    centre = outline.mean(0) + rng.uniform(-0.3, 0.3, 2) * reach
    mask = np.zeros((height // 8 + 1, width // 8 + 1), np.uint8)
    axes = tuple(int(max(3, v)) for v in rng.uniform(0.08, 0.24, 2) * reach / 8)
    cv2.ellipse(mask, tuple(int(v / 8) for v in centre), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.35 * min(axes)))
    light = rng.uniform(0.5, 0.8) * cv2.resize(mask, (width, height)).astype(np.float32)[:, :, None] / 255
    return (frame + (255 - frame.astype(np.float32)) * light).astype(np.uint8)


def motion(rng, frame, length):
    side = max(3, int(np.ceil(length)) | 1)
    kernel = np.zeros((side, side), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    middle = (side - 1) / 2
    ends = [tuple(np.round((middle + sign * reach) * 16).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(frame, -1, kernel / kernel.sum())


def sensor(rng, frame, strength):
    """Noise of a sensor; a tile of it laid at random places, for time's sake."""
    height, width = frame.shape[:2]
    tile = (rng.standard_normal((512, 512, 3), dtype=np.float32) * strength)
    tile = 0.7 * tile + 0.5 * cv2.GaussianBlur(tile, (0, 0), 0.9)
    for y in range(0, height, 512):
        for x in range(0, width, 512):
            part = frame[y:y + 512, x:x + 512]
            moved = np.roll(tile, tuple(int(v) for v in rng.integers(0, 512, 2)), (0, 1))[:part.shape[0], :part.shape[1]]
            part[:] = np.clip(part + moved, 0, 255).astype(np.uint8)
    return frame


def exposed(rng, frame, dark):
    """Uneven light, its colour, the lens's fall-off; a dim room where asked for."""
    height, width = frame.shape[:2]
    field = smooth_field(rng, (width, height), 0.86, 1.06)
    if dark:
        field = field * rng.uniform(0.28, 0.42)
    tint = rng.uniform(0.94, 1.06, 3).astype(np.float32)
    return cv2.multiply(frame, field[:, :, None] * tint[None, None, :], dtype=cv2.CV_8U)
