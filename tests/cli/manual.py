#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The manual is true: every example runs as it says, every option is described, and the pages are well-formed."""
import re
import shutil
import subprocess

from harness import SOURCE, WORK, case, environment, finish, skip, LIMIT

MAN = SOURCE / "src/man"
page = (MAN / "lightseal.1").read_text()

for name in ("samples", "rules"):
    (WORK / name).symlink_to(SOURCE / name)
examples = re.findall(r'^\.\\" example: exit (\d)\n\.Dl \$ (.*)$', page, re.M)
case("lightseal.1 has examples, each with its exit code", len(examples) >= 10 and len(examples) == page.count(".Dl $ "))
for code, command in examples:
    done = subprocess.run(["/bin/sh", "-c", command], cwd=WORK, env=environment(), capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=LIMIT, check=False)
    done.out, done.err = done.stdout, done.stderr
    case(f"exit {code}: {command}", done.returncode == int(code), done)

options = re.findall(r'^OPTION\((?:\'(.)\'|0), "([a-z-]+)"', (SOURCE / "src/cli/options.def").read_text(), re.M)
case("options were found", len(options) > 10)
for letter, name in options:
    case(f"lightseal.1 describes --{name}", re.search(rf"^\.It Fl .*-{name}\b", page, re.M) is not None)
for name in re.findall(r'^COMMAND\("([a-z]+)"', (SOURCE / "src/cli/commands.def").read_text(), re.M):
    case(f"lightseal.1 describes {name}", re.search(rf"^\.It Cm {name}\b", page, re.M) is not None)

config = (MAN / "lightseal-config.5").read_text()
keys = re.findall(r'^    \[LS_OPTION_\w+\] = \{"([a-z-]+)"', (SOURCE / "src/engine/options.c").read_text(), re.M)
case("keys of the configuration were found", len(keys) > 8)
for key in keys:
    case(f"lightseal-config.5 describes {key}", re.search(rf"^\.It Cm {key}$", config, re.M) is not None)

report = (MAN / "lightseal-report.5").read_text()
for key in re.findall(r'^FACT\(\w+, "([a-z0-9.-]+)"', (SOURCE / "src/record/facts.def").read_text(), re.M):
    case(f"lightseal-report.5 describes {key}", re.search(rf"^\.It Cm .*(?<![\w.-]){re.escape(key)}(?![\w.-])", report, re.M) is not None)

share = (MAN / "lightseal-share.1").read_text()
codes = set()
for source in ("session.c", "jobs.c", "message.c"):
    text = (SOURCE / "src/share" / source).read_text()
    codes |= set(re.findall(r'(?:\(ls_refusal\)\{|wrong_type = \{|REFUSED, |BROKEN, |"code", )"([a-z0-9-]+)"', text))
case("error codes were found", {"too-long", "bad-base64", "wrong-type", "unknown-type"} <= codes, codes)
for code in sorted(codes):
    case(f"lightseal-share.1 names the error {code}", code in share)

if shutil.which("groff"):
    for path in sorted(MAN.glob("*.[15]")):
        lint = subprocess.run(["groff", "-mandoc", "-Tutf8", "-ww", "-z", path], capture_output=True, text=True, check=False)
        case(f"{path.name} is well-formed", lint.returncode == 0 and not lint.stderr, lint.stderr)
else:
    skip("form of the manual pages", "groff is not installed")
finish()
