#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Does tools/bench measure what it says? No test here depends on how fast the machine is."""
import importlib.machinery
import importlib.util
import os
import sys
import tempfile

sys.dont_write_bytecode = True
TOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "bench")
loader = importlib.machinery.SourceFileLoader("bench", TOOL)
bench = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench", loader))
loader.exec_module(bench)

PYTHON = "/usr/bin/python3"
MB = 1000 * 1000
# a process that holds so many bytes, tells that it does, and ends when it is told that the others do, too
HOLD = "import sys; held = b'x' * int(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)


def memory_of_a_tree():
    """Two processes of 40 and 30 MB below a shell: together 70 MB and the little that Python itself takes."""
    together = (f'{PYTHON} -c "$0" 40000000 <"$1" >"$2" & {PYTHON} -c "$0" 30000000 <"$1" >"$2" & '
                'exec 3>"$1"; head -c 4 "$2" >/dev/null; sleep 0.2; exec 3>&-; wait')
    in_turn = f'for size in 40000000 30000000; do {PYTHON} -c "$0" $size </dev/null >/dev/null; done'
    with tempfile.TemporaryDirectory() as folder:
        pipes = [os.path.join(folder, name) for name in ("in", "out")]
        for pipe in pipes:
            os.mkfifo(pipe)
        peak = bench.Peak().watch(["sh", "-c", together, HOLD, *pipes], bench.environment())
    check(70 * MB <= peak.pss < 130 * MB or not peak.readable, f"two processes at once: PSS {peak.pss}")
    check(70 * MB <= peak.rss < 130 * MB, f"two processes at once: RSS {peak.rss}")
    check(peak.pss <= peak.rss, f"a share is no more than the whole: {peak.pss}, {peak.rss}")
    check(peak.processes >= 3 and peak.samples > 0, f"the shell and its two children are seen: {peak.processes}")
    peak = bench.Peak().watch(["sh", "-c", in_turn, HOLD], bench.environment())
    check(peak.rss < 70 * MB, f"one after the other are not summed: {peak.rss}")
    exact = bench.cgroup_peak(["sh", "-c", in_turn, HOLD], bench.environment())
    check(exact is None or 40 * MB <= exact, f"the kernel's own peak: {exact}")


def turns():
    """Both sides run in turn, once more than is counted."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        sides = [(["sh", "-c", f'printf {letter} >>"$0"', log], bench.environment()) for letter in "ab"]
        result = bench.side_by_side("name", *sides, runs=5, wanted=0, what="")
        with open(log, encoding="ascii") as file:
            check(file.read() == "ab" * 6, "programs take turns")
    check(result["runs"] == 5 and result["met"] and result["lightseal_ms"] > 0, f"{result}")
    low, high = result["spread_ms"]["ours"]
    check(low <= result["lightseal_ms"] <= high, "the median is among the values")


memory_of_a_tree()
turns()
print("\n".join(wrong))
print(f"{len(wrong)} wrong")
sys.exit(1 if wrong else 0)
