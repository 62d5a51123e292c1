#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A bad photo is one clear line, `unchecked`, exit 3, and the rest of the list is still checked."""
import os
import re

from harness import SAMPLES, WORK, case, finish, photos, png, run, skip

PHOTO = (SAMPLES / "notice.jpg").read_bytes()
PLAIN = WORK / "plain.png"
PLAIN.write_bytes(png())


def large_jpeg():
    """The sample with a header that claims 65500 by 65500 pixels."""
    at = next(m.start() for m in re.finditer(rb"\xFF[\xC0\xC2]\x00\x11\x08", PHOTO))
    return PHOTO[:at + 5] + b"\xFF\xDC\xFF\xDC" + PHOTO[at + 9:]


def make(name, data):
    path = WORK / name
    path.write_bytes(data)
    return path


CASES = [ # path, what the line must say
    (make("empty.jpg", b""), r"empty"),
    (make("truncated.jpg", PHOTO[:len(PHOTO) // 20]), r"byte"),
    (make("cut-in-header.jpg", PHOTO[:300]), r"byte"),
    (make("lying.png", png(lie=0x7FFFFFF0)), r"byte"),
    (make("huge.png", png(65500, 65500)), r"pixel"),
    (make("huge.jpg", large_jpeg()), r"pixel"),
    (make("text.jpg", b"this is a text and no picture\n" * 20), r"no picture"),
    (make("zeros.jpg", bytes(5000)), r"no picture"),
    (WORK / "not-there.jpg", r"No such file"),
]
folder = WORK / "folder.jpg"
folder.mkdir()
CASES.append((folder, r"directory"))
fifo = WORK / "fifo.jpg"
os.mkfifo(fifo)
CASES.append((fifo, r"FIFO"))
CASES.append(("/dev/null", r"not a regular file"))
locked = make("locked.jpg", PHOTO)
locked.chmod(0)
if os.access(locked, os.R_OK):
    skip("unreadable.jpg", "this user may read every file")
else:
    CASES.append((locked, r"Permission denied"))


def complaints(done):
    """A worker's standard error is /dev/null, but in a sanitizer build, which keeps it for its reports: libpng writes there."""
    return [line for line in done.err.splitlines() if not line.startswith("libpng ")]


for path, reason in CASES:
    done = run("check", path)
    verdict = [line for line in done.out.splitlines() if line.startswith(f"{path}: ")]
    case(f"{os.path.basename(path)} is unchecked, exit 3, and says why ({reason})",
         done.returncode == 3 and len(verdict) == 1 and ": UNCHECKED – " in verdict[0] and re.search(reason, verdict[0]) and
         not complaints(done), done)

everything = [path for path, _ in CASES]
done = run("check", "-f", "json", *everything[:5], SAMPLES / "notice.jpg", *everything[5:], PLAIN)
answers = photos(done)
case("every photo has its answer, in one run", len(answers) == len(CASES) + 2, sorted(answers))
case("those between the broken ones are checked", answers["notice.jpg"]["verdict"] == "block" and
     answers["plain.png"]["verdict"] == "ok", done)
case("the broken ones are unchecked", all(answers[os.path.basename(path)]["verdict"] == "unchecked" for path in everything))
case("1 beats 3", done.returncode == 1)
for path in everything:
    stages = answers[os.path.basename(path)]["coverage"]
    case(f"{os.path.basename(path)}: a required stage is not done, with a reason",
         any(stage["required"] and stage["state"] != "done" and stage.get("reason") for stage in stages.values()), stages)

# what a broken photo gives away nevertheless is said as well, and weighs more
for name, data in [("half.jpg", PHOTO[:len(PHOTO) // 2]), ("lying-a-little.png", png(lie=20))]:
    done = run("check", "-f", "json", make(name, data))
    answer = photos(done)[name]
    case(f"{name}: findings survive, and the failure is said", done.returncode == 1 and answer["findings"] and
         answer["coverage"]["container"]["state"] == "failed" and "byte" in answer["coverage"]["container"]["reason"], done)

done = run("check", "-", stdin=PHOTO[:5000])
case("standard input that breaks off", done.returncode == 3 and done.out.startswith("-: UNCHECKED"), done)
finish()
