#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A check that cannot fail checks nothing: plants what each tools/check-* looks for, and wants it found.

    planted.py CHECK

Each case is a small tree of its own. The check must accept the tree as it is, and must name what was planted once one
file is changed. What is planted is put together from pieces where it would be a finding in this file.
"""
import hashlib
import os
import subprocess
import sys
import tempfile

TOOLS = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "tools")
SPDX = "/* SPDX-License-Identifier: Apache-2.0 */\n"
DESIGN = """# design

Includes run one way. Left: `base ← record ← container ← metadata ← clean`, `record ← image ← text`, all of these
`← worker`. Right: `record ← {rules, place} ← detect ← engine ← album ← report ← {cli, share}`. Nothing on the right
includes anything on the left, or the other way: they meet in `record/` alone.

"""
HEADER = SPDX + """#ifndef LIGHTSEAL_H
#define LIGHTSEAL_H
#define LS_API __attribute__((visibility("default")))
LS_API const char *ls_version(void);
#endif
"""
PACKAGES = """[build]
gcc
zlib1g-dev

[run]
tesseract-ocr-eng

[test]
python3

[render]
python3-pil

[bench]
tesseract-ocr
"""
README = """# lightseal

| Purpose | Packages |
|---|---|
| build | `gcc` `zlib1g-dev` |
| run | `tesseract-ocr-eng` |
| test | `python3` |
| render | `python3-pil` |
| bench | `tesseract-ocr` |

| Library | Debian package | Linked by | Where in src | What for |
|---|---|---|---|---|
| `zlib` | `zlib1g-dev` | lightseal-core | metadata | compressed text in PNG |
"""
HASH = "7d4322bd2a7749724879683fc3912cb542f19906c83bcc1a52132556427170b2"
LANGUAGES = f"""languages:
  - name: eng
    package: no-such-package
    version: "1"
    sha256: {HASH}
"""
MODELS = f"""| Name | Language | Package | Version | SHA-256 of the `.traineddata` file |
|---|---|---|---|---|
| eng | English | no-such-package | 1 | {HASH} |
"""
SUMMARY = """<testsuite>
<testcase name="one" status="run"><system-out>[ RUN      ] a
[       OK ] a
[ RUN      ] b
[  SKIPPED ] b
</system-out></testcase>
<testcase name="two" status="run"><system-out>all well</system-out></testcase>
</testsuite>
"""


def write(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)


def shell(command, root):
    subprocess.run(["sh", "-e", "-c", command], cwd=root, check=True)


class Case:
    """A tree that is well, and changes to it: {path: text} or a shell command, with what the check must say."""

    def __init__(self, files, plants, prepare=None, build=False):
        self.files, self.plants, self.prepare, self.build = files, plants, prepare, build

    def check(self, name, plant=None):
        with tempfile.TemporaryDirectory() as root:
            write(root, self.files)
            if isinstance(plant, dict):
                write(root, plant)
            if self.prepare:
                shell(self.prepare, root)
            if isinstance(plant, str):
                shell(plant, root)
            command = [sys.executable, os.path.join(TOOLS, f"check-{name}"), "--root", root]
            if self.build:
                command += ["--build", os.path.join(root, "build")]
            result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                                    check=False)
            return result.returncode, result.stdout


SOURCE_TREE = {"DESIGN.md": DESIGN, "src/base/status.h": SPDX, "src/record/fact.h": SPDX + '#include "base/status.h"\n',
               "src/container/walk.h": SPDX + '#include "record/fact.h"\n', "src/rules/pack.h": SPDX,
               "src/engine/engine.c": SPDX + '#include "record/fact.h"\n#include "rules/pack.h"\n',
               "src/image/bridge.cpp": SPDX + "#include <opencv2/core.hpp>\n", "src/text/reader.c": SPDX}

INCLUDES = Case(SOURCE_TREE, [
    ({"src/engine/bad.c": SPDX + '#include "container/walk.h"\n'}, "bad.c:2: engine/ must not include"),
    ({"src/engine/bad.c": SPDX + '#include "container/walk.h"\n'}, "the wall is between them"),
    ({"src/engine/bad.c": SPDX + "#include <container/walk.h>\n"}, "the wall is between them"),
    ({"src/container/bad.c": SPDX + '#include "rules/pack.h"\n'}, "the wall is between them"),
    ({"src/engine/bad.c": SPDX + '  #  include "../container/walk.h"\n'}, "the wall is between them"),
    ({"src/record/bad.c": SPDX + '#include "container/walk.h"\n'}, "record/ must not include"),
    ({"src/rules/bad.c": SPDX + "#include <tesseract/capi.h>\n"}, "belongs in image, text, worker alone"),
    ({"src/text/bad.c": SPDX + "#include <opencv2/core.hpp>\n"}, "outside of C++"),
    ({"src/extra/bad.c": SPDX + '#include "base/status.h"\n'}, "has no place in DESIGN.md"),
    ("rm -r src", "no sources to look at"),
    ({"DESIGN.md": "# design\n"}, "no paragraph that begins"),
])

BANNED = Case({
    "src/cli/main.c": SPDX + '#include <stdio.h>\n/* strcpy(a, b) */\nint main(void)\n{\n    fputs("exit(1)", stderr);\n'
                             '    return 0;\n}\n',
    "src/base/io.c": SPDX + "int ls_io(void);\nint ls_io(void)\n{\n    return 0;\n}\n",
    "build/compile_commands.json": '[{"file": "src/base/io.c", "command": "gcc -Wall -Wextra -Wvla -Werror -c io.c"}]',
}, [({"src/cli/bad.c": f"void f(char *a)\n{{\n    {name}(a);\n}}\n"}, f"src/cli/bad.c:3: {name} is banned")
    for name in ("strcpy", "strcat", "sprintf", "gets", "atoi", "strtok", "alloca", "system", "popen", "tmpnam", "mktemp")
    ] + [({"src/base/bad.c": f"void f(void)\n{{\n    {name}(0);\n}}\n"}, f"{name} is banned in the library")
         for name in ("exit", "abort", "setlocale", "signal")] + [
    ({"src/base/bad.c": 'void f(void)\n{\n    fprintf(stderr, "x");\n}\n'}, "stderr is banned in the library"),
    ({"src/base/bad.c": '#pragma GCC diagnostic ignored "-Wvla"\n'.replace('"', "")}, "arrays of variable length stays on"),
    ({"build/compile_commands.json": '[{"file": "src/base/io.c", "command": "gcc -Wall -Wextra -Werror -c io.c"}]'},
     "is compiled without -Wvla"),
    # a call that a macro hides from the reader of sources is seen in the library
    ("printf '#include <stdlib.h>\\nvoid f(void)\\n{\\n    (abort)();\\n}\\n' >lib.c; "
     "gcc -shared -fPIC -o build/stage/lib/liblightseal.so.0.1 lib.c", "liblightseal.so.0.1: asks for abort"),
], prepare="mkdir -p build/stage/lib", build=True)

LIBRARY = ("gcc -shared -fPIC -fvisibility=hidden -Wl,-soname,{soname} -Isrc/include -o build/stage/lib/liblightseal.so.0.1 "
           "lib.c; ")
GOOD_LIBRARY = ('#include <lightseal/lightseal.h>\nconst char *ls_version(void)\n{\n    return "";\n}\n')
EXPORTS = Case({"src/include/lightseal/lightseal.h": HEADER, "lib.c": GOOD_LIBRARY}, [
    ({"lib.c": GOOD_LIBRARY + "LS_API int helper;\n"}, "exports helper"),
    ({"lib.c": GOOD_LIBRARY + "LS_API int ls_helper;\n"}, "exports ls_helper, which lightseal.h does not declare"),
    ({"src/include/lightseal/lightseal.h": HEADER.replace("#endif", "LS_API int ls_more(void);\n#endif")},
     "lacks ls_more"),
    (LIBRARY.format(soname="liblightseal.so.1"), "is not called liblightseal.so.0"),
    ("rm build/stage/lib/*", "0 files called liblightseal.so"),
    ("mkdir -p build/src/base; echo 'int loose;' >loose.c; gcc -c loose.c; ar rc build/src/base/libls_base.a loose.o",
     "libls_base.a: defines loose"),
], prepare="mkdir -p build/stage/lib; " + LIBRARY.format(soname="liblightseal.so.0"), build=True)

PROGRAM = ("mkdir -p build/stage/{folder}; gcc -Wl,--no-as-needed -o build/stage/{folder}/{name} main.c {flags}; ")
LINKS = Case({"README.md": README, "tools/packages": PACKAGES, "main.c": "int main(void)\n{\n    return 0;\n}\n",
              "cmake/dependencies.cmake": "pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)\n",
              "src/metadata/CMakeLists.txt": "target_link_libraries(ls_metadata PUBLIC PkgConfig::ZLIB)\n"}, [
    (PROGRAM.format(folder="bin", name="lightseal", flags="-lz"), "lightseal: asks for libz.so.1"),
    (PROGRAM.format(folder="libexec", name="lightseal-core", flags=""), "lightseal-core: does not ask for libz.so.1"),
    (PROGRAM.format(folder="bin", name="lightseal", flags="$(pkg-config --libs lept)"), "the reader alone may"),
    (PROGRAM.format(folder="libexec", name="lightseal-reader", flags="$(gcc -print-file-name=libopencv_dnn.so)")
     + PROGRAM.format(folder="bin", name="lightseal", flags="$(gcc -print-file-name=libopencv_core.so)"),
     "lightseal: asks for libopencv_core.so.406: the reader alone may"),
    ({"src/base/CMakeLists.txt": "target_link_libraries(ls_base PUBLIC PkgConfig::ZLIB)\n"}, "zlib is linked in"),
    ({"cmake/dependencies.cmake": "pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)\n"
                                  "pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)\n"}, "lacks expat"),
    ({"README.md": README.replace("compressed text in PNG", "")}, "zlib has no reason"),
    ({"tools/packages": PACKAGES.replace("zlib1g-dev\n", "")}, "[build] lacks zlib1g-dev"),
    ("rm -r build", "no programs and libraries to look at"),
], prepare=PROGRAM.format(folder="libexec", name="lightseal-core", flags="-lz"), build=True)

HEADERS = Case({"src/include/lightseal/lightseal.h": HEADER}, [
    ({"src/include/lightseal/lightseal.h": HEADER.replace("const char", "// C11 does, C99 does, C90 does not\nstring")},
     "unknown type name"),
    ({"src/include/lightseal/lightseal.h": HEADER.replace("LS_API const", "struct s {\n};\nLS_API const")}, "-std=c99"),
    ({"src/include/lightseal/lightseal.h": HEADER.replace("LS_API const", "int class;\nLS_API const")}, "-std=c++17"),
    ({"src/include/lightseal/lightseal.h": HEADER.replace("#ifndef LIGHTSEAL_H", "#ifndef OTHER")
      .replace("#define LIGHTSEAL_H\n", "struct once {\n    int x;\n};\n")}, "redefinition"),
])

PATHS = Case({"src/base/io.c": SPDX, "build/release/made.c": "int x;\n", "README.md": "[text](https://example.org/) /usr/share\n"}, [
    ({"README.md": "TO" + "DO: write\n"}, "README.md:1: 'TO" + "DO' marks unfinished work"),
    ({"README.md": "x\nFIX" + "ME\n"}, "README.md:2:"),
    ({"README.md": "see /ro" + "ot/notes\n"}, "is a path of one machine"),
    ({"README.md": "see /ho" + "me/anna/notes\n"}, "is a path of one machine"),
    ({"README.md": "http://10.0" + ".0.7/x\n"}, "is a host of one network"),
    ({"README.md": "http://prox" + "y:3128/\n"}, "is a host of one network"),
    ({"README.md": "mirror.farm.int" + "ernal:8081\n"}, "is a host of one network"),
    ({"src/base/io.c": "int x;\n"}, "has no SPDX line"),
    ({"build/x.c": "int x;\n", "src/build/x.c": "int x;\n"}, "src/build/x.c: has no SPDX line"),
    ("rm -r src README.md", "no files to look at"),
])

MODEL_FILES = Case({"models/README.md": MODELS, "models/languages.yaml": LANGUAGES,
                    "tools/packages": PACKAGES.replace("tesseract-ocr-eng", "no-such-package"),
                    "rules/marks/us.yaml": "languages: [eng]\n"}, [
    ({"models/README.md": MODELS.replace("7d43", "7d44")}, "the row and languages.yaml differ"),
    ({"models/README.md": MODELS + "| kor | Korean | p | 1 | 0 |\n"}, "kor is not in languages.yaml"),
    ({"models/languages.yaml": LANGUAGES.replace("no-such", "other")}, "[run] lacks other-package"),
    # the language data that is installed here has another hash and version than these
    ({"models/languages.yaml": LANGUAGES.replace("no-such-package", "tesseract-ocr-eng").replace("7d43", "7d44")},
     "the hash is not that of eng.traineddata"),
    ({"models/languages.yaml": LANGUAGES.replace("no-such-package", "tesseract-ocr-eng")}, "version 1, installed is"),
    ({"models/languages.yaml": LANGUAGES.replace("    version", "    size")}, "eng: keys"),
    ({"rules/marks/kr.yaml": "languages: [kor]\n"}, "needs the language kor"),
    ({"models/net.onnx": "weights"}, "has no card"),
    ({"models/net.onnx": "weights"}, "models.yaml: lacks net.onnx"),
    ({"models/models.yaml": "models:\n  - {name: net, sha256: 0, card: net.md}\n", "models/net.onnx": "weights"},
     "net: the hash is not that of the file"),
    ({"models/models.yaml": "models:\n  - {name: net, sha256: 0}\n"}, "net: keys"),
    ({"models/models.yaml": "models:\n  - {name: net, card: net.md, sha256: "
                            "%s}\n" % hashlib.sha256(b"weights").hexdigest(), "models/net.onnx": "weights"},
     "there is no net.md"),
])

PACKAGE_LISTS = Case({"README.md": README, "tools/packages": PACKAGES,
                      "build/CPackConfig.cmake": 'set(CPACK_DEBIAN_PACKAGE_DEPENDS "tesseract-ocr-eng")\n'}, [
    ({"README.md": README.replace("`gcc` ", "")}, "the packages for build lack gcc"),
    ({"README.md": README.replace("`gcc` ", "`gcc` `clang` ")}, "the packages for build have clang"),
    ({"tools/packages": PACKAGES.replace("gcc\nzlib1g-dev", "zlib1g-dev\ngcc")}, "is not sorted"),
    ({"build/CPackConfig.cmake": 'set(CPACK_DEBIAN_PACKAGE_DEPENDS "")\n'}, "depends on"),
], build=True)

# two builds that name their folder, in a tree that is just large enough to be built and installed
TWICE = Case({
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.25)\nproject(x C)\nadd_library(lightseal SHARED x.c)\n"
                      "set_target_properties(lightseal PROPERTIES LIBRARY_OUTPUT_DIRECTORY "
                      "${CMAKE_BINARY_DIR}/stage/lib)\n",
    "x.c": 'const char *x(void);\nconst char *x(void)\n{\n    return "x";\n}\n',
}, [
    ({"x.c": 'const char *x(void);\nconst char *x(void)\n{\n    return __FILE__;\n}\n'}, "differs between two builds"),
    ({"x.c": 'const char *x(void);\nconst char *x(void)\n{\n    return __FILE__;\n}\n'}, "holds the name of the folder"),
])


class Summary:
    """tools/test-summary: what it counts, and with which status it ends."""

    plants = [
        (SUMMARY, 0, "2 passed, 0 failed, 1 skipped"),
        (SUMMARY, 0, "release: one: b (no reason given)"),
        (SUMMARY.replace('"two" status="run"', '"two" status="fail"'), 1, "1 passed, 1 failed, 1 skipped"),
        (SUMMARY.replace("[       OK ] a", "[  FAILED  ] a").replace('"one" status="run"', '"one" status="fail"'), 1,
         "release: one: a"),
        (SUMMARY.replace("all well", "SKIP: no corpus here"), 0, "release: two (no corpus here)"),
        (SUMMARY.replace("all well", "pass  a\nSKIP  b: not root"), 0, "release: two (b: not root)"),
        (SUMMARY.replace("[ RUN      ] b", "SKIP: of a\n[ RUN      ] b\nSKIP: of b"), 0, "release: one: b (of b)"),
        (SUMMARY.replace('"two" status="run"', '"two" status="notrun"').replace("all well", "SKIP: not root"), 0,
         "1 passed, 0 failed, 2 skipped"),
        (SUMMARY.replace("all well", "KNOWN MISS  a.jpg: too small"), 0, "not ok:\n  a.jpg: too small"),
        ("<testsuite/>", 2, "no test ran"),
    ]

    @staticmethod
    def run(text):
        with tempfile.TemporaryDirectory() as root:
            write(root, {"results.xml": text})
            result = subprocess.run([sys.executable, os.path.join(TOOLS, "test-summary"),
                                     "release=" + os.path.join(root, "results.xml")], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, encoding="utf-8", check=False)
            return result.returncode, result.stdout


CASES = {"includes": INCLUDES, "banned": BANNED, "exports": EXPORTS, "links": LINKS, "header": HEADERS, "paths": PATHS,
         "models": MODEL_FILES, "packages": PACKAGE_LISTS, "reproducible": TWICE}


def main(check):
    wrong = []
    if check == "summary":
        for text, status, wanted in Summary.plants:
            result = Summary.run(text)
            if result[0] != status or wanted not in result[1]:
                wrong.append(f"wanted {status} and {wanted!r}, got {result[0]} and:\n{result[1]}")
        count = len(Summary.plants)
    else:
        case = CASES[check]
        status, output = case.check(check)
        if status:
            wrong.append(f"a tree without a fault was refused:\n{output}")
        for plant, wanted in case.plants:
            status, output = case.check(check, plant)
            if status == 0 or wanted not in output:
                wrong.append(f"planted {plant!r}\nwanted {wanted!r}, got {status} and:\n{output}")
        count = len(case.plants)
    print("\n".join(wrong))
    print(f"{count} planted, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
