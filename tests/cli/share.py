#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""lightseal-share as a share sheet uses it, and as a hostile one would."""
import base64
import json
import os
import pathlib
import struct
import subprocess

from harness import BIN, LIMIT, SAMPLES, SOURCE, WORK, case, environment, finish, photos, png, run, skip

NOTICE = SAMPLES / "notice.jpg"
PLAIN = WORK / "plain.png"
PLAIN.write_bytes(png())
PROTOCOL_MAX = 1 << 20


class Share:
    """One conversation."""

    def __init__(self, *arguments, identity=None, **env):
        self.process = subprocess.Popen([BIN / "lightseal-share", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment(**env), **(identity or {}))

    def raw(self, data):
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def send(self, message):
        text = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        self.raw(struct.pack("=I", len(text)) + text)

    def receive(self):
        prefix = self.process.stdout.read(4)
        if len(prefix) < 4:
            return None
        size = struct.unpack("=I", prefix)[0]
        assert size <= PROTOCOL_MAX
        return json.loads(self.process.stdout.read(size).decode("utf-8"))

    def answers(self, wanted):
        """All messages up to the one that ends the check `wanted`."""
        seen = []
        while (message := self.receive()) is not None:
            seen.append(message)
            if message.get("id") == wanted and message["type"] in ("result", "cancel", "error"):
                break
        return seen

    def check(self, wanted, **fields):
        self.send({"type": "check", "id": wanted, **fields})
        return self.answers(wanted)

    def end(self):
        """Hangs up: (exit code, messages that were still there, standard error)."""
        self.process.stdin.close()
        rest = []
        while (message := self.receive()) is not None:
            rest.append(message)
        err = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.wait(LIMIT), rest, err


def chunks(share, wanted, data, size=300000):
    for at in range(0, len(data), size):
        share.send({"type": "chunk", "id": wanted, "data": base64.b64encode(data[at:at + size]).decode()})


# ------------------------------------------------------------------------------------------------ conversation
share = Share()
share.send({"type": "hello"})
hello = share.receive()
case("hello", hello["type"] == "hello" and hello["protocol"] == 1 and hello["version"] and hello["max_message"] == PROTOCOL_MAX, hello)
seen = share.check("a", path=str(NOTICE))
case("a path: partial answers, then the result", [m["type"] for m in seen][-1] == "result" and
     any(m["type"] == "partial" and m["photo"].get("partial") for m in seen[:-1]), [m["type"] for m in seen])
levels = {"pending": -1, "ok": 0, "review": 1, "unchecked": 2, "block": 3}
verdicts = [levels[m["photo"]["verdict"]] for m in seen]
case("the level only rises", verdicts == sorted(verdicts) and verdicts[-1] == 3, verdicts)
expected = photos(run("check", "-f", "json", NOTICE))["notice.jpg"]
case("the answer is that of the command line", seen[-1]["photo"] == expected, seen[-1])

frames = share.check("plain", path=str(PLAIN))
early = [m["photo"]["verdict"] for m in frames if m["type"] == "partial"]
case("an ok that can still change is pending", early and set(early) == {"pending"} and frames[-1]["photo"]["verdict"] == "ok", early)
try:
    import jsonschema
    schema = json.loads((SOURCE / "src/report/lightseal-report.schema.json").read_text())
    validator = jsonschema.Draft7Validator({**schema["definitions"]["photo"], "definitions": schema["definitions"]})
    problems = [error.message for frame in seen + frames for error in validator.iter_errors(frame["photo"])]
    case("partial answers and results follow the schema", not problems, problems)
    wrong = [{**frames[0]["photo"], "verdict": "ok"}, {**frames[-1]["photo"], "verdict": "pending"}]
    case("which knows a partial ok and a final pending as wrong", not any(validator.is_valid(photo) for photo in wrong))
except ImportError:
    skip("partial answers follow the schema", "python3-jsonschema is not installed")

share.send({"type": "check", "id": 7, "name": "from the gallery.jpg", "size": NOTICE.stat().st_size})
chunks(share, 7, NOTICE.read_bytes())
last = share.answers(7)[-1]
case("chunks, and an id that is a number", last["type"] == "result" and last["id"] == 7 and
     {**last["photo"], "source": ""} == {**expected, "source": ""} and last["photo"]["source"] == "from the gallery.jpg", last)
share.send({"type": "check", "id": "empty", "name": "empty.jpg", "size": 0})
case("a photo of no bytes is unchecked", share.answers("empty")[-1]["photo"]["verdict"] == "unchecked")
last = share.check("gone", path="/no/such/photo.jpg")[-1]
case("a photo that is not there is unchecked", last["type"] == "result" and last["photo"]["verdict"] == "unchecked", last)
last = share.check("dir", path=str(WORK))[-1]
case("so is a folder", last["photo"]["verdict"] == "unchecked", last)
last = share.check("late", path=str(NOTICE), deadline_ms=1)[-1]
case("a missed deadline is unchecked, or worse, never ok", last["photo"]["verdict"] in ("unchecked", "block") and
     any(s["required"] and s["state"] != "done" for s in last["photo"]["coverage"].values()), last)
last = share.check("after", path=str(PLAIN))[-1]
case("and the next check works", last["photo"]["verdict"] == "ok", last)

# ------------------------------------------------------------------------------------------------------ cancel
share.send({"type": "check", "id": "one", "path": str(NOTICE)})
share.send({"type": "check", "id": "two", "path": str(NOTICE)})
share.send({"type": "check", "id": "three", "name": "never complete", "size": 10})
share.send({"type": "cancel", "id": "three"})
share.send({"type": "cancel", "id": "two"})
share.send({"type": "cancel", "id": "one"})
ended = {}
while len(ended) < 3:
    message = share.receive()
    if message["type"] in ("result", "cancel", "error"):
        ended[message["id"]] = message["type"]
case("cancel works while a check runs", ended == {"one": "cancel", "two": "cancel", "three": "cancel"}, ended)
case("and the next check works", share.check("four", path=str(PLAIN))[-1]["photo"]["verdict"] == "ok")
share.send({"type": "check", "id": "last", "path": str(NOTICE)})
share.send({"type": "bye"})
code, rest, err = share.end()
case("bye ends what is under way and the program, exit 0", code == 0 and rest[-1] == {"type": "bye"} and
     [m["type"] for m in rest if m.get("id") == "last"][-1] == "cancel" and not err, code, rest, err)

share = Share("--lang=zh", "chrome-extension://abcdefghijklmnop/", "manifest.json")
share.send({"type": "hello"})
case("options, and the arguments that browsers add", share.receive()["language"] == "zh")
code, rest, err = share.end()
case("the end of the stream is an end, exit 0", code == 0 and not rest and not err, code, rest, err)
for arguments in (["--lang=fr"], ["--no-such-option=1"], ["--lang"], ["--lang=a\033[31mb\nc"], ["--\033[2J\n"]):
    done = run(*arguments, program="lightseal-share")
    case(f"exit 2: lightseal-share {arguments[0]!r}", done.returncode == 2 and done.err.count("\n") == 1 and not done.out and
         "\033" not in done.err, done)

# --------------------------------------------------------------------------------------- what its memory holds
share = Share()
share.send({"type": "hello"})
share.receive()
limits = pathlib.Path(f"/proc/{share.process.pid}/limits").read_text()
core = next(line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core file size"))
case("it leaves no core dump", core == ["0", "0"], limits)
share.end()
# The files of a process that may not be dumped or attached to belong to root, so only another user's tell.
anybody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
try:
    share = Share(identity={"cwd": "/", **anybody}, HOME="/nonexistent")
    share.send({"type": "hello"})
    share.receive()
    case("nobody attaches to it", os.stat(f"/proc/{share.process.pid}/environ").st_uid == 0)
    share.end()
except PermissionError:
    skip("nobody attaches to it", "the programs lie where no other user may start them")

# ----------------------------------------------------------------------------------------------- hostile frames
REFUSED = [
    (b"", "not-json"),
    (b"nonsense", "not-json"),
    (b'{"type":"hello"', "not-json"),
    (b'{"type":"hello"}{}', "not-json"),
    (b'{"type":"hello","type":"bye"}', "not-json"),
    (b'{"type":"\xff"}', "not-json"),
    (b'{"type":"he\\u0000llo"}', "not-json"),
    (b"[" * 100000, "too-deep"),
    (b'{"type":' + b'{"a":' * 50 + b"1" + b"}" * 51, "too-deep"),
    (b"[]", "wrong-type"),
    (b'"hello"', "wrong-type"),
    ({}, "wrong-type"),
    ({"type": 1}, "wrong-type"),
    ({"type": "format-disk"}, "unknown-type"),
    ({"type": "hello", "protocol": 99}, "unknown-protocol"),
    ({"type": "hello", "protocol": "1"}, "wrong-type"),
    ({"type": "check"}, "wrong-type"),
    ({"type": "check", "id": ""}, "wrong-type"),
    ({"type": "check", "id": "x" * 65, "path": str(PLAIN)}, "wrong-type"),
    ({"type": "check", "id": None, "path": str(PLAIN)}, "wrong-type"),
    ({"type": "check", "id": {"a": 1}, "path": str(PLAIN)}, "wrong-type"),
    ({"type": "check", "id": "a"}, "wrong-type"),
    ({"type": "check", "id": "a", "path": 5}, "wrong-type"),
    ({"type": "check", "id": "a", "path": ""}, "wrong-type"),
    ({"type": "check", "id": "a", "path": "x" * 5000}, "wrong-type"),
    ({"type": "check", "id": "a", "path": str(PLAIN), "deadline_ms": -1}, "wrong-type"),
    ({"type": "check", "id": "a", "path": str(PLAIN), "deadline_ms": 1.5}, "wrong-type"),
    ({"type": "check", "id": "a", "path": str(PLAIN), "deadline_ms": 10 ** 12}, "wrong-type"),
    ({"type": "check", "id": "a", "name": "x"}, "wrong-type"),
    ({"type": "check", "id": "a", "name": "x", "size": -1}, "wrong-type"),
    ({"type": "check", "id": "a", "name": "x", "size": "9"}, "wrong-type"),
    ({"type": "check", "id": "a", "name": "x", "size": 2 ** 62}, "too-large"),
    ({"type": "chunk", "id": "a", "data": "AAAA"}, "unknown-id"),
    ({"type": "chunk", "id": "a"}, "wrong-type"),
    ({"type": "chunk", "id": "a", "data": 1}, "wrong-type"),
    ({"type": "cancel", "id": "a"}, "unknown-id"),
    ({"type": "cancel"}, "wrong-type"),
]
share = Share()
for message, expected_code in REFUSED:
    share.send(message)
    answer = share.receive()
    shown = repr(message)[:60]
    case(f"{expected_code}: {shown}", answer and answer["type"] == "error" and answer["code"] == expected_code and answer["message"], answer)


def announced(size):
    share.send({"type": "check", "id": "up", "name": "x.png", "size": size})


for name, size, data, expected_code in [
        ("no base64", 10, "!!!!", "bad-base64"),
        ("base64 with bits left over", 10, "QUJ=", "bad-base64"),
        ("more than was announced", 2, "QUJD", "too-much-data")]:
    announced(size)
    share.send({"type": "chunk", "id": "up", "data": data})
    first = share.receive()
    share.send({"type": "chunk", "id": "up", "data": "AAAA"})
    second = share.receive()
    case(f"{name}: one error, and the check is over", first.get("code") == expected_code and first.get("id") == "up" and
         second.get("code") == "unknown-id", first, second)
announced(10)
announced(10)
case("an id that is in use", share.receive().get("code") == "duplicate-id")
share.send({"type": "cancel", "id": "up"})
share.receive()
for i in range(33):
    share.send({"type": "check", "id": i, "name": "x", "size": 5})
case("too many at once", share.receive().get("code") == "too-many")
for i in range(32):
    share.send({"type": "cancel", "id": i})
case("which can be cancelled", [share.receive().get("type") for _ in range(32)] == ["cancel"] * 32)
for i in range(3):
    share.send({"type": "check", "id": i, "name": "x", "size": 100 << 20})
case("too much at once", share.receive().get("code") == "too-large")
for i in range(2):
    share.send({"type": "cancel", "id": i})
    share.receive()
case("after all that a check works", share.check("plain", path=str(PLAIN))[-1]["photo"]["verdict"] == "ok")
code, rest, err = share.end()
case("and the program ends well", code == 0 and not rest and not err, code, rest, err)

for name, data, expected_code in [
        ("a length beyond the limit", struct.pack("=I", PROTOCOL_MAX + 1) + b"{}", "too-long"),
        ("a length of four gigabytes", b"\xff\xff\xff\xff", "too-long"),
        ("a stream that ends within a length", b"\x02\x00", "truncated"),
        ("a stream that ends within a message", struct.pack("=I", 100) + b'{"type":', "truncated")]:
    share = Share()
    share.raw(data)
    code, rest, err = share.end()
    case(f"{name}: one error, and a clean end", code == 3 and [m.get("code") for m in rest] == [expected_code] and not err, code, rest, err)

# random bytes in well-framed messages: always one answer each, never an end
share = Share()
seed = 1
good = 0
for _ in range(300):
    data = bytearray(json.dumps({"type": "check", "id": "r", "name": "x", "size": 5, "data": "AAAA"}).encode())
    for _ in range(1 + seed % 5):
        seed = (seed * 1103515245 + 12345) % (1 << 31)
        data[seed % len(data)] = (seed >> 8) & 0xFF
    share.send(bytes(data))
    share.send({"type": "cancel", "id": "r"})
    share.send({"type": "hello"})
    while (message := share.receive()) is not None and message["type"] != "hello":
        pass
    good += message is not None
case("changed bytes never end the program", good == 300, good)
code, rest, err = share.end()
case("and it ends well", code == 0 and not err, code, err)
finish()
