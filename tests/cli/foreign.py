#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Marks of states in whose language nothing is read by default: a page that shows one is never passed as "ok"."""
from harness import SOURCE, case, finish, photos, run

DATA = SOURCE / "tests/unit/data"
# A page of an invented harbour office, its mark at the head; what it says was written before it was read.
PAGES = {"foreign-kr.jpg": ("kr.secret-2", "Ⅱ급비밀"), "foreign-jp.jpg": ("jp.gokuhi", "極秘"),
         "foreign-ru.jpg": ("ru.top-secret", "Совершенно секретно"), "foreign-vn.jpg": ("vn.toi-mat", "TỐI MẬT")}

for name, (rule, level) in PAGES.items():
    done = run("check", "-f", "json", DATA / name)
    photo = photos(done)[name]
    said = {(finding["rule"], finding.get("level")) for finding in photo["findings"] if finding["category"] == "mark"}
    case(f"{name} blocks with its own system and level alone", done.returncode == 1 and photo["verdict"] == "block"
         and said == {(rule, level)}, done)

finish()
