#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""lightseal inspect: the byte map, the values, what a terminal gets of them, and what is said when something was not read."""
import json
import os
import pty
import re
import stat
import struct
import subprocess
import unicodedata
import zlib

from harness import (BIN, LIMIT, SAMPLES, SOURCE, WORK, case, environment, exif_position, finish, one_line, photos, png, run, skip)

# ------------------------------------------------------------------------------------------- photos made by hand
# T.81, table K.1, in zigzag order: the luminance table of IJG quality 50
LUMINANCE = bytes([16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51,
                   61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77,
                   113, 121, 112, 100, 120, 92, 101, 103, 99])


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(*segments, table=LUMINANCE, after=b""):
    """As a walker sees a gray JPEG of 40 x 30: nothing here is ever decoded."""
    frame = struct.pack(">BHHB3B", 8, 30, 40, 1, 1, 0x11, 0)
    return (b"\xFF\xD8" + b"".join(segments) + segment(0xDB, b"\0" + table) + segment(0xC0, frame) +
            segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\x34\x56" + b"\xFF\xD9" + after)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks):
    whole = png()
    return whole[:33] + b"".join(chunks) + whole[33:]


def write(name, data):
    path = WORK / name
    path.write_bytes(data)
    return path


EXIF = b"Exif\0\0" + exif_position()  # 30° N 110° E; the TIFF is 128 bytes, its rationals stand at 80 and 104
PLACED = write("placed.jpg", jpeg(segment(0xE1, EXIF), segment(0xFE, b"a quiet bay")))
os.utime(PLACED, (1777630530, 1777630530))  # 2026-05-01 10:15:30 UTC

# ---------------------------------------------------------------------------------------------- the form for programs
done = run("inspect", "--json", PLACED)
document = json.loads(done.out)
photo = document["photos"][0]
case("exit 0 when everything was read", done.returncode == 0 and not done.err, done)
case("format and photos, and nothing else", list(document) == ["format", "photos"] and document["format"] == "lightseal-inspect/1")
case("what kind of file it is", [photo[key] for key in ("source", "kind", "size", "width", "height", "frames")] ==
     [str(PLACED), "JPEG", 2 + 138 + 15 + 69 + 13 + 10 + 3 + 2, 40, 30, 1], photo)
case("every byte, in order", photo["ranges"] == [
    {"from": 0, "to": 2, "role": "structure", "path": "jpeg/soi"},
    {"from": 2, "to": 140, "role": "carrier", "path": "jpeg/app1/exif"},
    {"from": 140, "to": 155, "role": "carrier", "path": "jpeg/com"},
    {"from": 155, "to": 224, "role": "structure", "path": "jpeg/dqt"},
    {"from": 224, "to": 237, "role": "structure", "path": "jpeg/sof"},
    {"from": 237, "to": 247, "role": "structure", "path": "jpeg/sos"},
    {"from": 247, "to": 250, "role": "image", "path": "jpeg/scan"},
    {"from": 250, "to": 252, "role": "structure", "path": "jpeg/eoi"}], photo["ranges"])
values = {value["key"]: value for value in photo["values"]}
case("a position, its bytes and its carrier", values["gps.lat"] == {
    "key": "gps.lat", "value": 30.0, "carrier": "jpeg/app1/exif/gps", "from": 92, "to": 116,
    "raw": "0000001e" "00000001" "00000000" "00000001" "00000000" "00000001"}, values)
case("east of Greenwich", values["gps.lon"]["value"] == 110.0 and values["gps.lon"]["from"] == 116, values)
case("a comment, unmasked", values["note.text"]["value"] == "a quiet bay" and values["note.text"]["raw"] == b"a quiet bay".hex()
     and (values["note.text"]["from"], values["note.text"]["to"]) == (144, 155), values)
case("the tables of quality 50", values["image.quantisation"]["value"].endswith(", IJG quality 50")
     and values["image.quantisation"]["carrier"] == "jpeg/dqt" and values["image.quantisation"]["from"] == 155, values)
case("more than 32 bytes are not repeated", "raw" not in values["image.quantisation"], values)
case("when the file was changed, which is not in its bytes", values.pop("time.modified") == {
    "key": "time.modified", "value": "2026-05-01T10:15:30Z", "carrier": "file/time", "from": 0, "to": 0})
case("nothing else", set(values) == {"gps.lat", "gps.lon", "note.text", "image.quantisation"} and not photo["problems"], photo)
case("every value word by word, in the order of the file's parts",
     [(tag["carrier"], tag["name"], tag["value"]) for tag in photo["tags"]] == [
         ("jpeg/app1/exif/ifd0", "GPSInfoIFDPointer", "26"),
         ("jpeg/app1/exif/gps", "GPSLatitudeRef", "N"), ("jpeg/app1/exif/gps", "GPSLatitude", "30 0 0"),
         ("jpeg/app1/exif/gps", "GPSLongitudeRef", "E"), ("jpeg/app1/exif/gps", "GPSLongitude", "110 0 0"),
         ("jpeg/com", "Comment", "a quiet bay"),
         ("jpeg/sof", "EncodingProcess", "baseline DCT, Huffman"), ("jpeg/sof", "BitsPerSample", "8"),
         ("jpeg/sof", "ImageHeight", "30"), ("jpeg/sof", "ImageWidth", "40"), ("jpeg/sof", "ColorComponents", "1"),
         ("jpeg/sof", "SamplingFactors", "1x1")], photo["tags"])
case("and where it stands", photo["tags"][2] == {"name": "GPSLatitude", "value": "30 0 0", "carrier": "jpeg/app1/exif/gps",
                                                 "from": 92, "to": 116} and photo["tags_left_out"] == 0, photo["tags"])
case("both stages are done", photo["coverage"] == {stage: {"state": "done", "reason": ""} for stage in ("container", "metadata")})
case("which sandbox held", photo["sandbox"] in ("seccomp+landlock", "seccomp") or photo["sandbox"].startswith("off: "), photo)
case("--json is -f json", run("inspect", "-f", "json", PLACED).stdout == done.stdout)
lines = run("inspect", "-f", "jsonl", PLACED, PLACED)
case("JSON Lines: one photo a line", [json.loads(line) for line in lines.out.splitlines()] == [photo, photo], lines)

FINE = bytearray(exif_position())  # 30° 1' 1/3": no decimal number, and no double with ten digits
FINE[88:104] = struct.pack(">4I", 1, 1, 1, 3)
fine = photos(run("inspect", "--json", write("fine.png", png(exif=bytes(FINE)))))["fine.png"]
latitude = next(value for value in fine["values"] if value["key"] == "gps.lat")
case("numbers are exact", abs(latitude["value"] - (30 + 1 / 60 + 1 / 10800)) < 1e-13, latitude)
other = photos(run("inspect", "--json", write("other.jpg", jpeg(table=bytes([9] * 64)))))["other.jpg"]["values"]
case("tables that nobody scaled: a fingerprint alone", re.fullmatch("[0-9a-f]{16}", other[0]["value"]), other)
same = [photos(run("inspect", "--json", write(name, jpeg(table=table))))[name]["values"][0]["value"]
        for name, table in (("a.jpg", bytes([9] * 64)), ("b.jpg", bytes([9] * 63 + [8])))]
case("the same tables have the same fingerprint, others another", same[0] == other[0]["value"] != same[1], same)
short = photos(run("inspect", "--json", write("short.jpg", jpeg(table=LUMINANCE[:40]))))["short.jpg"]
case("a table that is cut short has none", "image.quantisation" not in {value["key"] for value in short["values"]}, short)

MOST = 8192  # values that are listed (record/tag_value.h)
tides = photos(run("inspect", "--json", write("tides.png", png_with(*[chunk(b"tEXt", b"Tide\0%d" % n) for n in range(3)]))))
case("a text of PNG's has its keyword's name", [(tag["name"], tag["value"]) for tag in tides["tides.png"]["tags"]][-3:] ==
     [("Tide", "0"), ("Tide", "1"), ("Tide", "2")], tides)
BLOCK = b"II*\0\x08\0\0\0" + struct.pack("<H", 4095) + struct.pack("<HHII", 0xFE00, 3, 1, 7) * 4095 + bytes(4)
done = run("inspect", "--json", write("full.jpg", jpeg(*[segment(0xE1, b"Exif\0\0" + BLOCK)] * 3)))
full = photos(done)["full.jpg"]
case("more values than are listed: how many, and not read whole", len(full["tags"]) == MOST and
     full["tags_left_out"] == 3 * 4095 + 6 - MOST and done.returncode == 3 and
     full["coverage"]["metadata"]["state"] == "limited" and "more than 8192 values" in full["coverage"]["metadata"]["reason"],
     full["coverage"], full["tags_left_out"])
case("a person is told, too", f"\n  {3 * 4095 + 6 - MOST} more values are not listed\n" in run("inspect", "full.jpg").out)
done = run("check", "-f", "json", "full.jpg")
case("who asks for a verdict is not held up by them", "more than 8192 values" not in done.out, done)
long = photos(run("inspect", "--json", write("long.jpg", jpeg(segment(0xFE, b"tide " * 200)))))["long.jpg"]["tags"][0]
case("a long value is cut and says so", long["value"].endswith("…") and long["value"].startswith("tide tide") and
     500 < len(long["value"].encode()) <= 512 and (long["from"], long["to"]) == (6, 1006), long)

# ---------------------------------------------------------------------------------------------------- not read
TRAILED = write("trailed.jpg", jpeg(after=b"something behind it"))
done = run("inspect", "--json", TRAILED)
photo = json.loads(done.out)["photos"][0]
case("bytes behind the picture: exit 3, and where", done.returncode == 3 and photo["ranges"][-1] ==
     {"from": 99, "to": 118, "role": "trailing", "path": "jpeg/trailing"}, photo)
case("the coverage says so", photo["coverage"]["container"]["state"] == "done"
     and photo["coverage"]["metadata"]["state"] == "limited" and "jpeg/trailing" in photo["coverage"]["metadata"]["reason"], photo)
whole = PLACED.read_bytes()
pieces = [write(f"cut-{size:03}.jpg", whole[:size]) for size in range(len(whole))]
done = run("inspect", "--json", *pieces)
cut = json.loads(done.out)["photos"]
case("cut at every byte: an answer for each, in order", done.returncode == 3 and
     [photo["size"] for photo in cut] == list(range(len(whole))), done.err)


def covers(photo):
    ends = [0] + [part["to"] for part in photo["ranges"]]
    return ends[-1] == photo["size"] and [part["from"] for part in photo["ranges"]] == ends[:-1]


case("cut at every byte: every byte has a role", all(covers(photo) for photo in cut), [p["size"] for p in cut if not covers(p)])
sound = [photo["size"] for photo in cut if photo["coverage"]["container"]["state"] == "done"]
case("cut at every byte: never taken for whole", not sound, sound)
case("what was found before the cut is kept", any(value["key"] == "gps.lat" for value in cut[-1]["values"]), cut[-1])
case("what is wrong, at which byte, and that something may be missing",
     [(problem["at"], problem["fatal"]) for problem in cut[240]["problems"]][:1] == [(237, True)], cut[240]["problems"])

os.mkfifo(WORK / "fifo")
write("letter.jpg", b"Dear reader, this is a letter and no picture at all.\n")
write("empty.jpg", b"")
done = run("inspect", "--json", PLACED, WORK / "absent.jpg", WORK, WORK / "fifo", "letter.jpg", "empty.jpg", PLACED)
seven = json.loads(done.out)["photos"]
reasons = [photo["coverage"]["container"]["reason"] for photo in seven]
case("what cannot be had is said, and the rest is still read", done.returncode == 3 and len(seven) == 7 and not done.err
     and [reason == "" for reason in reasons] == [True, False, False, False, False, False, True], reasons)
case("and why", "No such file" in reasons[1] and "directory" in reasons[2] and "FIFO" in reasons[3] and "no picture" in reasons[4]
     and "empty" in reasons[5], reasons)
case("nothing is known of what was not opened", [seven[1][key] for key in ("kind", "size", "ranges", "values")] ==
     ["unknown", 0, [], []], seven[1])
case("what is no picture has bytes all the same", seven[4]["kind"] == "no picture" and seven[4]["ranges"] ==
     [{"from": 0, "to": 53, "role": "unknown", "path": "unknown"}], seven[4])
done = run("inspect", PLACED, WORK / "absent.jpg", TRAILED)
case("the text counts them", "\n3 photos: read whole: 1, not read whole: 2\n" in done.out, done)
case("and says it of each", done.out.count("NOT EVERYTHING WAS READ") == 2 and done.out.count("Everything was read") == 1,
     done)
piped = run("inspect", "--json", "-", stdin=PLACED.read_bytes())
own = {**seven[0], "source": "-", "values": [value for value in seven[0]["values"] if not value["carrier"].startswith("file/")]}
case("standard input gives the same answer of the bytes", json.loads(piped.out)["photos"][0] == own and piped.returncode == 0, piped)

# --------------------------------------------------------------------------------------------------------- schema
try:
    import jsonschema
    schema = json.loads((SOURCE / "src/report/lightseal-inspect.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    follow = jsonschema.Draft7Validator(schema)
    everything = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".png"))
    real = json.loads(run("inspect", "--json", *everything, *pieces, PLACED, TRAILED, "letter.jpg", "absent.jpg").out)
    case("inspections follow the schema", not [error.message for error in follow.iter_errors(real)] and len(real["photos"]) > 250)

    def refused(name, change):
        changed = json.loads(json.dumps(document))
        change(changed["photos"][0])
        case("the schema refuses " + name, not follow.is_valid(changed))

    refused("a field nobody knows", lambda p: p.update(safe=True))
    refused("a photo without coverage", lambda p: p.pop("coverage"))
    refused("a stage that was not done, without a reason", lambda p: p["coverage"]["metadata"].update(state="limited"))
    refused("a role nobody knows", lambda p: p["ranges"][0].update(role="harmless"))
    refused("a value of no name", lambda p: p["tags"][0].update(name=""))
    refused("a value without its carrier", lambda p: p["tags"][0].pop("carrier"))
    refused("half a byte", lambda p: p["values"][0].update(raw="abc"))
except ImportError:
    skip("inspections follow the schema", "python3-jsonschema is not installed")

# ------------------------------------------------------------------------------------------------- for a person
done = run("inspect", "placed.jpg")
case("the text, line by line", re.sub(r"[0-9a-f]{16}", "HASH", done.out) == """\
placed.jpg: JPEG, 40 × 30, 252 bytes

  Bytes of the file
   from     to  bytes  role       path
      0      2      2  structure  jpeg/soi
      2    140    138  carrier    jpeg/app1/exif
    140    155     15  carrier    jpeg/com
    155    224     69  structure  jpeg/dqt
    224    237     13  structure  jpeg/sof
    237    247     10  structure  jpeg/sos
    247    250      3  image      jpeg/scan
    250    252      2  structure  jpeg/eoi

  What it says, and at which byte
  jpeg/app1/exif/ifd0
     30  GPSInfoIFDPointer   26
  jpeg/app1/exif/gps
     92  gps.lat             30.0000000° N
    116  gps.lon             110.0000000° E
     48  GPSLatitudeRef      N
     92  GPSLatitude         30 0 0
     72  GPSLongitudeRef     E
    116  GPSLongitude        110 0 0
  jpeg/com
    144  note.text           a quiet bay
    144  Comment             a quiet bay
  jpeg/dqt
    155  image.quantisation  HASH, IJG quality 50
  jpeg/sof
    225  EncodingProcess     baseline DCT, Huffman
    228  BitsPerSample       8
    229  ImageHeight         30
    231  ImageWidth          40
    233  ColorComponents     1
    234  SamplingFactors     1x1
  file/time
         time.modified       2026-05-01T10:15:30Z

  Everything was read – every byte is accounted for; 2 carriers, 153 bytes
  Sandbox: seccomp+landlock
""" or "Sandbox: seccomp+landlock" not in done.out, done)
fine = run("inspect", "fine.png").out
case("what is rounded has its exact number beside it", re.search(r"30\.0167593° N \(30\.0167592592592\d*\)", fine), fine)
case("a plain file has no carrier", "Everything was read – every byte is accounted for; the file holds no carrier" in
     run("inspect", write("plain.png", png())).out)
done = run("inspect", "trailed.jpg")
case("carriers that were not read are named", "\n  Carriers that were not read\n  jpeg/trailing: bytes after the end of the picture\n"
     "    bytes 99 to 118\n" in done.out and "\n    metadata: " in done.out, done)
done = run("inspect", "cut-240.jpg")
case("what is wrong is named", "\n  What is wrong with the file\n  at byte 237: " in done.out and "something may be missing" in done.out, done)

MANY = write("many.png", png_with(*[chunk(b"tEXt", b"Comment\0note %d" % n) for n in range(30)],
                                  chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"squeezed")),
                                  *[chunk(kind, bytes(size)) for kind, size in (
                                      (b"cHRM", 32), (b"gAMA", 4), (b"sRGB", 1), (b"cICP", 4), (b"mDCV", 24), (b"cLLI", 8), (b"pHYs", 9),
                                      (b"oFFs", 9), (b"sTER", 1), (b"iDOT", 28))]))
done = run("inspect", MANY)
case("a long map is summed up", " png/tEXt (30 parts)\n" in done.out and done.out.count("png/tEXt\n") == 1 and
     "45 parts, summed up; --all lists each of them" in done.out and "parts of structure, image and padding\n" in done.out, done)
case("a carrier is never summed up with another", re.search(r"\d  carrier +png/zTXt\n", done.out), done)
case("and no value is left out", "squeezed\n" in done.out and all(f"note {n}\n" in done.out for n in range(30)), done)
done = run("inspect", "--all", MANY)
case("--all lists every part", done.out.count("  carrier    png/tEXt\n") == 30 and "summed up" not in done.out, done)
case("programs get every part anyhow", len(json.loads(run("inspect", "--json", MANY).out)["photos"][0]["ranges"]) == 45)
for arguments in (["inspect"], ["inspect", "--all"], ["check", "--all", PLACED], ["inspect", "--annotate", "x.png", PLACED],
                  ["inspect", "-f", "xml", PLACED], ["inspect", "--json=yes", PLACED]):
    done = run(*arguments)
    case("exit 2 and one line: " + " ".join(map(str, arguments)), done.returncode == 2 and one_line(done.err) and not done.out, done)

target = WORK / "inspection.json"
done = run("inspect", "--json", "-o", target, PLACED)
case("-o writes a file for its owner alone", done.returncode == 0 and not done.out and
     stat.S_IMODE(target.stat().st_mode) == 0o600 and json.loads(target.read_text()) == document, done)
done = run("inspect", "-o", PLACED, PLACED)
case("-o never overwrites", done.returncode == 2 and PLACED.read_bytes() == whole and one_line(done.err), done)
with open("/dev/full", "wb") as full:
    for form in ("text", "json", "jsonl"):
        code = subprocess.run([BIN / "lightseal", "inspect", "-f", form, PLACED], stdout=full, stderr=subprocess.PIPE,
                              env=environment(), timeout=LIMIT, check=False)
        case(f"an inspection that does not arrive is no success ({form})", code.returncode == 3 and code.stderr, code.stderr)

# ---------------------------------------------------------------------------------------- hostile to a terminal
# sequences that set a title, colours with an eight-bit introducer, reversed text, a cursor, bytes that are no UTF-8
HOSTILE = b"\x1b]0;owned\x07\x9b31m \xe2\x80\xae\xe2\x81\xa6txt \r\n\x08\x7f\xc2\x9b1A \xff\xfe\xc0\xaf end"
NAMES = [b"\x1b[31mred\n\r.jpg", b"\xff\xfe\xe2\x80\xae.jpg", b"\xc2\x9bA\x7f.jpg", " \u202etxt.jpg".encode(), "\u200e\u2028.jpg".encode()]
ITXT = b"Title\0\0\0\0\0" + HOSTILE
hostile = [write("comment.jpg", jpeg(segment(0xFE, HOSTILE))),
           write("text.png", png_with(chunk(b"tEXt", b"Comment\0" + HOSTILE), chunk(b"iTXt", ITXT),
                                      chunk(b"zTXt", b"Author\0\0" + zlib.compress(HOSTILE)))),
           write("keyword.png", png_with(chunk(b"tEXt", HOSTILE[:40] + b"\0x"), chunk(b"a\x1bAb", b"x")))]
for name in NAMES:
    path = os.fsencode(WORK) + b"/" + name
    with open(path, "wb") as file:
        file.write(PLACED.read_bytes())
    hostile.append(os.fsdecode(path))
hostile.append(os.fsdecode(os.fsencode(WORK) + b"/\x1b[2Jabsent\xff"))

FORBIDDEN = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
for form in ("text", "json", "jsonl"):
    for language in ("en", "zh"):
        done = run("inspect", "-f", form, "--lang", language, *hostile)  # run() decodes: anything but UTF-8 ends the test
        bad = FORBIDDEN.findall(done.out + done.err) + (re.findall("[\u200e\u200f\u2028\u2029]", done.out) if form == "text" else [])
        case(f"no control character leaves, {form}, {language}", not bad and "end" in done.out and len(done.out) > 1000, bad, done)
done = run("inspect", "--json", *hostile)
case("values word by word keep it, too", sum("end" in tag["value"] for photo in json.loads(done.out)["photos"]
                                              for tag in photo["tags"]) == 4, done)
case("values keep what is harmless in them", sum("end" in str(value["value"]) for photo in json.loads(done.out)["photos"]
                                               for value in photo["values"]) == 4, done)


def on_terminal(*arguments, columns=80, **env):
    master, slave = pty.openpty()
    subprocess.run(["stty", "cols", str(columns)], stdin=slave, check=True)
    with subprocess.Popen([BIN / "lightseal", "inspect", *arguments], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, cwd=WORK,
                          env=environment(**env)) as process:
        os.close(slave)
        text = b""
        try:
            while block := os.read(master, 4096):
                text += block
        except OSError:
            pass  # the other end was closed
        process.wait(LIMIT)
    os.close(master)
    return text.decode("utf-8").replace("\r\n", "\n")


colored = on_terminal(*hostile, TERM="xterm")
case("on a terminal there are colours of ours", "\033[33mcarrier\033[0m" in colored, colored)
plain = re.sub("\033\\[(1|32|33|1;31|1;35|0)m", "", colored)
case("and nothing else that a terminal acts on", not FORBIDDEN.findall(plain), FORBIDDEN.findall(plain))
case("a name cannot bring a colour of its own", "31mred" in plain and "\033[31m" not in colored)
case("NO_COLOR is honoured", "\033" not in on_terminal("placed.jpg", TERM="xterm", NO_COLOR="1"))


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


LONG = "北港的照片，" * 60 + " and words " * 60
wide = write("wide.png", png_with(chunk(b"iTXt", b"Comment\0\0\0\0\0" + LONG.encode())))
for columns in (60, 80, 100):
    for language in ("en", "zh"):
        shown = on_terminal("wide.png", "trailed.jpg", "placed.jpg", "cut-240.jpg", "--lang", language, columns=columns, NO_COLOR="1")
        over = [line for line in shown.splitlines() if width(line) > columns]
        case(f"lines fit {columns} columns ({language})", not over and "北港" in shown, over)
shown = run("inspect", "wide.png", "--lang", "zh").out
table = [line for line in shown.splitlines() if re.search(" png/", line) and not line.startswith("  png/")]
case("columns are straight with Chinese words in them", len(table) == 5 and
     len({width(line[:line.index("png/")]) for line in table}) == 1, table)
text = re.sub(r"\s+", "", shown)
case("a long text is shown whole", re.sub(r"\s+", "", LONG) in text, shown)
case("Chinese has no English label", not re.findall(r"^ *([A-Z][a-z]+[a-z ]*):", shown, re.M) and "载体" in shown, shown)

# ----------------------------------------------------------------------------------------------------- the samples
files = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".png"))
done = run("inspect", "--json", *files)
again = run("inspect", "--json", *files)
case("the same answer, byte for byte", done.stdout == again.stdout and done.out)
by_name = photos(done)
keys = {name: {value["key"] for value in photo["values"]} for name, photo in by_name.items()}
case("the samples: in the order given", [photo["source"] for photo in json.loads(done.out)["photos"]] == [str(path) for path in files])
case("the samples: who and what took the photo", {"person.owner", "device.serial", "device.make", "device.model"} <=
     keys["identity.jpg"], keys["identity.jpg"])
case("the samples: where it was taken", all({"gps.lat", "gps.lon"} <= keys[name] for name in ("gps-inside.jpg", "gps-inside.png")), keys)
case("the samples: a photo that says nothing", keys["menu.jpg"] <= {"image.quantisation", "time.modified"}, keys["menu.jpg"])
case("the samples: all but the broken one are read whole",
     [name for name, photo in by_name.items() if photo["coverage"]["metadata"]["state"] != "done"] == ["broken.jpg"],
     {name: photo["coverage"] for name, photo in by_name.items()})
finish()
