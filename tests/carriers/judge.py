# SPDX-License-Identifier: Apache-2.0
"""What must be so of lightseal's answers about the test files. Every function gives the list of what is not."""
import os
import re
import stat
import time

import raster
import search
from case import MAY_REFUSE

TOLD = ("carrier", "trailing", "unknown")  # roles that say to a reader: this may tell something
ANYWAY = ("image.quantisation", "image.orientation")  # values that pictures have of themselves
DAY = 86400  # seconds
PROFILE = r".*(icc|iccp|ICCP|iCCP|ifd|colr|exif|EXIF|eXIf|Exif).*"  # may stay when what is left in them tells nothing


def own(photo):
    """The values that its bytes tell: not the times of its file."""
    return [value for value in photo["values"] if not value["carrier"].startswith("file/")]


def places(photo):
    """Every path under which something is reported."""
    return {part["path"] for part in photo["ranges"] if part["role"] in TOLD} | {value["carrier"] for value in own(photo)}


def accounted(photo):
    at = 0
    for part in photo["ranges"]:
        if part["from"] != at or part["to"] <= at:
            return [f"bytes from {at} are not accounted for"]
        at = part["to"]
    return [] if at == photo["size"] else [f"{photo['size'] - at} bytes at the end are not accounted for"]


def _says(values, key, expected):
    for value in values:
        if value["key"] not in key.split("|"):
            continue
        found = value["value"]
        if isinstance(expected, str) and expected in str(found):
            return True
        if not isinstance(expected, str) and isinstance(found, (int, float)) and abs(found - expected) < 1e-4:
            return True
    return False


def _silent_at(photo, at):
    """The range of a byte that nothing is said of, or None: neither its role tells, nor a value that was read there."""
    part = next((part for part in photo["ranges"] if part["from"] <= at < part["to"]), None)
    said = any(value["from"] <= at < value["to"] and value["key"] not in ANYWAY for value in photo["values"])
    return None if not part or part["role"] in TOLD or said else part


def inspected(case, photo):
    """Of the answer of `inspect` about a file with a carrier."""
    wrong = accounted(photo)
    told = places(photo)
    wrong += [f"no {path} among {sorted(told)}" for path in case.paths if not any(re.fullmatch(path, each) for each in told)]
    wrong += [f"no {key} {value!r}" for key, value in case.values if not _says(photo["values"], key, value)]
    if case.hidden:
        return wrong
    for plant, finds in search.find(case.data, case.plants).items():
        for find in finds:
            if find.way.split("/")[0] != "raw" or find.at is None or find.way not in case.way.split("|"):
                continue
            if any(other.at == find.at + 1 for other in finds):  # a zero byte in front of UTF-16LE makes it UTF-16BE
                continue
            part = _silent_at(photo, find.at)
            if part:
                wrong.append(f"{plant} at {find.at} ({find.way}) is in {part['role']} {part['path']}")
    return wrong


def quiet(photo, harmless):
    """Of the answer of `inspect` about a clean file."""
    wrong = accounted(photo)
    wrong += [f"{part['role']} {part['path']} from {part['from']} to {part['to']}" for part in photo["ranges"]
              if part["role"] in TOLD
              and not (part["role"] == "carrier" and any(re.fullmatch(each, part["path"]) for each in harmless))]
    wrong += [f"{value['key']} {value['value']!r} in {value['carrier']}" for value in own(photo)
              if value["key"] not in ANYWAY]
    wrong += [f"problem at {problem['at']}: {problem['text']}" for problem in photo["problems"]]
    return wrong + [f"{stage} {entry['state']}: {entry['reason']}" for stage, entry in photo["coverage"].items()
                    if entry["state"] != "done"]


def leaks(plants, data):
    return [f"still has {plant} ({finds[0].way}, {finds[0].form})" for plant, finds in search.find(data, plants).items()]


def _refusal(done, source, output, allowed):
    wrong = []
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    if done.returncode < 0:
        wrong.append(f"ended by signal {-done.returncode}")
    if not any(line.startswith(f"lightseal: {source}: ") and len(line) > len(f"lightseal: {source}: ") for line in lines):
        wrong.append(f"exit {done.returncode} without a reason: {lines[:3]}")
    if output.exists():
        wrong.append(f"exit {done.returncode}, but there is an output")
    if not allowed:
        wrong.append("refused: " + (lines[0].split(": ", 2)[-1] if lines else "?"))
    return wrong


def cleaned(subject, done, source, output):
    """Of a run of `clean` on the file `source` (a Case or a Base); (what is wrong, whether there is an output)."""
    base = getattr(subject, "base", subject)
    if source.read_bytes() != subject.data:
        return ["the original was changed"], False
    if done.returncode:
        return _refusal(done, source, output, subject.clean == MAY_REFUSE), False
    if not output.exists():
        return ["exit 0 without an output"], False
    data = output.read_bytes()
    wrong = leaks(getattr(subject, "plants", ()), data)
    about = output.stat()
    if stat.S_IMODE(about.st_mode) != 0o600:
        wrong.append(f"mode {stat.S_IMODE(about.st_mode):o}")
    if abs(about.st_mtime - time.time()) < DAY:
        wrong.append("its time tells when it was cleaned")
    wrong += [f"extended attribute {name}" for name in os.listxattr(output) if name.startswith("user.")]
    try:
        after = raster.show(data)
        other = [raster.differences(raster.show(each), after) for each in
                 ([subject.data] if getattr(subject, "keeps", ()) else [base.data, subject.data])]
        if all(other):
            wrong.append(f"shows something else: {', '.join(other[-1])}")
    except Exception as error:  # pylint: disable=broad-except; any failure to decode is the finding
        wrong.append(f"cannot be decoded: {error!r}")
    return wrong, True


def quiet_copy(subject, photo):
    """Of the answer of `inspect` about what `clean` wrote."""
    base = getattr(subject, "base", subject)
    return quiet(photo, (*base.harmless, PROFILE))
