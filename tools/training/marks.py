#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The mark reader: network, rendered strips, training and export.  tools/train marks [--minutes N] [--out FOLDER]

A strip is what src/text/strip.c cuts: one line, straightened, dark on light, its glyphs about two thirds of the height.
The answer has a quarter of its columns; class 0 is the blank of CTC, class 1 any glyph outside of the vocabulary.
"""
import argparse
import functools
import json
import pathlib
import re
import subprocess
import sys
import time

import cv2
import numpy as np
import torch
from PIL import Image, ImageDraw, ImageFont
from torch import nn
from torch.nn import functional

if __package__:
    from . import mark_words as words
else:
    import mark_words as words

TOOLS = pathlib.Path(__file__).resolve().parent.parent
HEIGHT = 32
SCRIPTS = {"hans": .36, "hant": .13, "latin": .2, "japanese": .09, "korean": .08, "cyrillic": .08, "vietnamese": .06}
EM = 40  # pixels: glyphs are drawn so large before the camera makes them small
CODE = {glyph: i + 2 for i, glyph in enumerate(words.CLASSES)}
OTHER_CODE = 1


# ------------------------------------------------------------------------------------------------------- network

class Block(nn.Module):
    """Depthwise, pointwise, batch normalisation, ReLU; a shortcut where shapes allow it."""

    def __init__(self, inputs, outputs, kernel=(3, 3), stride=(1, 1)):
        super().__init__()
        pad = (kernel[0] // 2, kernel[1] // 2)
        self.depth = nn.Conv2d(inputs, inputs, kernel, stride, pad, groups=inputs, bias=False)
        self.point = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.shortcut = inputs == outputs and stride == (1, 1)

    def forward(self, x):
        y = functional.relu(self.norm(self.point(self.depth(x))))
        return x + y if self.shortcut else y


class MarkReader(nn.Module):
    """1 x 1 x 32 x W (value / 255 - 0.5, W a multiple of 4) to 1 x C x 1 x W/4 logits."""

    def __init__(self, classes=len(words.CLASSES) + 2):
        super().__init__()
        self.stem = nn.Conv2d(1, 24, 3, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(24)
        self.body = nn.Sequential(
            Block(24, 48, stride=(2, 2)), Block(48, 48), Block(48, 48),
            Block(48, 96, stride=(2, 1)), Block(96, 96), Block(96, 96), Block(96, 96))
        self.column = nn.Conv2d(96, 128, (4, 1), bias=False)  # the whole height becomes one row
        self.column_norm = nn.BatchNorm2d(128)
        self.along = nn.Sequential(Block(128, 128, (1, 5)), Block(128, 128, (1, 5)), Block(128, 128, (1, 3)), Block(128, 128, (1, 5)))
        self.head = nn.Conv2d(128, classes, 1)

    def forward(self, strip):
        x = self.body(functional.relu(self.norm(self.stem(strip))))
        return self.head(self.along(functional.relu(self.column_norm(self.column(x)))))


def fold(net):
    """A copy without batch normalisation: its scale and shift go into the convolution before it."""
    import copy
    fuse = torch.nn.utils.fusion.fuse_conv_bn_eval
    net = copy.deepcopy(net).cpu().eval()
    net.stem, net.norm = fuse(net.stem, net.norm), nn.Identity()
    net.column, net.column_norm = fuse(net.column, net.column_norm), nn.Identity()
    for block in (m for m in net.modules() if isinstance(m, Block)):
        block.point, block.norm = fuse(block.point, block.norm), nn.Identity()
    return net


def blobs(path):
    """Weights and biases of an exported network, by the names of its modules."""
    net, found = cv2.dnn.readNetFromONNX(str(path)), {}
    for number, layer in enumerate(net.getLayerNames(), 1):
        module = re.fullmatch(r"onnx_node!/(.+)/Conv", layer)
        if module:
            name = module[1].split("/")
            found[".".join(name[1:] if len(name) > 1 else name)] = number
    return net, found


def start_from(net, path, strips):
    """
    Goes on from an exported network: its weights, and normalisations that change nothing on `strips` (a batch), whose means and
    deviations are measured from the first layer to the last. Blocks that it has not yet start as nothing but their shortcut.
    """
    exported, layers = blobs(path)
    modules = dict(net.named_modules())
    pairs = [("stem", "norm"), *((f"{name}.point", f"{name}.norm") for name, m in modules.items() if isinstance(m, Block)),
             ("column", "column_norm")]

    def measure(norm, bias):
        def hook(_module, inputs):
            x = inputs[0]
            mean, deviation = x.mean((0, 2, 3)), x.std((0, 2, 3)).clamp(1e-3)
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(deviation ** 2)
            norm.weight.data.copy_(deviation)
            norm.bias.data.copy_(mean + bias)
        return norm.register_forward_pre_hook(hook)

    hooks = []
    for convolution, norm in pairs:
        depth = convolution.replace(".point", ".depth")
        if convolution not in layers:
            nn.init.zeros_(modules[norm].weight)
            continue
        for name in {convolution, depth}:
            modules[name].weight.data.copy_(torch.from_numpy(exported.getParam(layers[name], 0)))
        hooks.append(measure(modules[norm], torch.from_numpy(exported.getParam(layers[convolution], 1)).flatten()))
    net.head.weight.data.copy_(torch.from_numpy(exported.getParam(layers["head"], 0)))
    net.head.bias.data.copy_(torch.from_numpy(exported.getParam(layers["head"], 1)).flatten())
    net.eval()
    with torch.no_grad():
        net(strips.float() / 255 - .5)
    net.train()
    for hook in hooks:
        hook.remove()


def export(net, path):
    torch.onnx.export(fold(net), torch.zeros(1, 1, HEIGHT, 256), str(path), opset_version=11, do_constant_folding=True,
                      input_names=["strip"], output_names=["glyphs"],
                      dynamic_axes={"strip": {3: "width"}, "glyphs": {3: "width4"}})


# --------------------------------------------------------------------------------------------------------- fonts

# Font files by split. No font of the evaluation is in either: it has families of its own.
FAMILIES = {
    "train": re.compile(r"NotoSansCJK-(Regular|Bold|Medium|Light|Black)|gbsn00lp|gkai00mp|wqy-zenhei|LXGWWenKai-(Regular|Bold)|"
                        r"TW-Kai-98|cwming|cwheib|ipag|ipam|vl-?gothic|NanumGothic(Bold)?\.|NanumMyeongjo|UnBatang|baekmuk/|"
                        r"DejaVuSans(-Bold)?\.|DejaVuSerif(-Bold)?\.|LiberationSans|LiberationSerif|Roboto-(Regular|Bold)\.|PT[SF]\w+\.ttf|"
                        r"FreeSans|FreeSerif|texgyreheros-|CourierPrime|LiberationMono|Konatu\.|dejima|/mona\.|alee/(Bandal|Bangwool|Eunjin)\.|NanumBarunpen|"
                        r"NanumGothicEco(Bold)?\.|NanumMyeongjoEco(Bold)?\.|Un(Pen|Taza|Shinmun|Vada|Yetgul)\.|BM(DOHYEON|HANNAAir|JUA)_|"
                        r"cmun(rm|bx|ss|sx|tt|bmr)\.|/(Vollkorn|Play|Jura|Hack|Cabin|FiraCode)-(Regular|Medium|Bold)\.|/Go-(Regular|Bold|Mono)\.|"
                        r"JunicodeTwoBeta-(Condensed)?(Regular|Bold)?\.", re.I),
    "tune": re.compile(r"NotoSerifCJK-(Regular|Bold)|wqy-microhei|uming|NanumBarunGothic|Carlito|OpenSans-(Regular|Bold)\.|"
                       r"Gentium|texgyretermes-|mplus-?1-regular|Mplus1-Regular", re.I),
}


@functools.lru_cache(maxsize=None)
def coverage(path, index):
    """Code points that a face has."""
    text = subprocess.run(["fc-query", "-i", str(index), "--format", "%{charset}", str(path)],
                          capture_output=True, text=True, check=True).stdout
    have = set()
    for part in text.split():
        first, _, last = part.partition("-")
        have.update(range(int(first, 16), int(last or first, 16) + 1))
    return have


class Faces:
    """The fonts of one split, by script; one that lacks a script's own glyphs is left out."""

    def __init__(self, split):
        self.by_script, self.families = {}, {}
        for script, needed in words.FONT_GLYPHS.items():
            faces = [face for face in installed() if FAMILIES[split].search(face[0])]
            self.by_script[script] = [f for f in faces if all(ord(c) in coverage(*f) for c in needed)]
            if not self.by_script[script]:
                raise SystemExit(f"no font of the split {split} has {script}")
            families = self.families[script] = {}
            for face in self.by_script[script]:
                families.setdefault(re.split(r"[-_.]|Bold|\d", pathlib.Path(face[0]).name)[0], []).append(face)

    def choose(self, rng, script):
        """Each family as often as any other, however many weights it comes in."""
        families = self.families[script]
        return words.pick(rng, families[words.pick(rng, list(families))])


@functools.lru_cache(maxsize=None)
def installed():
    """Every face that PIL can draw: file and number of the face in it."""
    text = subprocess.run(["fc-list", "--format", "%{file}\\t%{index}\\n"], capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in text.splitlines())
    return sorted({(path, int(index)) for path, index in rows if path.endswith((".ttf", ".otf", ".ttc")) and int(index) < 65536})


@functools.lru_cache(maxsize=300)
def font(path, index, size):
    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


# ------------------------------------------------------------------------------------------------------ ordinary

def double_byte(encoding, first, last, low, high):
    found = []
    for lead in range(first, last + 1):
        for trail in range(low, high + 1):
            try:
                found.append(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue
    return found


# The frequent half of each national character set: GB 2312 level 1, Big5 level 1, JIS X 0208 level 1, KS X 1001.
ORDINARY = {
    "hans": double_byte("gb2312", 0xB0, 0xD7, 0xA1, 0xFE), "hant": double_byte("big5", 0xA4, 0xC6, 0x40, 0xFE),
    "japanese": double_byte("euc_jp", 0xB0, 0xCF, 0xA1, 0xFE) + [chr(c) for c in range(0x3041, 0x30F7)] * 8,
    "korean": double_byte("euc_kr", 0xB0, 0xC8, 0xA1, 0xFE),
    "cyrillic": list("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё" * 3 + "ОЕАИНТСРВЛКМДПУЯ"),
    "vietnamese": list("nhtcigamlorudqbpsvyxk" * 2 + "eaạảãàáâậấầăằắêếềệôốồộơớờợưứừựđíịóòọúùụ"),
    "latin": list("etaoinshrdlucmfwypvbgkqjxz" * 3 + "etaoinshrdlETAOINSHRDLUCMFWYPVBGKQJXZ"),
}
IDEOGRAPHS = ("hans", "hant", "japanese")
PUNCTUATION = "，。、：（）《》？！；“”"


def ordinary(rng, script, length):
    """About `length` glyphs as running text has them."""
    pool = ORDINARY[script]
    if script in IDEOGRAPHS:
        glyphs = [pool[i] for i in rng.integers(len(pool), size=length)]
        for i in range(length):
            draw = rng.random()
            if draw < .05:
                glyphs[i] = PUNCTUATION[rng.integers(len(PUNCTUATION))]
            elif draw < .1:
                glyphs[i] = str(rng.integers(10))
            elif draw < .22 and script == "hans":
                glyphs[i] = words.ALIKE[rng.integers(len(words.ALIKE))]
        return "".join(glyphs)
    glyphs, left = [], int(rng.integers(2, 9))
    upper = rng.random() < .25
    for i in rng.integers(len(pool), size=length * (2 if script != "korean" else 1)):
        if not left:
            left = int(rng.integers(1, 9 if script != "korean" else 4))
            glyphs.append(rng.choice([" ", " ", " ", ", ", ". ", "-", " " + str(rng.integers(2100)) + " "]))
        glyphs.append(pool[i].upper() if upper else pool[i])
        left -= 1
    return "".join(glyphs).strip()


SHUFFLED = {script: [c for c in words.CLASSES if c in set("".join(pool)) and c != " "] for script, pool in
            {"hans": words.HANS + list("★年月日个天号第时〔〕0123456789"), "hant": words.HANT, "japanese": words.JAPANESE,
             "korean": words.KOREAN, "cyrillic": words.CYRILLIC, "vietnamese": words.VIETNAMESE + list("ABCDEFGHIKLMN"),
             "latin": list(words.LETTERS + words.DIGITS + "()/-.,:")}.items()}


def text_for(rng, script):
    """A mark, a mark among other text, its glyphs in no order (so that each is learnt for itself), or ordinary text."""
    draw = rng.random()
    if draw < .45:
        return words.mark(rng, script)
    if draw < .6:
        return "".join(words.pick(rng, SHUFFLED[script]) for _ in range(rng.integers(2, 10)))
    if draw < .68:
        around = ordinary(rng, script, int(rng.integers(1, 5)))
        return around + words.mark(rng, script) if rng.random() < .5 else words.mark(rng, script) + around
    if draw < .74:
        mixed = list(ordinary(rng, script, int(rng.integers(3, 8))))
        for _ in range(3):
            mixed[rng.integers(len(mixed))] = words.pick(rng, SHUFFLED[script])
        return "".join(mixed)
    return ordinary(rng, script, int(rng.integers(3, 12)))


# ------------------------------------------------------------------------------------------------------- strips

def star(draw, x, y, size, fill):
    angle = -np.pi / 2 + np.arange(10) * np.pi / 5
    radius = np.where(np.arange(10) % 2 == 0, .5, .2) * size * .96
    draw.polygon(list(zip(x + size / 2 + radius * np.cos(angle), y + size / 2 + radius * np.sin(angle))), fill=fill)


def lay_out(rng, text, face, spacing):
    """Ink (0-255) of one line with room around it, its box (left, top, right, bottom), and the text that was drawn."""
    have, letter = coverage(*face), font(face[0], face[1], EM)
    drawn = "".join(c for c in text if ord(c) in have or c in "★ ")
    room = EM * 2
    width = int(letter.getlength(drawn) + (spacing + .7) * EM * len(drawn)) + 2 * room
    image = Image.new("L", (width, EM * 4), 0)
    draw, x = ImageDraw.Draw(image), float(room)
    baseline = EM * 2.4
    for glyph in drawn:
        if glyph == "★" and (ord(glyph) not in have or rng.random() < .15):
            star(draw, x, baseline - EM * .88, EM, 255)
            x += EM
        else:
            draw.text((x, baseline), glyph, font=letter, fill=255, anchor="ls")
            x += letter.getlength(glyph)
        x += spacing * EM
    found = image.getbbox()
    return (np.asarray(image), found, drawn) if found else (None, None, "")


def shaken(rng, strip, length):
    """Blur along a line of so many pixels at any angle: a hand that moved."""
    side = int(np.ceil(length)) | 1
    kernel = np.zeros((side, side), np.float32)
    angle, middle = rng.uniform(0, np.pi), (side - 1) / 2
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    ends = [tuple(np.round((middle + sign * reach) * 16).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_AA, 4)
    return cv2.filter2D(strip, -1, kernel / max(kernel.sum(), 1e-3))


def soften(rng, strip, height):
    """What a camera does to glyphs of `height` pixels: dim light, blur, shake, noise, sharpening, JPEG."""
    if rng.random() < .2:
        strip = strip * rng.uniform(.22, .6)
    if rng.random() < .65:
        strip = cv2.GaussianBlur(strip, (0, 0), rng.uniform(.3, .75 + height * (.13 if rng.random() < .4 else .03)))
    if rng.random() < .18:
        strip = shaken(rng, strip, rng.uniform(1.5, max(3., height * .34)))
    if rng.random() < .2:
        strip = strip + rng.uniform(.3, 1) * (strip - cv2.GaussianBlur(strip, (0, 0), 1.2))
    strip = strip + rng.normal(0, rng.choice([1, 3, 7, 13], p=[.35, .35, .2, .1]), strip.shape)
    strip = np.clip(strip, 0, 255).astype(np.uint8)
    if rng.random() < .6:
        ok, coded = cv2.imencode(".jpg", strip, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 96))])
        strip = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return strip


def ink_and_ground(rng, mask):
    """The mask as gray values: black or red ink on paper, faint, unevenly lit, struck by a stamp, underlined, framed."""
    h, w = mask.shape
    ground = rng.uniform(120, 250)
    ink = ground - rng.uniform(35, 80) if rng.random() < .2 else ground * rng.uniform(.05, .55)
    alpha = mask.astype(np.float32) / 255
    if rng.random() < .25:  # worn ink
        wear = cv2.resize(rng.uniform(.35, 1, (4, max(4, w // 20))).astype(np.float32), (w, h))
        alpha = alpha * wear
    if rng.random() < .12:
        speckle = rng.random((h, w)) > rng.uniform(.02, .25)
        alpha = alpha * speckle
    strip = ground + (ink - ground) * alpha
    if rng.random() < .35:
        strip = strip * np.linspace(rng.uniform(.75, 1), rng.uniform(.75, 1), w)[None, :]
    if rng.random() < .18:  # a red stamp's ring across it
        over = np.zeros((h, w), np.float32)
        radius = int(rng.uniform(1, 5) * EM)
        centre = (int(rng.uniform(0, w)), int(rng.uniform(-2, h / EM + 2) * EM))
        cv2.circle(over, centre, radius, 1, int(rng.integers(2, 8)), cv2.LINE_AA)
        if rng.random() < .5:
            cv2.circle(over, centre, max(2, radius // 3), 1, -1 if rng.random() < .3 else 4, cv2.LINE_AA)
        strip = strip * (1 - over * rng.uniform(.15, .6))
    return np.clip(strip, 0, 255).astype(np.float32)


def strip_of(rng, text, face, height, rows=HEIGHT):
    """A gray strip of so many rows and the text on it; None when the face can draw nothing of it."""
    spaced = rng.random()
    spacing = 0 if spaced < .7 else rng.uniform(.05, .35) if spaced < .93 else rng.uniform(.35, 1.0)
    mask, box, drawn = lay_out(rng, text, face, spacing)
    if mask is None:
        return None
    mask = mask.copy()
    left, top, right, bottom = box
    if rng.random() < .15:
        mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    elif rng.random() < .08:
        mask = cv2.erode(mask, np.ones((2, 2), np.uint8))
    if rng.random() < .08:
        cv2.line(mask, (left - 9, bottom + int(EM * rng.uniform(.1, .3))), (right + 9, bottom + int(EM * .2)), 255, int(rng.integers(1, 4)))
    if rng.random() < .1:
        pad = int(EM * rng.uniform(.15, .4))
        cv2.rectangle(mask, (left - pad, top - pad), (right + pad, bottom + pad), 255, int(rng.integers(1, 5)))
    if rng.random() < .25:  # parts of the lines above and below
        shift = int(EM * rng.uniform(1.25, 1.7))
        other = np.roll(mask, int(rng.integers(-80, 80)), axis=1)
        mask[:max(0, mask.shape[0] - shift)] |= other[shift:] if rng.random() < .5 else 0
        mask[shift:] |= other[:mask.shape[0] - shift] if rng.random() < .5 else 0
    picture = ink_and_ground(rng, mask)
    line = max(bottom - top, EM * .45)
    across = line * (rng.uniform(.12, .3) if rng.random() < .75 else rng.uniform(.3, .45))
    along = line * rng.uniform(.2, .9)
    jitter = lambda: rng.normal(0, .04) * line  # noqa: E731
    slope = np.tan(np.radians(np.clip(rng.normal(0, 1.3), -4, 4))) * min(right - left, EM * 6) / 2
    corners = np.float32([[left - along, top - across + jitter() - slope], [right + along, top - across + jitter() + slope],
                          [right + along + jitter(), bottom + across + jitter() + slope],
                          [left - along + jitter(), bottom + across + jitter() - slope]])
    full = line + 2 * across
    small = max(8, int(round(height * full / line)))            # rows of the strip as the camera saw it
    wide = max(8, int(round((right - left + 2 * along) * small / full * rng.uniform(.9, 1.1))))
    twice = 2 if small < 40 else 1
    target = np.float32([[0, 0], [wide * twice, 0], [wide * twice, small * twice], [0, small * twice]])
    seen = cv2.warpPerspective(picture, cv2.getPerspectiveTransform(corners, target), (wide * twice, small * twice),
                               flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if twice == 2:
        seen = cv2.resize(seen, (wide, small), interpolation=cv2.INTER_AREA)
    seen = soften(rng, seen, height)
    width = max(16, int(round(wide * rows / small / 4)) * 4)
    strip = cv2.resize(seen, (width, rows), interpolation=cv2.INTER_AREA if small > rows else cv2.INTER_LINEAR)
    if rng.random() < .04 and rows == HEIGHT:
        strip = 255 - strip
    return strip, drawn


def stretch(strip):
    """The full range of gray: from what a hundredth of the strip is darker than to what a hundredth is lighter than."""
    below = np.cumsum(np.bincount(strip.ravel(), minlength=256))
    low, high = np.searchsorted(below, [strip.size * .01, strip.size * .99], side="right")
    return np.clip((strip.astype(np.float32) - low) * (255 / max(16, high - low)), 0, 255).astype(np.uint8)


def codes_of(text):
    """Class numbers; runs of spaces are one, and none stands at the ends."""
    return [CODE.get(glyph, OTHER_CODE) for glyph in " ".join(text.split())]


def sample(rng, faces, widest):
    while True:
        script = rng.choice(list(SCRIPTS), p=np.array(list(SCRIPTS.values())) / sum(SCRIPTS.values()))
        made = strip_of(rng, text_for(rng, script), faces.choose(rng, script), float(np.exp(rng.uniform(np.log(8.5), np.log(40)))))
        if not made:
            continue
        strip, text = made
        strip, codes = stretch(strip), codes_of(text)
        repeats = sum(a == b for a, b in zip(codes, codes[1:]))
        if codes and strip.shape[1] <= widest and len(codes) + repeats <= strip.shape[1] // 4:
            return strip, codes


class Strips(torch.utils.data.IterableDataset):
    """Batches of strips of about one width, made by seed and worker; the same numbers give the same strips."""

    def __init__(self, split, seed, batch, widest=448):
        self.split, self.seed, self.batch, self.widest = split, seed, batch, widest

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        cv2.setNumThreads(1)
        faces = Faces(self.split)
        while True:
            pool = sorted((sample(rng, faces, self.widest) for _ in range(self.batch * 8)), key=lambda s: s[0].shape[1])
            for start in rng.permutation(8):
                yield collate(pool[start * self.batch:(start + 1) * self.batch])


def collate(items):
    width = max(strip.shape[1] for strip, _ in items)
    strips = np.stack([np.pad(s, ((0, 0), (0, width - s.shape[1])), mode="edge") for s, _ in items])
    codes = torch.tensor([c for _, cs in items for c in cs])
    return (torch.from_numpy(strips)[:, None], codes, torch.tensor([len(cs) for _, cs in items]),
            torch.tensor([s.shape[1] // 4 for s, _ in items]))


# ------------------------------------------------------------------------------------------------------- training

def loss_of(net, batch, device):
    strips, codes, lengths, widths = batch
    logits = net(strips.to(device).float() / 255 - .5)[:, :, 0]
    logp = functional.log_softmax(logits, 1).permute(2, 0, 1).cpu()
    return functional.ctc_loss(logp, codes, widths, lengths, blank=0, zero_infinity=True), logp


def read(logp, width):
    """Best path."""
    best = logp[:width].argmax(1).tolist()
    return [c for c, before in zip(best, [0] + best) if c and c != before]


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def validate(net, batches, device):
    """Error rate of glyphs, and the share of strips that are read whole."""
    wrong = glyphs = whole = strips = 0
    net.eval()
    with torch.no_grad():
        for batch in batches:
            _, logp = loss_of(net, batch, device)
            truth = batch[1].split(batch[2].tolist())
            for i, codes in enumerate(truth):
                errors = distance(read(logp[:, i], int(batch[3][i])), codes.tolist())
                wrong, glyphs, whole, strips = wrong + errors, glyphs + len(codes), whole + (errors == 0), strips + 1
    net.train()
    return wrong / glyphs, whole / strips


def train(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    net = MarkReader().to(device)
    optimizer = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    done, spent = 0, 0.0
    checkpoint = out / "marks.pt"
    if options.resume and checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        done, spent = state["step"], state["spent"]
    elif options.start:
        start_from(net, options.start, next(iter(Strips("train", options.seed, 64)))[0])
    check = iter(Strips("tune", options.seed + 1, 64))
    held = [next(check) for _ in range(4)]
    loader = torch.utils.data.DataLoader(Strips("train", options.seed + 1000 * (done + 1), options.batch), batch_size=None,
                                         num_workers=options.workers)
    print(json.dumps({"weights": sum(p.numel() for p in net.parameters()), "classes": len(CODE) + 2, "device": device}), flush=True)
    start, mean, budget = time.monotonic() - spent, None, options.minutes * 60
    for batch in loader:
        share = min(1.0, (time.monotonic() - start) / budget)
        rate = options.rate * min(1, (done + 1) / 200) * (.02 + .98 * (1 + np.cos(np.pi * share)) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss, _ = loss_of(net, batch, device)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        done, mean = done + 1, loss.item() if mean is None else mean * .98 + loss.item() * .02
        if done % options.every == 0 or share >= 1:
            spent = time.monotonic() - start
            torch.save({"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": done, "spent": spent}, str(checkpoint) + ".new")
            pathlib.Path(str(checkpoint) + ".new").replace(checkpoint)
            errors, whole = validate(net, held, device)
            print(f"step {done} minutes {spent / 60:.1f} loss {mean:.3f} rate {rate:.5f} tune: errors {errors:.3f} whole {whole:.3f}", flush=True)
        if share >= 1:
            break
    export(net, out / "marks.onnx")


def write_glyphs(path):
    """The glyphs of the classes from 2 on, as the C side reads them."""
    lines = ["/* SPDX-License-Identifier: Apache-2.0 */",
             "/* What the mark reader's classes from 2 on stand for; made by tools/train marks --glyphs. */"]
    row = []
    for glyph in words.CLASSES:
        row.append('GLYPH("%s")' % glyph.replace("\\", "\\\\").replace('"', '\\"'))
        if len(row) == 8:
            lines.append(" ".join(row))
            row = []
    pathlib.Path(path).write_text("\n".join(lines + ([" ".join(row)] if row else [])) + "\n", encoding="utf-8")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="build/marks")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--every", type=int, default=500, metavar="STEPS")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", metavar="ONNX", help="go on from an exported network, which may lack blocks")
    parser.add_argument("--export", action="store_true", help="write the network of the last checkpoint and stop")
    parser.add_argument("--glyphs", metavar="FILE", help="write the classes' glyphs and stop")
    options = parser.parse_args(arguments)
    if options.glyphs:
        write_glyphs(options.glyphs)
    elif options.export:
        net = MarkReader()
        net.load_state_dict(torch.load(pathlib.Path(options.out) / "marks.pt", map_location="cpu")["net"])
        export(net, pathlib.Path(options.out) / "marks.onnx")
    else:
        train(options)


if __name__ == "__main__":
    main()
