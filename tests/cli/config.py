#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Configuration: sources and their order, ignored findings, and one clear line for what is wrong."""
import json

from harness import AREAS, SOURCE, WORK, case, exif_position, finish, one_line, photos, png, run

PLAIN = WORK / "plain.png"
PLAIN.write_bytes(png())
PLACED = WORK / "placed.png"  # states a position: review
PLACED.write_bytes(png(exif=exif_position()))
HOME = WORK / ".config/lightseal"
HOME.mkdir(parents=True)
CONFIG = HOME / "config.yaml"
OTHER = WORK / "xdg/lightseal"
OTHER.mkdir(parents=True)
QUICK = ("--only", "container,metadata")


def configured(text, *arguments, **env):
    CONFIG.write_text(text)
    return run(*arguments, **env)


BAD = [ # text, line, column, what the complaint names
    ("policy: default\ncolour: yes\n", 2, 1, "colour"),
    ("lang: en\nlang: zh\n", 2, 1, "lang"),
    ("lang: fr\n", 1, 7, "fr"),
    ("time-budget: [1, 2\n", None, None, ""),
    ("time-budget: never\n", 1, 14, "never"),
    ("- policy\n", 1, 1, ""),
    ("lang: &x en\nsandbox: *x\n", None, None, ""),
    ("ignore:\n  - rule: metadata.gps\n", 2, 5, ""),
    ("ignore:\n  - rule: metadata.gps\n    reason: x\n    until: soon\n", 4, 12, "until"),
    ("ignore: everything\n", 1, 9, ""),
    ("show-evidence: {a: b}\n", 1, 16, "show-evidence"),
]
for text, line, column, word in BAD:
    done = configured(text, "check", PLAIN)
    place = f"{CONFIG}:{line}:{column}: " if line else f"{CONFIG}:"
    case(f"exit 2, one line with its place: {text!r}",
         done.returncode == 2 and one_line(done.err) and place in done.err and word in done.err and not done.out, done)

done = configured("lang: zh\n", "check", *QUICK, PLAIN)
case("the person's configuration", "已检查" in done.out, done)
(OTHER / "config.yaml").write_text("lang: en\n")
done = configured("lang: zh\n", "check", *QUICK, PLAIN, XDG_CONFIG_HOME=str(WORK / "xdg"))
case("XDG_CONFIG_HOME takes its place", "Checked" in done.out, done)
done = configured("lang: en\n", "check", *QUICK, PLAIN, LIGHTSEAL_LANG="zh")
case("the environment beats it", "已检查" in done.out, done)
done = configured("lang: en\n", "check", *QUICK, "--lang=zh", PLAIN, LIGHTSEAL_LANG="en")
case("a flag beats both", "已检查" in done.out, done)
done = configured("", "check", *QUICK, PLAIN, LIGHTSEAL_TIME_BUDGET="never")
case("a bad value in the environment", done.returncode == 2 and one_line(done.err), done)
(WORK / "photos").mkdir()
(WORK / "photos/config.yaml").write_text("lang: zh\nnonsense: yes\n")
(WORK / "photos/a.png").write_bytes(png())
done = configured("", "check", *QUICK, "a.png", cwd=WORK / "photos")
case("the folder of a photo is not asked", done.returncode == 0 and "Checked" in done.out, done)

# ----------------------------------------------------------------------------------------------------- ignore
CONFIG.write_text("")
seen = photos(run("check", "-f", "json", PLACED))["placed.png"]
rules = sorted({finding["rule"] for finding in seen["findings"] if finding["effect"] != "ok"})
case("the photo has findings to ignore", bool(rules), seen)


def ignore(until):
    return "ignore:\n" + "".join(f"  - {{rule: {rule}, reason: a test, until: {until}}}\n" for rule in rules)


done = configured(ignore("2999-12-31"), "check", "-f", "json", PLACED)
after = photos(done)["placed.png"]
case("ignored findings are left out and counted", after["verdict"] == "ok" and after["ignored"] >= len(rules) and
     after["expired"] == 0 and done.returncode == 0, done)
case("and the text says so", f"Ignored findings: {after['ignored']};" in run("check", PLACED).out)
done = configured(ignore("2020-01-01"), "check", "-f", "json", PLACED)
after = photos(done)["placed.png"]
case("an ignore past its date is kept and counted", after["verdict"] == "review" and after["expired"] >= len(rules) and
     after["ignored"] == 0 and done.returncode == 1, done)
done = configured("", "check", "-f", "json", *(f"--disable={rule}" for rule in rules), PLACED)
after = photos(done)["placed.png"]
case("--disable does the same", after["ignored"] >= len(rules) and after["verdict"] == "ok", done)

# -------------------------------------------------------------------------------- rules, areas and policy files
CONFIG.write_text("")
bad = WORK / "bad"
(bad / "marks").mkdir(parents=True)
(bad / "marks/cn.yaml").write_text("format: 1\nunknown-key: 1\n")
done = run("check", "--rules", bad, PLAIN)
case("a bad rule file: one line with its place, exit 2", done.returncode == 2 and one_line(done.err) and "cn.yaml:" in done.err, done)
areas = json.loads(AREAS.read_text())
areas["features"][0]["geometry"]["coordinates"][0].pop()
(WORK / "open.geojson").write_text(json.dumps(areas, indent=1))
done = run("check", "--areas", WORK / "open.geojson", PLAIN)
case("a ring that is not closed: one line, exit 2", done.returncode == 2 and one_line(done.err) and "open.geojson:" in done.err, done)
(WORK / "cut.geojson").write_text('{"type": "FeatureCollection",\n "features": [}\n')
done = run("check", "--areas", WORK / "cut.geojson", PLAIN)
case("an area file that is no JSON: file, line and column", done.returncode == 2 and one_line(done.err) and "cut.geojson:2:" in done.err, done)
policy = (SOURCE / "rules/policy/default.yaml").read_text()
(WORK / "own.yaml").write_text(policy.replace("requires:", "demands:"))
done = run("check", "--policy", WORK / "own.yaml", PLAIN)
case("a bad policy: one line with its place, exit 2", done.returncode == 2 and one_line(done.err) and "own.yaml:" in done.err, done)
done = run("check", "--policy", "office", PLAIN)
case("policy office without areas is refused or unchecked, never ok", done.returncode in (2, 3), done)
done = run("check", "--policy", "office", "--areas", AREAS, *QUICK, PLAIN)
case("policy office with areas works", done.returncode == 0, done)
finish()
