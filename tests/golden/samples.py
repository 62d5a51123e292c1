#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what lightseal says about a sample photo with the expectation beside it.

    samples.py EXPECTATION...   runs $LS_BIN/lightseal and compares; one line per run
    samples.py --complete       every photo of samples/ has an expectation, and the other way round
    samples.py --tutorial       what samples/README.md shows is what the program says; a line of … stands for any lines
    samples.py --can-fail       the comparison finds what it is there to find

An expectation, PHOTO.expected.yaml, holds `shows` (for people), `photo` when its name is not PHOTO.jpg, and `runs`:
  options           of the command line, beside `check -f json`; paths are below the repository
  exit, verdict     the exit status (or a list), and the verdicts that are right
  must              findings that must be there: rule, and any of level, system, carrier, text, within
                    ([left, top, right, bottom] in pixels of the stored picture, around the whole quad), distance
                    ([from, to] in metres); two entries need two findings
  must_not          beginnings of rule ids that must not be there; must_not_exactly: whole ids
  coverage          stage: state, or "state: part of the reason", or a list of these
  never_said        strings that the output must not hold anywhere
  known_miss        why this version cannot find what `must` names. The verdict then is still not "ok", and once it is
                    found the comparison fails until this line is taken away.
"""
import copy
import json
import os
import pathlib
import shlex
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
PICTURES = {".jpg", ".png"}
ENDING = ".expected.yaml"
RUN_KEYS = {"options", "exit", "verdict", "must", "must_not", "must_not_exactly", "coverage", "never_said",
            "known_miss"}
FINDING_KEYS = {"rule", "level", "system", "carrier", "text", "within", "distance"}


def load(path):
    expectation = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = path.name[:-len(ENDING)]
    problems = [f"unknown key {key}" for key in expectation.keys() - {"shows", "photo", "runs"}]
    for run in expectation["runs"]:
        problems += [f"unknown key {key}" for key in run.keys() - RUN_KEYS]
        problems += [f"no {key}" for key in ("exit", "verdict") if key not in run]
        for finding in run.get("must", []):
            problems += [f"unknown key {key}" for key in finding.keys() - FINDING_KEYS]
        if "known_miss" in run and not set(run["verdict"]) <= {"review", "unchecked"}:
            problems.append("a known miss is review or unchecked")
    if problems:
        sys.exit(f"{path.name}: " + "; ".join(problems))
    expectation.setdefault("photo", name + ".jpg")
    return expectation


def fits(wanted, finding):
    for key in ("rule", "level", "system", "carrier", "text"):
        if key in wanted and finding.get(key) != wanted[key]:
            return False
    if "within" in wanted:
        left, top, right, bottom = wanted["within"]
        quad = finding.get("quad", [])
        if not quad or not all(left <= x <= right and top <= y <= bottom for x, y in quad):
            return False
    if "distance" in wanted:
        distance = finding.get("place", {}).get("distance_m")
        if distance is None or not wanted["distance"][0] <= distance <= wanted["distance"][1]:
            return False
    return True


def missing(wanted, findings):
    """The entries of `must` without a finding of their own; the narrower ones choose first."""
    left, absent = list(findings), []
    for entry in sorted(wanted, key=len, reverse=True):
        match = next((finding for finding in left if fits(entry, finding)), None)
        if match is None:
            absent.append(entry)
        else:
            left.remove(match)
    return absent


def covered(wanted, coverage):
    for choice in wanted if isinstance(wanted, list) else [wanted]:
        state, _, reason = choice.partition(": ")
        if coverage.get("state") == state and reason in coverage.get("reason", ""):
            return True
    return False


def compare(run, status, output):
    """What is wrong, as a list of sentences; and what is missed and known to be."""
    photos = json.loads(output)["photos"]
    if len(photos) != 1:
        return [f"{len(photos)} photos instead of one"], None
    photo = photos[0]
    wrong = []
    found = [finding["rule"] for finding in photo["findings"]]
    absent = missing(run.get("must", []), photo["findings"])
    known = run.get("known_miss") if absent else None
    if "known_miss" in run and not absent:
        wrong.append("what known_miss names is found now: take the line away and tighten the verdict")
    if photo["verdict"] not in run["verdict"]:
        wrong.append(f"verdict {photo['verdict']}, expected " + " or ".join(run["verdict"]))
    if status not in (run["exit"] if isinstance(run["exit"], list) else [run["exit"]]):
        wrong.append(f"exit {status}, expected {run['exit']}")
    if not known:
        wrong += [f"not found: {entry}" for entry in absent]
    for beginning in run.get("must_not", []):
        wrong += [f"found {rule}, which is not there" for rule in found if rule.startswith(beginning)]
    for rule in run.get("must_not_exactly", []):
        wrong += [f"found {rule}, which is not there"] if rule in found else []
    for stage, wanted in run.get("coverage", {}).items():
        if not covered(wanted, photo["coverage"].get(stage, {})):
            wrong.append(f"coverage of {stage} is {photo['coverage'].get(stage)}, expected {wanted}")
    wrong += [f"said {secret}, which it must not" for secret in run.get("never_said", []) if secret in output]
    if wrong:
        wrong.append("findings: " + (", ".join(found) or "none"))
    return wrong, known


def lightseal(*arguments):
    """Runs it from the repository, without anybody's configuration; time decides nothing."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return subprocess.run(
        [pathlib.Path(os.environ["LS_BIN"]) / "lightseal", *arguments], cwd=ROOT, capture_output=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "LIGHTSEAL_TIME_BUDGET": "9m",
             **kept})


def check(path):
    expectation = load(path)
    good = True
    for run in expectation["runs"]:
        options = run.get("options", [])
        done = lightseal("check", "-f", "json", *options, f"samples/{expectation['photo']}")
        try:
            wrong, known = compare(run, done.returncode, done.stdout.decode("utf-8"))
        except ValueError:
            complaint = done.stderr.decode("utf-8", "replace").strip()
            wrong, known = [f"no report, exit {done.returncode}: {complaint}"], None
        name = " ".join([expectation["photo"], *options])
        print(("FAIL  " if wrong else "pass  ") + name)
        for line in wrong:
            print("      " + line)
        if known:
            print(f"KNOWN MISS  {name}: {known}")
        good = good and not wrong
    return good


def complete():
    photos = {path.name for path in SAMPLES.iterdir() if path.suffix in PICTURES}
    expected = {load(path)["photo"] for path in SAMPLES.glob("*" + ENDING)}
    for name in sorted(photos - expected):
        print(f"FAIL  samples/{name} has no expectation")
    for name in sorted(expected - photos):
        print(f"FAIL  there is no samples/{name}")
    print(f"{len(photos)} photos, {len(expected)} expectations")
    return bool(photos) and photos == expected


def shown_in(shown, said):
    """Whether the lines of an example are those that were said, where … stands for any number of them."""
    if not shown:
        return not said
    if shown[0].strip() == "…":
        return any(shown_in(shown[1:], said[start:]) for start in range(len(said) + 1))
    return bool(said) and shown[0] == said[0] and shown_in(shown[1:], said[1:])


def tutorial():
    parts = (SAMPLES / "README.md").read_text(encoding="utf-8").split("```console\n$ tools/lightseal ")[1:]
    good = bool(parts)
    for part in parts:
        command, *shown = part.split("\n```")[0].split("\n")
        done = lightseal(*shlex.split(command))
        said = done.stdout.decode("utf-8").splitlines()
        fits_it = shown_in(shown, said)
        print(("pass  " if fits_it else "FAIL  ") + command)
        if not fits_it:
            print("      it says:\n      " + "\n      ".join(said))
        good = good and fits_it
    return good


def can_fail():
    """One report, one expectation that fits, and one change after the other that must be noticed."""
    run = {"exit": 1, "verdict": ["block"], "must": [{"rule": "a.b", "level": "L", "within": [0, 0, 10, 10]}],
           "must_not": ["c."], "coverage": {"text": "done", "place": "skipped: no area"}, "never_said": ["hidden"]}
    photo = {"verdict": "block",
             "coverage": {"text": {"state": "done"}, "place": {"state": "skipped", "reason": "no area file"}},
             "findings": [{"rule": "a.b", "level": "L", "quad": [[1, 1], [9, 1], [9, 9], [1, 9]]}]}

    def wrong(change=lambda photo: None, expected=run, status=1):
        changed = copy.deepcopy(photo)
        change(changed)
        return compare(expected, status, json.dumps({"photos": [changed]}))[0]

    def outside(changed):
        changed["findings"][0]["quad"][2][0] = 11

    lenient = {**run, "verdict": ["unchecked"], "known_miss": "too small", "coverage": {}, "exit": 3}
    cases = {
        "a report that fits": not wrong(),
        "another verdict": wrong(lambda changed: changed.update(verdict="ok")),
        "another exit status": wrong(status=0),
        "a finding that is not there": wrong(lambda changed: changed.update(findings=[])),
        "a finding of another level": wrong(lambda changed: changed["findings"][0].update(level="M")),
        "a finding elsewhere": wrong(outside),
        "one finding where two are wanted": wrong(expected={**run, "must": run["must"] * 2}),
        "a finding too many": wrong(lambda changed: changed["findings"].append({"rule": "c.d"})),
        "a stage that did not end": wrong(lambda changed: changed["coverage"]["text"].update(state="failed")),
        "a stage without its reason": wrong(lambda changed: changed["coverage"]["place"].pop("reason")),
        "something that must not be said": wrong(lambda changed: changed.update(source="hidden")),
        "a known miss that is ok": wrong(lambda changed: changed.update(verdict="ok", findings=[]), lenient, 0),
        "a known miss that is unchecked":
            not wrong(lambda changed: changed.update(verdict="unchecked", findings=[]), lenient, 3),
        "a known miss that is found": wrong(lambda changed: changed.update(verdict="unchecked"), lenient, 3),
        "a tutorial that fits": shown_in(["a", " …", "c"], ["a", "b", "b", "c"]) and shown_in(["a", "…"], ["a"]),
        "a tutorial that shows another line": not shown_in(["a", "…", "d"], ["a", "b", "c"]),
        "a tutorial that shows too little": not shown_in(["a"], ["a", "b"]),
    }
    for name, good in cases.items():
        print(("pass  " if good else "FAIL  ") + name)
    return all(cases.values())


def main(arguments):
    if arguments == ["--complete"]:
        good = complete()
    elif arguments == ["--tutorial"]:
        good = tutorial()
    elif arguments == ["--can-fail"]:
        good = can_fail()
    else:
        good = all([check(pathlib.Path(argument)) for argument in arguments]) and bool(arguments)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
