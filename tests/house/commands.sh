#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What tools/install, tools/lightseal and tools/test say where they cannot install: the list of packages, and no more.
set -eu
unset LS_NO_INSTALL
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
wrong=0
check() { # what, command…
    what=$1
    shift
    "$@" || {
        echo "wrong: $what"
        wrong=1
    }
}

# another distribution, and another Debian
printf 'ID=fedora\nVERSION_ID=40\n' >"$scratch/fedora"
printf 'PRETTY_NAME="Debian"\nID=debian\nVERSION_ID="13"\n' >"$scratch/trixie"
for release in "$scratch/fedora" "$scratch/trixie" "$scratch/absent"; do
    for command in "lightseal --version" "test" "test mission"; do
        status=0
        # shellcheck disable=SC2086 # a command and its arguments
        LS_OS_RELEASE=$release LS_NO_INSTALL='' "$root"/tools/$command >"$scratch/out" 2>"$scratch/err" || status=$?
        check "$command on another distribution ends with 2, not $status" [ "$status" = 2 ]
        check "$command on another distribution prints nothing on stdout" [ ! -s "$scratch/out" ]
        purposes='build run'
        [ "${command#test}" = "$command" ] || purposes='build run test'
        # shellcheck disable=SC2086 # a list of names
        for package in $("$root/tools/install" --list $purposes); do
            check "$command on another distribution names $package" grep -qxF "  $package" "$scratch/err"
        done
    done
done

# here: nothing is installed, and nothing said, when all is there (a fake dpkg-query says so; a fake apt-get would show)
mkdir "$scratch/bin"
printf '#!/bin/sh\necho installed\n' >"$scratch/bin/dpkg-query"
printf '#!/bin/sh\necho "apt-get $*" >>"%s/apt"\n' "$scratch" >"$scratch/bin/apt-get"
printf '#!/bin/sh\necho "sudo" >>"%s/apt"\nexec "$@"\n' "$scratch" >"$scratch/bin/sudo"
chmod +x "$scratch"/bin/*
printf 'ID=debian\nVERSION_ID="12"\n' >"$scratch/bookworm"
LS_OS_RELEASE=$scratch/bookworm PATH=$scratch/bin:$PATH "$root/tools/install" build run >"$scratch/out" 2>&1
check "nothing missing: nothing said" [ ! -s "$scratch/out" ]
check "nothing missing: apt-get is not called" [ ! -e "$scratch/apt" ]

# one package missing: it is named before apt-get is called, and only it is installed
printf '#!/bin/sh\ncase "$*" in *libexif-dev*) exit 1 ;; esac\necho installed\n' >"$scratch/bin/dpkg-query"
LS_OS_RELEASE=$scratch/bookworm PATH=$scratch/bin:$PATH "$root/tools/install" build run >"$scratch/out" 2>&1
check "one missing: it is named" grep -q 'installing with apt-get: libexif-dev$' "$scratch/out"
check "one missing: it alone is installed" grep -q 'install --no-install-recommends libexif-dev$' "$scratch/apt"
if [ "$(id -u)" = 0 ]; then
    check "root does not use sudo" sh -c '! grep -q sudo "$1"' sh "$scratch/apt"
else
    check "who is not root uses sudo" grep -q sudo "$scratch/apt"
fi

status=0
"$root/tools/install" no-such-purpose 2>"$scratch/err" || status=$?
check "an unknown purpose ends with 2" [ "$status" = 2 ]
status=0
"$root/tools/test" --no-such-option 2>"$scratch/err" || status=$?
check "an unknown option of tools/test ends with 2" [ "$status" = 2 ]
exit $wrong
