#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# tools/lightseal on a tree that is small enough to be built again and again: it builds once, notices changes, says what
# is wrong, stands being moved, and leaves arguments, standard input and the folder to the program.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LS_NO_INSTALL=1
wrong=0
check() { # what, command…
    what=$1
    shift
    "$@" || {
        echo "wrong: $what"
        cat "$scratch/err"
        wrong=1
    }
}
run() { # folder of the tree, arguments…; the result is in $status, $scratch/out and $scratch/err
    tree=$1
    shift
    status=0
    (cd "$scratch/elsewhere" && printf 'from stdin' | "$tree/tools/lightseal" "$@") >"$scratch/out" 2>"$scratch/err" ||
        status=$?
}
says() {
    [ "$(cat "$scratch/out")" = "$1" ]
}

mkdir "$scratch/elsewhere" "$scratch/a tree" "$scratch/a tree/tools"
for tool in build install lightseal packages; do
    cp "$root/tools/$tool" "$scratch/a tree/tools/"
done
cat >"$scratch/a tree/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(small C)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/stage/bin)
add_executable(lightseal main.c)
CMAKE
cat >"$scratch/a tree/main.c" <<'C'
#include <stdio.h>
#include <unistd.h>
int main(int count, char **words)
{
    char folder[4096], line[64] = "";
    printf("first:%d:%s:%s:%s", count, words[1], fgets(line, sizeof line, stdin), getcwd(folder, sizeof folder));
    return 3;
}
C

run "$scratch/a tree" 'two words' --x
check "the program's exit code is kept: $status" [ "$status" = 3 ]
check "arguments, standard input and folder are the program's" says "first:3:two words:from stdin:$scratch/elsewhere"
check "the first time it says that it builds" grep -q 'building in build/release' "$scratch/err"

run "$scratch/a tree" x
check "the second time it says nothing" [ ! -s "$scratch/err" ]

sed 's/first:/second:/' "$scratch/a tree/main.c" >"$scratch/changed"
sleep 1 # for file systems that keep whole seconds
cp "$scratch/changed" "$scratch/a tree/main.c"
run "$scratch/a tree" x
check "a changed source is built" says "second:2:x:from stdin:$scratch/elsewhere"

mv "$scratch/a tree" "$scratch/moved"
run "$scratch/moved" x
check "a tree that was moved is built anew" says "second:2:x:from stdin:$scratch/elsewhere"

echo 'this is no C' >>"$scratch/moved/main.c"
run "$scratch/moved" x
check "a build that fails ends with 2, not $status" [ "$status" = 2 ]
check "a build that fails runs nothing" [ ! -s "$scratch/out" ]
check "a build that fails shows the compiler's words" grep -q 'main.c' "$scratch/err"
check "a build that fails says where its log is" grep -q 'its log is .*build/release/build.log' "$scratch/err"

cp "$scratch/changed" "$scratch/moved/main.c"
run "$scratch/moved" x
check "a mended source is built" [ "$status" = 3 ]
exit $wrong
