#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Collects every text that the programs may show: texts.sh SOURCE-FOLDER POT-FILE
set -eu
cd "$1"
export LC_ALL=C # the order of the files, and with it that of the texts
set -- "$2" src/cli/*.c src/cli/*.def src/report/*.c src/share/*.c src/engine/*.c src/record/reasons.def
pot=$1
shift
xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=dgettext:2 --keyword=dngettext:2,3 \
    --flag=_:1:pass-c-format --flag=N_:1:pass-c-format --package-name=lightseal --add-location=file --sort-by-file \
    --width=110 --output="$pot" "$@"
