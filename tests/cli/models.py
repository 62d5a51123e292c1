#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Networks that are missing, cut short or other ones: said by name in every report and by doctor, and never `ok`."""
import hashlib
import json
import os
import re
import shutil

import harness
from harness import BIN, SAMPLES, case, finish, photos

PREFIX = BIN.parent
NETWORK = "marks"
PHOTOS = {"landscape.jpg": "unchecked", "notice.jpg": "block"}  # without text, with a mark


def installed(name, change):
    """A copy of the installed tree, links followed, whose folder of networks `change` has spoilt."""
    prefix = harness.WORK / name
    for part in os.listdir(PREFIX):
        shutil.copytree(PREFIX / part, prefix / part)
    change(prefix / "share/lightseal/models")
    return prefix


def network(models):
    return models / f"{NETWORK}.onnx"


def rewrite(change):
    return lambda models: network(models).write_bytes(change(network(models).read_bytes()))


def one_bit(data):
    return data[:len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1:]


def another(data):
    """A sound network still: the name of what made it, in the first field with text, is another."""
    at = data.index(b"pytorch")
    return data[:at] + b"sculpt!" + data[at + 7:]


def record(models, sha256):
    """Puts the hash into this network's entry, and touches no other."""
    path = models / "models.yaml"
    text, changed = re.subn(rf"(- name: {NETWORK}\n    sha256: )[0-9a-f]{{64}}", rf"\g<1>{sha256}", path.read_text())
    assert changed == 1
    path.write_text(text)


def no_network(models):
    """The file that is recorded, and no network."""
    network(models).write_bytes(b"no network at all")
    record(models, hashlib.sha256(b"no network at all").hexdigest())


def write_list(text):
    return lambda models: (models / "models.yaml").write_text(text)


OTHER = r"marks\.onnx is not the file that models\.yaml records"
UNRECORDED = r"marks\.onnx is not recorded in models\.yaml"
UNLISTED = r"marks\.onnx is not used, for models\.yaml cannot be read"
CASES = [ # name, what is done to it, what the report says, what doctor says
    ("missing", lambda models: network(models).unlink(), r"marks\.onnx cannot be read", r"the file cannot be read"),
    ("cut-short", rewrite(lambda data: data[:len(data) // 3]), OTHER, r"is not the recorded"),
    ("empty", rewrite(lambda data: b""), OTHER, r"is not the recorded"),
    ("one-bit-other", rewrite(one_bit), OTHER, r"is not the recorded"),
    ("another-network", rewrite(another), OTHER, r"is not the recorded"),
    ("record-of-another", lambda models: record(models, "0" * 64), OTHER, r"is not the recorded 0000000000000000…"),
    ("no-list", lambda models: (models / "models.yaml").unlink(), UNLISTED, r"models\.yaml cannot be read"),
    ("broken-list", write_list("models: [\n"), UNLISTED, r"models\.yaml cannot be read"),
    ("list-of-nothing", write_list("models: []\n"), UNRECORDED, r"models\.yaml does not record it"),
    ("list-of-another", write_list("models:\n  - {name: other, sha256: " + "0" * 64 + ", card: other.md}\n"), UNRECORDED,
     r"models\.yaml does not record it"),
]


def joined(text):
    """Wrapped lines as one."""
    return " ".join(text.split())


def check(name, said):
    for sample, verdict in PHOTOS.items():
        done = harness.run("check", "-f", "json", SAMPLES / sample)
        photo = photos(done)[sample]
        text = photo["coverage"]["text"]
        case(f"{name}: {sample} is {verdict}, and text is limited for want of that network",
             photo["verdict"] == verdict and text["state"] == "limited" and re.search(said, text.get("reason", "")), done)
        case(f"{name}: {sample}: no other network is named", "textmap" not in done.out, done)
    done = harness.run("check", SAMPLES / "landscape.jpg")
    case(f"{name}: exit 3, and people are told as well", done.returncode == 3 and ": UNCHECKED" in done.out and
         re.search(said, joined(done.out)), done)
    done = harness.run("check", "-f", "json", "--only", "metadata,place", SAMPLES / "landscape.jpg")
    photo = photos(done)["landscape.jpg"]
    case(f"{name}: who does not ask for text is not bothered", "onnx" not in done.out and
         photo["coverage"]["metadata"]["state"] == "done" and photo["coverage"]["text"]["state"] == "skipped", done)


def doctor(name, said):
    done = harness.run("doctor")
    case(f"{name}: doctor says so, exit 3", done.returncode == 3 and
         re.search(rf"network marks\.onnx: missing – .*{said}", joined(done.out)), done)
    done = harness.run("--version")
    case(f"{name}: so does --version", done.returncode == 0 and "network marks.onnx: missing" in done.out, done)


for name, change, in_report, in_doctor in CASES:
    prefix = installed(name, change)
    harness.BIN = prefix / "bin"
    check(name, in_report)
    doctor(name, in_doctor)
    shutil.rmtree(prefix)

# What is recorded is what is there, so hashes agree; whether it is a network shows where there are lines to read.
prefix = installed("no-network", no_network)
harness.BIN = prefix / "bin"
done = harness.run("check", "-f", "json", SAMPLES / "landscape.jpg", SAMPLES / "notice.jpg", SAMPLES / "landscape.jpg")
states = [photo["coverage"]["text"]["state"] for photo in json.loads(done.out)["photos"]]
text = photos(done)["notice.jpg"]["coverage"]["text"]
case("no-network: a photo with lines says that the reader cannot use it", text["state"] == "limited" and
     "marks.onnx cannot be used" in text.get("reason", "") and "textmap" not in done.out, done)
case("no-network: a photo without a line needed none, before and after one with lines",
     states == ["done", "limited", "done"], done)
done = harness.run("check", "--lang", "zh", SAMPLES / "notice.jpg")
case("no-network: in Chinese", "marks.onnx" in done.out and "神经网络" in done.out, done)
shutil.rmtree(prefix)

harness.BIN = installed("whole", lambda models: None) / "bin"
done = harness.run("check", "-f", "json", *(SAMPLES / sample for sample in PHOTOS))
case("with it text is done", all(photo["coverage"]["text"]["state"] == "done" for photo in photos(done).values()), done)
done = harness.run("doctor")
case("with it doctor has it in order", "network marks.onnx: ok" in done.out, done)
finish()
