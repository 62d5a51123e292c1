#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Other formats than JPEG and PNG: marks on any frame or page are found and say where; what nobody has walked is never ok."""
import shutil
import struct

from harness import SOURCE, WORK, case, finish, photos, run

DATA = SOURCE / "tests/unit/data"
PIXELS_ALONE = ["image-quarters.bmp"]
WALKED = ["image-quarters.webp", "image-quarters.gif", "image-frames.webp", "image-quarters.tif", "image-pages.tif", "image-quarters.heic", "image-quarters.avif"]


def check(name, *options):
    done = run("check", "-f", "json", *options, DATA / name)
    return done, photos(done)[name]


def marks(photo):
    return [finding for finding in photo["findings"] if finding["rule"] == "cn.state-secret.jimi"]


# Plain colours: all of the pixels were looked at, none of the metadata.
for name in PIXELS_ALONE:
    done, photo = check(name)
    case(f"{name} is looked at and unchecked", done.returncode == 3 and photo["verdict"] == "unchecked"
         and photo["coverage"]["text"]["state"] == "done" and photo["coverage"]["container"]["state"] == "failed"
         and not photo["findings"], done)

for name in WALKED:
    done, photo = check(name)
    case(f"{name} is looked at and walked, and ok", done.returncode == 0 and photo["verdict"] == "ok"
         and photo["coverage"]["container"]["state"] == photo["coverage"]["metadata"]["state"] == "done"
         and photo["coverage"]["text"]["state"] == "done" and not photo["findings"], done)

done, photo = check("image-quarters.bmp", "--only", "text")
case("asked about text alone, it is unchecked all the same: nobody knows what else the file holds",
     done.returncode == 3 and photo["verdict"] == "unchecked" and photo["coverage"]["text"]["state"] == "done", done)



def box(kind, *parts):
    content = b"".join(parts)
    return (len(content) + 8).to_bytes(4, "big") + kind + content


# A film: what its boxes tell is told, but nobody looks at its frames.
entry = box(b"avc1", bytes(7), b"\1", bytes(16), b"\2\x80\1\xe0", bytes(50))
tables = [box(b"stsd", bytes(7), b"\1", entry), box(b"stsc", bytes(7), b"\1", bytes(3), b"\1", bytes(3), b"\1", bytes(3), b"\1"),
          box(b"stsz", bytes(11), b"\1", bytes(3), b"\5")]
for told in (b"", box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+12.3456+045.6789/"))):
    def film(at):
        chunks = box(b"stco", bytes(7), b"\1", at.to_bytes(4, "big"))
        media = box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(13)), box(b"minf", box(b"stbl", *tables, chunks)))
        return (box(b"ftyp", b"mp42", bytes(4), b"mp42") + box(b"moov", box(b"trak", media), told) + box(b"mdat", b"frame"))
    (WORK / "film.mp4").write_bytes(film(len(film(0)) - 5))
    done = run("check", "-f", "json", WORK / "film.mp4")
    photo = photos(done)["film.mp4"]
    case("a film is walked and its boxes are read, and it is unchecked all the same: its frames are not", photo["verdict"] == "unchecked"
         and photo["coverage"]["container"]["state"] == photo["coverage"]["metadata"]["state"] == "done"
         and photo["coverage"]["text"]["state"] == "failed" and "video" in photo["coverage"]["text"]["reason"]
         and ("metadata.gps" in [finding["rule"] for finding in photo["findings"]]) == bool(told), done)
    for arguments, setting in ((["--accept", "video-frames"], {}), ([], {"LIGHTSEAL_ACCEPT": "video-frames"}),
                               (["--policy", WORK / "films.yaml"], {}), (["--policy", WORK / "films.yaml", "--accept", "nothing"], {})):
        (WORK / "films.yaml").write_text((SOURCE / "rules/policy/default.yaml").read_text().replace("accept: nothing", "accept: video-frames"))
        done = run("check", "-f", "json", *arguments, WORK / "film.mp4", **setting)
        photo, taken = photos(done)["film.mp4"], "nothing" not in arguments
        case(f"metadata alone is enough when that is accepted: {arguments} {setting}", photo["verdict"] == ("unchecked" if not taken else
             "review" if told else "ok") and photo.get("accepted") == ("video-frames" if taken else None), done)
# So many parts that sorting them takes more than the C library sorts on its stack: it must not ask the system for anything then.
many = box(b"udta", *[box(b"na%02d" % i, b"text") for i in range(400)])
(WORK / "many.mp4").write_bytes(box(b"ftyp", b"mp42", bytes(4), b"mp42") + box(b"moov", many))
photo = photos(run("check", "-f", "json", "--only", "metadata", WORK / "many.mp4"))["many.mp4"]
case("a file of many parts is walked inside the sandbox", "crashed" not in str(photo["coverage"]), photo["coverage"])

(WORK / "film.mkv").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(100))
done = run("check", "-f", "json", WORK / "film.mkv")
photo = photos(done)["film.mkv"]
case("a film in another container is not read", photo["verdict"] == "unchecked" and done.returncode == 3
     and "not read in this version" in photo["coverage"]["metadata"]["reason"], done)

# Three pages, the mark on the last; two frames, the mark on the second.
for name, picture in (("pages-third.tif", 3), ("frames-mark.webp", 2)):
    done, photo = check(name)
    found = marks(photo)
    case(f"{name} blocks, and names picture {picture}", done.returncode == 1 and photo["verdict"] == "block"
         and len(found) == 1 and found[0].get("picture") == picture and photo["coverage"]["text"]["state"] == "done", done)
    corner = found[0]["quad"][0] if found else [0, 0]
    case(f"{name}: the place is that on its own page", 80 <= corner[0] <= 110 and 80 <= corner[1] <= 140, corner)

done = run("check", DATA / "pages-third.tif")
case("a person reads which page it is", "in picture 3 of the file at" in " ".join(done.out.split()), done)
done = run("check", "--lang", "zh", DATA / "pages-third.tif")
case("in Chinese too", "文件中第 3 幅图" in done.out, done)

# The name says nothing: the first bytes do.
shutil.copy(DATA / "pages-third.tif", WORK / "holiday.jpg")
done = run("check", "-f", "json", WORK / "holiday.jpg")
case("a TIFF called .jpg is read as what it is", len(marks(photos(done)["holiday.jpg"])) == 1, done)

# Fifty frames, each of them another: 32 are looked at.
done, photo = check("frames-50.gif")
case("a long animation is looked at in part, and that is said",
     photo["verdict"] == "unchecked" and photo["coverage"]["text"]["state"] == "limited"
     and "32 of 50" in photo["coverage"]["text"]["reason"], done)

# A file that ends within its third page has shown two, and is not whole.
data = (DATA / "pages-third.tif").read_bytes()
(WORK / "cut.tif").write_bytes(data[:len(data) * 3 // 4])
done = run("check", "-f", "json", WORK / "cut.tif")
text = photos(done)["cut.tif"]["coverage"]["text"]
case("a TIFF that ends too soon says so", done.returncode in (1, 3) and text["state"] != "done", done)

# Sixty strips that do not stand one behind the other: more parts than can be sorted without asking the kernel for anything.
rows = 60
strips = b"".join(bytes([200]) * 40 + b"\0\0" for _ in range(rows))
offsets = struct.pack(f"<{rows}I", *[8 + 42 * row for row in range(rows)])
lengths = struct.pack(f"<{rows}I", *[40] * rows)
at = 8 + len(strips)
tags = [(256, 3, 1, 40), (257, 3, 1, rows), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, rows, at), (277, 3, 1, 1),
        (278, 3, 1, 1), (279, 4, rows, at + len(offsets))]
directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
(WORK / "strips.tif").write_bytes(struct.pack("<2sHI", b"II", 42, at + 2 * len(offsets)) + strips + offsets + lengths + directory)
done = run("check", "-f", "json", WORK / "strips.tif")
case("a TIFF of many parts is walked inside the sandbox, and ok", done.returncode == 0
     and photos(done)["strips.tif"]["verdict"] == "ok", done)

# 1080 × 20000 pixels, one line in the middle: from one PNG to one finding, at its place.
done, photo = check("long.png")
found = marks(photo)
case("a line in a long screenshot is found once", photo["verdict"] == "block" and len(found) == 1
     and "picture" not in found[0] and photo["coverage"]["text"]["state"] == "done", done)
corner = found[0]["quad"][0] if found else [0, 0]
case("at its place", 90 <= corner[0] <= 120 and 9950 <= corner[1] <= 10000, corner)

finish()
