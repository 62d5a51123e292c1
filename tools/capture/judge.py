# SPDX-License-Identifier: Apache-2.0
"""Runs lightseal on one photo and says whether it told the truth."""
import json
import os
import re
import subprocess
import time

POLICY = ("--policy", "default")  # whatever configuration there is
HANG = 120  # seconds; far beyond any deadline of lightseal's own
BUDGET = "30s"  # what is measured here is reading; time on a machine with other work would be a different figure (tools/bench)
# The same words in Traditional Chinese are a mark in both places, and 機密 in Japan; nothing on the paper tells whose.
SHARED_WORDS = {("tw", "機密"), ("hk", "機密"), ("jp", "機密"), ("tw", "絕對機密"), ("hk", "絕密")}


def checked(lightseal, photo):
    """(the photo's part of the report, seconds). A hang or an unreadable report is an `unchecked` with a reason."""
    start = time.monotonic()
    try:
        done = subprocess.run([str(lightseal), "check", "--format", "json", "--time-budget", BUDGET, *POLICY, str(photo)],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=HANG, check=False)
        report = json.loads(done.stdout)["photos"][0]
    except subprocess.TimeoutExpired:
        report = {"verdict": "unchecked", "findings": [], "failure": "hangs"}
    except (ValueError, KeyError, IndexError):
        report = {"verdict": "unchecked", "findings": [], "failure": done.stderr.decode("utf-8", "replace")[-200:]}
    return report, time.monotonic() - start


def warm(lightseal, photos):
    """(seconds of each photo by a reader that is warm, peak bytes of its largest process). The first photo is checked once
    more before all. With the usual time budget."""
    command = [str(lightseal), "check", "--format", "jsonl", *POLICY, *map(str, [photos[0], *photos])]
    seconds, last = [], None
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8") as child:
        for line in child.stdout:
            now = time.monotonic()
            if last is not None and "source" in json.loads(line):
                seconds.append(now - last)
            last = now
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if len(seconds) != len(photos):
        raise ValueError(f"{lightseal} reports {len(seconds)} of {len(photos)} photos")
    return seconds, used.ru_maxrss * 1024  # of the workers, too: lightseal waits for them


LANGUAGES = (("kor", "\uac00-\ud7a3"), ("jpn", "\u3041-\u30ff"), ("rus", "\u0400-\u04ff"), ("vie", "\u0110\u0111\u01a0-\u01b0\u1ea0-\u1ef9"))
TRADITIONAL = ("tw", "hk")


def language(truth):
    """What Tesseract calls the language of a photo, by the letters of its lines."""
    text = "".join(line["text"] for line in truth["lines"])
    for name, letters in LANGUAGES:
        if re.search(f"[{letters}]", text):
            return name
    if re.search("[\u4e00-\u9fff]", text):
        return "chi_tra" if truth.get("system") in TRADITIONAL or truth["layout"].split(".")[0] in TRADITIONAL else "chi_sim"
    return "eng"


def tesseract(photo, name):
    """Seconds that Tesseract takes to read the whole photo with one thread, started anew as a person would."""
    start = time.monotonic()
    subprocess.run(["tesseract", str(photo), "-", "-l", name], env={**os.environ, "OMP_THREAD_LIMIT": "1"}, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=HANG, check=False)
    return time.monotonic() - start


def marks_said(report):
    """(system, level) of every secret-level mark that the report names, in its order."""
    return [(f.get("system"), f["level"]) for f in report["findings"] if f["category"] == "mark" and f.get("level")
            and f["effect"] in ("block", "review")]


def right_mark(truth, said):
    """The level and system are said, and nothing else: two levels on one sheet tell the reader neither."""
    wanted = (truth["system"], truth["level"])
    others = set(said) - {wanted}
    return wanted in said and not (others - SHARED_WORDS if wanted in SHARED_WORDS else others)


def judge(truth, report):
    """{right, found, blocked, verdict …} of one photo. `found`: whatever is said, the photo is not passed as ok."""
    said, rules = marks_said(report), [f["rule"] for f in report["findings"]]
    kind, verdict = truth["kind"], report["verdict"]
    pixels = [f for f in report["findings"] if f["category"] in ("mark", "document", "place")]
    right = {
        "mark": lambda: right_mark(truth, said),
        "covered": lambda: bool({"document.covered", "document.cut"} & set(rules)) and not said,
        # what else on the page was too small to be read makes the verdict "unchecked", and the finding stands
        "document": lambda: any(rule.startswith("document.") and rule != "document.unread" for rule in rules) and verdict != "ok" and not said,
        # its mark is told as an exam paper's, whether or not a title or a field that confirm it can be read
        "exam": lambda: bool({"document.exam", "cn.exam"} & set(rules)) and verdict != "block",
        "sign": lambda: any(f["category"] == "place" and f["rule"].startswith("signs.") for f in report["findings"]),
        "harmless": lambda: verdict != "block" and not pixels,
    }[kind]()
    return {"right": bool(right), "verdict": verdict, "found": verdict in ("review", "block"), "said": said, "rules": rules,
            "document": any(rule.startswith("document.") for rule in rules) or bool(said)}


__all__ = ["checked", "warm", "language", "tesseract", "judge"]
