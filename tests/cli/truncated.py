#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A photo that was cut short is never ok, costs no crash, and leaves the rest of its folder checked.

Short: every sample at 20 places. Long (LS_LONG=1): at 200, and 60 corpus photos at 10; and every input there that once broke
a parser."""
import json
import os
import random

from harness import SAMPLES, SOURCE, WORK, case, finish, run, skip

LONG = bool(os.environ.get("LS_LONG"))
CORPUS = SOURCE.parent / "shared/corpus/metadata"
# What a worker that died or lied would be reported as; a sound one says what is wrong with the file.
DEATHS = ("crashed", "was killed", "invalid answer", "could not be used", "memory limit")


def cut(photo, folder, places):
    """Writes `places` shortened copies of a photo; the places are the same in every run."""
    data = photo.read_bytes()
    draw = random.Random(photo.name)
    for at in sorted({draw.randrange(1, len(data)) for _ in range(places)}):
        (folder / f"{at:09d}-{photo.name}").write_bytes(data[:at])


def scan(folder):
    done = run("scan", "--only", "metadata,place", "-f", "jsonl", folder)
    return done, [json.loads(line) for line in done.out.splitlines()]


def reasons(photo):
    return " ".join(stage.get("reason", "") for stage in photo["coverage"].values())


def never_ok(name, photos, places):
    folder = WORK / name
    folder.mkdir()
    for photo in photos:
        cut(photo, folder, places)
    done, answers = scan(folder)
    expected = len(list(folder.iterdir()))
    case(f"{name}: each of {expected} shortened photos is answered for", len(answers) == expected, done)
    passed = [a["source"] for a in answers if a["verdict"] == "ok"]
    case(f"{name}: none of them is ok", not passed and done.returncode in (1, 3), passed[:10], done.returncode)
    dead = [(a["source"], reasons(a)) for a in answers if any(word in reasons(a) for word in DEATHS)]
    case(f"{name}: no worker died of one", not dead, dead[:10])


def main():
    samples = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".jpg", ".png"))
    never_ok("samples", samples, 200 if LONG else 20)
    if not CORPUS.is_dir():
        skip("corpus", "no test data beside the project")
    elif LONG:
        photos = sorted((CORPUS / "camera").glob("jpg__*.jpg")) + sorted((CORPUS / "png").glob("*.png"))
        photos = random.Random(1).sample([p for p in photos if ends_with_its_picture(p)], 60)
        never_ok("corpus", photos, 10)
        done, answers = scan(CORPUS / "crash")
        dead = [(a["source"], reasons(a)) for a in answers if any(word in reasons(a) for word in DEATHS)]
        case(f"inputs that broke parsers: {len(answers)} pictures, no worker died", bool(answers) and not dead, dead[:10])
    return finish()


def ends_with_its_picture(photo):
    """Whole photos whose bytes end with the picture: of others a cut may only take what stands behind it."""
    data = photo.read_bytes()
    return data.endswith(b"\xff\xd9") or data.endswith(b"IEND\xaeB`\x82")


if __name__ == "__main__":
    raise SystemExit(main())
