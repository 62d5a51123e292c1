#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Options, exit codes, forms of the report, colours and languages."""
import ctypes
import json
import os
import pty
import re
import stat
import subprocess

from harness import (AREAS, BIN, SAMPLES, SOURCE, WORK, LIMIT, case, environment, exif_position, finish, one_line, photos, png,
                     run, skip)

NOTICE = SAMPLES / "notice.jpg"
QUICK = ("--only", "container,metadata")
PLAIN = WORK / "plain.png"
PLAIN.write_bytes(png())
BROKEN = WORK / "broken.jpg"
BROKEN.write_bytes(NOTICE.read_bytes()[:1000])
PLACED = WORK / "placed.png"  # states a position: review
PLACED.write_bytes(png(exif=exif_position()))

# ------------------------------------------------------------------------------------------------ wrong usage
WRONG = [
    (["check"], "no photo"),
    (["scan"], "no folder"),
    (["explain"], "no rule"),
    (["rules"], "rules list"),
    (["rules", "lists"], "rules list"),
    (["rules", "list", "test"], "rules list"),
    (["help", "nothing-of-the-kind"], "leaked"),
    (["help", "leaked", "now"], "now"),
    (["doctor", "now"], "now"),
    (["--version", "now"], "now"),
    (["photo.jpg"], "check PHOTO"),
    (["check", "--no-such-option", PLAIN], "--no-such-option"),
    (["check", "-z", PLAIN], "-z"),
    (["check", "--format", "xml", PLAIN], "xml"),
    (["check", "-fyaml", PLAIN], "yaml"),
    (["check", PLAIN, "--lang"], "--lang"),
    (["check", "--lang", "fr", PLAIN], "fr"),
    (["check", "--show-evidence=yes", PLAIN], "--show-evidence"),
    (["check", "--fail-on", "never!", PLAIN], "never!"),
    (["check", "--time-budget", "soon", PLAIN], "soon"),
    (["check", "--time-budget=-1s", PLAIN], "-1s"),
    (["check", "--only", "colour", PLAIN], "colour"),
    (["check", "--sandbox=maybe", PLAIN], "maybe"),
    (["check", "--policy", "no-such-policy", PLAIN], "no-such-policy"),
    (["check", "--areas", "/no/such/areas.geojson", PLAIN], "/no/such/areas.geojson"),
    (["check", "--rules", "/no/such/rules", PLAIN], "/no/such/rules"),
    (["check", "--no-default-rules", PLAIN], ""),
    (["check", "-o", "/no/such/folder/report", PLAIN], "/no/such/folder"),
    (["explain", "no.such.rule"], "no.such.rule"),
]
for arguments, word in WRONG:
    done = run(*arguments)
    case("exit 2 and one line: " + " ".join(map(str, arguments)),
         done.returncode == 2 and one_line(done.err) and word in done.err and (not done.out or arguments[0] == "--version"), done)
done = run()
case("no command: the help on standard error, exit 2", done.returncode == 2 and "Usage" in done.err and not done.out, done)
done = run("check", "a\033[31mb\nc", "--no\033such")
case("what is complained about cannot act on the terminal", "\033" not in done.err and one_line(done.err), done)

# ------------------------------------------------------------------------------------------------- exit codes
CODES = [
    (0, ["check", PLAIN]),
    (1, ["check", NOTICE]),
    (1, ["check", "--fail-on=block", NOTICE, PLAIN]),
    (1, ["check", PLAIN, PLACED]),
    (1, ["check", "--fail-on", "review", PLACED]),
    (0, ["check", "--fail-on", "block", PLACED]),
    (0, ["check", "--fail-on", "never", PLACED]),
    (3, ["check", BROKEN]),
    (3, ["check", "--fail-on", "never", BROKEN, PLAIN]),
    (3, ["check", "--fail-on", "never", BROKEN, PLACED]),
    (3, ["check", "--fail-on", "block", BROKEN, PLACED]),
    (1, ["check", BROKEN, PLACED]),
    (3, ["check", WORK / "not-there.jpg"]),
    (0, ["check", *QUICK, NOTICE]),
    (0, ["--help"]),
    (0, ["help"]),
    (0, ["check", "--help"]),
    (0, ["--version"]),
    (0, ["help", "leaked"]),
    (0, ["rules", "list"]),
    (0, ["rules", "test"]),
    (0, ["explain", "metadata.gps"]),
]
for code, arguments in CODES:
    done = run(*arguments)
    case(f"exit {code}: " + " ".join(getattr(a, "name", a) for a in arguments), done.returncode == code, done)

# ----------------------------------------------------------------------------------------------------- report
done = run("check", PLAIN)
case("a photo without findings: the wording, never 'safe'",
     done.out.startswith(f"{PLAIN}: ok – nothing") and "by these checks" in done.out and "safe" not in done.out.lower(), done)
case("coverage and ignored counts are always there", "  Checked: " in done.out and "  Ignored findings: 0; " in done.out, done)
case("lines fit 80 columns", all(len(line) <= 80 for line in done.out.replace(str(WORK), "w").splitlines()), done)
done = run("check", NOTICE)
order = [done.out.find(word) for word in (": BLOCK – ", "Seen: ", "Risk: ", "Do: ", "Rule: ", "Basis: ", "Checked: ", "Ignored")]
case("seen, risk, do, rule, basis, then coverage", -1 not in order and order == sorted(order), done)
case("a block is followed by what to do when it is out already", "help leaked" in done.out, done)
done = run("check", *QUICK, PLAIN)
case("--only is said in the verdict line", "only asked about: container,metadata" in done.out.splitlines()[0], done)

first, second = run("check", "-f", "json", NOTICE, PLACED), run("check", "--format=json", NOTICE, PLACED)
case("the same report, byte for byte", first.stdout == second.stdout and first.out, first, second)
case("JSON is one document", json.loads(first.out)["schema_version"] == 1 and len(photos(first)) == 2)
lines = run("check", "-fjsonl", NOTICE, PLACED)
case("JSON Lines are the same photos, one a line",
     [json.loads(line) for line in lines.out.splitlines()] == json.loads(first.out)["photos"], lines)
piped = run("check", "-f", "json", "-", stdin=PLACED.read_bytes())
from_file = photos(first)["placed.png"]
case("standard input gives the same answer", {**photos(piped)["-"], "source": ""} == {**from_file, "source": ""}, piped)
case("standard input that is empty is unchecked", run("check", "-").returncode == 3)
try:
    import jsonschema
    schema = json.loads((SOURCE / "src/report/lightseal-report.schema.json").read_text())
    done = run("check", "-f", "json", "--show-evidence", "--areas", AREAS, BROKEN, WORK / "not-there.jpg", NOTICE, PLAIN, PLACED)
    problems = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(json.loads(done.out))]
    case("real reports follow the schema", not problems, problems)
except ImportError:
    skip("real reports follow the schema", "python3-jsonschema is not installed")

# ----------------------------------------------------------------------------------------------------- output
target = WORK / "report.json"
done = run("check", "-f", "json", "-o", target, PLAIN, *QUICK)
case("-o writes a file for its owner alone", done.returncode == 0 and not done.out and
     stat.S_IMODE(target.stat().st_mode) == 0o600 and json.loads(target.read_text())["photos"], done)
before = target.read_bytes()
done = run("check", "-o", target, *QUICK, PLAIN)
case("-o never overwrites", done.returncode == 2 and target.read_bytes() == before and one_line(done.err), done)
done = run("check", *QUICK, "--output=" + str(PLAIN), PLAIN)
case("-o cannot destroy a photo", done.returncode == 2 and PLAIN.read_bytes() == png(), done)
done = run("check", *QUICK, "--", "-plain.png", cwd=WORK)
case("-- ends the options", done.returncode == 3 and done.out.startswith("-plain.png: UNCHECKED"), done)
with open("/dev/full", "wb") as full:
    for form in ("text", "json", "jsonl"):
        code = subprocess.run([BIN / "lightseal", "check", *QUICK, "-f", form, PLAIN], stdout=full, stderr=subprocess.PIPE,
                              env=environment(), timeout=LIMIT, check=False)
        case(f"a report that does not arrive is no success ({form})", code.returncode == 3 and code.stderr, code.stderr)


def on_terminal(**env):
    """The output of a check whose standard output is a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen([BIN / "lightseal", "check", *QUICK, PLAIN], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
                          env=environment(**env)) as process:
        os.close(slave)
        text = b""
        try:
            while block := os.read(master, 4096):
                text += block
        except OSError:
            pass  # the other end was closed
        process.wait(LIMIT)
    os.close(master)
    return text


case("colour on a terminal", b"\033[" in on_terminal(TERM="xterm"))
case("NO_COLOR is honoured", b"\033[" not in on_terminal(TERM="xterm", NO_COLOR="1"))
case("an empty NO_COLOR is none", b"\033[" in on_terminal(TERM="xterm", NO_COLOR=""))
case("TERM=dumb has no colour", b"\033[" not in on_terminal(TERM="dumb"))
case("no colour in a pipe", "\033" not in run("check", *QUICK, PLAIN, TERM="xterm").out)

# --------------------------------------------------------------------------------------------------- language
for name, env, arguments, chinese in [
        ("--lang zh", {}, ["--lang", "zh"], True),
        ("LC_ALL=zh_CN.UTF-8, which need not be generated", {"LC_ALL": "zh_CN.UTF-8"}, [], True),
        ("LANG=zh_CN.GBK", {"LANG": "zh_CN.GBK"}, [], True),
        ("LC_MESSAGES beats LANG", {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, [], False),
        ("LIGHTSEAL_LANG", {"LIGHTSEAL_LANG": "zh"}, [], True),
        ("--lang beats all", {"LC_ALL": "zh_CN.UTF-8", "LIGHTSEAL_LANG": "zh"}, ["--lang=en"], False),
        ("LANGUAGE of another program is no matter", {"LANGUAGE": "fr", "LC_ALL": "en_US.UTF-8"}, [], False),
        ("C", {"LC_ALL": "C"}, [], False)]:
    done = run("check", *QUICK, *arguments, PLAIN, **env)
    words = ("未发现问题", "已检查：", "沙箱：", "按您的设置忽略的发现") if chinese else ("ok – nothing", "Checked:", "Sandbox:", "Ignored")
    case(f"language: {name}", done.returncode == 0 and all(word in done.out for word in words), done)
done = run("check", "--lang", "zh", NOTICE)
case("a finding in Chinese", all(word in done.out for word in ("不要发送", "看到：", "风险：", "怎么办：", "规则：", "依据：")), done)
labels = re.findall(r"^ +(?:\d+\. )?([A-Za-z]+):", done.out, re.M)
case("no English label in a Chinese report", not labels, labels)
for language in ("en", "zh"):
    done = run("help", "leaked", "--lang", language)
    case(f"help leaked in {language}", len(done.out) > 200 and ("12339" in done.out) == True, done)
    columns = [sum(2 if ord(c) > 0x2E80 else 1 for c in line) for line in done.out.splitlines()]
    case(f"help leaked in {language} fits 80 columns", max(columns) <= 80, done)
    wide = [line for line in run("--help", "--lang", language).out.splitlines()
            if sum(2 if ord(c) > 0x2E80 else 1 for c in line) > 88]
    case(f"--help in {language} stays narrow", not wide, wide)

# ------------------------------------------------------------------------------------------------------ rules
done = run("rules", "list", "-f", "json")
listed = {rule["rule"]: rule for rule in json.loads(done.out)["rules"]}
case("rules list as JSON", "metadata.gps" in listed and all(rule["what"] and rule["basis"] for rule in listed.values()), done)
table = run("rules", "list").out.splitlines()
case("rules list has a line for each", len(table) == len(listed) and {line.split()[0] for line in table} == set(listed), table)
enabled = {rule["system"] for rule in listed.values() if rule["enabled"] and rule.get("verified")}
every = {rule["system"] for rule in listed.values() if rule.get("verified")}
case("packs of the policy are enabled", enabled == every and len(every) == 15, enabled)
case("marks say how they were verified, and only they", all((rule.get("verified") in ("text-only", "photo-verified")) == rule["pack"].startswith("marks/") for rule in listed.values()))
words = {line.split()[0]: line.split() for line in table}
case("the table says so, too", "enabled" in words["us.cui"]
     and all(rule["verified"] in words[name] for name, rule in listed.items() if rule.get("verified")), words["vn.mat"])
(WORK / "few.yaml").write_text("format: 1\npolicy: few\nrequires: [text]\nareas: optional\npacks: [cn]\neffects: {}\n", encoding="utf-8")
few = {rule["rule"]: rule["enabled"] for rule in json.loads(run("rules", "list", "-f", "json", "--policy", WORK / "few.yaml").out)["rules"]}
case("a policy of one's own chooses", few["cn.state-secret.jimi"] and not few["vn.mat"], few)
done = run("explain", "metadata.gps")
case("explain shows texts and basis", all(word in done.out for word in ("Seen:", "Risk:", "Do:", "Basis:", "Read on:")), done)
done = run("help", "leaked", "--lang=en")
case("help leaked: the lines of the rule files do not show",
     re.search(r"A post that is deleted\s+may\s+have\s+been\s+saved", done.out) and not re.search(r"^A post|may have been$", done.out, re.M), done)
done = run("rules", "list", "-f", "json", "--disable", "metadata.gps")
case("a disabled rule is listed as such", {rule["rule"]: rule for rule in json.loads(done.out)["rules"]}["metadata.gps"]["disabled"])
done = run("doctor")
case("doctor says ok", re.search("^  [^:]+: ok( – |$)", done.out, re.M) and "in order" not in done.out, done)
done = run("doctor", "--lang=zh")
case("and 正常 in Chinese", re.search("^  [^:]+: 正常( – |$)", done.out, re.M) and "未发现问题" not in done.out, done)
done = run("--version")
case("--version: version first, then state", done.out.startswith("lightseal 0.") and "sandbox" in done.out and "rules" in done.out, done)

def adopted():
    """Orphans that came to this process: what a program left behind when it ended, alive or as a zombie."""
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) or "one that is still alive"
    except ChildProcessError:
        return None


ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER (linux/prctl.h): orphans come to this process
for arguments in (["check", "--only", "metadata", SAMPLES / "landscape.jpg"], ["help", "leaked"], ["rules", "list"], ["check", "--nonsense"]):
    run(*arguments)
    case(f"{arguments[0]} leaves no process behind", adopted() is None, adopted())
finish()
