# SPDX-License-Identifier: Apache-2.0
"""How certain a row of marks is writing: two small fits over what the finder measures.  tools/train rows --captures FOLDER

Examples come from eval-rows (tests/eval/rows.c, in the build folder) over two kinds of pictures:
- captures of the tune split with their truth beside them (tools/eval --split tune --render FOLDER): a row that lies along a
  line of the truth is writing, one beyond every page is not;
- photographs with an odd number: every row of one without text is not; of one with text, those that the build's own
  certainty calls sure are, so that a new fit does not forget what rendering does not show.
Writes src/text/certain_net.h. Prints, for the half of the pictures that each of two fits has not seen, how many rows of
captures and photographs with text are kept at each threshold, and how many photographs without text have such a row.
"""
import argparse
import concurrent.futures
import csv
import json
import math
import pathlib
import subprocess

import numpy as np
import torch
from torch import nn

from capture import splits

ROOT = pathlib.Path(__file__).resolve().parents[2]
THRESHOLDS = (10, 45, 85)  # LS_CERTAINTY_LEAST, _BESIDE, _SURE
GLYPH_LEAST = 7            # pixels: what is smaller in a capture is neither called writing nor anything else
HIDDEN = 24
CLIP = 4.0                 # standard deviations that an input may be away
LOGIT_MOST = 8.0
SUPPORT_MOST = 4.0
SUPPORT_LEAST = .01
MARK, WRITING, NOTHING, SURE, UNKNOWN = 3, 1, 0, 2, -1
# A false alarm in a photograph is the one that counts; a mark is one row of a page's twenty, and the one that counts.
WEIGHTS = {"capture nothing": .3, "photograph nothing": 3.0, "mark": 3.0}

# Signs and names that the lists of photographs do not know of; seen among the rows that earlier fits took for writing.
WITH_WRITING = {"p0247.jpg", "p0353.jpg", "bg099.jpg", "bg125.jpg"}

# Columns of eval-rows.
QUAD, HEIGHT, LENGTH, ANGLE, LIGHT, BESIDE, CERTAINTY, FEATURES = slice(0, 8), 8, 9, 10, 11, 12, 13, slice(14, None)


def inputs(features):
    """Rows of features, in the order of ls_feature, to the inputs of the first fit; input_of() in certain.c is the same."""
    marks, size, stroke, ink, tone, bend, gap, fill, density, thickness, contrast, crowd, height, share, ground = features.T
    columns = [np.log(marks), size, stroke, ink, np.log(.02 + tone), np.log(.01 + bend), np.log(.05 + gap), fill, density,
               thickness, np.log(contrast), np.minimum(crowd, 3), np.log(height), share, np.log(.01 + ground)]
    return np.stack(columns, 1)


def rows_of(program, photo):
    text = subprocess.run([program, str(photo)], stdout=subprocess.PIPE, check=True, text=True).stdout
    rows = np.array([[float(value) for value in line.split()] for line in text.splitlines()])
    return rows[np.isfinite(rows).all(1)] if len(rows) else rows


def holds(quad, point, margin):
    """Is the point inside of the quadrilateral, or no more than `margin` pixels outside of it?"""
    edges = np.roll(quad, -1, 0) - quad
    away = (edges[:, 0] * (point - quad)[:, 1] - edges[:, 1] * (point - quad)[:, 0]) / np.maximum(1e-6, np.hypot(*edges.T))
    return (away > -margin).all() or (away < margin).all()


def along(row, line):
    """Does the row run along the line of the truth, at about its size?"""
    quad, glyph = np.array(line["quad"]), line["glyph"]
    own, other = row[2:4] - row[0:2], quad[1] - quad[0]
    sine = abs(own[0] * other[1] - own[1] * other[0]) / max(1e-6, math.hypot(*own) * math.hypot(*other))
    middle = row[QUAD].reshape(4, 2).mean(0)
    return sine < .14 and .55 < row[HEIGHT] / glyph < 1.7 and holds(quad, middle, .3 * glyph)


def label_capture(row, truth):
    marks = truth["lines"] if truth["kind"] == "sign" else truth["marks"]
    if any(line["glyph"] >= GLYPH_LEAST and along(row, line) for line in marks):
        return MARK
    if any(line["glyph"] >= GLYPH_LEAST and along(row, line) for line in truth["lines"]):
        return WRITING
    middle = row[QUAD].reshape(4, 2).mean(0)
    outside = truth["pages"] and not any(holds(np.array(page), middle, 20) for page in truth["pages"])
    # a desk may hold writing of its own: what is sure is not called nothing
    return NOTHING if outside and row[CERTAINTY] < THRESHOLDS[-1] else UNKNOWN


def label_lettered(row):
    return SURE if row[CERTAINTY] >= THRESHOLDS[-1] else UNKNOWN


def label_plain(row):
    return NOTHING


def label_unlisted(row):
    """Nobody has looked whether the folder of backgrounds has writing somewhere; mostly it has not."""
    return NOTHING if row[CERTAINTY] < THRESHOLDS[-1] else UNKNOWN


def pictures(captures):
    """(photo, how its rows are labelled) of everything that may be learned from."""
    for truth in sorted(pathlib.Path(captures).glob("*.json")):
        known = json.loads(truth.read_text(encoding="utf-8"))
        if known["split"] != "tune":
            raise SystemExit(f"{truth}: not of the tune split")
        yield truth.with_suffix(""), lambda row, known=known: label_capture(row, known)
    with open(splits.CORPUS / "photos" / "SOURCES.tsv", encoding="utf-8") as table:
        lettered = WITH_WRITING | {row["file"] for row in csv.DictReader(table, delimiter="\t") if row["has_text"] == "yes"}
    every = sorted((splits.CORPUS / "photos").glob("p*.*")) + sorted((splits.CORPUS / "backgrounds").glob("bg*.jpg"))
    for photo in every:
        if splits.split_of(photo) != "eval":
            label = label_lettered if photo.name in lettered else label_unlisted if photo.name[0] == "b" else label_plain
            yield photo, label


class Examples:
    def __init__(self, program, captures, jobs):
        found = list(pictures(captures))
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            rows = list(pool.map(lambda item: rows_of(program, item[0]), found))
        kept = [(index, item, some) for index, (item, some) in enumerate(zip(found, rows)) if len(some)]
        self.rows = np.concatenate([some for _, _, some in kept])
        self.picture = np.concatenate([np.full(len(some), index) for index, _, some in kept])
        self.label = np.array([label(row) for _, (_, label), some in kept for row in some])
        self.photograph = np.concatenate([np.full(len(some), photo.parent != pathlib.Path(captures))
                                          for _, (photo, _), some in kept])
        self.alone = self.rows[:, BESIDE] == 0
        self.used = self.alone & (self.label != UNKNOWN)
        self.target = (self.label > 0).astype(float)
        nothing = np.where(self.photograph, WEIGHTS["photograph nothing"], WEIGHTS["capture nothing"])
        self.weight = np.where(self.label > 0, np.where(self.label == MARK, WEIGHTS["mark"], 1.0), nothing)
        self.inputs = inputs(self.rows[:, FEATURES])


def train_first(examples, chosen, steps=1500):
    """Fits the first network to the chosen rows; returns it with mean and deviation of its inputs."""
    torch.manual_seed(1)
    mean, deviation = examples.inputs[chosen].mean(0), examples.inputs[chosen].std(0)
    x, y, w = (torch.tensor(values, dtype=torch.float32) for values in (
        np.clip((examples.inputs[chosen] - mean) / deviation, -CLIP, CLIP), examples.target[chosen], examples.weight[chosen]))
    net = nn.Sequential(nn.Linear(x.shape[1], HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1))
    optimizer = torch.optim.Adam(net.parameters(), 1e-2, weight_decay=1e-5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        some = torch.randint(len(x), (4096,))
        loss = nn.functional.binary_cross_entropy_with_logits(net(x[some])[:, 0], y[some], w[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return net, mean, deviation


def run_first(first, x):
    net, mean, deviation = first
    with torch.no_grad():
        logits = net(torch.tensor(np.clip((x - mean) / deviation, -CLIP, CLIP), dtype=torch.float32))[:, 0].numpy()
    return np.clip(logits.astype(float), -LOGIT_MOST, LOGIT_MOST)


def beside(rows):
    """ls_chain_beside() for each pair of rows of one picture."""
    middle = rows[:, QUAD].reshape(-1, 4, 2).mean(1)
    height, length, angle, light = rows[:, HEIGHT], rows[:, LENGTH], rows[:, ANGLE], rows[:, LIGHT]
    x, y = (middle[:, None, axis] - middle[None, :, axis] for axis in (0, 1))
    taller, lower = np.maximum(height[:, None], height), np.minimum(height[:, None], height)
    reach = 12 * taller + (length[:, None] + length) / 2
    out = np.abs(x * np.cos(angle) + y * np.sin(angle)), np.abs(y * np.cos(angle) - x * np.sin(angle))
    near = (light[:, None] == light) & (taller <= 2.2 * lower) & (np.abs(np.sin(angle - angle[:, None])) <= .08) & \
        (out[1] < 12 * taller) & (out[1] > .5 * lower) & (out[0] < reach)
    np.fill_diagonal(near, False)
    return near


def second_inputs(examples, logits):
    likely = 1 / (1 + np.exp(-logits))
    likely[~examples.alone | (likely < SUPPORT_LEAST)] = 0
    support = np.zeros(len(logits))
    for picture in np.unique(examples.picture):
        own = np.flatnonzero(examples.picture == picture)
        support[own] = np.minimum(SUPPORT_MOST, beside(examples.rows[own]) @ likely[own])
    return np.stack([logits, support, np.minimum(support, 1), np.ones(len(logits))], 1)


def train_second(x, examples, chosen, rounds=30):
    """Logistic regression by Newton's method."""
    x, y, w = x[chosen], examples.target[chosen], examples.weight[chosen] / examples.weight[chosen].mean()
    beta = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        beta += np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(len(beta)), x.T @ (w * (y - p)))
    return beta


def say(name, examples, certainty):
    alone = examples.used
    writing, marks = alone & ((examples.label == WRITING) | (examples.label == MARK)), alone & (examples.label == MARK)
    sure = alone & (examples.label == SURE)
    nothing = alone & (examples.label == NOTHING) & examples.photograph
    plain = len(np.unique(examples.picture[nothing]))
    for threshold in THRESHOLDS:
        kept = certainty >= threshold
        print(f"{name} at {threshold}: {100 * kept[writing].mean():.1f} % of {writing.sum()} lines of captures, "
              f"{100 * kept[marks].mean():.1f} % of {marks.sum()} marks, "
              f"{100 * kept[sure].mean():.1f} % of {sure.sum()} of photographs with text; "
              f"{len(np.unique(examples.picture[nothing & kept]))} of {plain} photographs without text have such a row")


def table(values):
    return "{" + ", ".join(f"{value:.5g}f" if "." in f"{value:.5g}" or "e" in f"{value:.5g}" else f"{value:.5g}.0f"
                           for value in values) + "}"


def header(first, second, counts):
    net, mean, deviation = first
    layers = [np.c_[layer.weight.detach().numpy(), layer.bias.detach().numpy()] for layer in net if isinstance(layer, nn.Linear)]
    names = ("certain_first", "certain_second")
    lines = ["/* SPDX-License-Identifier: Apache-2.0 */",
             "/*",
             f" * Written by tools/train rows: fitted to {counts[0]:,} rows of writing and {counts[1]:,} of nothing. Of a layer, each row is",
             " * one unit: the weights of its inputs, then its bias.",
             " */",
             "#ifndef LS_TEXT_CERTAIN_NET_H",
             "#define LS_TEXT_CERTAIN_NET_H",
             "",
             f"#define CERTAIN_INPUTS {len(mean)}",
             f"#define CERTAIN_HIDDEN {HIDDEN}",
             f"#define CERTAIN_CLIP {CLIP}f /* standard deviations */",
             "",
             f"static const float certain_mean[CERTAIN_INPUTS] = {table(mean)};",
             f"static const float certain_deviation[CERTAIN_INPUTS] = {table(deviation)};"]
    for name, layer, width in zip(names, layers, ("CERTAIN_INPUTS", "CERTAIN_HIDDEN")):
        lines += [f"static const float {name}[CERTAIN_HIDDEN][{width} + 1] = {{", *(f"    {table(unit)}," for unit in layer), "};"]
    lines += [f"static const float certain_out[CERTAIN_HIDDEN + 1] = {table(layers[2][0])};", "",
              "/* Over the first fit's logit, the sum of the probabilities of what runs beside, and that sum up to 1. */",
              f"static const float certain_support[4] = {table(second)};", "", "#endif", ""]
    return "\n".join(lines)


def main(arguments):
    parser = argparse.ArgumentParser(prog="tools/train rows", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", required=True, help="folder of tools/eval --split tune --render")
    parser.add_argument("--program", default=str(ROOT / "build" / "release" / "tests" / "eval-rows"))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--to", default=str(ROOT / "src" / "text" / "certain_net.h"))
    options = parser.parse_args(arguments)
    examples = Examples(options.program, options.captures, options.jobs)
    half = np.random.default_rng(3).random(examples.picture.max() + 1)[examples.picture] < .5
    logits = np.zeros(len(examples.rows))
    for seen in (half, ~half):
        logits[~seen] = run_first(train_first(examples, examples.used & seen), examples.inputs[~seen])
    x, certainty = second_inputs(examples, logits), np.zeros(len(logits))
    for seen in (half, ~half):
        certainty[~seen] = 100 / (1 + np.exp(-x[~seen] @ train_second(x, examples, examples.used & seen)))
    say("this build", examples, examples.rows[:, CERTAINTY])
    say("fitted", examples, certainty)
    first = train_first(examples, examples.used)
    counts = [int((examples.used & (examples.target == target)).sum()) for target in (1, 0)]
    pathlib.Path(options.to).write_text(header(first, train_second(x, examples, examples.used), counts), encoding="utf-8")
    print(f"wrote {options.to}")
    return 0
