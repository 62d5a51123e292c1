#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The JSON that the writers write follows the schema, and the schema refuses what it should: schema.py PROGRAM SCHEMA"""
import copy
import json
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("SKIP  the schema: python3-jsonschema is not installed")
    sys.exit(0)

program, path = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
whole = jsonschema.Draft7Validator(schema)
photo = jsonschema.Draft7Validator({**schema["definitions"]["photo"], "definitions": schema["definitions"]})
failures = 0


def case(name, good):
    global failures
    failures += not good
    print(("pass  " if good else "FAIL  ") + name)


def written(form):
    return subprocess.run([program, "--write", form], capture_output=True, text=True, check=True).stdout


document = json.loads(written("json"))
case("a document follows the schema", whole.is_valid(document))
lines = [json.loads(line) for line in written("jsonl").splitlines()]
case("so does each line", len(lines) == 4 and all(photo.is_valid(line) for line in lines))
case("lines and document hold the same photos", lines == document["photos"])


def refused(name, change):
    changed = copy.deepcopy(document)
    change(changed)
    case("refused: " + name, not whole.is_valid(changed))


refused("another version", lambda d: d.update(schema_version=2))
refused("a field nobody knows", lambda d: d["photos"][0].update(safe=True))
refused("a verdict nobody knows", lambda d: d["photos"][0].update(verdict="safe"))
refused("a photo without coverage", lambda d: d["photos"][0].pop("coverage"))
refused("empty coverage", lambda d: d["photos"][0].update(coverage={}))
refused("a stage that was not done, without a reason", lambda d: d["photos"][2]["coverage"]["text"].pop("reason"))
refused("a finding without a rule", lambda d: d["photos"][1]["findings"][0].pop("rule"))
refused("a corner that is no point", lambda d: d["photos"][1]["findings"][0]["quad"].pop())
refused("counts below zero", lambda d: d["album"].update(photos=-1))
sys.exit(1 if failures else 0)
