# SPDX-License-Identifier: Apache-2.0
"""One file per carrier and format (tests/carriers): inspect tells of each, clean takes each away or says why not.

    carriers.py              the test; LS_LONG=1 cuts every file at 200 places instead of 10
    carriers.py --table      where inspect and clean stand, per format, with what fails
    carriers.py --table RE   only of the files whose name matches
"""
import concurrent.futures
import json
import os
import pathlib
import random
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "carriers"))
import harness  # noqa: E402
import judge  # noqa: E402
import make  # noqa: E402
import oracle  # noqa: E402
import raster  # noqa: E402

FILES, COPIES, CUT = harness.WORK / "files", harness.WORK / "copies", harness.WORK / "cut"
PLACES = 200 if os.environ.get("LS_LONG") else 10
SEED = 4813
CRASHED = re.compile(r"crashed|was killed|invalid answer|memory limit|time budget|worker program")


def lightseal(*arguments):
    return subprocess.run([str(harness.BIN / "lightseal"), *map(os.fspath, arguments)], capture_output=True,
                          env=harness.environment(),
                          timeout=harness.LIMIT, check=False)


def inspect(files):
    """{path: what inspect says}; one call for many files."""
    answers, files = {}, list(files)
    for at in range(0, len(files), 1000):
        done = lightseal("inspect", "--json", *files[at:at + 1000])
        answers |= {pathlib.Path(photo["source"]): photo for photo in json.loads(done.stdout)["photos"]}
    return answers


def in_parallel(function, things):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, things))


def name_of(subject):
    return re.match(r"(base-)?(\w+?)-", subject.file)[2]


def by_format(results):
    """{format: [(file, what is wrong), …]}."""
    table = {}
    for subject, wrong in results:
        table.setdefault(name_of(subject), []).append((subject.file, wrong))
    return table


def inspector(bases, cases):
    answers = inspect(FILES / each.file for each in bases + cases)
    missing = ["no answer"]
    told = [(case, judge.inspected(case, answers[FILES / case.file]) if FILES / case.file in answers else missing)
            for case in cases]
    return told, [(base, judge.quiet(answers[FILES / base.file], base.harmless) if FILES / base.file in answers else missing)
                  for base in bases]


def clean_one(subject):
    source, copy = FILES / subject.file, COPIES / subject.file
    return judge.cleaned(subject, lightseal("clean", source, "-o", copy), source, copy)


def cleaner(subjects):
    COPIES.mkdir()
    results = list(zip(subjects, in_parallel(clean_one, subjects)))
    answers = inspect(COPIES / subject.file for subject, (_, there) in results if there)
    for subject, (wrong, there) in results:
        if there:
            wrong += ["copy: " + each for each in judge.quiet_copy(subject, answers[COPIES / subject.file])]
    return [(subject, wrong) for subject, (wrong, _) in results]


def others(subjects):
    """What other programs make of the copies that clean left in COPIES."""
    there = [subject for subject in subjects if (COPIES / subject.file).exists()]
    told = oracle.told([COPIES / subject.file for subject in there])

    def one(subject):
        copy, ending = COPIES / subject.file, subject.file.rsplit(".", 1)[1]
        seen, base = oracle.shown(subject.data, ending), getattr(subject, "base", subject)
        # what was planted may be a page: then the copy shows what the base does
        same = seen is None or oracle.shown(copy.read_bytes(), ending) in (seen, oracle.shown(base.data, ending))
        return told.get(copy, []) + ([] if same else ["another decoder shows something else"])
    return list(zip(there, in_parallel(one, there)))


def cuts(subject):
    """The same places on every run, the ends of the file among them."""
    chance, size = random.Random(f"{SEED} {subject.file}"), len(subject.data)
    return sorted({size - 1, *chance.sample(range(1, size), min(PLACES - 1, size - 1))})


def write_cut(subject):
    folder = CUT / subject.file
    folder.mkdir(parents=True)
    files = []
    for at in cuts(subject):
        files.append(folder / f"{at}-{subject.file}")
        files[-1].write_bytes(subject.data[:at])
    return files


def answered(files, answers):
    wrong = [f"{file.name}: no answer" for file in files if file not in answers]
    for file in files:
        photo = answers.get(file)
        if photo:
            wrong += [f"{file.name}: {each}" for each in judge.accounted(photo)]
            wrong += [f"{file.name}: {stage}: {entry['reason']}" for stage, entry in photo["coverage"].items()
                      if CRASHED.search(entry["reason"])]
    return wrong


def clean_cut(both):
    """Files cut anywhere are refused with a reason each, or the copy has nothing of what was planted."""
    subject, files = both
    folder = CUT / (subject.file + ".out")
    folder.mkdir()
    done = lightseal("clean", *files, "-o", folder)
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    copies = sorted(folder.iterdir())
    wrong = [f"ended by signal {-done.returncode}"] if done.returncode < 0 else []
    refused = [file for file in files if any(line.startswith(f"lightseal: {file}: ") for line in lines)]
    wrong += [f"crashed: {line}" for line in lines if CRASHED.search(line)]
    if len(refused) + len(copies) != len(files):
        wrong.append(f"{len(files)} files, {len(refused)} reasons, {len(copies)} copies")
    if (done.returncode == 0) != (len(copies) == len(files)):
        wrong.append(f"exit {done.returncode} with {len(copies)} copies of {len(files)} files")
    for copy in copies:
        wrong += [f"{copy.name}: {each}" for each in judge.leaks(getattr(subject, "plants", ()), copy.read_bytes())]
    return wrong


def truncated(subjects):
    files = in_parallel(write_cut, subjects)
    answers = inspect(file for group in files for file in group)
    seen = [answered(group, answers) for group in files]
    cleaned = in_parallel(clean_cut, list(zip(subjects, files)))
    return [(subject, [*left, *right]) for subject, left, right in zip(subjects, seen, cleaned)]


def tell(aspect, results):
    for kind, files in by_format(results).items():
        bad = [f"{file}: {each}" for file, wrong in files for each in wrong]
        count = sum(1 for _, wrong in files if not wrong)
        harness.case(f"{aspect}: {count} of {len(files)} {kind} files", not bad, *bad)


def sound(bases, cases):
    """The files are what they are taken for: plants are there, bases do not have them, all show what their base shows."""
    wrong, shown = list(make.doubts(cases)), {base.name: raster.show(base.data) for base in bases}
    for case in cases:
        try:
            other = raster.differences(shown[case.base.name], raster.show(case.data))
        except Exception as error:  # pylint: disable=broad-except; whatever it is, it is told
            other = [repr(error)]
        wrong += [f"{case.file}: shows otherwise: {other}"] if other and not case.keeps and not case.hidden else []
    formats = {}
    for case in cases:
        formats[name_of(case)] = formats.get(name_of(case), 0) + 1
    print("      " + ", ".join(f"{kind} {count}" for kind, count in formats.items()))
    return wrong + ([] if len(cases) >= 110 else [f"only {len(cases)} files"])


def table(bases, cases, pattern):
    chosen = [case for case in cases if re.search(pattern, case.file)], [base for base in bases if re.search(pattern, base.file)]
    told, still = inspector(chosen[1], chosen[0])
    aspects = {"inspect": told, "clean base": still, "clean": cleaner(chosen[1] + chosen[0])}
    aspects["other programs"] = others(chosen[1] + chosen[0])
    for aspect, results in aspects.items():
        print(f"\n{aspect}")
        for kind, files in by_format(results).items():
            bad = [(file, wrong) for file, wrong in files if wrong]
            print(f"  {kind:5} {len(files) - len(bad):3} of {len(files)}")
            for file, wrong in bad:
                print(f"        {file}: " + "; ".join(wrong))


def main():
    bases, cases = make.write(FILES)
    if sys.argv[1:2] == ["--table"]:
        table(bases, cases, sys.argv[2] if len(sys.argv) > 2 else "")
        harness.shutil.rmtree(harness.WORK, ignore_errors=True)
        return
    wrong = sound(bases, cases)
    harness.case(f"{len(cases)} files with a carrier are sound", not wrong, *wrong)
    told, still = inspector(bases, cases)
    tell("inspect tells of the carrier", told)
    tell("inspect is quiet about clean files", still)
    tell("clean takes it away or says why not", cleaner(bases + cases))
    if oracle.missing():
        harness.skip("other programs", f"no {', no '.join(oracle.missing())}")
    tell("other programs agree about the copies", others(bases + cases))
    tell(f"cut at {PLACES} places", truncated(cases))
    harness.finish()


if __name__ == "__main__":
    main()
