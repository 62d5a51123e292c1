#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every text of the programs has a Chinese translation with the same format specifiers, and none is left over."""
import re
import shutil
import subprocess

from harness import SOURCE, WORK, case, finish

PO, POT = SOURCE / "src/po/zh_CN.po", WORK / "lightseal.pot"


def tool(*command):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


made = tool("sh", SOURCE / "src/po/texts.sh", SOURCE, POT)
case("texts are collected", made.returncode == 0 and POT.exists(), made.stderr)
count = POT.read_text().count("\nmsgid ")
case("from all places", count > 120 and all(f"#: src/{folder}/" in POT.read_text() for folder in ("cli", "report", "share", "engine", "record")), count)
compared = tool("msgcmp", PO, POT)
case("every text is translated, none is doubtful", compared.returncode == 0, compared.stderr)
checked = tool("msgfmt", "--check-format", "-o", WORK / "x.mo", PO)
case("format specifiers are equal", checked.returncode == 0, checked.stderr)
merged = tool("msgmerge", "--no-fuzzy-matching", "--quiet", "-o", "-", PO, POT)
case("no translation is left over", "#~" not in merged.stdout, re.findall(r"^#~ msgid.*", merged.stdout, re.M))

# the test can fail: a text less, and a specifier that differs
broken = WORK / "broken.po"
broken.write_text(PO.read_text().replace('msgstr "风险："', 'msgstr ""'))
case("a missing translation is noticed", tool("msgcmp", broken, POT).returncode != 0)
broken.write_text(PO.read_text().replace("%zu 个示例", "%s 个示例"))
case("a wrong specifier is noticed", tool("msgfmt", "--check-format", "-o", WORK / "x.mo", broken).returncode != 0)

text = PO.read_text()
case("the catalogue never says safe", "安全" not in text)
shutil.rmtree(WORK, ignore_errors=True)
finish()
