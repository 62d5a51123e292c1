#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Signs that forbid photographs: told whichever way the photo is turned, and by the text stage alone, which read them."""
from harness import SAMPLES, SOURCE, case, finish, photos, run

TURNED = SOURCE / "tests/unit/data/sign-on-its-head.jpg"  # NO PHOTOS, one line on a board, and the board on its head

for photo in (SAMPLES / "sign.jpg", TURNED):
    for arguments in ((), ("--only", "text")):
        done = run("check", "-f", "json", *arguments, photo)
        found = photos(done)[photo.name]
        places = [finding for finding in found["findings"] if finding["category"] == "place"]
        case(f"{photo.name} {' '.join(arguments)}: a finding about the place, at least for review",
             done.returncode == 1 and found["verdict"] in ("review", "block") and places
             and all(finding["rule"].startswith("signs.") and finding.get("quad") for finding in places), done)

done = run("check", "-f", "json", "--only", "metadata", TURNED)
case("without the text stage nobody read it", not photos(done)[TURNED.name]["findings"], done)

finish()
