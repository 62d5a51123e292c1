# SPDX-License-Identifier: Apache-2.0
"""What each photo of a split is to show and under which conditions, from the numbers in tests/eval/split.yaml alone."""
import hashlib
import json

import numpy as np
import yaml

from . import harmless_eval, layouts_tune, marks, splits

SPLIT_FILE = splits.ROOT / "tests" / "eval" / "split.yaml"
BOOKS = {"eval": harmless_eval.BOOK, "tune": layouts_tune.BOOK}
CAPTURED = ("tilt", "curl", "shadow", "glare", "blur", "motion", "noise", "dark", "compressed", "heic", "rotated", "mirrored")
CONDITIONS = (*CAPTURED, "screen", "screenshot", "chop")
WIDTHS = (20, 35, 60, 95)
# width and height of frames in pixels and their shares: small pages are seen by better cameras
FRAMES = {20: ((2048, 1536, 0.2), (3264, 2448, 0.4), (4032, 3024, 0.4)), 35: ((1600, 1200, 0.2), (2048, 1536, 0.35), (3264, 2448, 0.3), (4032, 3024, 0.15)),
          60: ((1600, 1200, 0.45), (2048, 1536, 0.4), (3264, 2448, 0.15)), 95: ((1600, 1200, 0.5), (2048, 1536, 0.4), (3264, 2448, 0.1))}
NOT_ON_SCREENS = ("curl", "shadow", "dark")
NO_CHOP = ("us.slide", "tlp.report", "vn.official")


def table():
    with open(SPLIT_FILE, encoding="utf-8") as file:
        return yaml.safe_load(file)


def entries(split, numbers):
    """Kind, system and layout of every photo, before anything is drawn by lot."""
    book = BOOKS[split]
    found = []

    def add(count, kind, layouts, system="", **more):
        for i in range(count):
            found.append({"kind": kind, "system": system, "layout": layouts[i % len(layouts)], "selfie": False, **more})
    for system, count in numbers["marks"].items():
        add(count, "mark", book.named("mark", system), system)
    for system, count in numbers["selfies"].items():
        add(count, "mark", book.named("mark", system), system, selfie=True)
    for system, count in numbers["covered"].items():
        names = [name for name in book.named("mark", system) if name not in ("cn.report", "us.slide", "tune.plain")]
        add(count, "covered", names, system)
    add(numbers["documents"], "document", book.named("document"), "cn")
    add(numbers["exam"], "exam", book.named("exam"), "cn")
    add(numbers["signs"], "sign", book.named("sign"), "signs")
    add(numbers["harmless"], "harmless", sorted(book.named("harmless") + book.named("harmless-screen")))
    return found


def may(entry, condition, book):
    """Whether a condition makes sense on this photo, given those that it has."""
    has = entry["conditions"]
    size, use = book[entry["layout"]][1:3]
    if condition == "chop":
        return entry["kind"] == "mark" and entry["layout"] not in NO_CHOP and entry["system"] != "tlp"
    if condition in ("screen", "screenshot"):
        return not entry["selfie"] and entry["kind"] not in ("sign", "covered") and size[0] < 280 and "chop" not in has \
            and not {"screen", "screenshot"} & set(has)
    if "screenshot" in has:
        return condition == "compressed"
    if entry["selfie"] and condition == "rotated":
        return False
    if condition == "heic":
        return entry["frame"][0] <= 2048 and "compressed" not in has
    if condition == "motion":
        return "blur" not in has
    if "screen" in has or use == "harmless-screen":
        return condition not in NOT_ON_SCREENS
    return True


def plan(split, numbers=None):
    """The photos of a split in order. Conditions and widths are shared out by quota, not by chance of each photo."""
    numbers = numbers or table()["splits"][split]
    rng = np.random.default_rng(numbers["seed"])
    book = BOOKS[split]
    photos = entries(split, numbers)
    classes = [WIDTHS[i % 4] for i in range(len(photos))]
    rng.shuffle(classes)
    for index, (entry, width) in enumerate(zip(photos, classes)):
        size = book[entry["layout"]][1]
        if entry["selfie"]:
            width = 20 if rng.random() < 0.4 else 35
        if width == 95 and size[1] > 1.6 * size[0]:
            width = 60
        frames = FRAMES[width]
        frame = frames[int(rng.choice(len(frames), p=[f[2] for f in frames]))]
        entry.update(split=split, index=index, width=width, frame=list(frame[:2]), conditions=[],
                     background=int(rng.integers(0, 1 << 20)), seed=int(rng.integers(0, 1 << 31)))
    for condition in ("screenshot", "screen", "chop", *CAPTURED):
        share = numbers["conditions"][condition]
        wanted = int(round(share * len(photos)))
        order = rng.permutation(len(photos))
        if condition == "mirrored":  # selfies have a share of their own
            selfies = [i for i in order if photos[i]["selfie"]]
            for i in selfies[:int(round(numbers["selfies-mirrored"] * len(selfies)))]:
                photos[i]["conditions"].append("mirrored")
                wanted -= 1
            order = [i for i in order if not photos[i]["selfie"]]
        for i in [i for i in order if may(photos[i], condition, book)][:max(0, wanted)]:
            photos[i]["conditions"].append(condition)
    covers = numbers["covers"]
    for number, entry in enumerate(e for e in photos if e["kind"] == "covered"):
        entry["cover"] = covers[number % len(covers)]
    for entry in photos:
        if entry["kind"] in ("mark", "covered"):
            level, words = marks.mark_of(split, entry["system"], np.random.default_rng([entry["seed"], 1]))
            while entry["kind"] == "covered" and level in ("内部", "工作秘密", "CUI", "FOUO"):
                entry["seed"] += 1
                level, words = marks.mark_of(split, entry["system"], np.random.default_rng([entry["seed"], 1]))
            entry.update(level=level, words=words)
    return photos


def fresh(split, seed):
    """As many photos as the split has, by another seed: for the question whether what its own list chose holds elsewhere."""
    return [{**entry, "drawn": seed} for entry in plan(split, {**table()["splits"][split], "seed": seed})]


def list_hash(photos):
    text = json.dumps(photos, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(entry):
    return f"{entry['split']}{entry.get('drawn', '')}-{entry['index']:04d}"


__all__ = ["BOOKS", "CONDITIONS", "CAPTURED", "WIDTHS", "plan", "fresh", "list_hash", "name_of", "table"]
