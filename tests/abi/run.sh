#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs into an empty folder, compiles client.c against what was installed, as C99 and as C++, and runs it.
set -eu
build=$1
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/prefix" >"$scratch/log" || {
    cat "$scratch/log"
    exit 1
}

# moved after the installation: nothing depends on where it was installed to
mv "$scratch/prefix" "$scratch/moved"
pc=$(find "$scratch/moved" -name lightseal.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion lightseal)" = 0.1.0 ]
flags=$(pkg-config --cflags --libs lightseal)
strict='-pedantic -Wall -Wextra -Werror -D_DEFAULT_SOURCE -pthread'
# shellcheck disable=SC2086 # lists of options
gcc -std=c99 $strict -o "$scratch/c99" "$here/client.c" $flags
# shellcheck disable=SC2086
g++ -x c++ -std=c++11 $strict -o "$scratch/cxx" "$here/client.c" -x none $flags

# no header of ours but the one
headers=$(find "$scratch/moved/include" -type f | wc -l)
[ "$headers" = 1 ] || {
    echo "$headers headers are installed, not one"
    exit 1
}
LD_LIBRARY_PATH=$(pkg-config --variable=libdir lightseal)
export LD_LIBRARY_PATH
for client in c99 cxx; do
    echo "$client:"
    "$scratch/$client" "$here/../../samples/menu.jpg"
done
