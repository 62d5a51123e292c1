# SPDX-License-Identifier: Apache-2.0
"""What each split may use: fonts, backgrounds, texts. Nothing that training has seen is in the evaluation.

Three splits. `train` belongs to tools/training and is told here only so that it can be held against the others. `tune` is
for choosing thresholds; it uses the fonts and photographs that training keeps for the same end. `eval` is looked at
last and chooses nothing. Every font file, photograph, layout and sentence is in one split.
"""
import ast
import csv
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SPLITS = ("tune", "eval")

TRUETYPE, OPENTYPE = "/usr/share/fonts/truetype/", "/usr/share/fonts/opentype/"
FANDOL = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol"
TEXGYRE = "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyre"
NOTO_SERIF = OPENTYPE + "noto/NotoSerifCJK-{}.ttc"  # faces: 0 Japanese, 1 Korean, 2 simplified, 3 traditional Chinese
MICROHEI = TRUETYPE + "wqy/wqy-microhei.ttc"
UMING = TRUETYPE + "arphic/uming.ttc"


def both(scripts, style, path, index=0):
    return [(script, style, path, index) for script in scripts.split()]


# split: script, style, file, face in it. Styles: hei, song, kai, fangsong of Chinese and their Japanese and Korean peers;
# sans, serif, mono of alphabets; "-bold" of each.
FONTS = {
    "eval": [
        # package texlive-lang-chinese: the only other free family that has 宋 黑 仿宋 楷 together
        *both("hans", "hei", FANDOL + "Hei-Regular.otf"),
        *both("hans", "hei-bold", FANDOL + "Hei-Bold.otf"),
        *both("hans", "song", FANDOL + "Song-Regular.otf"),
        *both("hans", "song-bold", FANDOL + "Song-Bold.otf"),
        *both("hans", "kai", FANDOL + "Kai-Regular.otf"),
        *both("hans", "fangsong", FANDOL + "Fang-Regular.otf"),
        # fonts-cns11643-sung, fonts-hanazono
        *both("hans hant", "song", TRUETYPE + "cns11643/TW-Sung-98_1.ttf"),
        *both("hans hant jp", "song", TRUETYPE + "hanazono/HanaMinA.ttf"),
        # fonts-cwtex-yen, -fs, -kai
        *both("hant", "hei", TRUETYPE + "cwtex/cwyen.ttf"),
        *both("hant", "fangsong", TRUETYPE + "cwtex/cwfs.ttf"),
        *both("hant", "kai", TRUETYPE + "cwtex/cwkai.ttf"),
        # fonts-sawarabi-gothic, fonts-sawarabi-mincho, fonts-motoya-l-cedar, fonts-horai-umefont
        *both("jp", "hei", TRUETYPE + "sawarabi-gothic/sawarabi-gothic-medium.ttf"),
        *both("jp", "song", TRUETYPE + "sawarabi-mincho/sawarabi-mincho-medium.ttf"),
        *both("jp", "hei", TRUETYPE + "motoya-l-cedar/MTLc3m.ttf"),
        *both("jp", "hei-bold", TRUETYPE + "horai-umefont/ume-tgo5.ttf"),
        *both("jp", "song", TRUETYPE + "horai-umefont/ume-tms3.ttf"),
        # fonts-unfonts-core, fonts-nanum, fonts-lexi-gulim, fonts-lexi-saebom
        *both("kr", "hei", TRUETYPE + "unfonts-core/UnDotum.ttf"),
        *both("kr", "hei-bold", TRUETYPE + "unfonts-core/UnDotumBold.ttf"),
        *both("kr", "hei", TRUETYPE + "nanum/NanumSquareR.ttf"),
        *both("kr", "hei-bold", TRUETYPE + "nanum/NanumSquareB.ttf"),
        *both("kr", "hei", TRUETYPE + "lexi/LexiGulim.ttf"),
        *both("kr", "song", TRUETYPE + "lexi/LexiSaebomR.ttf"),
        # fonts-inter, fonts-cantarell, fonts-b612, fonts-texgyre, fonts-linuxlibertine, fonts-sil-charis, fonts-stix,
        # fonts-crosextra-caladea, fonts-jetbrains-mono
        *both("latin cyrillic vietnamese", "sans", OPENTYPE + "inter/Inter-Regular.otf"),
        *both("latin cyrillic vietnamese", "sans-bold", OPENTYPE + "inter/Inter-Bold.otf"),
        *both("latin cyrillic vietnamese", "sans", OPENTYPE + "cantarell/Cantarell-Regular.otf"),
        *both("latin cyrillic vietnamese", "sans-bold", OPENTYPE + "cantarell/Cantarell-Bold.otf"),
        *both("latin", "sans", OPENTYPE + "b612/B612-Regular.otf"),
        *both("latin", "sans-bold", OPENTYPE + "b612/B612-Bold.otf"),
        *both("latin vietnamese", "sans-bold", TEXGYRE + "adventor-bold.otf"),
        *both("latin cyrillic vietnamese", "serif", OPENTYPE + "linux-libertine/LinLibertine_R.otf"),
        *both("latin cyrillic vietnamese", "serif-bold", OPENTYPE + "linux-libertine/LinLibertine_RB.otf"),
        *both("latin cyrillic vietnamese", "serif", TRUETYPE + "charis/CharisSIL-Regular.ttf"),
        *both("latin cyrillic vietnamese", "serif-bold", TRUETYPE + "charis/CharisSIL-Bold.ttf"),
        *both("latin cyrillic", "serif", OPENTYPE + "stix-word/STIX-Regular.otf"),
        *both("latin cyrillic", "serif-bold", OPENTYPE + "stix-word/STIX-Bold.otf"),
        *both("latin", "serif", TRUETYPE + "crosextra/Caladea-Regular.ttf"),
        *both("latin", "serif-bold", TRUETYPE + "crosextra/Caladea-Bold.ttf"),
        *both("latin cyrillic vietnamese", "mono", TRUETYPE + "jetbrains-mono/JetBrainsMono-Regular.ttf"),
        *both("latin", "mono", TEXGYRE + "cursor-bold.otf"),
    ],
    # files of what training calls "tune": fonts-noto-cjk, fonts-wqy-microhei, fonts-arphic-uming, fonts-nanum,
    # fonts-mplus, fonts-open-sans, fonts-crosextra-carlito, fonts-texgyre
    "tune": [
        *both("hans hant jp", "hei", MICROHEI),
        *both("hans hant jp", "hei-bold", MICROHEI),
        *both("hans", "song", UMING, 0), *both("hant", "song", UMING, 2),
        *both("hans", "fangsong", UMING, 0), *both("hant", "fangsong", UMING, 2),
        *both("hans", "kai", NOTO_SERIF.format("Regular"), 2), *both("hant", "kai", NOTO_SERIF.format("Regular"), 3),
        *both("hans", "song-bold", NOTO_SERIF.format("Bold"), 2), *both("hant", "song-bold", NOTO_SERIF.format("Bold"), 3),
        *both("jp", "hei", OPENTYPE + "mplus/Mplus1-Regular.otf"),
        *both("jp", "song", NOTO_SERIF.format("Regular"), 0),
        *both("kr", "hei", TRUETYPE + "nanum/NanumBarunGothic.ttf"),
        *both("kr", "hei-bold", TRUETYPE + "nanum/NanumBarunGothicBold.ttf"),
        *both("kr", "song", NOTO_SERIF.format("Regular"), 1),
        *both("latin cyrillic vietnamese", "sans", TRUETYPE + "open-sans/OpenSans-Regular.ttf"),
        *both("latin cyrillic vietnamese", "sans-bold", TRUETYPE + "open-sans/OpenSans-Bold.ttf"),
        *both("latin cyrillic vietnamese", "sans", TRUETYPE + "crosextra/Carlito-Regular.ttf"),
        *both("latin cyrillic vietnamese", "sans-bold", TRUETYPE + "crosextra/Carlito-Bold.ttf"),
        *both("latin vietnamese", "serif", TEXGYRE + "termes-regular.otf"),
        *both("latin vietnamese", "serif-bold", TEXGYRE + "termes-bold.otf"),
        *both("cyrillic", "serif", NOTO_SERIF.format("Regular"), 2),
        *both("cyrillic", "serif-bold", NOTO_SERIF.format("Bold"), 2),
        *both("latin cyrillic vietnamese", "mono", TRUETYPE + "open-sans/OpenSans-Regular.ttf"),
        # fonts-arphic-ukai, fonts-arphic-bsmi00lp, fonts-lato, fonts-ebgaramond, fonts-oldstandard, fonts-noto-core
        *both("hant", "kai", TRUETYPE + "arphic/ukai.ttc", 2),
        *both("hant", "song", TRUETYPE + "arphic-bsmi00lp/bsmi00lp.ttf"),
        *both("latin", "sans", TRUETYPE + "lato/Lato-Regular.ttf"), *both("latin", "sans-bold", TRUETYPE + "lato/Lato-Bold.ttf"),
        *both("latin cyrillic vietnamese", "serif", OPENTYPE + "ebgaramond/EBGaramond12-Regular.otf"),
        *both("latin cyrillic vietnamese", "serif-bold", OPENTYPE + "ebgaramond/EBGaramond12-Bold.otf"),
        *both("latin cyrillic", "serif", TRUETYPE + "fonts-oldstandard/OldStandard-Regular.ttf"),
        *both("latin cyrillic", "serif-bold", TRUETYPE + "fonts-oldstandard/OldStandard-Bold.ttf"),
        *both("latin cyrillic vietnamese", "serif", TRUETYPE + "noto/NotoSerif-Regular.ttf"),
        *both("latin cyrillic vietnamese", "serif-bold", TRUETYPE + "noto/NotoSerif-Bold.ttf"),
        *both("latin cyrillic vietnamese", "sans-bold", TRUETYPE + "noto/NotoSans-Bold.ttf"),
        # fonts-morisawa-bizud-gothic, -mincho, fonts-naver-d2coding
        *both("jp", "hei", TRUETYPE + "bizud-gothic/BIZUDPGothic-Regular.ttf"),
        *both("jp", "hei-bold", TRUETYPE + "bizud-gothic/BIZUDPGothic-Bold.ttf"),
        *both("jp", "song", TRUETYPE + "bizud-mincho/BIZUDPMincho-Regular.ttf"),
        *both("kr", "hei", TRUETYPE + "naver-d2coding/D2Coding-Ver1.3.2-20180524-all.ttc"),
    ],
}
# What a script has no face of is set in the next best of its own.
NEAREST = {"hei-bold": "hei", "song-bold": "song", "kai": "song", "fangsong": "song", "song": "hei"}


def fonts(split, script, style):
    """Faces (file, index) of a split for a script and style; the nearest style where a script has none."""
    while True:
        found = [(path, index) for s, t, path, index in FONTS[split] if s == script and t == style]
        if found or style not in NEAREST:
            return found
        style = NEAREST[style]


def font_files(split):
    return sorted({row[2] for row in FONTS[split]})


def training_families():
    """The patterns of font files that tools/training names, read from its text: importing it takes PyTorch."""
    found = {"train": [], "tune": []}
    for path in sorted((ROOT / "tools" / "training").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FAMILIES":
                for key, call in zip(node.value.keys, node.value.values):
                    found[key.value].append(re.compile(ast.literal_eval(call.args[0]), re.I))
    return found


def number(path):
    return int(re.search(r"\d+", pathlib.Path(path).stem)[0])


def split_of(path):
    """Even numbers are for evaluation only; of the odd ones every eighth is for tuning, as in tools/training."""
    n = number(path)
    return "eval" if n % 2 == 0 else "tune" if n // 2 % 8 == 7 else "train"


def photographs():
    """Every photograph without text that the corpus has; empty without the corpus."""
    table = CORPUS / "photos" / "SOURCES.tsv"
    if not table.exists():
        return []
    with open(table, encoding="utf-8") as rows:
        plain = [CORPUS / "photos" / row["file"] for row in csv.DictReader(rows, delimiter="\t") if row["has_text"] == "no"]
    return plain + sorted((CORPUS / "backgrounds").glob("bg*.jpg"))


def backgrounds(split):
    return [path for path in photographs() if split_of(path) == split]


def texts(split, kind):
    """Strings of a kind (see words_eval.py and words_tune.py)."""
    from . import words_eval, words_tune
    return {"eval": words_eval, "tune": words_tune}[split].TEXTS[kind]
