# SPDX-License-Identifier: Apache-2.0
"""The two pictures that every file here shows: a main one, and another that a file must not give away."""
import pathlib

PIECES = pathlib.Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 64, 48
SMALL = (32, 24)  # the other picture


def scene(width=WIDTH, height=HEIGHT):
    """RGB samples: a sky, a disc and a striped ground."""
    rows = bytearray()
    for y in range(height):
        for x in range(width):
            if (x - width // 3) ** 2 + (y - height // 3) ** 2 < (height // 5) ** 2:
                rows += bytes((240, 200, 60))
            elif y < height * 2 // 3:
                rows += bytes((90 + 2 * y % 80, 140 + x % 64, 220))
            else:
                rows += bytes((60, 120 + 40 * (x // 8 % 2), 50 + y % 48))
    return bytes(rows)


def other(width=SMALL[0], height=SMALL[1]):
    """RGB samples of a different picture: a checkered board."""
    return b"".join(bytes((200, 40, 40)) if (x // 4 + y // 4) % 2 else bytes((30, 30, 90 + 5 * x % 160))
                    for y in range(height) for x in range(width))


def alpha(width=WIDTH, height=HEIGHT):
    """Alpha samples: the lower right quarter is wholly transparent."""
    return bytes(0 if x >= width // 2 and y >= height // 2 else 255 for y in range(height) for x in range(width))


def piece(name):
    """A coded piece: see pictures/README.md."""
    return (PIECES / name).read_bytes()
