# SPDX-License-Identifier: Apache-2.0
"""Trains, measures and exports the text map. Scenes are rendered by processes beside the trainer into a shared ring of
pictures, from which it draws; each picture is used a few times, mirrored, turned and toned anew each time."""
import json
import math
import multiprocessing
import os
import pathlib
import signal
import time

import cv2
import numpy as np
import torch
from torch.nn import functional

from . import network, scenes

BATCH = 8
RING = 1536
FIRST_SCENES, SCENES_A_STEP = 400, 1    # renderers wait when further ahead: a scene gives eight crops or so, and the network needs the processor
CLOSE = 256                             # side of the crops that most steps see; the others see whole scenes, fewer of them
MIRRORED = .3
TUNE_SCENES = 160
TUNE_SEED = 900_000_000


class Ring:
    """Pictures and labels in memory shared with the renderers."""

    def __init__(self, folder):
        def plane(name, shape):
            return np.memmap(folder / name, np.uint8, "w+", shape=(RING,) + shape)
        self.pictures = plane("ring-pictures", (scenes.SIDE, scenes.SIDE, 3))
        self.labels = plane("ring-labels", (scenes.CELLS, scenes.CELLS, 4))
        self.made = multiprocessing.Value("q", 0)
        self.allowed = multiprocessing.Value("q", FIRST_SCENES)


def render(ring, first_seed, step, stop):
    """A renderer: scenes of first_seed, first_seed + step... into the ring until told to stop."""
    from .material import Material
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(2)
    cv2.setNumThreads(1)
    stuff = Material("train")
    seed = first_seed
    while not stop.is_set():
        if ring.made.value >= ring.allowed.value:
            time.sleep(.1)
            continue
        try:
            picture, label = scenes.scene(seed, stuff)
        except (ValueError, OSError) as problem:  # a face that cannot draw some size: FreeType says so when it draws
            print(f"scene {seed} left out: {problem}", flush=True)
            seed += step
            continue
        seed += step
        with ring.made.get_lock():
            place = ring.made.value % RING
            ring.pictures[place] = picture
            ring.labels[place] = label
            ring.made.value += 1


def turned(picture, label, mirror, quarters):
    """The same scene mirrored and turned counter-clockwise by quarters, its directions likewise."""
    if mirror:
        picture, label = picture[:, ::-1], label[:, ::-1].copy()
        label[..., 1] = 128 - label[..., 1]
    if quarters:
        picture, label = np.rot90(picture, quarters), np.rot90(label, quarters).copy()
        label[..., 1] -= np.uint8(64 * quarters)
    return picture, label


def close_up(rng, picture, label):
    """A quarter of a scene: half of the time of three that with the most text and seals, else any."""
    best, most = None, -1
    for _ in range(3 if rng.random() < .5 else 1):
        y, x = (int(v) for v in rng.integers(0, (scenes.SIDE - CLOSE) // 4 + 1, 2))
        cut = label[y:y + CLOSE // 4, x:x + CLOSE // 4]
        much = np.count_nonzero(cut[..., 2] & scenes.LINE) + 2 * np.count_nonzero(cut[..., 2] & scenes.SEAL)
        if much > most:
            best, most = (picture[4 * y:4 * y + CLOSE, 4 * x:4 * x + CLOSE], cut), much
    return best


def drawn(rng, ring, size):
    """Pictures and labels of a step: `size` close crops, or in every fourth step a quarter as many whole scenes."""
    filled = min(RING, ring.made.value)
    if rng.random() < .25:
        picks = rng.integers(0, filled, max(2, size // 4))
        return ring.pictures[picks], ring.labels[picks]
    pairs = [close_up(rng, ring.pictures[i], ring.labels[i]) for i in rng.integers(0, filled, size)]
    return [p for p, _ in pairs], [l for _, l in pairs]


def batch_of(rng, pictures, labels, device, tone=True):
    """Tensors of a batch: picture, label bytes (N, 4, H, W) and whether each is mirrored."""
    size = len(pictures)
    mirror = rng.random(size) < MIRRORED
    quarters = rng.choice(4, size, p=[.46, .18, .18, .18])
    both = [turned(p, l, m, q) for p, l, m, q in zip(pictures, labels, mirror, quarters)]
    x = torch.from_numpy(np.stack([np.ascontiguousarray(p) for p, _ in both])).to(device).permute(0, 3, 1, 2).float() / 255
    if tone:
        gain = torch.from_numpy(rng.uniform(.75, 1.2, (size, 1, 1, 1)).astype("f")).to(device)
        shift = torch.from_numpy(rng.uniform(-.08, .08, (size, 3, 1, 1)).astype("f")).to(device)
        x = (x * gain + shift).clamp(0, 1)
    y = torch.from_numpy(np.stack([np.ascontiguousarray(l) for _, l in both])).to(device).permute(0, 3, 1, 2)
    return (x - .5).contiguous(memory_format=torch.channels_last), y, torch.from_numpy(mirror).to(device)


class Truth:
    """Label bytes taken apart."""

    def __init__(self, y, mirrored):
        flags = y[:, 2].int()
        self.core = y[:, 0].float() / 255
        self.line = (((flags & scenes.LINE) > 0) & (self.core > .3)).float()
        self.heard = 1 - (((flags & scenes.UNCLEAR) > 0) & (self.core < .3)).float()
        turn = y[:, 1].float() * (2 * math.pi / 256)
        self.cos, self.sin = torch.cos(turn), torch.sin(turn)
        self.height = (y[:, 3].float() - 64) / 32
        self.page = ((flags & scenes.PAGE) > 0).float()
        self.screen = ((flags & scenes.SCREEN) > 0).float()
        self.seal = ((flags & scenes.SEAL) > 0).float()
        self.mirrored = mirrored.float()[:, None, None].expand_as(self.core)


def inside(loss, mask):
    return (loss * mask).sum() / (mask.sum() + 1)


def area(logit, truth, mask, weight=1.):
    """Binary cross-entropy (positives weighted) plus dice, over the cells that count."""
    cross = functional.binary_cross_entropy_with_logits(logit, truth, reduction="none",
                                                        pos_weight=torch.tensor(weight, device=logit.device))
    share = torch.sigmoid(logit) * mask
    dice = 1 - (2 * (share * truth).sum() + 1) / (share.sum() + (truth * mask).sum() + 1)
    return inside(cross, mask), dice


def losses(out, t):
    everywhere = torch.ones_like(t.core)
    core, core_dice = area(out[:, 0], t.core, t.heard, 2.)
    page, page_dice = area(out[:, 4], t.page, everywhere)
    seal, seal_dice = area(out[:, 6], t.seal, everywhere, 8.)
    # Squared error and not the angle between: where a line's first end is in doubt the answer may be short, not wrong.
    direction = (out[:, 1] - t.cos) ** 2 + (out[:, 2] - t.sin) ** 2
    axis = (out[:, 8] - (t.cos ** 2 - t.sin ** 2)) ** 2 + (out[:, 9] - 2 * t.cos * t.sin) ** 2
    cross = functional.binary_cross_entropy_with_logits
    return {
        "core": 1.5 * core + core_dice,
        "direction": 1.5 * inside(direction, t.line),
        "axis": .7 * inside(axis, t.line),
        "mirrored": .7 * inside(cross(out[:, 3], t.mirrored, reduction="none"), t.line),
        "page": page + .5 * page_dice,
        "screen": .3 * inside(cross(out[:, 5], t.screen, reduction="none"), t.page),
        "seal": 3 * seal + .5 * seal_dice,
        "height": .4 * inside((out[:, 7] - t.height).abs(), t.line),
    }


def tune_set(folder):
    """The validation scenes, rendered once from the tune split, with their own turns and mirrorings."""
    kept = folder / "tune.npz"
    if not kept.exists():
        from .material import Material
        stuff = Material("tune")
        pairs = [scenes.scene(TUNE_SEED + i, stuff) for i in range(TUNE_SCENES)]
        np.savez(kept, pictures=np.stack([p for p, _ in pairs]), labels=np.stack([l for _, l in pairs]))
    data = np.load(kept)
    return data["pictures"], data["labels"]


class Tally:
    """Figures over the tune scenes: overlap of areas, and per glyph height what the line planes say."""

    BANDS = ((4.2, 6), (6, 8), (8, 12), (12, 16), (16, 24), (24, 80))

    def __init__(self):
        self.overlap = {name: [0, 0] for name in ("core", "page", "seal")}
        self.bands = {band: dict(cells=0, found=0, direction=0, axis=0, mirrored=0, height=0.) for band in self.BANDS}
        self.screen = [0, 0]
        self.false = [0, 0]

    def add(self, out, t):
        for name, plane, truth in (("core", 0, t.core > .5), ("page", 4, t.page > 0), ("seal", 6, t.seal > 0)):
            said = out[:, plane] > 0
            counts = t.heard > 0
            self.overlap[name][0] += int((said & truth & counts).sum())
            self.overlap[name][1] += int(((said | truth) & counts).sum())
        self.screen[0] += int((((out[:, 5] > 0) == (t.screen > 0)) & (t.page > 0)).sum())
        self.screen[1] += int((t.page > 0).sum())
        # scenes without any line: the share of their cells that claims to be one
        empty = (t.line.sum((1, 2)) == 0) & (t.heard.amin((1, 2)) > 0)
        self.false[0] += int((out[empty][:, 0] > 0).sum())
        self.false[1] += int(empty.sum()) * t.core[0].numel()
        length = torch.sqrt(out[:, 1] ** 2 + out[:, 2] ** 2 + 1e-9)
        agreement = (out[:, 1] * t.cos + out[:, 2] * t.sin) / length
        glyph = 8 * 2 ** t.height
        for (low, high), band in self.bands.items():
            here = (t.line > 0) & (glyph >= low) & (glyph < high)
            band["cells"] += int(here.sum())
            band["found"] += int((here & (out[:, 0] > 0)).sum())
            band["direction"] += int((here & (agreement > math.cos(math.radians(20)))).sum())
            band["axis"] += int((here & (agreement.abs() > math.cos(math.radians(20)))).sum())
            band["mirrored"] += int((here & ((out[:, 3] > 0) == (t.mirrored > 0))).sum())
            band["height"] += float(((out[:, 7] - t.height).abs() * here).sum())

    def figures(self):
        result = {name: round(a / max(1, b), 4) for name, (a, b) in self.overlap.items()}
        result["screen"] = round(self.screen[0] / max(1, self.screen[1]), 4)
        result["false_core_cells"] = round(self.false[0] / max(1, self.false[1]), 6)
        result["heights"] = {f"{low}-{high}": {key: round(value / max(1, band["cells"]), 4) if key != "cells" else value
                                               for key, value in band.items()}
                             for (low, high), band in self.bands.items()}
        total = sum(band["cells"] for band in self.bands.values())
        for key in ("found", "direction", "axis", "mirrored"):
            result[key] = round(sum(band[key] for band in self.bands.values()) / max(1, total), 4)
        result["score"] = round(result["core"] + result["page"] + .7 * result["seal"] + result["direction"]
                                + .7 * result["mirrored"], 4)
        return result


def measure(net, folder, device):
    pictures, labels = tune_set(folder)
    rng, tally = np.random.default_rng(TUNE_SEED), Tally()
    net.eval()
    with torch.no_grad():
        for i in range(0, len(pictures), BATCH):
            x, y, mirrored = batch_of(rng, pictures[i:i + BATCH], labels[i:i + BATCH], device, tone=False)
            tally.add(net(x), Truth(y, mirrored))
    net.train()
    return tally.figures()


def rate(step, steps, peak):
    """Warm-up over 100 steps, then a cosine to a fiftieth."""
    if step < 100:
        return peak * (step + 1) / 100
    return peak * (.02 + .98 * .5 * (1 + math.cos(math.pi * min(1, (step - 100) / max(1, steps - 100)))))


def train(options):
    """Runs until `options.steps` steps are done; keeps a checkpoint and the log, and goes on from them with resume."""
    folder = pathlib.Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    net = network.TextMap().to(device).to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-4)
    step, made, best = 0, 0, -1.
    mean = {k: v.clone() for k, v in net.state_dict().items()}
    if options.resume and (folder / "last.pt").exists():
        state = torch.load(folder / "last.pt", map_location=device)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        step, made, best, mean = state["step"], state["made"], state["best"], state["mean"]
    tune_set(folder)
    ring, stop = Ring(folder), multiprocessing.Event()
    workers = [multiprocessing.Process(target=render, daemon=True, args=(
        ring, options.seed * 1_000_000 + made + i, options.renderers, stop)) for i in range(options.renderers)]
    for worker in workers:
        worker.start()
    asked = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.append(True))
    try:
        rng = np.random.default_rng([options.seed, step])
        log = open(folder / "log.jsonl", "a", buffering=1)
        while ring.made.value < 3 * BATCH:
            if not any(worker.is_alive() for worker in workers):
                raise SystemExit("the renderers ended; see what they said")
            time.sleep(.5)
        sums, since = {}, time.time()
        while step < options.steps and not asked:
            for group in optimiser.param_groups:
                group["lr"] = rate(step, options.steps, options.rate)
            # A picture that is being replaced may be drawn half old and half new; that is one of very many.
            pictures, labels = drawn(rng, ring, options.batch)
            x, y, mirrored = batch_of(rng, pictures, labels, device)
            parts = losses(net(x), Truth(y, mirrored))
            total = sum(parts.values())
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.)
            optimiser.step()
            step += 1
            ring.allowed.value += SCENES_A_STEP * options.batch // BATCH
            keep = min(.998, step / (step + 20))
            for name, value in net.state_dict().items():
                if value.dtype.is_floating_point:
                    mean[name].mul_(keep).add_(value, alpha=1 - keep)
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.) + float(value)
            if step % 50 == 0:
                log.write(json.dumps({"step": step, "seconds": round(time.time() - since, 1), "scenes": made + ring.made.value,
                                      **{k: round(v / 50, 4) for k, v in sums.items()}}) + "\n")
                sums, since = {}, time.time()
            if step % options.every == 0 or step == options.steps:
                best = keep_checkpoint(folder, net, optimiser, mean, step, made + ring.made.value, best, device, log)
                since = time.time()
        if asked:
            keep_state(folder, net, optimiser, mean, step, made + ring.made.value, best)
    finally:
        stop.set()
        for worker in workers:
            worker.join(10)
        for name in ("ring-pictures", "ring-labels"):
            (folder / name).unlink(missing_ok=True)


def averaged(mean, device):
    net = network.TextMap().to(device).to(memory_format=torch.channels_last)
    net.load_state_dict(mean)
    return net


def keep_checkpoint(folder, net, optimiser, mean, step, made, best, device, log):
    figures = measure(averaged(mean, device), folder, device)
    log.write(json.dumps({"step": step, "tune": figures}) + "\n")
    if figures["score"] > best:
        best = figures["score"]
        torch.save({"mean": mean, "step": step, "figures": figures}, folder / "best.pt")
    keep_state(folder, net, optimiser, mean, step, made, best)
    return best


def keep_state(folder, net, optimiser, mean, step, made, best):
    torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "mean": mean, "step": step, "made": made,
                "best": best}, folder / "last.new")
    os.replace(folder / "last.new", folder / "last.pt")


def export(options):
    """Writes the best checkpoint as ONNX and returns what its card needs."""
    folder = pathlib.Path(options.folder)
    state = torch.load(folder / "best.pt", map_location="cpu")
    net = averaged(state["mean"], "cpu")
    network.export(net, options.to)
    return state["step"], state["figures"]
