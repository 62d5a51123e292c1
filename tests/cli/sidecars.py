#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What lies beside a photo, and what its file is called: check, scan and inspect tell it, clean says that it stays."""
import json
import os
import shutil

from harness import AREAS, WORK, case, finish, one_line, png, run, skip

HERE = WORK / "beside"
HERE.mkdir()
XMP = ("<?xml version='1.0'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
       "<rdf:Description xmlns:exif='http://ns.adobe.com/exif/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
       "exif:GPSLatitude='30,0.0N' exif:GPSLongitude='110,0.0E'><dc:creator><rdf:Seq><rdf:li>Ana Example</rdf:li></rdf:Seq></dc:creator>"
       "</rdf:Description></rdf:RDF></x:xmpmeta>")
AAE = ('<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
       '"http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict><key>adjustmentFormatIdentifier</key>'
       '<string>com.example.edits</string><key>adjustmentData</key><data>AQID</data><key>adjustmentTimestamp</key>'
       '<date>2026-05-01T10:15:30Z</date></dict></plist>')


def takeout(lat, lon):
    return json.dumps({"title": "a", "geoData": {"latitude": lat, "longitude": lon, "altitude": 0.0},
                       "geoDataExif": {"latitude": 0.0, "longitude": 0.0}})


def folder(name, **beside):
    """A new folder with the photo IMG_0001.png and files of these contents; "." in a keyword is "__"."""
    made = HERE / name
    made.mkdir()
    (made / "IMG_0001.png").write_bytes(png())
    for other, content in beside.items():
        (made / other.replace("__", ".")).write_text(content)
    return made / "IMG_0001.png"


def check(photo, *more):
    return run("check", "--only", "container,metadata,place", "-f", "json", *more, photo)


def report(photo, *more):
    return json.loads(check(photo, *more).out)["photos"][0]


def told(photo):
    """{(rule, carrier)} of a report."""
    return {(finding["rule"], finding.get("evidence", {}).get("carrier") or finding.get("carrier")) for finding in photo["findings"]}


def values(photo):
    return {(value["key"], value["carrier"]): value["value"] for value in json.loads(run("inspect", "--json", photo).out)["photos"][0]["values"]}


# ------------------------------------------------------------------------------------------------- nothing beside it
alone = folder("alone")
quiet = report(alone)
case("a photo without sidecars: ok, and nothing found", quiet["verdict"] == "ok" and not quiet["findings"], quiet)
piped = json.loads(run("check", "--only", "container,metadata,place", "-f", "json", "-", stdin=alone.read_bytes()).out)["photos"][0]
case("the same from standard input", {**piped, "source": ""} == {**quiet, "source": ""}, piped)
shutil.copy(alone, HERE / "alone" / "other.png")
(HERE / "alone" / "other.png.json").write_text(takeout(30, 110))
case("what belongs to another photo does not count", report(alone) == quiet)

# ----------------------------------------------------------------------------------------------------------- Takeout
placed = folder("takeout", IMG_0001__png__json=takeout(30, 110))
found = report(placed)
case("a position that stands in Takeout's file alone: review", found["verdict"] == "review" and
     ("metadata.gps", "sidecar/takeout/geoData") in told(found), found)
gps = next(finding for finding in found["findings"] if finding["rule"] == "metadata.gps")
case("the text says where it stands, and that cleaning the photo is no help", gps["what"].startswith("Not in the photo but in a file beside it: ")
     and "Cleaning the photo does not change it" in gps["do"] and "bytes" not in gps.get("evidence", {}), gps)
case("the file is named", any(finding["rule"] == "metadata.sidecar" and "IMG_0001.png.json" in finding["what"]
                              for finding in found["findings"]), found)
areas = report(placed, "--areas", AREAS)
case("it is compared with areas", not any(rule == "place.not-compared" for rule, _ in told(areas)) and
     areas["coverage"]["place"]["state"] == "done", areas)
case("inspect gives it in full, without bytes", values(placed)["gps.lat", "sidecar/takeout/geoData"] == 30.0 and all(
    value["from"] == value["to"] == 0 for value in json.loads(run("inspect", "--json", placed).out)["photos"][0]["values"]
    if value["carrier"].startswith("sidecar/")))
case("the same photo, the same report", check(placed).stdout == check(placed).stdout)
zero = report(folder("zero", IMG_0001__png__json=takeout(0.0, 0.0)))
case("zero means that there is no position", zero["verdict"] == "ok" and not any("gps" in rule for rule, _ in told(zero)), zero)
for name in ("IMG_0001.png.supplemental-metadata.json", "IMG_0001.png.supplemental-meta.json", "IMG_0001.png.s.json", "IMG_0001.json"):
    named = folder("named " + name)
    (named.parent / name).write_text(takeout(30, 110))
    case(f"Takeout's names: {name}", ("metadata.gps", "sidecar/takeout/geoData") in told(report(named)))
pairs = [("IMG_0001(2).png", "IMG_0001.png(2).json"), ("IMG_0001(2).png", "IMG_0001.png.supplemental-metadata(2).json"),
         ("IMG_0001-edited.png", "IMG_0001.png.json"), ("a" * 47 + ".png", "a" * 46 + ".json"),
         ("b" * 30 + ".png", ("b" * 30 + ".png.supplemental-metadata")[:46] + ".json")]
for number, (photo, name) in enumerate(pairs):
    where = HERE / f"pair{number}"
    where.mkdir()
    (where / photo).write_bytes(png())
    (where / name).write_text(takeout(30, 110))
    case(f"Takeout's names: {photo[:20]} and {name[-30:]}", ("metadata.gps", "sidecar/takeout/geoData") in told(report(where / photo)))

# ------------------------------------------------------------------------------------------------------- XMP and AAE
for name in ("IMG_0001.xmp", "IMG_0001.png.xmp", "IMG_0001.XMP"):
    beside = folder("xmp " + name)
    (beside.parent / name).write_text(XMP)
    seen = report(beside)
    case(f"{name}: a position and a name", seen["verdict"] == "review" and {("metadata.gps", "sidecar/xmp"), ("metadata.owner", "sidecar/xmp")}
         <= told(seen), seen)
    case(f"{name}: masked", "Ana Example" not in json.dumps(seen) and "Ana Example" in json.dumps(report(beside, "--show-evidence")))
both = values(folder("both", IMG_0001__xmp=XMP, IMG_0001__png__xmp=XMP.replace("30,0.0N", "31,0.0N")))
case("two packets are two carriers", both["gps.lat", "sidecar/xmp"] == 30.0 and both["gps.lat", "sidecar/xmp[2]"] == 31.0, both)
changed = folder("aae", IMG_0001__AAE=AAE)
seen = report(changed)
case("a record of changes is said, and that it was not read", {("metadata.edits", "sidecar/aae"), ("metadata.unread", "sidecar/aae")} <= told(seen)
     and seen["verdict"] == "unchecked" and seen["coverage"]["metadata"]["state"] == "limited", seen)
case("and what it says", values(changed)["time.modified", "sidecar/aae"] == "2026-05-01T10:15:30Z" and
     values(changed)["device.software", "sidecar/aae"] == "com.example.edits")
other = folder("aae2", IMG_O0001__aae=AAE)
case("the camera's own record", ("metadata.edits", "sidecar/aae") in told(report(other)))

text = run("inspect", changed).out
case("inspect names what was not read, and no bytes of the photo's for it", "sidecar/aae: how the photo was changed\n" in text
     and "bytes 0 to 0" not in text, text)

# ------------------------------------------------------------------------------------------------------------ hostile
def unread(name, photo):
    seen = report(photo)
    case(f"{name}: said, never ok", seen["verdict"] == "unchecked" and ("metadata.unread", "sidecar/takeout") in told(seen), seen)
    return seen


deep = folder("deep", IMG_0001__png__json='{"geoData":' + "[" * 100000 + "]" * 100000 + "}")
unread("deep JSON", deep)
huge = folder("huge")
with open(huge.parent / "IMG_0001.png.json", "wb") as file:
    file.truncate(5 << 20)
case("the limit is named", "larger than 4 MiB" in json.dumps(unread("a huge file", huge)))
fifo = folder("fifo")
os.mkfifo(fifo.parent / "IMG_0001.png.json")
unread("a FIFO", fifo)
link = folder("link")
(HERE / "elsewhere.json").write_text(takeout(30, 110))
(link.parent / "IMG_0001.png.json").symlink_to(HERE / "elsewhere.json")
case("a link is not followed", not any("gps" in rule for rule, _ in told(unread("a link", link))))
(folder("folder").parent / "IMG_0001.png.json").mkdir()
unread("a folder", HERE / "folder" / "IMG_0001.png")
noise = folder("noise")
(noise.parent / "IMG_0001.png.json").write_bytes(bytes(range(256)) * 64)
unread("noise", noise)
unread("an empty file", folder("empty", IMG_0001__png__json=""))
flood = report(folder("flood", IMG_0001__png__json='{"tags":[' + ",".join(f'"{n}"' for n in range(100000)) + "]}"))
case("a flood of values: said, never ok", flood["verdict"] == "unchecked" and flood["coverage"]["metadata"]["state"] == "failed" and
     flood["coverage"]["container"]["state"] == "done", flood)
escape = folder("escape", IMG_0001__png__json=json.dumps({"title": "\x1b]0;x\x07\u202e", "description": "line\nline"}))
done = run("inspect", escape)
case("control characters reach no terminal", "\x1b" not in done.out and "\u202e" not in done.out, done)
bomb = folder("bomb", IMG_0001__xmp='<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>')
case("entities are refused", ("metadata.unread", "sidecar/xmp") in told(report(bomb)))

# ---------------------------------------------------------------------------------------------------------- the name
def named(name):
    path = HERE / name
    path.write_bytes(png())
    return report(path)


case("a time in the name: told, and ok", (seen := named("IMG_20260501_101530.png"))["verdict"] == "ok"
     and ("metadata.time", "file/name") in told(seen), seen)
case("a position in the name: like any other", (seen := named("47.2,110.013.png"))["verdict"] == "review"
     and ("metadata.gps", "file/name") in told(seen), seen)
case("a plus code in the name", ("metadata.gps", "file/name") in told(named("8Q7XMQJ6+2V.png")))
case("ordinary names say nothing", not named("menu.png")["findings"] and not named("IMG_1234.png")["findings"])
case("its text says so", any(finding["what"].startswith("In the name of the file: ") for finding in named("47.2,110.013.png")["findings"]))

# ------------------------------------------------------------------------------------------------ scan, other languages
scanned = HERE / "scanned"
scanned.mkdir()
for number in (1, 2):
    (scanned / f"IMG_000{number}.png").write_bytes(png())
(scanned / "IMG_0002.png.json").write_text(takeout(30, 110))
done = run("scan", "--only", "container,metadata,place", "-f", "jsonl", scanned)
lines = [json.loads(line) for line in done.out.splitlines()]
case("scan: the photos in order, and each with its own", [line["verdict"] for line in lines] == ["ok", "review"] and
     ("metadata.gps", "sidecar/takeout/geoData") in told(lines[1]), done)
case("scan: the sidecar itself is no picture", "1" in done.err and len(lines) == 2, done)
chinese = run("check", "--only", "container,metadata,place", "--lang", "zh", placed)
case("in Chinese", "不在照片内" in chinese.out and "Not in the photo" not in chinese.out, chinese)

# ----------------------------------------------------------------------------------------------- attributes of the file
tagged = folder("tagged")
try:
    os.setxattr(tagged, "user.xdg.origin.url", b"https://example.org/secret")
    os.setxattr(tagged, "user.org.example.blob", b"\xff\xfe\x00\x01")
    listed = bytes.fromhex("62706c6973743030" "a101" "5b") + b"example.net" + bytes([8, 10]) + bytes(
        [0] * 6 + [1, 1] + [0] * 7 + [2] + [0] * 15 + [22])
    os.setxattr(tagged, "user.com.apple.metadata:kMDItemWhereFroms", listed)
except OSError:
    skip("attributes of the file", "this file system has none")
else:
    all_values = values(tagged)
    case("an attribute with a text", all_values["note.text", "file/xattr/user.xdg.origin.url"] == "https://example.org/secret", all_values)
    case("a property list in an attribute", all_values["note.text", "file/xattr/user.com.apple.metadata:kMDItemWhereFroms"] == "example.net",
         all_values)
    seen = report(tagged)
    case("what is no text is said", ("metadata.unread", "file/xattr/user.org.example.blob") in told(seen) and seen["verdict"] == "unchecked", seen)

# -------------------------------------------------------------------------------------------------------------- clean
done = run("clean", placed)
copies = [path for path in placed.parent.iterdir() if path.suffix == ".png" and path != placed]
case("clean says that the sidecar stays", done.returncode == 0 and one_line(done.err) and "IMG_0001.png.json" in done.err, done)
case("and leaves it as it is", (placed.parent / "IMG_0001.png.json").read_text() == takeout(30, 110) and len(copies) == 1)
done = run("clean", "--in-place", placed)
case("the same in place", done.returncode == 0 and one_line(done.err) and "IMG_0001.png.json" in done.err, done)
case("nothing is said where there is none", not run("clean", alone).err)
finish()
