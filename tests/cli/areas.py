#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A secret area: that a photo touches one is said, which one and where is not, whatever is asked for."""
import json

from harness import WORK, case, exif_position, finish, photos, png, run

PHOTO = WORK / "placed.png"  # at 30° N 110° E
PHOTO.write_bytes(png(exif=exif_position()))
QUICK = ("--only", "container,metadata,place")
NAME, CATEGORY, SOURCE, BUFFER = "Larkspur Hollow", "quarry-of-larks", "larkspur ledger", 4321.75
WEST, EAST, SOUTH, NORTH = 109.98713, 110.01749, 29.98291, 30.01637
SHIFT = 0.05142  # degrees east; the western edge is then 3.7 km from the photo, within the buffer


def areas(name, shift=0.0, **properties):
    west, east = round(WEST + shift, 5), round(EAST + shift, 5)
    ring = [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]
    path = WORK / name
    path.write_text(json.dumps({
        "type": "FeatureCollection",
        "areas": {"format": 1, "title": "Areas of the Lakes", "issued": "2025-01-01", "source": "fictional",
                  "licence": "Apache-2.0", "crs": "WGS-84"},
        "features": [{"type": "Feature",
                      "properties": {"name": NAME, "category": CATEGORY, "source": SOURCE, "buffer_m": BUFFER, **properties},
                      "geometry": {"type": "Polygon", "coordinates": [ring]}}]}))
    edges = [f"{number:.5f}"[:-2] for number in (west, east, SOUTH, NORTH)]  # as it would stand there, also shortened
    return path, [NAME, NAME.split()[0], CATEGORY, SOURCE, str(BUFFER), *edges]


# the test can fail: an area that is no secret is named, and its distance told
path, told = areas("open.geojson", SHIFT)
done = run("check", *QUICK, "-f", "json", "--areas", path, PHOTO)
place = [f["place"] for f in photos(done)["placed.png"]["findings"] if "place" in f]
case("an area that is no secret is named", place and place[0]["area"] == NAME and place[0]["distance_m"] > 0, done)

for where, shift in (("inside", 0.0), ("near", SHIFT)):
    path, told = areas(f"secret-{where}.geojson", shift, secret=True)
    for evidence in ([], ["--show-evidence"]):
        for form in ("text", "json", "jsonl"):
            for language in ("en", "zh"):
                done = run("check", *QUICK, "-f", form, "--lang", language, *evidence, "--areas", path, PHOTO)
                seen = [word for word in told if word.lower() in (done.out + done.err).lower()]
                case(" ".join([where, "a secret area:", form, language, *evidence]), done.returncode == 1 and not seen and
                     "place.secret-area" in done.out, seen, done)
        report = photos(run("check", *QUICK, "-f", "json", *evidence, "--areas", path, PHOTO))["placed.png"]
        found = [f for f in report["findings"] if f["rule"] == "place.secret-area"]
        case(" ".join([where, "one: found once, without a distance, under the title of the file", *evidence]), len(found) == 1 and
             found[0]["place"]["area"] == "Areas of the Lakes" and "distance_m" not in found[0]["place"] and
             not any(f["rule"].startswith("place.") and f is not found[0] for f in report["findings"]), report["findings"])
    for arguments in (["doctor"], ["--version"]):
        done = run(*arguments, "--areas", path)
        case(f"{arguments[0]} names none", not [word for word in told if word.lower() in (done.out + done.err).lower()], done)

# an area file that is wrong is complained about by its place in the file, not by what stands there
path, told = areas("broken.geojson", 0.0, secret="yes")
done = run("check", *QUICK, "--areas", path, PHOTO)
case("a broken file of secret areas: one line that tells none of it", done.returncode == 2 and done.err.count("\n") == 1 and
     not [word for word in told if word.lower() in done.err.lower()], done)
finish()
