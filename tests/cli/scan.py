#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A folder: everything in it is answered for, in the order of the names."""
import json
import os
import re
import shutil
import signal
import subprocess

from harness import BIN, LIMIT, SAMPLES, WORK, case, environment, finish, one_line, photos, png, run, skip

NOTICE = SAMPLES / "notice.jpg"
QUICK = ("--only", "container,metadata")
ROOT = WORK / "roll"
OUT = WORK / "elsewhere"
for folder in (ROOT / "b/deep", ROOT / "a", OUT):
    folder.mkdir(parents=True)
(ROOT / "b/deep/plain.jpg").write_bytes(png())
shutil.copy(NOTICE, ROOT / "a/notice.jpg")
shutil.copy(NOTICE, OUT / "private.jpg")
(ROOT / "a/broken.jpg").write_bytes(NOTICE.read_bytes()[:2000])
(ROOT / "a/words.jpg").write_text("a text that is named like a picture\n")
(ROOT / "notes.txt").write_text("a text\n")
(ROOT / "no ending").write_bytes(png())
(ROOT / "Z.png").write_bytes(png())
(ROOT / "b/out").symlink_to(OUT)
(ROOT / "b/link.jpg").symlink_to(OUT / "private.jpg")
(ROOT / "b/loop").symlink_to(ROOT)
os.mkfifo(ROOT / "pipe")
os.mkfifo(ROOT / "pipe.jpg")
EXPECTED = {  # in the order of the names, byte by byte
    "Z.png": "ok", "a/broken.jpg": "unchecked", "a/notice.jpg": "block", "a/words.jpg": "unchecked",
    "b/deep/plain.jpg": "ok", "b/link.jpg": "unchecked", "no ending": "ok", "pipe.jpg": "unchecked",
}

done = run("scan", "-f", "json", ROOT)
document = json.loads(done.out)
seen = {os.path.relpath(photo["source"], ROOT): photo["verdict"] for photo in document["photos"]}
case("every picture is answered for, whatever its name", seen == EXPECTED, seen)
case("in the order of the names", list(seen) == list(EXPECTED), list(seen))
case("links are not followed", "private.jpg" not in "".join(seen), seen)
album = document["album"]
case("what is no picture is counted", album["not_pictures"] == 1 and album["links"] == 2 and album["special"] == 1 and
     album["photos"] == len(EXPECTED) and album["unreadable"] == 0, album)
case("verdicts are counted", album["verdicts"] == {"ok": 3, "review": 0, "unchecked": 4, "block": 1}, album)
case("exit 1: a block", done.returncode == 1)
again = run("scan", "-f", "json", ROOT)
case("the same report, byte for byte", again.stdout == done.stdout)
lines = run("scan", "-f", "jsonl", ROOT)
case("JSON Lines: the same photos", [json.loads(line) for line in lines.out.splitlines()] == document["photos"], lines)
case("and the counts on standard error", "files that are no picture" in lines.err, lines)
single = photos(run("check", "-f", "json", ROOT / "a/notice.jpg"))["notice.jpg"]
case("scan and check agree", single == document["photos"][2], single)

text = run("scan", ROOT)
case("text: photos that are ok are counted, not listed", "Z.png" not in text.out and "notice.jpg: BLOCK" in text.out, text)
table = {line.strip().rsplit(None, 1)[0]: line.split()[-1] for line in text.out.splitlines() if line.startswith("  ") and line.split()[-1].isdigit()}
case("text: the table of counts", table.get("BLOCK – do not share it") == "1" and
     table.get("files that are no picture") == "1" and table.get("symbolic links, not followed") == "2", text)

done = run("scan", *QUICK, ROOT / "b/deep", ROOT / "nowhere", ROOT / "Z.png")
case("a folder that is not there: one line, the rest goes on, exit 3", done.returncode == 3 and "nowhere: No such file" in done.err
     and "2 photos" in done.out, done)
empty = WORK / "empty"
empty.mkdir()
done = run("scan", empty)
case("an empty folder", done.returncode == 0 and "0 photos" in done.out, done)
locked = WORK / "locked"
locked.mkdir()
(locked / "a.png").write_bytes(png())
locked.chmod(0)
if os.access(locked, os.R_OK):
    skip("a folder that may not be read", "this user may read every folder")
else:
    done = run("scan", locked)
    case("a folder that may not be read", done.returncode == 3 and "Permission denied" in done.err, done)
locked.chmod(0o700)
odd = WORK / os.fsdecode(b"odd \xff\n\x1b[31m")
odd.mkdir()
(odd / "a.png").write_bytes(png()[:60])
done = run("scan", odd)
case("names that are no text", done.returncode == 3 and "\033" not in done.out and "�" in done.out, done)
deep = WORK / "deep"
path = deep
for _ in range(110):
    path = path / "d"
path.mkdir(parents=True)
done = run("scan", deep)
case("folders nested beyond the limit are said, exit 3", done.returncode == 3 and "d/d/d" in done.err, done)



def folder(name, **files):
    made = WORK / name
    made.mkdir()
    for path, data in files.items():
        (made / path).write_bytes(data)
    return made


# what is behind a link or in a device was not looked at: named, counted, and not exit 0
linked = folder("linked", **{"a.png": png()})
(linked / "album").symlink_to(OUT)
done = run("scan", *QUICK, linked)
case("a link to a folder: exit 3, named and counted", done.returncode == 3 and one_line(done.err) and
     f"{linked}/album: a symbolic link, not followed" in done.err and re.search("symbolic links, not followed +1$", done.out, re.M), done)
done = run("scan", *QUICK, "-f", "json", linked)
case("the same as JSON", done.returncode == 3 and json.loads(done.out)["album"]["links"] == 1 and "album" in done.err, done)
piped = folder("piped", **{"a.png": png()})
os.mkfifo(piped / "pipe")
done = run("scan", *QUICK, piped)
case("a FIFO: exit 3, named and counted", done.returncode == 3 and one_line(done.err) and f"{piped}/pipe: " in done.err and
     re.search("devices, FIFOs and sockets, not read +1$", done.out, re.M), done)
(WORK / "way-in").symlink_to(folder("target", **{"a.png": png(), "notes.txt": b"a text", "empty.txt": b""}))
done = run("scan", *QUICK, WORK / "way-in")
case("a link that was named is followed, and what is no picture is no failure: exit 0", done.returncode == 0 and not done.err and
     re.search("files that are no picture +2$", done.out, re.M), done)

# a picture of a kind that cannot be read, an empty one, and something else under the name of one
kinds = ("jfif jpe jp2 jxl jxr wdp psd xcf tga pcx ico cur icns svg dcm djvu heics avifs "
         "pdf mp4 mov dng nef nrw cr2 cr3 arw orf rw2 raf srw pef x3f 3fr erf kdc mrw").split()
odd_kinds = folder("kinds", **{f"empty.{kind}": b"" for kind in kinds}, **{f"WORDS.{kind.upper()}": b"a text, not a picture\n" for kind in kinds})
done = run("scan", *QUICK, "-f", "json", odd_kinds)
good = {name: photo["verdict"] for name, photo in photos(done).items()}
case("whatever bears the name of a picture is unchecked, never passed over", done.returncode == 3 and len(good) == 2 * len(kinds) and
     set(good.values()) == {"unchecked"} and json.loads(done.out)["album"]["not_pictures"] == 0, good)


def interrupted(to_group):
    """A scan that is interrupted after its first answer: (exit, lines, standard error)."""
    many = WORK / f"many-{to_group}"
    many.mkdir()
    for i in range(60):
        shutil.copy(NOTICE, many / f"{i:02}.jpg")
    said = WORK / f"said-{to_group}"
    # read by one reader to the end: communicate() would drop what readline() has read ahead
    with said.open("w", encoding="utf-8") as errors, subprocess.Popen(
            [BIN / "lightseal", "scan", "-f", "jsonl", "--fail-on", "never", many], stdout=subprocess.PIPE, stderr=errors,
            env=environment(), start_new_session=True, text=True) as process:
        first = process.stdout.readline()
        (os.killpg if to_group else os.kill)(process.pid, signal.SIGINT)
        out = process.stdout.read()
        process.wait(timeout=LIMIT)
    return process.returncode, (first + out).splitlines(), said.read_text(encoding="utf-8")


for to_group in (False, True):
    code, lines, err = interrupted(to_group)
    who = "the group, as a terminal does" if to_group else "the program"
    case(f"SIGINT to {who}: what is known is printed, the exit says so",
         code == 3 and 0 < len(lines) < 60 and all(json.loads(line)["source"] for line in lines) and "interrupted" in err,
         code, len(lines), err)
finish()
