# SPDX-License-Identifier: Apache-2.0
"""A thumbnail or a preview that shows what was cropped away or covered blocks; one that shows what the photo shows does not."""
import json
import struct
import sys

from harness import SAMPLES, WORK, case, finish, photos, run, skip

try:
    import cv2
except ImportError:
    skip("second", "no OpenCV for Python (python3-opencv)")
    sys.exit(0)


def jpeg(pixels, quality=90):
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def entry(tag, kind, value):
    return struct.pack(">HHII", tag, kind, 1, value) if kind == 4 else struct.pack(">HHIHH", tag, kind, 1, value, 0)


def exif(thumbnail):
    """Exif 3.0, 4.5.5: an empty first directory, a second one with a JPEG thumbnail."""
    at = 8 + 6 + 2 + 3 * 12 + 4
    second = struct.pack(">H", 3) + entry(0x0103, 3, 6) + entry(0x0201, 4, at) + entry(0x0202, 4, len(thumbnail)) + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8) + struct.pack(">HI", 0, 14) + second + thumbnail


def with_exif(photo, block):
    payload = b"Exif\0\0" + block
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + photo[2:]


def check(name, data, *options):
    (WORK / name).write_bytes(data)
    done = run("check", "-f", "json", *options, WORK / name)
    return done, photos(done)[name]


def rules(photo):
    return [finding["rule"] for finding in photo["findings"]]


scene = cv2.imread(str(SAMPLES / "landscape.jpg"))
other = cv2.imread(str(SAMPLES / "menu.jpg"))
height, width = scene.shape[:2]
small = jpeg(cv2.resize(scene, (160, 160 * height // width), interpolation=cv2.INTER_AREA), 80)
barred = cv2.copyMakeBorder(cv2.resize(scene, (160, 160 * height // width), interpolation=cv2.INTER_AREA), 6, 6, 0, 0,
                            cv2.BORDER_CONSTANT)
cropped = scene[height // 4:height * 3 // 4, width // 4:width * 3 // 4]
covered = scene.copy()
covered[height // 2:height * 3 // 4, width // 3:width // 2] = 0
tall, wide = other.shape[:2]
menu = jpeg(cv2.resize(other, (160 * wide // max(tall, wide), 160 * tall // max(tall, wide)), interpolation=cv2.INTER_AREA), 80)
blurred = other.copy()
middle = slice(tall // 4, tall * 3 // 4), slice(wide // 4, wide * 3 // 4)
blurred[middle] = cv2.GaussianBlur(other[middle], (0, 0), max(tall, wide) / 32)

for name, pixels, thumbnail, expected in (
        ("same", scene, small, None), ("barred", scene, jpeg(barred, 75), None),
        ("cropped", cropped, small, "metadata.second-uncropped"), ("covered", covered, small, "metadata.second-unredacted"),
        ("blurred", blurred, menu, "metadata.second-unredacted"), ("other", other, small, "metadata.second-other")):
    done, photo = check(f"{name}.jpg", with_exif(jpeg(pixels), exif(thumbnail)))
    found = [finding for finding in photo["findings"] if finding["rule"].startswith("metadata.second-")]
    case(f"a thumbnail beside the photo: {name}",
         [finding["rule"] for finding in found] == ([expected] if expected else [])
         and "metadata.thumbnail" in rules(photo) and photo["coverage"]["text"]["state"] == "done"
         and (done.returncode, photo["verdict"]) == ((1, "block") if expected else (0, "ok")), done)
    if expected:
        data = (WORK / f"{name}.jpg").read_bytes()
        case(f"{name}: the finding names the thumbnail's bytes", found[0]["carrier"] == "jpeg/app1/exif/ifd1"
             and found[0]["severity"] == "critical" and data[slice(*found[0]["bytes"])] == thumbnail, found)

again, photo = check("covered.jpg", with_exif(jpeg(covered), exif(small)))
first, _ = check("covered.jpg", with_exif(jpeg(covered), exif(small)))
case("the report is the same, byte for byte", again.out == first.out, again, first)

done = run("check", "--lang", "zh", WORK / "cropped.jpg")
case("in Chinese", "被裁掉的画面" in done.out and "lightseal clean" in done.out, done)

# A second file behind the end: what it shows is compared, and what is written on it is read.
done, photo = check("behind.jpg", jpeg(scene) + (SAMPLES / "notice.jpg").read_bytes())
marks = [finding for finding in photo["findings"] if finding["rule"] == "cn.state-secret.jimi"]
case("a mark on a picture behind the end is found, and where", done.returncode == 1 and len(marks) == 1
     and marks[0].get("carrier", "").startswith("jpeg/trailing") and "quad" in marks[0] and "picture" not in marks[0]
     and "metadata.second-other" in rules(photo) and photo["coverage"]["text"]["state"] == "done", done)
done = run("check", WORK / "behind.jpg")
case("a person reads where", "in the picture there at" in " ".join(done.out.split()), done)
done, photo = check("behind-same.jpg", jpeg(scene) + jpeg(scene, 80))
case("the same picture behind the end is no different one, and nothing is left unread",
     not [rule for rule in rules(photo) if rule.startswith("metadata.second-") and rule != "metadata.second-picture"]
     and photo["coverage"]["text"]["state"] == "done", done)

done = run("check", "--annotate", WORK / "copy.png", WORK / "behind.jpg")
case("on a copy of the photo nothing is drawn that is elsewhere", not (WORK / "copy.png").exists() or "1" in done.err, done)

# What cannot be looked at is said: no picture, half a picture, one that is too large.
huge = bytearray(jpeg(scene[:64, :64]))
at = huge.index(b"\xff\xc0")
huge[at + 5:at + 9] = struct.pack(">HH", 65000, 65000)
for name, thumbnail in (("noise", bytes(range(256)) * 20), ("half", small[:len(small) // 2]), ("huge", bytes(huge))):
    done, photo = check(f"{name}.jpg", with_exif(jpeg(scene), exif(thumbnail)))
    text = photo["coverage"]["text"]
    case(f"a thumbnail that cannot be looked at: {name}", photo["verdict"] in ("unchecked", "block")
         and done.returncode in (1, 3) and (text["state"] == "limited" or photo["verdict"] == "block"), done)

# A thumbnail with a thumbnail with a thumbnail …: those of the photo itself are looked at, and it ends.
nested = small
for _ in range(6):
    nested = with_exif(small, exif(nested))
done, photo = check("nested.jpg", with_exif(jpeg(scene), exif(nested)))
case("thumbnails inside each other come to an end", done.returncode in (0, 1, 3) and "metadata.thumbnail" in rules(photo)
     and not [rule for rule in rules(photo) if rule.startswith("metadata.second-") and rule != "metadata.second-picture"], done)

# Forty pictures behind each other: no more are looked at than is said.
done, photo = check("forty.jpg", jpeg(scene) + jpeg(scene[:200, :200]) * 40)
case("more pictures than are looked at are said to be unread", photo["verdict"] != "ok"
     and photo["coverage"]["text"]["state"] == "limited", json.dumps(photo["coverage"]))

finish()
