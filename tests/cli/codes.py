#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A QR code on a wall: found and placed, harmless for the verdict, and not said aloud."""
from harness import *

PHOTO = SOURCE / "tests/unit/data/code-photo.png"  # 25 modules of 6 pixels, from 224, 124
SECRET = "not-a-secret"


def found(done):
    return [finding for finding in photos(done)[PHOTO.name]["findings"] if finding["rule"] == "code.present"]


done = run("check", "-f", "json", PHOTO)
codes = found(done)
case("one code is found", done.returncode == 0 and len(codes) == 1, done)
code = codes[0] if codes else {}
case("it is low and changes nothing", code.get("severity") == "low" and code.get("effect") == "ok" and
     photos(done)[PHOTO.name]["verdict"] == "ok", done)
case("its kind is said", "QRCode" in code.get("what", ""), code)
case("its corners are where it is", len(code.get("quad", [])) == 4 and
     all(218 <= x <= 380 and 118 <= y <= 280 for x, y in code["quad"]), code)
case("what it says is masked", SECRET not in done.out and code.get("text") == "W•••", done)
done = run("check", PHOTO)
case("what it says is masked for people too", "W•••" in done.out and SECRET not in done.out and "示例" not in done.out, done)
done = run("check", "--lang", "zh", PHOTO)
case("in Chinese", "可被手机识读的码（QRCode）" in done.out and SECRET not in done.out, done)
done = run("check", "-f", "json", "--show-evidence", PHOTO)
case("with --show-evidence it is shown", [code["text"] for code in found(done)] == ["WIFI:S:示例;P:not-a-secret;;"], done)
done = run("check", "-f", "json", "--disable", "code.present", PHOTO)
case("the rule can be left out", not found(done) and photos(done)[PHOTO.name]["ignored"] == 1, done)
done = run("check", "-f", "json", "--sandbox", "require", PHOTO)
case("it is read inside the sandbox", len(found(done)) == 1 and "seccomp" in photos(done)[PHOTO.name]["sandbox"], done)
done = run("check", "-f", "json", "--policy", "office", "--areas", AREAS, PHOTO)
case("nor does it for an office", [code["effect"] for code in found(done)] == ["ok"], done)
done = run("check", "-f", "json", "--only", "metadata", PHOTO)
case("who does not ask about the picture is not told", not found(done), done)
finish()
