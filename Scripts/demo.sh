#!/usr/bin/env bash
# Builds the demo with optimisation and runs it; arguments go to the demo.
#
# A release build spends half its time optimising the macro plug-in, which runs for a second. The flags
# of a toolset reach the program but not the plug-in, so this is a debug build whose program is
# optimised. It has a build folder of its own: the tests' build has other flags, and the two would
# rebuild everything in turns.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=(
    swift build --scratch-path .build/demo --configuration debug --product DemoAPI
    --toolset "$PWD/Scripts/optimised.json" --disable-index-store
)

if [[ ! -d .build/demo ]]; then
    say "==> First build: fetching and compiling, about four minutes on two cores"
fi
"${build[@]}"
program="$("${build[@]}" --show-bin-path)/DemoAPI"

# The demo takes this process's place, so that Ctrl-C reaches it and nothing else.
exec "$program" "$@"
