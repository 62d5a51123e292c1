#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Real files, sound, damaged and cut: inspect and clean answer for each, never crash, and no copy is anything but proven.

Needs ../shared/corpus, and is skipped without. A seeded twentieth of the work; all of it with LS_LONG=1.
"""
import json
import os
import pathlib
import random
import re
import shutil
import subprocess

from harness import BIN, LIMIT, SOURCE, WORK, case, environment, finish, skip

CORPUS = SOURCE.parent / "shared/corpus/metadata"
LONG = os.environ.get("LS_LONG")
SEED, SHARE, CUTS = 20261130, 20, 10
BATCH = 250
DIED = re.compile(r"crash|killed|invalid answer|worker program")
# what ExifTool must not find in a copy; what it makes of structures (JFIF, PNG, ICC numbers) tells nothing
TELLING = re.compile(r"GPS|Serial|Owner|Artist|Copyright$|Creator|Comment|UserComment|Software|Make$|Model$|DateTime|CreateDate|ModifyDate|"
                     r"ThumbnailImage|PreviewImage|Trailer|MakerNote|XMP|IPTC|History|Keywords|City|Country|Description")


def lightseal(*arguments):
    return subprocess.run([str(BIN / "lightseal"), *map(os.fspath, arguments)], capture_output=True, env=environment(), timeout=4 * LIMIT,
                          check=False)


def batches(files):
    return [files[at:at + BATCH] for at in range(0, len(files), BATCH)]


def inspected(files):
    """What is wrong with inspect's answers."""
    wrong = []
    for batch in batches(files):
        done = lightseal("inspect", "--json", *batch)
        if done.returncode not in (0, 3):
            wrong.append(f"inspect: exit {done.returncode}: {done.stderr[-200:]}")
            continue
        photos = json.loads(done.stdout)["photos"]
        wrong += [f"{len(photos)} answers for {len(batch)} files"] if len(photos) != len(batch) else []
        for photo in photos:
            wrong += [f"{photo['source']}: {entry['reason']}" for entry in photo["coverage"].values() if DIED.search(entry["reason"])]
            at = 0
            for part in photo["ranges"]:
                wrong += [f"{photo['source']}: byte {at} is in no part"] if part["from"] != at else []
                at = part["to"]
            wrong += [f"{photo['source']}: ends at {at}"] if photo["ranges"] and at != photo["size"] else []
    return wrong


def cleaned(files, folder):
    """What is wrong with clean's answers, and the copies that there are."""
    wrong, copies = [], []
    for number, batch in enumerate(batches(files)):
        target = folder / str(number)
        target.mkdir(parents=True)
        done = lightseal("clean", "--json", "-o", target, *batch)
        if done.returncode not in (0, 3):
            wrong.append(f"clean: exit {done.returncode}: {done.stderr[-200:]}")
            continue
        photos = json.loads(done.stdout)["photos"]
        there = sorted(target.iterdir())
        said = [pathlib.Path(photo["copy"]) for photo in photos if photo["copy"]]
        wrong += [f"{len(photos)} answers for {len(batch)} files"] if len(photos) != len(batch) else []
        wrong += [f"{photo['source']}: {photo['reason']}" for photo in photos if not photo["copy"] and DIED.search(photo["reason"])]
        wrong += [f"{photo['source']}: no reason"for photo in photos if not photo["copy"] and not photo["reason"]]
        wrong += ["copies: the folder has others than are said"] if sorted(said) != there else []
        wrong += ["exit 0 without all copies"] if done.returncode == 0 and len(there) != len(batch) else []
        copies += there
    return wrong, copies


def quiet(copies):
    """Copies, read by a process that never saw the photo: whole, and nothing in them but what a picture needs."""
    wrong = []
    for batch in batches(copies):
        for photo in json.loads(lightseal("inspect", "--json", *batch).stdout)["photos"]:
            states = {entry["state"] for entry in photo["coverage"].values()}
            bad = [part["path"] for part in photo["ranges"] if part["role"] in ("unknown", "trailing")]
            keys = {value["key"] for value in photo["values"] if value["carrier"] != "file/time"} - {"image.orientation", "image.quantisation"}
            if states != {"done"} or bad or keys or photo["problems"]:
                wrong.append(f"{photo['source']}: {states} {bad[:3]} {keys} {photo['problems'][:1]}")
    return wrong


def exiftool(copies):
    wrong = []
    for batch in batches(copies):
        done = subprocess.run(["exiftool", "-q", "-q", "-j", "-a", "-G1", "-ee", *map(str, batch)], capture_output=True, check=False)
        for photo in json.loads(done.stdout or b"[]"):
            tags = [tag for tag, value in photo.items() if TELLING.search(tag) and value not in ("", "0000:00:00 00:00:00") and
                    not tag.startswith(("File:", "System:", "ExifTool:", "Composite:", "ICC"))]
            wrong += [f"{photo['SourceFile']}: {', '.join(tags)}"] if tags else []
    return wrong


def cut(files, folder):
    """Each file at CUTS places, the same on every run."""
    made = []
    folder.mkdir()
    for number, file in enumerate(files):
        data, chance = file.read_bytes(), random.Random(f"{SEED} {file.relative_to(CORPUS)}")
        for at in sorted(chance.sample(range(1, len(data)), min(CUTS, len(data) - 1))):
            made.append(folder / f"{number}-{at}{file.suffix}")
            made[-1].write_bytes(data[:at])
    return made


def some(files):
    files = sorted(files)
    return files if LONG else random.Random(SEED).sample(files, max(1, len(files) // SHARE))


def subject(name, files):
    case(f"{name}: inspect answers for {len(files)}", *told(inspected(files)))
    wrong, copies = cleaned(files, WORK / name)
    case(f"{name}: clean answers for {len(files)}, {len(copies)} copies", *told(wrong))
    case(f"{name}: the copies are whole and say nothing", *told(quiet(copies)))
    if shutil.which("exiftool"):
        case(f"{name}: ExifTool finds nothing in them", *told(exiftool(copies)))
    else:
        skip(f"{name}: ExifTool finds nothing in the copies", "no exiftool")
    shutil.rmtree(WORK / name)


def told(wrong):
    return not wrong, "\n".join(wrong[:20])


def main():
    if not CORPUS.is_dir():
        skip("real files", "no ../shared/corpus")
        case("the test says that it was skipped", True)
        finish()
    files = [path for path in CORPUS.rglob("*") if path.is_file() and path.stat().st_size > 1]
    crash = [path for path in files if "crash" in path.relative_to(CORPUS).parts]
    real = [path for path in files if path not in set(crash)]
    subject("crash inputs", some(crash))
    subject("real files", some(real))
    subject("cut files", cut(some(real), WORK / "cut"))
    finish()


main()
