# SPDX-License-Identifier: Apache-2.0
"""What the layouts of both splits share: how they are named, and the pieces that standards fix for everybody."""
from . import stamps
from .sheet import INK, MM, RED, pick

A4, LETTER = (210, 297), (215.9, 279.4)


class Book(dict):
    """The layouts of one split: name to (function, size in mm, what for, the systems it is for)."""

    def layout(self, name, use, size=A4, systems=()):
        def keep(function):
            self[name] = (function, size, use, tuple(systems))
            return function
        return keep

    def named(self, use, system=None):
        return sorted(name for name, (_, _, what, systems) in self.items()
                      if what == use and (system is None or system in systems))


class Mark:
    """What a sheet is to carry: system, level, the words, and whether it comes as a chop or will be covered."""

    def __init__(self, system, level, words, chop=False, covered=False):
        self.system, self.level, self.words, self.chop, self.covered = system, level, words, chop, covered

    @property
    def key(self):
        return self.system, self.level


def numbered(rng, short):
    return f"{short}〔{int(rng.integers(2024, 2027))}〕{int(rng.integers(1, 180))}号"


def day(rng):
    return f"2026年{int(rng.integers(1, 13))}月{int(rng.integers(1, 29))}日"


def paragraphs(s, kind, script, style, points, x, y, width, pitch, until, indent=0.0, least=1):
    """Sentences of a kind, each once and in any order, until the page is full. Returns the next baseline."""
    words = list(s.texts(kind))
    s.rng.shuffle(words)
    used = 0
    while used < least or y < until:
        if y > until or used >= 3 * len(words):
            break
        y = s.paragraph(x, y, words[used % len(words)], script, style, points, width, pitch, indent)
        used += 1
    return y


def chop_mark(s, mark, script, x, y, points, frame=1, lean=None, **how):
    """The mark as a chop, within ±30°: how many papers are really marked."""
    stamp = stamps.chop(s.rng, s, mark.words, script, points, mark.key, frame, **how)
    half = stamp.layer.width / 2 / s.density
    x = min(max(x, half + 6), s.width - half - 6)
    s.stamp(stamp, x, y, s.rng.uniform(-30, 30) if lean is None else lean)


def signed(s, issuer, right, y, pitch, style="fangsong", points=16, script="hans"):
    """Name and date at the right, the seal pressed over both."""
    date = day(s.rng)
    width = max(s.length(issuer, script, style, points), s.length(date, script, style, points))
    s.text(right - width / 2, y, issuer, script, style, points, anchor="m")
    s.text(right - width / 2, y + pitch, date, script, style, points, anchor="m")
    s.stamp(stamps.round_seal(s.rng, s, issuer), right - width / 2 + s.rng.uniform(-4, 4), y + pitch * 0.4,
            s.rng.uniform(-9, 9))
    return y + 2 * pitch


__all__ = ["A4", "LETTER", "Book", "Mark", "numbered", "day", "paragraphs", "chop_mark", "signed", "stamps", "INK", "RED", "MM",
           "pick"]
