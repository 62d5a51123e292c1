#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""
lightseal clean, when it is killed, when others are at the same files, and on file systems with other manners: the photo or its
copy is there whole, nothing else stays, and what the photo holds is written nowhere else.

Short: a seeded twentieth of the moments at which it is killed by a clock. Long (LS_LONG=1): 200 for each way of cleaning.
"""
import errno
import fcntl
import json
import os
import random
import re
import shutil
import stat
import subprocess
import time

from harness import BIN, LIMIT, SAMPLES, WORK, case, environment, exif_position, finish, one_line, png, run, skip

NEUTRAL_TIME = 946684800
MOMENTS = 200 if os.environ.get("LS_LONG") else 10
PART = re.compile(r"\.lightseal-[0-9a-f]{16}\.part")
SHIM = os.environ.get("LS_SHIM_LIBRARY", "")
PHOTO = (SAMPLES / "identity.jpg").read_bytes()
PLACED, SMALL = png(exif=exif_position()), png()
run("clean", "-o", "reference.jpg", SAMPLES / "identity.jpg")
CLEAN = (WORK / "reference.jpg").read_bytes()
case("the copy to compare with", b"Exif" in PHOTO and b"Exif" not in CLEAN and len(CLEAN) > 50000, len(CLEAN))

_folders = 0


def folder(photo=PHOTO, mode=0o600):
    """A new folder with p.jpg and, for whoever wants it, an empty one named `into`."""
    global _folders
    _folders += 1
    path = WORK / f"folder-{_folders}"
    path.mkdir()
    (path / "p.jpg").write_bytes(photo)
    (path / "p.jpg").chmod(mode)
    return path


def names(path):
    return sorted(os.listdir(path))


def shim(**wanted):
    """An environment in which the shim does that: fail, kill, run."""
    sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0" # whose runtime wants to be the first library
    return {"LD_PRELOAD": SHIM, "ASAN_OPTIONS": sanitizer, **{f"LS_SHIM_{name.upper()}": str(value) for name, value in wanted.items()}}


def released(path):
    """Waits until nobody holds the parts in a folder: a killed program's workers end a moment after it."""
    deadline = time.monotonic() + 20
    for name in filter(PART.fullmatch, names(path)):
        with open(path / name, "rb") as part:
            while time.monotonic() < deadline:
                try:
                    fcntl.flock(part, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    break
                except OSError:
                    time.sleep(0.01)


WAYS = {"in place": ["--in-place", "p.jpg"], "beside the photo": ["p.jpg"], "to a file": ["-o", "out.jpg", "p.jpg"]}
TARGET = {"in place": "p.jpg", "beside the photo": "photo-0001.jpg", "to a file": "out.jpg"}


def whole(path, way, mode):
    """What is wrong with the folder after the program has ended somehow; "" when nothing is. Parts may be there."""
    target = path / TARGET[way]
    others = [name for name in names(path) if name not in ("p.jpg", target.name) and not PART.fullmatch(name)]
    if others:
        return f"{others} are there, too"
    if not (path / "p.jpg").exists():
        return "the photo is gone"
    photo = (path / "p.jpg").read_bytes()
    if stat.S_IMODE((path / "p.jpg").stat().st_mode) != mode:
        return "the photo has other rights"
    if way == "in place":
        return "" if photo in (PHOTO, CLEAN) else "the photo is neither the old nor the new one"
    if photo != PHOTO:
        return "the photo is not what it was"
    if target.exists():
        about = target.stat()
        if target.read_bytes() != CLEAN or stat.S_IMODE(about.st_mode) != 0o600 or about.st_mtime != NEUTRAL_TIME:
            return "half a copy is there"
    return ""


def swept(path, way, mode):
    """The next run leaves nothing unfinished behind."""
    released(path)
    if way != "in place":
        (path / TARGET[way]).unlink(missing_ok=True)
    if not (path / "p.jpg").exists():
        return ""
    done = run("clean", *WAYS[way], cwd=path)
    left = list(filter(PART.fullmatch, names(path)))
    if done.returncode != 0 or left:
        return f"{left} left after the next run, {done.err}"
    return whole(path, way, mode)


# -------------------------------------------------------------------------------- killed before each call in turn
def killed_in_turn(way, fail="", mode=0o600):
    problems, parts, replaced = [], 0, 0
    for moment in range(1, 100):
        path = folder(mode=mode)
        done = run("clean", *WAYS[way], cwd=path, **shim(kill=moment, **({"fail": fail} if fail else {})))
        if done.returncode == 0:
            return moment - 1, parts, replaced, problems
        parts += any(map(PART.fullmatch, names(path)))
        replaced += way == "in place" and (path / "p.jpg").exists() and (path / "p.jpg").read_bytes() == CLEAN
        problems += [f"{moment}: {problem}" for problem in (whole(path, way, mode), swept(path, way, mode)) if problem or
                     done.returncode != -9]
    return 0, 0, 0, ["it never ended"]


TMPFILE = f"tmpfile={errno.EOPNOTSUPP}"
if not SHIM:
    skip("killed before each call", "no LS_SHIM_LIBRARY")
else:
    for way in WAYS:
        moments, parts, _, problems = killed_in_turn(way)
        case(f"kill -9 before each of {moments} calls, {way}: old or new, whole, and swept", not problems and moments >= 5,
             problems)
        case(f"nothing had a name before it was whole, {way}", parts <= (way == "in place"), parts)
        moments, parts, _, problems = killed_in_turn(way, fail=TMPFILE)
        case(f"the same without O_TMPFILE, {moments} calls, {way}", not problems and moments >= 6 and parts >= 5, parts, problems)
    moments, _, replaced, problems = killed_in_turn("in place", mode=0o444)
    case(f"the same for a photo that is write-protected, {moments} calls", not problems and replaced >= 1, problems)

# -------------------------------------------------------------------------------------------- killed by the clock
def killed_at(way, delay, more):
    path = folder()
    with subprocess.Popen([BIN / "lightseal", "clean", *WAYS[way]], cwd=path, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL,
                          env=environment(**more)) as process:
        time.sleep(delay)
        process.kill()
    problem = whole(path, way, 0o600) or swept(path, way, 0o600)
    shutil.rmtree(path)
    return process.returncode, problem


began = time.monotonic()
run("clean", *WAYS["in place"], cwd=folder())
usual = time.monotonic() - began
clock = random.Random(5)
for way in WAYS:
    for label, more in [("", {})] + ([(", without O_TMPFILE", shim(fail=TMPFILE))] if SHIM else []):
        ends = [killed_at(way, clock.uniform(0, usual), more) for _ in range(MOMENTS)]
        problems = [problem for _, problem in ends if problem]
        case(f"kill -9 at {MOMENTS} moments, {sum(code == -9 for code, _ in ends)} of them before the end, {way}{label}",
             not problems, problems)

# ------------------------------------------------------------------------------------------ what is swept, what not
path = folder()
old, foreign = path / ".lightseal-0123456789abcdef.part", ["lightseal-0123456789abcdef.part", ".lightseal-0123456789abcde.part",
                                                           ".lightseal-0123456789ABCDEF.part",
                                                           ".lightseal-0123456789abcdef.part~",
                                                           ".lightseal-0123456789abcdeg.part"]
for name in [old.name, *foreign]:
    (path / name).write_bytes(b"left")
(path / ".lightseal-00000000000000aa.part").mkdir()
(path / ".lightseal-00000000000000bb.part").symlink_to("p.jpg")
os.mkfifo(path / ".lightseal-00000000000000cc.part")
held = path / ".lightseal-00000000000000dd.part"
with open(held, "wb") as holder:
    fcntl.flock(holder, fcntl.LOCK_EX)
    done = run("clean", "--in-place", "p.jpg", cwd=path)
    case("a part that somebody holds stays, as does all that is none", done.returncode == 0 and not old.exists() and
         held.exists() and
         names(path) == sorted([*foreign,
                                "p.jpg", held.name, *[f".lightseal-00000000000000{x}.part" for x in ("aa", "bb", "cc")]]),
         names(path))
run("clean", "--in-place", "p.jpg", cwd=path)
case("and goes when it is held no more", not held.exists(), names(path))
for where, arguments in [("the folder of copies", ["-o", "into", "p.jpg"]),
                         ("the folder of the file", ["-o", "into/x.jpg", "p.jpg"])]:
    path = folder()
    (path / "into").mkdir()
    (path / "into" / old.name).write_bytes(b"left")
    done = run("clean", *arguments, cwd=path)
    case(f"swept is {where}", done.returncode == 0 and len(names(path / "into")) == 1, done, names(path / "into"))
path, target = folder(), folder()
(path / "link.jpg").symlink_to(target / "p.jpg")
(target / old.name).write_bytes(b"left")
run("clean", "--in-place", path / "link.jpg")
case("swept is the folder that a link leads to", names(target) == ["p.jpg"], names(target))

# ----------------------------------------------------------------------------------------------- company, on purpose
if SHIM:
    for label, fail in (("", {}), (", without O_TMPFILE", {"fail": TMPFILE})):
        path = folder()
        (path / "q.jpg").write_bytes(PHOTO)
        for call in ("fsync", "rename"):
            done = run("clean", "--in-place", "p.jpg", cwd=path, **fail,
                       **shim(run=f"{call}='{BIN}/lightseal' clean --in-place q.jpg >&2", **fail))
            case(f"another run sweeps the folder before our {call}{label}: both photos are cleaned", done.returncode == 0 and
                 names(path) == ["p.jpg", "q.jpg"] and (path / "p.jpg").read_bytes() == (path / "q.jpg").read_bytes() == CLEAN,
                 done, names(path))
            (path / "p.jpg").write_bytes(PHOTO)
            (path / "q.jpg").write_bytes(PHOTO)
        path = folder()
        done = run("clean", "-o", "out.jpg", "p.jpg", cwd=path, **shim(run="fsync=echo mine >out.jpg", **fail))
        case(f"a name that is taken meanwhile is not taken away{label}", done.returncode == 3 and
             (path / "out.jpg").read_bytes() == b"mine\n" and
             names(path) == ["out.jpg", "p.jpg"] and "'out.jpg': File exists" in done.err, done, names(path))
        path = folder()
        done = run("clean", "p.jpg", cwd=path, **shim(run="fsync=echo mine >photo-0001.jpg", **fail))
        case(f"a number that is taken meanwhile: the next one{label}", done.returncode == 0 and
             (path / "photo-0002.jpg").read_bytes() == CLEAN and
             (path / "photo-0001.jpg").read_bytes() == b"mine\n" and len(names(path)) == 3, done, names(path))

    for what, command, photo in [("edited", "printf edited >>p.jpg", PHOTO + b"edited"),
                                 ("replaced", "echo new >n; mv n p.jpg", b"new\n"),
                                 ("moved away", "mv p.jpg gone.jpg", None)]:
        path = folder()
        done = run("clean", "--in-place", "p.jpg", cwd=path, **shim(run=f"futimens={command}"))
        left = (path / "p.jpg").read_bytes() if (path / "p.jpg").exists() else None
        case(f"a photo that is {what} while it is cleaned is not overwritten", done.returncode == 3 and one_line(done.err) and
             "changed meanwhile" in done.err and left == photo and not list(filter(PART.fullmatch, names(path))), done,
             names(path))
    path = folder()
    done = run("clean", "--in-place", "p.jpg", cwd=path, **shim(run="futimens=chmod 604 p.jpg"))
    case("rights that change meanwhile are those of the copy", done.returncode == 0 and
         stat.S_IMODE((path / "p.jpg").stat().st_mode) == 0o604, done)

    path = folder()
    done = run("clean", "--in-place", "p.jpg", cwd=path, **shim(run="write=kill -INT $PPID"))
    case("a signal while the copy is written: old or new, and which is said",
         (done.returncode, (path / "p.jpg").read_bytes(), done.err) in
         [(3, PHOTO, "lightseal: interrupted: 1 of 1 photos were not cleaned\n"), (0, CLEAN, "")] and names(path) == ["p.jpg"],
         done)
    path = folder()
    (path / "q.jpg").write_bytes(PHOTO)
    done = run("clean", "--json", "--in-place", "p.jpg", "q.jpg", "q.jpg", cwd=path, **shim(run="rename=kill -INT $PPID"))
    case("a signal before the photo is replaced: that one still, and no other", done.returncode == 3 and
         (path / "p.jpg").read_bytes() == CLEAN and
         (path / "q.jpg").read_bytes() == PHOTO and json.loads(done.out)["not_started"] == 2 and "2 of 3 photos" in done.err,
         done)

    # ------------------------------------------------------------------------------------------ other file systems
    NO = {name: f"{name}={code}" for name,
          code in (("renameat2", errno.EINVAL), ("flock", errno.ENOLCK), ("fchown", errno.EPERM))}
    for label, fail in [("no O_TMPFILE", TMPFILE), ("no RENAME_NOREPLACE", f"{TMPFILE},{NO['renameat2']}"),
                        ("no locks", f"{TMPFILE},{NO['flock']}"), ("no locks but O_TMPFILE", NO["flock"])]:
        for way in WAYS:
            path = folder()
            done = run("clean", *WAYS[way], cwd=path, **shim(fail=fail))
            about = (path / TARGET[way]).stat() if (path / TARGET[way]).exists() else None
            case(f"a file system with {label}, {way}", done.returncode == 0 and names(path) == sorted({"p.jpg", TARGET[way]}) and
                 (path / TARGET[way]).read_bytes() == CLEAN and about.st_nlink == 1 and stat.S_IMODE(about.st_mode) == 0o600 and
                 about.st_mtime == NEUTRAL_TIME, done, names(path))
        path = folder()
        (path / "out.jpg").write_bytes(b"mine")
        (path / "photo-0001.jpg").write_bytes(b"mine")
        done = run("clean", "p.jpg", cwd=path, **shim(fail=fail))
        case(f"nothing is overwritten there ({label})", done.returncode == 0 and
             (path / "photo-0001.jpg").read_bytes() == b"mine" and
             (path / "photo-0002.jpg").read_bytes() == CLEAN and len(names(path)) == 4, done, names(path))
    for call, code, word in [("write", errno.ENOSPC, "No space left"), ("fsync", errno.EIO, "Input/output error"),
                             ("linkat", errno.EPERM, "not permitted"),
                             ("rename", errno.EBUSY, "busy"), ("futimens", errno.EPERM, "not permitted"),
                             ("fchmod", errno.EPERM, "not permitted")]:
        for label, base in (("", ""), (" without O_TMPFILE", TMPFILE + ",")):
            for way in WAYS:
                path = folder()
                before = (path / "p.jpg").stat()
                done = run("clean", *WAYS[way], cwd=path, **shim(fail=f"{base}{call}={code}"))
                about = (path / "p.jpg").stat()
                if done.returncode == 0: # that way has no such call
                    case(f"{call} is not needed{label}, {way}", (path / TARGET[way]).read_bytes() == CLEAN and
                         len(names(path)) <= 2, done)
                else:
                    case(f"{call} fails{label}, {way}: a reason, the photo stays, nothing is left", done.returncode == 3 and
                         one_line(done.err) and
                         word in done.err and not done.out and names(path) == ["p.jpg"] and
                         (path / "p.jpg").read_bytes() == PHOTO and
                         (before.st_ino, before.st_mtime_ns) == (about.st_ino, about.st_mtime_ns), done, names(path))

    # ---------------------------------------------------------------------------------- who has the copy in his hands
    path = folder()
    look = ('for worker in $(cat /proc/$PPID/task/*/children); do ls -l /proc/$worker/fd; done >&2 2>/dev/null; '
            'echo "workers done" >&2')
    done = run("clean", "-o", ".", "p.jpg", "p.jpg", cwd=path, **shim(run="futimens=" + look))
    case("when a copy is kept no worker holds it, or the photo", done.returncode == 0 and "workers done" in done.err and
         "socket:" in done.err and
         str(path) not in done.err, done)

# --------------------------------------------------------------------------------------------- company, by chance
path, into = folder(), folder()
(into / "p.jpg").unlink()
photos = [path / f"{number}.png" for number in range(60)]
for number, photo in enumerate(photos, 8):
    photo.write_bytes(png(width=number, exif=exif_position()))
runs = [subprocess.Popen([BIN / "lightseal", "clean", "-f", "jsonl", "-o", into, *photos[start::3]], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, env=environment()) for start in range(3)]
said = {}
for process in runs:
    out, err = process.communicate(timeout=LIMIT)
    said.update((entry["source"], entry["copy"]) for entry in map(json.loads, out.decode().splitlines()))
    case("one of three runs into one folder", process.returncode == 0 and not err, err)
case("three at once: no clash, no loss, each where it was said",
     names(into) == [f"photo-{number:04}.png" for number in range(1, 61)] and
     all(open(said[str(photo)], "rb").read() == png(width=number) for number, photo in enumerate(photos, 8)), names(into))
path = folder()
runs = [subprocess.Popen([BIN / "lightseal", "clean", "--in-place", "p.jpg"], cwd=path, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE,
                         env=environment()) for _ in range(4)]
ends = [(*process.communicate(timeout=LIMIT), process.returncode) for process in runs]
case("four at once in one photo's place: it is clean, and who came second says so", (path / "p.jpg").read_bytes() == CLEAN and
     names(path) == ["p.jpg"] and all(code == 0 or code == 3 and b"changed meanwhile" in err for _, err, code in ends) and
     any(code == 0 for _, _, code in ends), ends)

# ------------------------------------------------------------------------------- where the photo's content is written
def traced(program, *arguments, cwd, stdin=b""):
    """What each of its processes asks the kernel for, one after the other."""
    logs = WORK / "trace"
    logs.mkdir()
    world = environment()
    world["ASAN_OPTIONS"] = world.get("ASAN_OPTIONS", "") + ":detect_leaks=0"  # which wants to trace, too
    done = subprocess.run(["strace", "-ff", "-qq", "-yy", "-xx", "-o", logs / "of", "-e", "trace=file,desc,network,memory",
                           program, *arguments],
                          input=stdin, capture_output=True, cwd=cwd, env=world, timeout=LIMIT, check=False)
    log = "\n".join(path.read_text(errors="replace") for path in sorted(logs.iterdir()))
    shutil.rmtree(logs)
    return done, log


def unhex(text):
    return re.sub(r"(?:\\x[0-9a-f]{2})+", lambda m: bytes.fromhex(m[0].replace("\\x", "")).decode("utf-8", "replace"), text)


WRITES = re.compile(r"^(?:write|pwrite64|writev|pwritev2?|sendfile|splice|copy_file_range|ftruncate|fallocate|"
                    r"sendmsg|sendto|sendmmsg|vmsplice|tee)"
                    r"\((\d+)<((?:[^<>]|<[^<>]*>)*)>(\(deleted\))?", re.M)
OPENS = re.compile(r"^(?:open|openat|openat2|creat)\([^\"\n]*\"([^\"\n]*)\", ([^)\n]*)\) += (\d+)<((?:[^<>]|<[^<>]*>)*)>", re.M)
NAMED = re.compile(r"^(?:link|linkat|rename|renameat2?|symlink|symlinkat|mknod|mknodat|mkdir|mkdirat)\(.*", re.M)


def written_elsewhere(log, folder_path):
    """Files that were opened for writing, written to, named or mapped for all, other than one in that folder."""
    strange = []
    for name, flags, _, target in OPENS.findall(log):
        if re.search("O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|O_APPEND",
                     flags) and not unhex(target).startswith((str(folder_path) + "/", "/dev/null")):
            strange.append(f"open {unhex(name)} {flags}")
    for fd, target, deleted in WRITES.findall(log):
        target = unhex(target)
        inside = target.startswith(str(folder_path) + "/")
        if not inside and not re.match("(pipe:|UNIX|/dev/null|socket:|anon_inode:|pid:|/memfd:)", target) and fd not in "12":
            strange.append(f"write to {fd} {target}")
    for line in NAMED.findall(log):
        strange += [f"named {unhex(path)}" for path in re.findall(r'"([^"]*)"',
                                                                  line)[1:] if not unhex(path).startswith((str(folder_path), "p",
                                                                                                           "./p"))]
    strange += re.findall(r"^mmap\(.*PROT_WRITE.*MAP_SHARED[^_].*<(?:\\x2f|/).*", log, re.M)
    return strange


if not shutil.which("strace") or traced("true", cwd=WORK)[0].returncode:
    skip("the photo's content is written nowhere else", "strace does not work here")
else:
    path = folder()
    (path / "q.png").write_bytes(PLACED)
    for label, arguments, stdin in [("in place", ["--in-place", "p.jpg"], b""), ("beside the photo", ["q.png"], b""),
                                    ("two photos into a folder", ["-o", ".", "p.jpg", "q.png"], b""),
                                    ("from standard input", ["-", "-o", "pout.png"], PLACED)]:
        done, log = traced(BIN / "lightseal", "clean", *arguments, cwd=path, stdin=stdin)
        strange = written_elsewhere(log, path)
        seen = [unhex(target) for _, target, _ in WRITES.findall(log)]
        case(f"written is the copy and nothing else: {label}", done.returncode == 0 and not strange and
             any(target.startswith(str(path) + "/") for target in seen), strange, done.stderr)
    (path / "spy").write_text("#!/bin/sh\necho seen >../elsewhere\n")
    (path / "spy").chmod(0o755)
    _, log = traced(path / "spy", cwd=path)
    case("a program that does write elsewhere is noticed", len(written_elsewhere(log, path)) >= 1, log[-2000:])
(WORK / "elsewhere").unlink(missing_ok=True)
case("no file of any of these is left beside the folders", {name for name in names(WORK) if not name.startswith("folder-")} <=
     {"reference.jpg"}, names(WORK))
finish()
