# SPDX-License-Identifier: Apache-2.0
"""Every sample by name: what it shows, and the function from a seed to the bytes of its file."""
import collections

import numpy as np

from . import camera, documents, tabletop

Sample = collections.namedtuple("Sample", "shows make")
SAMPLES, BENCH = {}, {}


def sample(name, shows, table=SAMPLES):
    def keep(make):
        table[name] = Sample(shows, make)
        return make
    return keep


def generator(seed, stream):
    """Each picture has its own stream of random numbers, so that one more sample changes no other."""
    return np.random.Generator(np.random.PCG64([seed, *stream.encode()]))


@sample("notice.jpg", "a red-header notice with 机密★20年 on a table")
def notice(seed):
    rng = generator(seed, "notice")
    return camera.jpeg(tabletop.photograph(rng, documents.notice(rng)))


@sample("banner.jpg", "an English memorandum with SECRET//NOFORN above and below")
def banner(seed):
    rng = generator(seed, "banner")
    return camera.jpeg(tabletop.photograph(rng, documents.banner(rng), tilt=-1.2, table=(0.36, 0.37, 0.40)))


@sample("menu.jpg", "a menu in Chinese and English: nothing in it is secret")
def menu(seed):
    rng = generator(seed, "menu")
    return camera.jpeg(tabletop.photograph(rng, documents.menu(rng), tilt=0.9, table=(0.62, 0.50, 0.36)))
