# SPDX-License-Identifier: Apache-2.0
"""What the check-* tools share: where the tree is, which files are in it, and how a problem is told."""
import argparse
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
SOURCES = (".c", ".h", ".cpp", ".hpp", ".def")


class House:
    """One run of one check over one tree."""

    def __init__(self, description, build=False):
        parser = argparse.ArgumentParser(description=description.split("\n")[0])
        parser.add_argument("--root", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                            help="the source tree (default: the one this tool is in)")
        if build:
            parser.add_argument("--build", help="the build folder (default: build/release of the tree)")
        self.options = parser.parse_args()
        self.root = os.path.abspath(self.options.root)
        if build:
            self.build = os.path.abspath(self.options.build or os.path.join(self.root, "build", "release"))
            self.stage = os.path.join(self.build, "stage")
        self.problems = []
        self.looked_at = 0

    def problem(self, where, what):
        self.problems.append(f"{where}: {what}")

    def files(self, *folders, endings=None):
        """Paths relative to the root, sorted: the files of the folders, or of the whole tree, build folders left out."""
        found = []
        for folder in folders or (".",):
            for base, names, files in os.walk(os.path.normpath(os.path.join(self.root, folder))):
                names[:] = sorted(n for n in names if n not in (".git", "__pycache__")
                                  and not (base == self.root and n.startswith("build")))
                found += [os.path.relpath(os.path.join(base, f), self.root) for f in files
                          if endings is None or f.endswith(endings)]
        return sorted(found)

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def exists(self, path):
        return os.path.exists(os.path.join(self.root, path))

    def finish(self, unit):
        """Says the result and ends. A check that looked at nothing has failed: it cannot have found anything."""
        for line in self.problems:
            print(line)
        if not self.looked_at:
            print(f"no {unit} to look at in {self.root}")
        print(f"{self.looked_at} {unit}, {len(self.problems)} problems")
        sys.exit(1 if self.problems or not self.looked_at else 0)


def without_comments(text, keep_strings=False):
    """C text with comments, and strings unless kept, blanked out; line numbers stay."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)

    def blank(match):
        word = match.group(0)
        if word[0] in "\"'":
            return word if keep_strings else word[0] + word[0]
        return " " + "\n" * word.count("\n")

    return pattern.sub(blank, text)


def run(*command, **options):
    """Output of a program that must succeed."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", **options).stdout


def packages(house, purpose):
    """The packages that tools/packages names for a purpose."""
    names, on = [], False
    for line in house.read("tools/packages").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            on = line == f"[{purpose}]"
        elif line and on:
            names.append(line)
    return names


def table(text, first_column):
    """Rows of the Markdown table whose first heading is first_column, as dictionaries; marks of code are dropped."""
    rows, heads = [], None
    for line in text.splitlines():
        if not line.startswith("|"):
            if rows:
                break
            heads = None
            continue
        cells = [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
        if heads is None:
            heads = cells if cells[0] == first_column else []
        elif heads and not re.fullmatch(r"[-: ]+", cells[0]):
            rows.append(dict(zip(heads, cells)))
    return rows


def elf_files(folder):
    """Programs and shared libraries below a folder, links left out, sorted."""
    found = []
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    if file.read(4) == b"\x7fELF":
                        found.append(path)
    return sorted(found)


def needed(path):
    """Names of the shared libraries that an ELF file asks for itself."""
    return re.findall(r"\(NEEDED\)\s+Shared library: \[([^\]]+)\]", run("readelf", "-dW", path))
