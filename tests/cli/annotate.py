#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""--annotate: boxes where the findings are, on a copy that holds nothing else, for its owner alone; and the fix checked again."""
import fcntl
import os
import pathlib
import signal
import stat
import struct
import subprocess
import time
import zlib

from harness import BIN, LIMIT, SAMPLES, SOURCE, WORK, case, environment, finish, one_line, photos, run

NOTICE = SAMPLES / "notice.jpg"          # 1728 × 2304, a mark of 24-pixel glyphs at the top left
TURNED = SAMPLES / "notice-turned.jpg"   # the same, stored as 2304 × 1728 with Orientation 6, and Exif data
BANNER = SAMPLES / "banner.jpg"          # six findings with boxes: a long report
WARNING = "It shows all that the photo shows: do not share it."


# ------------------------------------------------------------------------------------------------- PNG by hand
def chunks(data):
    """The chunks of a PNG, every one of them sound; None when it is not one from its first to its last byte."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    at, found = 8, []
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if zlib.crc32(data[at + 4:at + 8 + size]) != struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0]:
            return None
        found.append((kind, data[at + 8:at + 8 + size]))
        at += size + 12
    return found


class Picture:
    """8-bit RGB, row by row."""

    def __init__(self, width, height, rows):
        self.width, self.height, self.rows = width, height, rows

    def at(self, x, y):
        x, y = int(x), int(y)
        if 0 <= x < self.width and 0 <= y < self.height:
            return tuple(self.rows[y][3 * x:3 * x + 3])
        return None

    def fill(self, left, top, right, bottom, colour):
        for y in range(max(top, 0), min(bottom, self.height)):
            self.rows[y][3 * left:3 * right] = bytes(colour) * (right - left)

    def crop(self, left, top, right, bottom):
        return Picture(right - left, bottom - top, [row[3 * left:3 * right] for row in self.rows[top:bottom]])

    def write(self, path):
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"".join(b"\0" + bytes(row) for row in self.rows), 1)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
        return path


def unfilter(kind, row, above):
    """PNG, third edition, 9.2: the filters of a copy are 2 (Up) and 4 (Paeth); the samples have 0 and 1 too."""
    out = bytearray(row)
    if kind == 2:
        return bytearray((value + over) & 255 for value, over in zip(row, above))
    if kind == 1:
        for i in range(3, len(out)):
            out[i] = (out[i] + out[i - 3]) & 255
    elif kind == 4:
        for c in range(3):
            left = corner = 0
            for i in range(c, len(out), 3):
                over = above[i]
                a, b, d = over - corner, left - corner, left + over - 2 * corner
                a, b, d = abs(a), abs(b), abs(d)
                left = out[i] = (out[i] + (left if a <= b and a <= d else over if b <= d else corner)) & 255
                corner = over
    elif kind:
        raise ValueError(f"filter {kind}")
    return out


def picture(path):
    parts = chunks(path.read_bytes())
    width, height = struct.unpack(">II", parts[0][1][:8])
    data = zlib.decompress(b"".join(content for kind, content in parts if kind == b"IDAT"))
    rows, above, step = [], bytes(3 * width), 3 * width + 1
    for at in range(0, len(data), step):
        above = unfilter(data[at], data[at + 1:at + step], above)
        rows.append(above)
    return Picture(width, height, rows)


def is_red(pixel):
    return pixel and pixel[0] > 150 and pixel[1] < 60 and pixel[2] < 90


def is_amber(pixel):
    return pixel and pixel[0] > 200 and 130 < pixel[1] < 215 and pixel[2] < 90


def is_blue(pixel):
    return pixel and pixel[0] < 60 and 80 < pixel[1] < 150 and pixel[2] > 140


COLOURS = {"block": is_red, "review": is_amber, "ok": is_blue}


def along(shown, quad, colour, reach=10):
    """The share of points on the quad's sides with such a pixel within reach."""
    hits = []
    for (ax, ay), (bx, by) in zip(quad, quad[1:] + quad[:1]):
        for i in range(1, 20):
            x, y = ax + (bx - ax) * i / 20, ay + (by - ay) * i / 20
            hits.append(any(colour(shown.at(x + dx, y)) or colour(shown.at(x, y + dx)) for dx in range(-reach, reach + 1)))
    return sum(hits) / len(hits)


def seen(done, photo):
    return photos(done)[pathlib.Path(photo).name]["findings"]


def rules_of(done, photo):
    return {finding["rule"] for finding in seen(done, photo)}


# --------------------------------------------------------------------------------------------- where boxes are
copy = WORK / "copy.png"
before = NOTICE.read_bytes()
done = run("check", "-f", "json", "--annotate", copy, NOTICE)
plain = run("check", "-f", "json", NOTICE)
case("the same verdict, report and exit status", done.returncode == plain.returncode == 1 and done.out == plain.out, done)
case("one line that says what the copy is, and that only a new check can tell", one_line(done.err) and str(copy) in done.err and
     WARNING in done.err and "check it again" in done.err, done)
case("for its owner alone", stat.S_IMODE(copy.stat().st_mode) == 0o600, oct(copy.stat().st_mode))
case("the photo is as it was", NOTICE.read_bytes() == before)
case("nothing else was left in the folder", sorted(path.name for path in WORK.iterdir()) == ["copy.png"], list(WORK.iterdir()))
parts = chunks(copy.read_bytes()) or []
kinds = [kind for kind, _ in parts]
case("signature, IHDR, IDAT, IEND and nothing else", kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and
     set(kinds[1:-1]) == {b"IDAT"} and parts[0][1][8:] == b"\x08\x02\0\0\0", kinds[:9])
shown = picture(copy)
case("of the photo's size", (shown.width, shown.height) == (1728, 2304), (shown.width, shown.height))
boxed = [finding for finding in seen(done, NOTICE) if "quad" in finding]
marks = [finding for finding in boxed if finding["effect"] == "block"]
pages = [finding for finding in boxed if finding["effect"] == "review"]
case("the sample has a mark and a document", marks and pages, boxed)
for finding in boxed:
    colour = COLOURS[finding["effect"]]
    case(f"{finding['rule']}: its sides are drawn in its colour", along(shown, finding["quad"], colour) > 0.9,
         along(shown, finding["quad"], colour))
case("the colour is not everywhere", along(shown, [[700, 1900], [1000, 1900], [1000, 2000], [700, 2000]], is_red) == 0 and
     along(shown, [[700, 1900], [1000, 1900], [1000, 2000], [700, 2000]], is_amber) == 0)
# Where a finding of its own lies, as on the mark, its box covers the one of the evidence.
evidence = [(part["id"], max(along(shown, part["quad"], colour) for colour in COLOURS.values()))
            for finding in pages for part in finding["evidence"]]
case("evidence is drawn too", min(share for _, share in evidence) > 0.6, evidence)
case("in amber where no finding lies on it", all(along(shown, part["quad"], is_amber) > 0.6 for finding in pages
     for part in finding["evidence"] if part["id"] in ("copy-number", "issuer", "number")), evidence)
case("findings are numbered in order, those of one rule together", [finding["number"] for finding in boxed][:1] == [1] and
     all(b["number"] - a["number"] == (a["rule"] != b["rule"]) for a, b in zip(boxed, boxed[1:])), boxed)
text = run("check", NOTICE)
case("and so they are in the text report", all(f"\n{finding['number']:2}. " in text.out for finding in boxed), text)

# Orientation 6: the finding's pixels are those of the stored picture, the copy stands upright
turned = WORK / "turned.PNG"
done = run("check", "-f", "json", "--annotate", turned, TURNED)
upright = picture(turned)
case("a photo that lies on its side is shown upright", (upright.width, upright.height) == (1728, 2304),
     (upright.width, upright.height))
for finding in seen(done, TURNED):
    if finding["effect"] == "block":
        quad = [[1728 - y, x] for x, y in finding["quad"]] # stored (x, y) is shown at (height − y, x)
        case("its boxes are where it is displayed", along(upright, quad, is_red) > 0.9, quad)
stored = TURNED.read_bytes()
case("no Exif data came along", b"Exif\0" in stored and b"Example Optics" in stored and
     b"Exif" not in turned.read_bytes() and b"Example" not in turned.read_bytes())

# --------------------------------------------------------------------------------- what is there is not touched
for name, make in [("file.png", lambda path: path.write_bytes(b"mine")),
                   ("link.png", lambda path: path.symlink_to(WORK / "mine.png")),
                   ("dangling.png", lambda path: path.symlink_to(WORK / "nowhere.png")),
                   ("folder.png", lambda path: path.mkdir())]:
    path = WORK / name
    (WORK / "mine.png").write_bytes(b"mine")
    make(path)
    done = run("check", "--annotate", path, NOTICE)
    case(f"{name} that is there: exit 2, before anything is checked", done.returncode == 2 and not done.out and
         one_line(done.err) and name in done.err, done)
    case(f"{name} is as it was", (WORK / "mine.png").read_bytes() == b"mine" and not (WORK / "nowhere.png").exists() and
         (path.is_dir() or path.is_symlink() or path.read_bytes() == b"mine"))

PLAIN = SAMPLES / "landscape.jpg"
for arguments, word in [(["check", "--annotate", WORK / "a.jpg", NOTICE], "a.jpg"),
                        (["check", "--annotate", WORK / "png", NOTICE], ".png"),
                        (["check", "--annotate", ".png", NOTICE], ".png"),
                        (["check", "--annotate", WORK / "a.png", NOTICE, PLAIN], "one photo"),
                        (["check", "--annotate", WORK / "no/such/a.png", NOTICE], "No such file"),
                        (["check", NOTICE, "--annotate"], "--annotate"),
                        (["scan", "--annotate", WORK / "a.png", SAMPLES], "check"),
                        (["explain", "--annotate", WORK / "a.png", "metadata.gps"], "check")]:
    done = run(*arguments)
    case("exit 2 and one line: " + " ".join(map(str, arguments)), done.returncode == 2 and one_line(done.err) and
         word in done.err and not done.out and not (WORK / "a.png").exists(), done)

# ----------------------------------------------------------------------------------------------- nothing to draw
none = WORK / "none.png"
for arguments, code in [([PLAIN], 0), (["--only", "metadata", SAMPLES / "gps-inside.jpg"], 0), ([WORK / "not-there.jpg"], 3)]:
    done = run("check", "--annotate", none, *arguments)
    case(f"no box, no file, the verdict's exit status: {arguments[-1].name}", done.returncode == code and not none.exists() and
         "no finding has a place in the picture" in done.err and done.out, done)

# ----------------------------------------------------------------------------------------------- several pictures
pages = SOURCE / "tests/unit/data/pages-third.tif" # the mark is on the third page
third = WORK / "third.png"
done = run("check", "-f", "json", "--annotate", third, pages)
found = [finding for finding in seen(done, pages) if "quad" in finding]
page = picture(third)
case("the page that the heaviest finding is on", found and found[0]["picture"] == 3 and (page.width, page.height) == (1000, 1400) and
     along(page, found[0]["quad"], is_red if found[0]["effect"] == "block" else is_amber) > 0.9, done)

# standard input; and a copy in Chinese, for which more packs and languages read the same photo: its boxes may differ by a glyph
done = run("check", "--annotate", WORK / "stdin.png", "-", stdin=NOTICE.read_bytes())
case("from standard input, and the same bytes again", done.returncode == 1 and
     (WORK / "stdin.png").read_bytes() == copy.read_bytes(), done)
done = run("check", "--lang", "zh", "--annotate", WORK / "zh.png", NOTICE)
case("in Chinese", done.returncode == 1 and "请勿分享" in done.err and (WORK / "zh.png").exists(), done)
done = run("check", "--sandbox", "require", "--annotate", WORK / "require.png", NOTICE)
case("inside the sandbox", done.returncode == 1 and (WORK / "require.png").exists(), done)


# --------------------------------------------------------------------------------------- a reader that is killed
def children(parent):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append((int(entry.name), (entry / "stat").read_text().split("(")[1].partition(")")[0]))
        except OSError:
            pass
    return found


# The report is written before the copy is made, and the pipe takes no more than a part of it: so long the program waits.
killed = WORK / "killed.png"
end, start = os.pipe()
fcntl.fcntl(start, 1031, 4096) # F_SETPIPE_SZ
with subprocess.Popen([BIN / "lightseal", "check", "-f", "jsonl", "--annotate", killed, BANNER], stdout=start,
                      stderr=subprocess.PIPE, cwd=WORK, env=environment()) as process:
    os.close(start)
    held = b""
    deadline = time.monotonic() + LIMIT
    while struct.unpack("i", fcntl.ioctl(end, 0x541B, bytes(4)))[0] == 0 and time.monotonic() < deadline: # FIONREAD
        time.sleep(0.01)
    readers = [pid for pid, name in children(process.pid) if name.startswith("lightseal-read")]
    for pid in readers:
        os.kill(pid, signal.SIGKILL)
    while block := os.read(end, 65536):
        held += block
    complaint = process.stderr.read().decode()
os.close(end)
case("there was a reader to be killed, and a report too long for the pipe", len(readers) == 1 and len(held) > 4096,
     readers, len(held))
case("a reader that is killed: said, no file, and the report stands", process.returncode == 1 and not killed.exists() and
     one_line(complaint) and "was not written" in complaint and b"us.secret" in held, process.returncode, complaint)

# a disk that is full
if os.path.exists("/dev/full"):
    limited = WORK / "limited.png"
    done = subprocess.run(["/bin/sh", "-c", f'trap "" XFSZ; ulimit -f 100; exec "{BIN}/lightseal" check --annotate "{limited}" "{NOTICE}"'],
                          capture_output=True, env=environment(), timeout=LIMIT, check=False)
    case("a file that may not grow: said, no file, and the report stands", done.returncode == 1 and not limited.exists() and
         b"was not written" in done.stderr and b"BLOCK" in done.stdout, done.stdout, done.stderr)
case("no file of any of these is left", {path.name for path in WORK.iterdir()} ==
     {"copy.png", "turned.PNG", "file.png", "link.png", "dangling.png", "folder.png", "mine.png", "third.png", "stdin.png",
      "zh.png", "require.png"}, sorted(path.name for path in WORK.iterdir()))

# ---------------------------------------------------------------------------------------- the fix, checked again
def decoded(path):
    """The pixels of a JPEG, as djpeg's PPM has them: edited there, it is what a person's picture editor would save."""
    data = subprocess.run(["djpeg", "-ppm", path], stdout=subprocess.PIPE, timeout=LIMIT, check=True).stdout
    head, size, depth, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    assert (head, depth) == (b"P6", b"255")
    return Picture(width, height, [bytearray(pixels[3 * width * y:3 * width * (y + 1)]) for y in range(height)])


photo = decoded(NOTICE)
again = run("check", "-f", "json", photo.write(WORK / "edited.png"))
case("saved unchanged, the mark is found again", "cn.state-secret.jimi" in rules_of(again, "edited.png"), again)
xs, ys = zip(*marks[0]["quad"])
photo.fill(int(min(xs)) - 8, int(min(ys)) - 8, int(max(xs)) + 8, int(max(ys)) + 8, (20, 20, 20))
again = run("check", "-f", "json", photo.write(WORK / "edited.png"))
case("the mark drawn over: no mark is found but a cover, which is no fix, and no level is guessed", again.returncode == 1 and
     not any(finding["category"] == "mark" and finding["rule"] != "cn.urgency" for finding in seen(again, "edited.png")) and
     any(finding["rule"] == "document.covered" and "level" not in finding for finding in seen(again, "edited.png")) and
     photos(again)["edited.png"]["verdict"] == "block", again)
table = photo.crop(0, 2260, 1728, 2304) # below the paper
again = run("check", "-f", "json", table.write(WORK / "edited.png"))
case("the page cut away: nothing is found any more", again.returncode == 0 and
     photos(again)["edited.png"]["verdict"] == "ok" and not seen(again, "edited.png"), again)
finish()
