# SPDX-License-Identifier: Apache-2.0
"""What scenes are made of: fonts by script, strings, photographs without text; one split of each, never another."""
import csv
import functools
import pathlib
import re
import subprocess

import numpy as np
from PIL import Image, ImageFont

CORPUS = pathlib.Path(__file__).resolve().parents[3] / "shared" / "corpus"

# Font files by split; tools/training/marks.py splits likewise. The evaluation has families of its own, in neither.
FAMILIES = {
    "train": re.compile(r"NotoSansCJK-(Regular|Bold|Medium|Light|Black)|gbsn00lp|gkai00mp|wqy-zenhei|LXGWWenKai-(Regular|Bold)|"
                        r"TW-Kai-98|cwming|cwheib|ipag|ipam|vl-?gothic|NanumGothic(Bold)?\.|NanumMyeongjo|UnBatang|baekmuk/|"
                        r"DejaVuSans(-Bold)?\.|DejaVuSerif(-Bold)?\.|LiberationSans|LiberationSerif|Roboto-(Regular|Bold)\.|"
                        r"PT[SF]\w+\.ttf|FreeSans|FreeSerif|texgyreheros-|Courier.Prime|LiberationMono", re.I),
    "tune": re.compile(r"NotoSerifCJK-(Regular|Bold)|wqy-microhei|uming|NanumBarunGothic|Carlito|OpenSans-(Regular|Bold)\.|"
                       r"Gentium|texgyretermes-|Mplus1-Regular", re.I),
}
SAMPLES = {"hans": "国绝级边", "hant": "國絕級邊", "japanese": "極扱の国", "korean": "한밀국", "cyrillic": "НжфЭ", "latin": "Hag",
           "vietnamese": "Hậắỡ"}
BASIC = ImageFont.Layout.BASIC
LONGEST_BACKGROUND = 960


def codes(encoding, first, last, low, high):
    """The characters of a double-byte encoding from lead byte `first` to `last`."""
    found = []
    for lead in range(first, last + 1):
        for trail in range(low, high + 1):
            try:
                found.append(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue
    return found


def span(first, last):
    return [chr(c) for c in range(first, last + 1)]


# The frequent half of each national character set: GB 2312 level 1, Big5 level 1, JIS X 0208 level 1, KS X 1001.
LETTERS = {
    "hans": codes("gb2312", 0xB0, 0xD7, 0xA1, 0xFE),
    "hant": codes("big5", 0xA4, 0xC6, 0x40, 0xFE),
    "japanese": codes("euc_jp", 0xB0, 0xCF, 0xA1, 0xFE)[:2000] + span(0x3041, 0x3093) * 25 + span(0x30A1, 0x30F6) * 10,
    "korean": codes("euc_kr", 0xB0, 0xC8, 0xA1, 0xFE),
    "cyrillic": list("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    "latin": list("etaoinshrdlucmfwypvbgkqjxz"),
    "vietnamese": list("nhtcigamlorudqbpsvyxkeaạảãàáâậấầăằắêếềệôốồộơớờợưứừựđíìịóòọúùụ"),
}
SPACED = ("latin", "cyrillic", "vietnamese", "korean")
REFERENCE = {"latin": "H", "vietnamese": "H", "cyrillic": "Н", "korean": "한"}  # every other script: an ideograph
SHARES = {"hans": .42, "hant": .11, "latin": .2, "japanese": .08, "korean": .07, "cyrillic": .08, "vietnamese": .04}


def reference(script):
    """The glyph whose box stands for the height of a line: capital letters, or the body of ideographs."""
    return REFERENCE.get(script, "国" if script == "hans" else "日")


@functools.lru_cache(maxsize=None)
def installed():
    """Every face that PIL can draw: file and number of the face in it."""
    listed = subprocess.run(["fc-list", "--format", "%{file}\\t%{index}\\n"], capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in listed.splitlines())
    return sorted({(path, int(index)) for path, index in rows
                   if path.endswith((".ttf", ".otf", ".ttc")) and int(index) < 65536})


def faces_of(split, script):
    """The faces of a split that draw a script. Faces of one file count once, or a collection would outweigh all others."""
    faces, files = [], set()
    for face in installed():
        if FAMILIES[split].search(face[0]) and face[0] not in files and all(has(face, glyph) for glyph in SAMPLES[script]):
            faces.append(face)
            files.add(face[0])
    return faces


def photographs_of(split):
    """Photographs without text. Even numbers are for evaluation only; of the odd ones every eighth is for tuning."""
    with open(CORPUS / "photos" / "SOURCES.tsv", encoding="utf-8") as table:
        plain = [CORPUS / "photos" / row["file"] for row in csv.DictReader(table, delimiter="\t") if row["has_text"] == "no"]
    for path in plain + sorted((CORPUS / "backgrounds").glob("bg*.jpg")):
        number = int(re.search(r"\d+", path.stem)[0])
        if number % 2 == 1 and (number // 2 % 8 == 7) == (split == "tune"):
            yield path


@functools.lru_cache(maxsize=400)
def font(path, index, size):
    return ImageFont.truetype(path, size, index=index, layout_engine=BASIC)


@functools.lru_cache(maxsize=4000)
def box(path, index, size, glyph):
    return font(path, index, size).getbbox(glyph, anchor="ls")


def has(face, glyph):
    """Whether a font draws this glyph as something else than its box for missing ones."""
    mask = font(face[0], face[1], 16).getmask(glyph)
    missing = font(face[0], face[1], 16).getmask("\U000F1234")
    return mask.getbbox() is not None and (mask.size != missing.size or bytes(mask) != bytes(missing))


class Material:
    """Fonts, letters and photographs of one split."""

    def __init__(self, split):
        self.faces = {}
        for script in LETTERS:
            self.faces[script] = faces_of(split, script)
            if not self.faces[script]:
                raise SystemExit(f"no font of the split {split} has {script}; see the [train] section of tools/packages")
        self.photographs = [self.photograph(path) for path in photographs_of(split)]
        if not self.photographs:
            raise SystemExit(f"the split {split} has no background photographs")

    @staticmethod
    def photograph(path):
        picture = Image.open(path)
        picture.draft("RGB", (LONGEST_BACKGROUND, LONGEST_BACKGROUND))
        picture = picture.convert("RGB")
        picture.thumbnail((LONGEST_BACKGROUND, LONGEST_BACKGROUND))
        return np.asarray(picture)

    def face(self, rng, script):
        faces = self.faces[script]
        return faces[rng.integers(len(faces))]

    def script(self, rng):
        return rng.choice(list(SHARES), p=np.array(list(SHARES.values())) / sum(SHARES.values()))

    def string(self, rng, script, length):
        """About `length` glyphs: running text with words, figures and punctuation as that script has them."""
        if script in SPACED:
            return self.words(rng, script, length)
        glyphs = [LETTERS[script][i] for i in rng.integers(len(LETTERS[script]), size=length)]
        for i in range(length):
            draw = rng.random()
            if draw < .05:
                glyphs[i] = "，。、：（）《》"[rng.integers(8)]
            elif draw < .11:
                glyphs[i] = str(rng.integers(10))
        if rng.random() < .12 and length > 4:
            glyphs[rng.integers(1, length - 1)] = "★"
        return "".join(glyphs)

    def words(self, rng, script, length):
        letters = LETTERS[script]
        weights = 1 / (np.arange(len(letters)) + 6.0) if script != "korean" else np.ones(len(letters))
        picked = [letters[i] for i in rng.choice(len(letters), size=length, p=weights / weights.sum())]
        upper = rng.random() < .22
        text, left = [], 0
        for glyph in picked:
            if left == 0:
                left = int(rng.integers(2, 5 if script == "korean" else 11))
                if text:
                    text.append(", " if rng.random() < .08 else " ")
                if rng.random() < .08:
                    text.append(str(rng.integers(1, 3000)) + " ")
                glyph = glyph.upper() if rng.random() < .25 else glyph
            text.append(glyph)
            left -= 1
        joined = "".join(text)[:length].strip()
        return joined.upper() if upper else joined or letters[0]
