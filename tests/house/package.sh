#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The Debian package: made by CPack, unpacked into an empty folder, and its lightseal checks a photo from there.
set -eu
build=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cpack -G DEB --config "$build/CPackConfig.cmake" -B "$scratch/pack" >"$scratch/log" 2>&1 || {
    cat "$scratch/log"
    exit 1
}
set -- "$scratch"/pack/*.deb
[ $# = 1 ] && [ -f "$1" ]
deb=$1
dpkg-deb -I "$deb"
dpkg-deb -x "$deb" "$scratch/root"

wrong=0
has() {
    [ -e "$scratch/root/usr/$1" ] || {
        echo "the package has no /usr/$1"
        wrong=1
    }
}
has bin/lightseal
has bin/lightseal-share
has include/lightseal/lightseal.h
has share/lightseal/rules/marks/cn.yaml
has share/lightseal/models/languages.yaml
has share/man/man1/lightseal.1
depends=$(dpkg-deb -f "$deb" Depends)
for package in $("$(dirname "$0")/../../tools/install" --list run) libexif12 libtesseract5; do
    case ", $depends," in
    *", $package "* | *", $package,"*) ;;
    *)
        echo "the package does not depend on $package: $depends"
        wrong=1
        ;;
    esac
done
# nothing in it names the folder it was built in
if grep -rlF "$build" "$scratch/root"; then
    echo "these files name the build folder"
    wrong=1
fi

# The program works where it was unpacked, on bytes that are no picture: unchecked, exit 3, and on a photo.
printf 'no picture' >"$scratch/note.jpg"
status=0
"$scratch/root/usr/bin/lightseal" check "$scratch/note.jpg" || status=$?
[ "$status" = 3 ] || {
    echo "the unpacked lightseal ended with $status on a file that is no picture, not with 3"
    wrong=1
}
menu=$(find "$(dirname "$0")/../../samples" -name 'menu*.jpg' | head -n 1)
if [ -n "$menu" ]; then
    "$scratch/root/usr/bin/lightseal" check --time-budget 2m "$menu" || {
        echo "the unpacked lightseal did not pass the harmless sample"
        wrong=1
    }
fi
exit $wrong
