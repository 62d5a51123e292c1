#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""lightseal clean: what copies are called, who may read them, that the photo stays as it was, what is said when there is no copy."""
import fcntl
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import struct
import subprocess
import tempfile
import time
import zlib

from harness import (BIN, LIMIT, SAMPLES, SOURCE, WORK, case, environment, exif_position, finish, one_line, png, run, skip)

NEUTRAL_TIME = 946684800  # 2000-01-01, UTC
FORBIDDEN = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PHOTO = SAMPLES / "identity.jpg"  # JPEG with an owner, a serial number and a make


# ------------------------------------------------------------------------------------------- photos made by hand
def exif_taken(when):
    """An Exif block that says when a photo was taken (Exif 3.0: 0x9003, 20 characters) and nothing else."""
    first = struct.pack(">HHHII", 1, 0x8769, 4, 1, 26) + bytes(4)
    second = struct.pack(">HHHII", 1, 0x9003, 2, 20, 44) + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8) + first + second + when.encode() + b"\0"


def gray(level, exif=None):
    """8 x 8 pixels of that gray."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = zlib.compress((b"\0" + bytes([level]) * 8) * 8)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) +
            (chunk(b"eXIf", exif) if exif else b"") + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def plain_gif(*before):
    """One pixel (GIF89a): the header, a palette of two, `before`, the picture."""
    return (b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0" + b"".join(before) +
            b"\x2c\0\0\0\0\1\0\1\0\0" + b"\2\2\x44\1\0" + b"\x3b")


COMMENT = b"\x21\xfe\x0bby a friend\0"
PLACED = png(exif=exif_position())
CLEAN = png()  # the same picture, coded in the same way, alone

_folders = 0


def folder(**files):
    """A new folder with these files: NAME_EXT=bytes is NAME.EXT."""
    global _folders
    _folders += 1
    path = WORK / f"folder-{_folders}"
    path.mkdir()
    for name, data in files.items():
        (path / name.replace("_", ".")).write_bytes(data)
    return path


def names(path):
    return sorted(os.listdir(path))


def state(path):
    """All of a file that cleaning could change."""
    about = path.lstat()
    return path.read_bytes(), about.st_ino, about.st_mode, about.st_mtime_ns, about.st_ctime_ns, about.st_nlink


def refused(done, code=3):
    return done.returncode == code and not done.out and one_line(done.err) and done.err.startswith("lightseal: ")


# ------------------------------------------------------------------------------------------- a copy beside the photo
here = folder(holiday_png=PLACED)
before = state(here / "holiday.png")
done = run("clean", "holiday.png", cwd=here)
case("exit 0, one copy beside the photo, under a neutral name", done.returncode == 0 and not done.err and
     names(here) == ["holiday.png", "photo-0001.png"], done, names(here))
copy = here / "photo-0001.png"
case("the same picture and nothing else", copy.read_bytes() == CLEAN, copy.read_bytes())
case("the photo is as it was", state(here / "holiday.png") == before)
case("said: what became of which photo, and what was taken out", done.out == f"""\
holiday.png → photo-0001.png
  PNG, {len(PLACED)} → {len(CLEAN)} bytes. Proven: the same picture, and nothing of what the photo said.
  Taken out:
    png/eXIf: {len(PLACED) - len(CLEAN)} bytes
""", done)
about = copy.stat()
case("for its owner alone", stat.S_IMODE(about.st_mode) == 0o600, oct(about.st_mode))
case("of a time that says nothing", about.st_mtime_ns == NEUTRAL_TIME * 10**9, about.st_mtime_ns)
case("it is a file of its own", about.st_nlink == 1 and about.st_ino != before[1])
done = run("clean", "holiday.png", cwd=here)
case("a second time: the next number, nothing is overwritten", done.returncode == 0 and
     names(here) == ["holiday.png", "photo-0001.png", "photo-0002.png"] and state(here / "holiday.png") == before, done,
     names(here))
done = run("clean", copy)
case("a clean copy is cleaned again: there is nothing to take out", done.returncode == 0 and "Taken out" not in done.out and
     (here / "photo-0003.png").read_bytes() == CLEAN, done, names(here))
old = os.umask(0)
run("clean", "holiday.png", "-o", "open.png", cwd=here)
os.umask(0o777)
run("clean", "holiday.png", "-o", "shut.png", cwd=here)
os.umask(old)
case("whatever the umask", [stat.S_IMODE((here / name).stat().st_mode) for name in ("open.png", "shut.png")] == [0o600] * 2,
     names(here))

here = folder(holiday_png=PLACED, photo_0001_png=b"mine")
(here / "photo.0001.png").rename(here / "photo-0001.png")
(here / "photo-0002.png").symlink_to(here / "nowhere.png")
(here / "photo-0003.png").mkdir()
done = run("clean", "holiday.png", cwd=here)
case("names that are taken, by a dangling link and a folder, too, are left alone", done.returncode == 0 and
     (here / "photo-0004.png").read_bytes() == CLEAN and (here / "photo-0001.png").read_bytes() == b"mine" and
     not (here / "nowhere.png").exists() and os.listdir(here / "photo-0003.png") == [], done, names(here))

# ------------------------------------------------------------------------------------------------ what it is called
for name, data, ending in [("a.PNG", PHOTO.read_bytes(), "jpg"), ("b.jpg", PLACED, "png"), ("no-ending", PLACED, "png"),
                           ("c.png", plain_gif(COMMENT), "gif")]:
    here = folder()
    (here / name).write_bytes(data)
    done = run("clean", name, cwd=here)
    case(f"the ending is that of the content: {name} is {ending}", done.returncode == 0 and
         names(here) == sorted([name, f"photo-0001.{ending}"]),
         done, names(here))
case("a GIF without its comment", (here / "photo-0001.gif").read_bytes() == plain_gif(), (here / "photo-0001.gif").read_bytes())

here = folder()
strange = [b"-o", b"--in-place", b"-", b"new\nline.png", b"\x1b[31mred\x1b]0;title\x07.png", b"\xff\xfe\x80.png",
           "中文 照片.png".encode(),
           b" ", b"%s%n%n.png", b"'quote\".png", b"x" * 255, b"\xe2\x80\xaegnp.exe", b"*.png", b"photo-0007.png", b".hidden"]
for name in strange:
    (pathlib.Path(os.fsdecode(os.fsencode(here) + b"/" + name))).write_bytes(PLACED)
into = folder()
done = run("clean", "-o", into, "--", *[os.fsdecode(b"./" + name if name == b"-" else name) for name in strange], cwd=here)
case("names of every kind are cleaned", done.returncode == 0 and not done.err and
     names(into) == [f"photo-{number:04}.png" for number in range(1, len(strange) + 1)], done, names(into))
case("no control character of theirs leaves", not FORBIDDEN.findall(done.out) and "31mred" in done.out and
     len(re.findall(r"\.png$", done.out, re.M)) == len(strange),
     done)
shutil.rmtree(into)
into.mkdir()
for form in ("json", "jsonl"):
    done = run("clean", "-f", form, "-o", into, "--", *[os.fsdecode(b"./" + name if name == b"-" else name) for name in strange],
               cwd=here)
    case(f"nor in {form}", done.returncode == 0 and not FORBIDDEN.findall(done.out) and "31mred" in done.out, done)
(here / "not-a-photo\n\x1b[2J").write_bytes(b"x")
done = run("clean", "not-a-photo\n\x1b[2J", cwd=here)
case("nor in a complaint, which is one line", refused(done) and not FORBIDDEN.findall(done.err), done)
os.mkdir(os.fsencode(WORK) + b"/\xff\xfe \n")
odd = os.fsdecode(os.fsencode(WORK) + b"/\xff\xfe \n")
done = run("clean", "-o", odd, "--", "--in-place", cwd=here)
case("folders of every name", done.returncode == 0 and os.listdir(odd) == ["photo-0001.png"] and not FORBIDDEN.findall(done.out),
     done)
done = run("clean", "-o", "-", "--", "--in-place", cwd=folder())
case("a name that looks like an option is none behind --", refused(done) and "--in-place: No such file" in done.err, done)

deep = folder()
for _ in range(15):
    deep = deep / ("d" * 250)
os.makedirs(deep)
(deep / "p.png").write_bytes(PLACED)
done = run("clean", deep / "p.png")
case("a path of 3800 bytes", done.returncode == 0 and (deep / "photo-0001.png").read_bytes() == CLEAN, done)
(deep / "t").write_bytes(b"text")
done = run("clean", deep / "t")
case("its reason is said all the same", refused(done) and "no known picture format" in done.err, done)
done = run("clean", "/" + "a/" * 3000 + "x.png")
case("a path that is too long", refused(done) and "too long" in done.err, done)

# --------------------------------------------------------------------------------------------------- -o FILE
here = folder(p_png=PLACED)
before = state(here / "p.png")
done = run("clean", "p.png", "-o", "out.any", cwd=here)
case("-o FILE: there it is", done.returncode == 0 and (here / "out.any").read_bytes() == CLEAN and
     done.out.startswith("p.png → out.any\n"), done)
about = (here / "out.any").stat()
case("-o FILE: for its owner alone, of the neutral time", stat.S_IMODE(about.st_mode) == 0o600 and about.st_mtime == NEUTRAL_TIME)
(here / "mine.png").write_bytes(b"mine")
(here / "link.png").symlink_to("mine.png")
(here / "dangling.png").symlink_to("nowhere.png")
for target in ("mine.png", "link.png", "dangling.png", "p.png", "/dev/null", "/dev/full"):
    done = run("clean", "p.png", "-o", target, cwd=here)
    case(f"-o never overwrites: {target}", refused(done, 2) and f"'{target}': File exists" in done.err and
         (here / "mine.png").read_bytes() == b"mine" and not (here / "nowhere.png").exists() and state(here / "p.png") == before,
         done)
for target, word in [("no/such/out.png", "'no/such/': No such file"), ("mine.png/out.png", "'mine.png/': Not a directory")]:
    done = run("clean", "p.png", "-o", target, cwd=here)
    case(f"-o where no file can be: {target}", refused(done) and word in done.err, done)
for arguments, word in [(["-o", "new/"], "new/"), (["-o", ""], "no folder"), (["-o", "one.png", "p.png"], "folder for 2 photos"),
                        (["-o", "out2.png", "--in-place"], "exclude each other"), (["--in-place=yes"], "takes no value"),
                        (["--keep"], "--keep"), (["--keep", "gps"], "'gps' is none of"),
                        (["--keep", "credit,gps"], "'gps' is none of"),
                        (["--keep", "credi"], "'credi'"), (["--keep", "HDR"], "credit, time, camera, hdr"), (["--keep", "CREDIT"], "'CREDIT'"), (["--keep", ",credit"], "''"),
                        (["--profile", "everything"], "'everything'"), (["--profile", ""], "''"), (["--profile", "pos"], "'pos'"),
                        (["--profile", "hdr"], "keep-hdr"),
                        (["-f", "xml"], "xml"), (["--all"], "inspect"), (["--annotate", "x.png"], "check"),
                        (["--purge"], "--purge")]:
    done = run("clean", "p.png", *arguments, cwd=here)
    case("exit 2 and one line: clean p.png " + " ".join(arguments), refused(done, 2) and word in done.err, done)
for arguments in (["clean"], ["clean", "-o", "x.png"], ["clean", "-"], ["clean", "--in-place", "-"],
                  ["check", "--in-place", "p.png"],
                  ["scan", "--in-place", "."], ["inspect", "--keep", "time", "p.png"], ["check", "--profile", "post", "p.png"],
                  ["check", "--render", "p.png"], ["scan", "--render", "."], ["clean", "--in-place", "--render", "p.png"],
                  ["clean", "--clean-to", ".", "p.png"]):
    done = run(*arguments, cwd=here, stdin=PLACED)
    case("exit 2 and one line: " + " ".join(arguments), refused(done, 2), done)
case("and none of them wrote anything", names(here) == ["dangling.png", "link.png", "mine.png", "out.any", "p.png"], names(here))

# ------------------------------------------------------------------------------------------------ standard input
done = run("clean", "-", "-o", "stdin.png", cwd=here, stdin=PLACED)
case("standard input, to a file", done.returncode == 0 and (here / "stdin.png").read_bytes() == CLEAN, done)
into = folder()
done = run("clean", "-", here / "p.png", "-", "-o", into, cwd=here, stdin=PLACED)
case("standard input, into a folder; it is empty the second time", done.returncode == 3 and
     names(into) == ["photo-0001.png", "photo-0002.png"]
     and one_line(done.err) and "-: the file is empty" in done.err, done, names(into))
done = run("clean", "-", "-o", "none.png", cwd=here, stdin=b"")
case("no input", refused(done) and not (here / "none.png").exists(), done)
shut = subprocess.run(["/bin/sh", "-c", f'exec timeout 20 "{BIN}/lightseal" clean - -o none.png <&-'], capture_output=True,
                      cwd=here, env=environment(), timeout=LIMIT, check=False)
case("a standard input that is closed", shut.returncode == 3 and b"Bad file descriptor" in shut.stderr and
     not (here / "none.png").exists(), shut)

# -------------------------------------------------------------------------------- a folder, in the order of capture
here, into = folder(), folder()
taken = {"late.png": "2021:12:31 23:59:59", "early.png": "2019:01:02 03:04:05", "zz.png": None,
         "middle.png": "2020:06:07 08:09:10", "aa.png": None}
for level, (name, when) in enumerate(taken.items(), 50):
    (here / name).write_bytes(gray(level, exif_taken(when) if when else None))
(here / "bad.png").write_bytes(b"no picture")
tree = sorted(path for path in WORK.rglob("*"))
done = run("clean", "-o", into, "late.png", "zz.png", "bad.png", "early.png", "aa.png", "middle.png", cwd=here)
case("the order of capture, then that of the command line; what cannot be cleaned takes no number", done.returncode == 3 and
     [(into / f"photo-{n:04}.png").read_bytes() for n in range(1, 6)] == [gray(level) for level in (51, 53, 50, 52, 54)], done,
     names(into))
case("the mapping is printed", re.findall(r"^(\S.*) → (.*)$", done.out, re.M) ==
     [(name, f"{into}/photo-000{n}.png") for n, name in enumerate(["early.png", "middle.png", "late.png", "zz.png", "aa.png"],
                                                                  1)], done)
case("and stored nowhere", sorted(path for path in WORK.rglob("*") if into not in path.parents) ==
     [path for path in tree if into not in path.parents] and len(names(into)) == 5, names(into))
case("a reason for the one", one_line(done.err) and "lightseal: bad.png: " in done.err, done)
done = run("clean", "-o", into, "late.png", "late.png", cwd=here)
case("twice the same photo: two copies", done.returncode == 0 and names(into)[5:] == ["photo-0006.png", "photo-0007.png"], done,
     names(into))
one, two = folder(a_png=PLACED), folder(b_png=PLACED)
done = run("clean", one / "a.png", two / "b.png")
case("each beside its photo", done.returncode == 0 and len(names(one)) == len(names(two)) == 2, done)

many, into = folder(), folder()
for number in range(300):
    (many / f"{number}.png").write_bytes(gray(number % 250, exif_taken(f"2020:01:01 {number // 60:02}:{number % 60:02}:00")))
began = time.monotonic()
done = run("clean", "-f", "jsonl", "-o", into, *[f"{number}.png" for number in reversed(range(300))], cwd=many)
print(f"      300 small photos: {time.monotonic() - began:.1f} s")
case("300 photos", done.returncode == 0 and len(names(into)) == 300 and
     all((into / f"photo-{number + 1:04}.png").read_bytes() == gray(number % 250) for number in range(300)), done.err)
case("each is said", [json.loads(line)["source"] for line in done.out.splitlines()] == [f"{number}.png" for number in range(300)])

# ---------------------------------------------------------------------------------------------------- in its place
here = folder(p_png=PLACED)
photo = here / "p.png"
os.chmod(photo, 0o640)
inode = photo.stat().st_ino
done = run("clean", "--in-place", "p.png", cwd=here)
about = photo.stat()
case("--in-place: the same name, nothing else in the folder", done.returncode == 0 and not done.err and
     names(here) == ["p.png"] and
     photo.read_bytes() == CLEAN, done, names(here))
case("--in-place: the same rights, the neutral time, another file", stat.S_IMODE(about.st_mode) == 0o640 and
     about.st_mtime == NEUTRAL_TIME and about.st_ino != inode, about)
case("--in-place says so", done.out.startswith("p.png: the copy has taken the photo's place\n  PNG, "), done)
photo.write_bytes(PLACED)
done = run("clean", "--in-place", "p.png", "p.png", "./p.png", cwd=here)
case("--in-place, thrice the same photo", done.returncode == 0 and done.out.count("Taken out") == 1 and
     photo.read_bytes() == CLEAN, done)
for mode in (0o444, 0o400, 0o755):
    photo.chmod(0o600)
    photo.write_bytes(PLACED)
    photo.chmod(mode)
    done = run("clean", "--in-place", photo)
    case(f"--in-place keeps mode {mode:o}", done.returncode == 0 and stat.S_IMODE(photo.stat().st_mode) == mode, done)

here, other = folder(), folder(target_png=PLACED)
(here / "link.png").symlink_to(other / "target.png")
(here / "chain.png").symlink_to("link.png")
done = run("clean", "--in-place", here / "chain.png")
case("a symbolic link: what it leads to is cleaned, the links stay", done.returncode == 0 and
     (other / "target.png").read_bytes() == CLEAN and
     not (other / "target.png").is_symlink() and (here / "link.png").is_symlink() and (here / "chain.png").is_symlink() and
     names(other) == ["target.png"] and len(names(here)) == 2, done)
(other / "target.png").write_bytes(PLACED)
done = run("clean", here / "link.png")
case("a copy of what a link leads to stands beside the link", done.returncode == 0 and
     names(here) == ["chain.png", "link.png", "photo-0001.png"]
     and names(other) == ["target.png"] and (other / "target.png").read_bytes() == PLACED, done)

here = folder(a_png=PLACED)
os.link(here / "a.png", here / "b.png")
done = run("clean", "--in-place", "a.png", cwd=here)
case("a photo with a second name: that it stays there is said", done.returncode == 0 and
     (here / "a.png").read_bytes() == CLEAN and
     (here / "b.png").read_bytes() == PLACED and one_line(done.err) and "other names" in done.err, done)
(here / "c.png").symlink_to("c.png")
done = run("clean", "--in-place", "c.png", cwd=here)
case("a link to itself", refused(done) and "symbolic links" in done.err, done)

for closed in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
    here = folder(a_png=PLACED)
    os.link(here / "a.png", here / "b.png")
    done = subprocess.run(["/bin/sh", "-c", f'exec "{BIN}/lightseal" clean --in-place a.png {closed}'], capture_output=True,
                          cwd=here,
                          env=environment(), timeout=60, check=False)
    case(f"descriptors that are closed do not become files: {closed}", (here / "a.png").read_bytes() == CLEAN and
         done.returncode == (3 if ">&-" in closed.split() else 0), done)

# ------------------------------------------------------------------------------------- attributes, owners and rights
here = folder(p_png=PLACED)
try:
    os.setxattr(here / "p.png", "user.where.from", b"https://example.org/album")
    run("clean", "p.png", cwd=here)
    case("no extended attributes on a copy, the photo keeps its own", os.getxattr(here / "p.png", "user.where.from") and
         not [name for name in os.listxattr(here / "photo-0001.png") if name != "security.selinux"], names(here))
    run("clean", "--in-place", "p.png", cwd=here)
    case("nor in the photo's place", not [name for name in os.listxattr(here / "p.png") if name != "security.selinux"])
except OSError as error:
    skip("no extended attributes on a copy", error)


def acl(*entries):
    """As Linux stores it: version 2, then tag, rights and id of each."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFFFFFF
ONE_READER = acl((1, 6, NOBODY), (2, 4, 1234), (4, 0, NOBODY), (16, 4, NOBODY), (32, 0, NOBODY))
here = folder(p_png=PLACED)
try:
    os.setxattr(here / "p.png", "system.posix_acl_access", ONE_READER)
    run("clean", "--in-place", "p.png", cwd=here)
    case("an access list in place: one user's right is not handed to the group",
         stat.S_IMODE((here / "p.png").stat().st_mode) == 0o640 and
         os.getxattr(here / "p.png", "system.posix_acl_access") == ONE_READER, os.listxattr(here / "p.png"))
    here = folder(p_png=PLACED)
    os.setxattr(here, "system.posix_acl_default", ONE_READER)
    run("clean", "p.png", cwd=here)
    run("clean", "--in-place", "p.png", cwd=here)
    case("what the folder would give to new files is not for copies", os.listxattr(here / "photo-0001.png") == [] and
         stat.S_IMODE((here / "photo-0001.png").stat().st_mode) == 0o600 and os.listxattr(here / "p.png") == [], names(here))
except OSError as error:
    skip("access lists", error)

# As somebody else: what root may do hides what others may not.
USER = 65534
public = pathlib.Path(tempfile.mkdtemp(prefix="ls-cli-"))
public.chmod(0o755)


def as_user(*arguments, cwd=public):
    command = [str(BIN / "lightseal"), *map(os.fspath, arguments)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *command]
    done = subprocess.run(command, capture_output=True, cwd=cwd, env=environment(HOME=str(public)), timeout=LIMIT, check=False)
    done.out, done.err = done.stdout.decode(), done.stderr.decode()
    return done


def public_folder(name, mode, mine, **files):
    path = public / name
    path.mkdir()
    for file, data in files.items():
        (path / file.replace("_", ".")).write_bytes(data)
    for made in [*path.iterdir(), path]:
        if mine and os.geteuid() == 0:
            os.chown(made, USER, USER)
    path.chmod(mode)
    return path


if as_user("--version").returncode != 0:
    skip("rights of another user", "the programs stand where nobody else may read")
else:
    locked = public_folder("locked", 0o555, True, p_png=PLACED)
    before = state(locked / "p.png")
    for arguments in (["p.png"], ["--in-place", "p.png"], ["-o", "x.png", "p.png"], ["-o", ".", "p.png"]):
        done = as_user("clean", *arguments, cwd=locked)
        case("a folder that is read-only: clean " + " ".join(arguments), refused(done) and "cannot write" in done.err and
             "Permission denied" in done.err and names(locked) == ["p.png"] and state(locked / "p.png") == before, done)
    elsewhere = public_folder("elsewhere", 0o755, True)
    done = as_user("clean", "-o", elsewhere, "p.png", cwd=locked)
    case("its photos can be cleaned into another", done.returncode == 0 and names(elsewhere) == ["photo-0001.png"], done)
    mine, foreign = ".lightseal-0123456789abcdef.part", ".lightseal-fedcba9876543210.part"
    left = public_folder("left", 0o777, True, p_png=PLACED)
    for part in (mine, foreign):
        (left / part).write_bytes(b"left")
        (left / part).chmod(0o444)
    if os.geteuid() == 0:
        os.chown(left / mine, USER, USER)
    done = as_user("clean", "p.png", cwd=left)
    case("what a killed run left in a write-protected photo's place is swept, what is another user's stays", done.returncode == 0 and
         mine not in names(left) and (foreign in names(left)) == (os.geteuid() == 0), done, names(left))
    if os.geteuid() == 0:
        os.chown(left / foreign, USER, USER)
        run("clean", left / "p.png")
        case("root sweeps what it left under a photo's owner", foreign not in names(left), names(left))
    secret = public_folder("secret", 0o755, True, p_png=PLACED)
    (secret / "p.png").chmod(0)
    done = as_user("clean", "p.png", cwd=secret)
    case("a photo that may not be read", refused(done) and "p.png: Permission denied" in done.err and names(secret) == ["p.png"],
         done)
    if os.geteuid() == 0:
        shared = public_folder("shared", 0o777, False, p_png=PLACED)
        done = as_user("clean", "--in-place", "p.png", cwd=shared)
        case("somebody else's photo, whose owner we cannot keep", refused(done) and "not permitted" in done.err and
             names(shared) == ["p.png"]
             and (shared / "p.png").read_bytes() == PLACED, done)
        os.chown(shared / "p.png", USER, 4321)
        (shared / "p.png").chmod(0o664)
        done = as_user("clean", "--in-place", "p.png", cwd=shared)
        about = (shared / "p.png").stat()
        case("what a group might do is not handed to another", done.returncode == 0 and
             (about.st_uid, about.st_gid) == (USER, USER) and
             stat.S_IMODE(about.st_mode) == 0o604, done, oct(about.st_mode))
        os.chown(shared / "p.png", 1234, 4321)
        (shared / "p.png").chmod(0o640)
        done = run("clean", "--in-place", shared / "p.png")
        about = (shared / "p.png").stat()
        case("root keeps owner, group and rights", done.returncode == 0 and (about.st_uid, about.st_gid) == (1234, 4321) and
             stat.S_IMODE(about.st_mode) == 0o640, done, about)
shutil.rmtree(public, ignore_errors=True)

# ------------------------------------------------------------------------------------------------- what is refused
here = folder(text_jpg=b"Dear reader, this is a letter.\n", empty_jpg=b"", zeros_png=bytes(4096), ff_jpg=b"\xff" * 100,
              bmp_jpg=b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4),
              psd_jpg=b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 1, 1, 8, 3) + bytes(40), soi_jpg=b"\xff\xd8",
              trailed_png=PLACED + b"GPS 30 N 110 E", good_png=PLACED)
os.mkfifo(here / "fifo")
(here / "folder.jpg").mkdir()
(here / "gone.jpg").symlink_to("nowhere")
files = names(here)
for name, word in [("text.jpg", "no known picture format"), ("empty.jpg", "empty"), ("zeros.png", "no known picture format"),
                   ("ff.jpg", ""), ("bmp.jpg", "BMP"), ("psd.jpg", "another picture format"), ("soi.jpg", "byte "),
                   ("fifo", "is a FIFO"),
                   ("folder.jpg", "is a directory"), ("gone.jpg", "No such file"), ("/dev/zero", "not a regular file"),
                   ("/dev/null", "not a regular file"), ("absent.jpg", "No such file"), ("", "No such file"),
                   ("text.jpg/x", "Not a directory")]:
    for place in ([], ["--in-place"], ["-o", "made.png"]):
        done = run("clean", *place, "--", name, cwd=here)
        case(f"exit 3 and a reason: clean {' '.join(place)} '{name}'", refused(done) and word in done.err and
             done.err.startswith(f"lightseal: {name}: ") and names(here) == files, done)
    shown = run("clean", "--json", "--", name, cwd=here)
    entry = json.loads(shown.out)["photos"]
    case(f"the same reason in JSON: '{name}'", shown.returncode == 3 and len(entry) == 1 and entry[0]["copy"] is None and
         shown.err == f"lightseal: {name}: {entry[0]['reason']}\n", shown)
done = run("clean", "--json", "--render", "bmp.jpg", cwd=here)
entry = json.loads(done.out)["photos"][0]
made = (here / "photo-0001.png").read_bytes() if (here / "photo-0001.png").exists() else b""
case("--render: what cannot be cleaned as it is becomes a PNG, and why is said", done.returncode == 0 and entry["kind"] == "PNG" and
     "BMP" in entry["rendered"] and entry["removed"] == [] and made[:8] == b"\x89PNG\r\n\x1a\n" and made[16:24] == bytes(3) + b"\1" +
     bytes(3) + b"\1" and stat.S_IMODE((here / "photo-0001.png").stat().st_mode) == 0o600, done, made)
(here / "photo-0001.png").unlink(missing_ok=True)
for name in ("text.jpg", "empty.jpg", "absent.jpg", "soi.jpg"):
    done = run("clean", "--render", name, cwd=here)
    case(f"--render makes no picture of what is none: {name}", refused(done) and names(here) == files, done)
done = run("clean", "--render", "-o", "as.is", "good.png", cwd=here)
case("--render leaves as it is what can be cleaned", done.returncode == 0 and (here / "as.is").read_bytes() == CLEAN, done)
(here / "as.is").unlink(missing_ok=True)
done = run("clean", "--in-place", "trailed.png", cwd=here)
case("bytes behind the picture go", done.returncode == 0 and (here / "trailed.png").read_bytes() == CLEAN and
     "png/trailing: 14 bytes" in done.out,
     done)
done = run("clean", "text.jpg", "good.png", "absent.jpg", "empty.jpg", cwd=here)
case("one bad photo does not stop the others", done.returncode == 3 and done.err.count("\n") == 3 and
     (here / "photo-0001.png").read_bytes() == CLEAN,
     done)
cut = folder()
for data, ending in ((PHOTO.read_bytes(), "jpg"), (PLACED, "png"), (plain_gif(COMMENT), "gif")):
    for i in range(20):
        (cut / f"{i}.{ending}").write_bytes(data[:len(data) * i // 20])
files = names(cut)
done = run("clean", *files, cwd=cut)
case("cut at 60 places: 60 reasons, no copy", done.returncode == 3 and not done.out and done.err.count("\n") == 60 and
     names(cut) == files, done)
done = run("clean", "--in-place", *files, cwd=cut)
case("nor is one of them replaced", done.returncode == 3 and names(cut) == files and
     all((cut / f"{i}.png").read_bytes() == PLACED[:len(PLACED) * i // 20] for i in range(20)), names(cut))

# ---------------------------------------------------------------------------------------------------- what is kept
kept = {}
for arguments in ([], ["--profile", "post"], ["--keep", ""], ["--keep", "credit"], ["--profile", "keep-credit"],
                  ["--keep", "time"],
                  ["--profile", "keep-time"], ["--keep", "camera"], ["--keep", "credit,time,camera"],
                  ["--keep", "camera,credit,time,"],
                  ["--profile", "gps-only"], ["--profile", "keep-time", "--keep", "credit,camera"]):
    here = folder()
    done = run("clean", *arguments, "-o", here / "k.jpg", PHOTO)
    values = {value["key"] for value in json.loads(run("inspect", "--json", here / "k.jpg").out)["photos"][0]["values"]
              if value["carrier"] != "file/time"}
    kept[" ".join(arguments)] = (here / "k.jpg").read_bytes(), values - {"image.quantisation"}
    chosen = "only what you chose to keep" in done.out
    case("what is kept on purpose is said: " + " ".join(arguments), done.returncode == 0 and
         chosen == (" ".join(arguments) not in ("", "--profile post", "--keep ")), done)
case("nothing by default", all(kept[name] == kept[""] and not kept[name][1] for name in ("", "--profile post", "--keep ")),
     kept[""][1])
case("make and model with camera, never owner or serial number", {"device.make", "device.model"} <= kept["--keep camera"][1] and
     not any(key in names for _, names in kept.values() for key in ("person.owner", "device.serial", "gps.lat")),
     kept["--keep camera"][1])
case("a list and a profile are the same",
     len({kept[name][0] for name in ("--keep credit,time,camera", "--keep camera,credit,time,",
     "--profile gps-only", "--profile keep-time --keep credit,camera")}) == 1 and
     kept["--keep credit"] == kept["--profile keep-credit"] and
     kept["--keep time"] == kept["--profile keep-time"])

# ------------------------------------------------------------------------------------------------------ gain maps
def with_packet(jpeg, attributes):
    """The JPEG with an XMP packet in front, and a comment that must not survive."""
    text = ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description rdf:about="Avalon" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" {attributes}/>'
            "</rdf:RDF></x:xmpmeta>").encode()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + text
    return jpeg[:2] + b"\xFF\xE1" + struct.pack(">H", len(xmp) + 2) + xmp + b"\xFF\xFE\0\x10Avalon harbour" + jpeg[2:]


def hdr(numbers='hdrgm:GainMapMax="2.5"', more=b""):
    """A photo with a gain map as phones write it (Ultra HDR), without an index; the map is a picture of its own."""
    picture = PHOTO.read_bytes()
    return with_packet(picture, 'hdrgm:Version="1.0"') + with_packet(picture, 'hdrgm:Version="1.0" ' + numbers) + more


here = folder(h_jpg=hdr(more=b"Avalon"), odd_jpg=hdr('hdrgm:GainMapMax="2.5 Avalon"'), alone_jpg=PHOTO.read_bytes())
for arguments in (["--keep", "hdr"], ["--profile", "keep-hdr"], ["--keep", "hdr,time"], []):
    target = here / ("-".join(arguments) + ".jpg")
    done = run("clean", *arguments, "-o", target, "h.jpg", cwd=here)
    data = target.read_bytes() if target.exists() else b""
    kept_map = b'hdrgm:GainMapMax="2.5"' in data and b"MPF\0" in data and data.count(b"\xFF\xD8\xFF") == 2
    case("a gain map stays when it is asked for: " + " ".join(arguments), done.returncode == 0 and kept_map == bool(arguments) and
         b"Avalon" not in data, done)
    if kept_map:
        at = data.index(b"MPF\0")
        photo, size, offset = (struct.unpack(">I", data[at + place:at + place + 4])[0] for place in (58, 74, 78))
        case("the index tells where it is", data[photo:photo + 3] == b"\xFF\xD8\xFF" and photo + size == len(data) and
             at + 4 + offset == photo and f'Item:Length="{size}"'.encode() in data, (photo, size, offset, len(data)))
case("the profile is the list", (here / "--keep-hdr.jpg").read_bytes() == (here / "--profile-keep-hdr.jpg").read_bytes())
done = run("clean", "--keep", "hdr", "-o", "no.jpg", "odd.jpg", cwd=here)
case("one whose numbers are none is not dropped silently", refused(done) and "a number of the gain map is none" in done.err and
     not (here / "no.jpg").exists(), done)
done = run("clean", "--keep", "hdr", "-o", "plain.jpg", "alone.jpg", cwd=here)
run("clean", "-o", "plainer.jpg", "alone.jpg", cwd=here)
case("a photo without one is cleaned as ever", done.returncode == 0 and
     (here / "plain.jpg").read_bytes() == (here / "plainer.jpg").read_bytes(), done)

# ---------------------------------------------------------------------------------------------------- for programs
here = folder(a_png=PLACED, b_txt=b"text", c_png=PLACED)
done = run("clean", "--json", "a.png", "b.txt", cwd=here)
removed = [{"path": "png/eXIf", "before": len(PLACED) - len(CLEAN), "after": 0}]
entries = [{"source": "a.png", "copy": "photo-0001.png", "in_place": False, "kind": "PNG", "before": len(PLACED),
            "after": len(CLEAN),
            "removed": removed},
           {"source": "b.txt", "copy": None, "reason": done.err[len("lightseal: b.txt: "):-1]}]
case("JSON: what became of which", json.loads(done.out) == {"format": "lightseal-clean/1", "photos": entries}, done)
done = run("clean", "-f", "jsonl", "-o", "x.png", "a.png", cwd=here)
case("JSON Lines: a photo a line", [json.loads(line) for line in done.out.splitlines()] == [{**entries[0], "copy": "x.png"}],
     done)
done = run("clean", "--json", "--in-place", "c.png", cwd=here)
case("JSON: in place",
     json.loads(done.out)["photos"] == [{**entries[0], "source": "c.png", "copy": str(here / "c.png"), "in_place": True}], done)
try:
    import jsonschema
    schema = json.loads((SOURCE / "src/report/lightseal-clean.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    follow = jsonschema.Draft7Validator(schema)
    everything = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".png"))
    document = json.loads(run("clean", "--json", "-o", folder(), *everything, here / "b.txt", "absent").out)
    problems = [error.message for error in follow.iter_errors(document)]
    case("the samples follow the schema", not problems and len(document["photos"]) == len(everything) + 2, problems)
    case("the samples: all but the broken one are cleaned", {pathlib.Path(photo["source"]).name for photo in document["photos"]
         if photo["copy"] is None} == {"broken.jpg", "b.txt", "absent"}, document)

    def broken(name, change):
        changed = json.loads(json.dumps(document))
        change(changed)
        case("the schema refuses " + name, not follow.is_valid(changed))

    whole = next(i for i, photo in enumerate(document["photos"]) if photo["copy"])
    failed = next(i for i, photo in enumerate(document["photos"]) if not photo["copy"])
    broken("a field nobody knows", lambda d: d["photos"][whole].update(safe=True))
    broken("no copy without a reason", lambda d: d["photos"][failed].update(reason=""))
    broken("a copy of no kind", lambda d: d["photos"][whole].pop("kind"))
    broken("a copy with a reason", lambda d: d["photos"][whole].update(reason="x"))
except ImportError:
    skip("what clean writes follows the schema", "python3-jsonschema is not installed")
with open("/dev/full", "wb") as full:
    for form in ("text", "json", "jsonl"):
        here = folder(a_png=PLACED, b_png=PLACED)
        code = subprocess.run([BIN / "lightseal", "clean", "-f", form, "a.png", "b.png"], stdout=full, stderr=subprocess.PIPE,
                              cwd=here,
                              env=environment(), timeout=LIMIT, check=False)
        case(f"a mapping that does not arrive is no success, and no copy is made that nobody would know of ({form})",
             code.returncode == 3 and
             b"1 of 2 photos were not cleaned" in code.stderr and names(here) == ["a.png", "b.png", "photo-0001.png"],
             code.stderr, names(here))

if "Proven: the same picture" in run("clean", "--in-place", here / "a.png", "--lang", "zh").out:
    skip("clean in Chinese", "not translated yet")
else:
    here = folder(a_png=PLACED, b_txt=b"x")
    done = run("clean", "a.png", "b.txt", "--lang", "zh", cwd=here)
    case("clean in Chinese",
         # what a worker says of a byte of the file is English in every language
         done.returncode == 3 and not re.findall("[a-z]{3,} [a-z]{3,}", done.out + re.sub(r"lightseal: |byte \d+: .*", "", done.err)), done)

# ------------------------------------------------------------------------------------------------- a disk that is full
here = folder(p_jpg=PHOTO.read_bytes())
before = state(here / "p.jpg")
for place in ("", "--in-place", "-o x.jpg"):
    done = subprocess.run(["/bin/sh", "-c", f'trap "" XFSZ; ulimit -f 50; exec "{BIN}/lightseal" clean {place} p.jpg'],
                          capture_output=True,
                          cwd=here, env=environment(), timeout=LIMIT, check=False)
    case(f"a file that may not grow: clean {place}", done.returncode == 3 and b"File too large" in done.stderr and
         not done.stdout and
         names(here) == ["p.jpg"] and state(here / "p.jpg") == before, done, names(here))
    done = subprocess.run(["/bin/sh", "-c", f'ulimit -f 50; exec "{BIN}/lightseal" clean {place} p.jpg'], capture_output=True,
                          cwd=here, env=environment(), timeout=LIMIT, check=False)
    case(f"killed by that: clean {place}", done.returncode != 0 and names(here) == ["p.jpg"] and state(here / "p.jpg") == before,
         done, names(here))

# ----------------------------------------------------------------------------------------------------- interrupted
def interrupt(*arguments):
    """Ctrl-C when the third photo is reported."""
    with subprocess.Popen([BIN / "lightseal", "clean", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=many,
                          bufsize=0,
                          env=environment()) as process:
        fcntl.fcntl(process.stdout.fileno(), 1031, 4096) # F_SETPIPE_SZ: it cannot run ahead by much
        out = b"".join(process.stdout.readline() for _ in range(3))
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=LIMIT)
        return process.returncode, out + rest, err.decode()


into = folder()
code, out, err = interrupt("--json", "-o", into, *[f"{number}.png" for number in range(300)])
document = json.loads(out)
left = int(re.fullmatch(r"lightseal: interrupted: (\d+) of 300 photos were not cleaned\n", err)[1])
case("Ctrl-C: exit 3, and how many were not cleaned", code == 3 and 0 < left < 298 and document["not_started"] == left and
     len(document["photos"]) == 300 - left, code, err)
case("Ctrl-C: what is there is whole and said, and nothing else is there",
     names(into) == [f"photo-{n:04}.png" for n in range(1, 301 - left)]
     and [photo["copy"] for photo in document["photos"]] == [f"{into}/{name}" for name in names(into)] and
     # several are worked on at once: one that was interrupted may stand before one that was not
     all(pathlib.Path(photo["copy"]).read_bytes() == gray(int(pathlib.Path(photo["source"]).stem) % 250) for photo in document["photos"]),
     names(into))
finish()
