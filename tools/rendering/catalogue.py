# SPDX-License-Identifier: Apache-2.0
"""Every sample by name: what it shows, and the function from a seed to the bytes of its file."""
import collections
import functools

import cv2
import numpy as np

from . import camera, covers, documents, exif, landscape, office, people, tabletop

Sample = collections.namedtuple("Sample", "shows make")
SAMPLES, BENCH = {}, {}

# The fictional area of rules/areas/example.areas.geojson: its eastern edge runs along 110.0100° E, its buffer is 500 m.
INSIDE = (30.0, 110.0)
NEAR = (30.0, 110.01311)  # 0.00311° of longitude are 300 m at 30° N
FAR = (30.0, 110.4246)    # 40 km


def sample(name, shows, table=SAMPLES):
    def keep(make):
        table[name] = Sample(shows, make)
        return make
    return keep


def generator(seed, stream):
    """Each picture has its own stream of random numbers, so that one more sample changes no other."""
    return np.random.Generator(np.random.PCG64([seed, *stream.encode()]))


# ---------------------------------------------------------------------------------------------------- papers

@functools.lru_cache(maxsize=1)
def _notice(seed):
    rng = generator(seed, "notice")
    return tabletop.photograph(rng, documents.notice(rng))


@sample("notice.jpg", "a red-header notice with 机密★20年 on a table")
def notice(seed):
    return camera.jpeg(_notice(seed))


@sample("notice-turned.jpg", "the same photo as a phone stores it that was held upright: Orientation 6")
def notice_turned(seed):
    stored = np.ascontiguousarray(np.rot90(_notice(seed)))  # turning it 90° clockwise shows it upright
    return exif.into_jpeg(camera.jpeg(stored), exif.block(*exif.camera(orientation=6)))


@sample("office.jpg", "a desk with the same notice small in a corner")
def office_scene(seed):
    rng = generator(seed, "office")
    return camera.jpeg(office.photograph(rng, documents.notice(rng)))


@sample("covered.jpg", "the notice with tape over its mark")
def covered(seed):
    rng = generator(seed, "covered")
    sheet = covers.tape(rng, documents.notice(rng), [27, 46.5, 64, 54.5], 11)
    return camera.jpeg(tabletop.photograph(rng, sheet, tilt=-2.1))


@sample("chop.jpg", "a typed page with 机密 in a red frame pressed on it, askew")
def chop(seed):
    rng = generator(seed, "chop")
    return camera.jpeg(tabletop.photograph(rng, documents.chopped(rng), tilt=2.4, table=(0.40, 0.42, 0.45)))


@sample("selfie.jpg", "somebody who holds the notice beside the face, mirrored as front cameras do")
def selfie(seed):
    rng = generator(seed, "selfie")
    return camera.jpeg(people.selfie(rng, documents.notice(rng)))


@sample("screen.jpg", "a photo of a monitor with the notice in a viewer")
def screen(seed):
    rng = generator(seed, "screen")
    return camera.jpeg(people.monitor(rng, documents.notice(rng)))


@sample("banner.jpg", "an English memorandum with SECRET//NOFORN above and below")
def banner(seed):
    rng = generator(seed, "banner")
    return camera.jpeg(tabletop.photograph(rng, documents.banner(rng), tilt=-1.2, table=(0.36, 0.37, 0.40)))


@sample("menu.jpg", "a menu in Chinese and English: nothing in it is secret")
def menu(seed):
    rng = generator(seed, "menu")
    return camera.jpeg(tabletop.photograph(rng, documents.menu(rng), tilt=0.9, table=(0.62, 0.50, 0.36)))


# ---------------------------------------------------------------------------------------------------- places

@functools.lru_cache(maxsize=2)
def _lake(seed, width, height):
    return landscape.photograph(generator(seed, "lake"), width, height)


def _placed(seed, gps=None, thumbnail=None, **more):
    return exif.into_jpeg(camera.jpeg(_lake(seed, 1200, 900)), exif.block(*exif.camera(**more), gps, thumbnail))


@sample("landscape.jpg", "a lake below mountains, no text, no metadata")
def lake(seed):
    return camera.jpeg(_lake(seed, 1600, 1200))


@sample("sign.jpg", "a board at the lake: military area, no photography")
def sign(seed):
    rng = generator(seed, "sign")
    view = landscape.scene(rng, 1600, 1200)
    view = camera.onto(view, documents.board(rng), [[900, 560], [1420, 540], [1425, 905], [905, 900]], shadow=8)
    return camera.jpeg(camera.exposed(rng, view, fall=0.05, warmth=0.015, blur=0.6, grain=0.008))


@sample("gps-inside.jpg", "a position inside the fictional area")
def inside(seed):
    return _placed(seed, exif.position(*INSIDE))


@sample("gps-near.jpg", "a position 300 m outside the fictional area, within its buffer")
def near(seed):
    return _placed(seed, exif.position(*NEAR))


@sample("gps-far.jpg", "a position 40 km away from the fictional area")
def far(seed):
    return _placed(seed, exif.position(*FAR))


@sample("gps-seconds.jpg", "decimal minutes and seconds written as 0/0, which is a position all the same")
def seconds(seed):
    gps = exif.position(30, 110, latitude_value=exif.rationals((30, 1), (6, 100), (0, 0)),
                        longitude_value=exif.rationals((110, 1), (12, 100), (0, 0)))
    return _placed(seed, gps, model="EO-5000")


@sample("gps-nofix.jpg", "three times 0/0: position fields without a position")
def nofix(seed):
    nothing = exif.rationals((0, 0), (0, 0), (0, 0))
    return _placed(seed, exif.position(30, 110, latitude_value=nothing, longitude_value=nothing), model="EO-5000")


@sample("gps-inside.png", "a position inside the fictional area, in a PNG")
def inside_png(seed):
    small = cv2.resize(_lake(seed, 1200, 900), (480, 360), interpolation=cv2.INTER_AREA)
    return exif.into_png(camera.png(small), exif.block(*exif.camera(), exif.position(*INSIDE)))


@sample("identity.jpg", "serial number, owner's name and a thumbnail, but no position")
def identity(seed):
    small = cv2.resize(_lake(seed, 1200, 900), (160, 120), interpolation=cv2.INTER_AREA)
    return _placed(seed, None, camera.jpeg(small, 75), xA431=exif.ascii_value("EO-0042-117"),
                   xA430=exif.ascii_value("Kim Sample"))


@sample("cropped.jpg", "the middle of the lake, with a thumbnail from before the rest was cropped away")
def cropped(seed):
    view = _lake(seed, 1200, 900)
    small = camera.jpeg(cv2.resize(view, (160, 120), interpolation=cv2.INTER_AREA), 75)
    return exif.into_jpeg(camera.jpeg(view[300:780, 420:1060]), exif.block(*exif.camera(), None, small))


@sample("broken.jpg", "the landscape, cut off in the middle of its pixels")
def broken(seed):
    whole = lake(seed)
    return whole[:len(whole) * 2 // 5]


# ---------------------------------------------------------------------------------------------------- benchmark

@sample("landscape-12mp.jpg", "12 megapixels without text, with all that a camera writes", BENCH)
def bench_landscape(seed):
    view = landscape.photograph(generator(seed, "lake"), 4000, 3000, grain=0.022)  # as many bytes as a phone writes
    small = camera.jpeg(cv2.resize(view, (160, 120), interpolation=cv2.INTER_AREA), 75)
    fields = exif.camera(xA431=exif.ascii_value("EO-0042-117"), xA430=exif.ascii_value("Kim Sample"),
                         xA434=exif.ascii_value("Example 28 mm"), xA405=exif.short(28))
    return exif.into_jpeg(camera.jpeg(view, 93), exif.block(*fields, exif.position(*FAR), small))


@sample("document-12mp.jpg", "12 megapixels: the notice on a table", BENCH)
def bench_document(seed):
    rng = generator(seed, "bench document")
    return camera.jpeg(tabletop.photograph(rng, documents.notice(rng, density=15), 3000, 4000), 90)
