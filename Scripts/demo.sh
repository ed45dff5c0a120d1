#!/usr/bin/env bash
# Builds the demo with optimisation and runs it; arguments go to the demo. With --build-only it is only
# built, and what is printed to standard output is the path of the program.
#
# A release build spends half its time optimising the macro plug-in, which then runs for a second. The
# flags of a toolset reach the program but not the plug-in, so this is a debug build whose program is
# optimised. It has a build folder of its own: the tests' build has other flags, and the two would
# rebuild everything in turns.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Optimising a whole module at once writes no index, and wants a number of threads to write one object
# file for each source file, which is what the linking step of a debug build looks for.
build=(
    swift build --scratch-path .build/demo --configuration debug --product DemoAPI
    --toolset "$PWD/Scripts/optimised.json" --disable-index-store
)

# Leaves out what the compiler says once for each module about the flags above, and what the package
# manager says about files that a dependency has beside its sources.
without_remarks() {
    awk '
        /^remark: Incremental compilation has been disabled/ { next }
        /^warning: .* found [0-9]+ file\(s\) which are unhandled/ { inList = 1; next }
        inList && /^ +\// { next }
        { inList = 0; print; fflush() }
    '
}

if [[ ! -d .build/demo ]]; then
    say "==> First build: fetching and compiling, about five minutes on two cores" >&2
else
    say "==> Building the demo" >&2
fi
"${build[@]}" 2>&1 | without_remarks >&2
program="$("${build[@]}" --show-bin-path)/DemoAPI"
if [[ "${1:-}" == --build-only ]]; then
    say "$program"
    exit
fi

# The demo takes this process's place, so that Ctrl-C reaches it and nothing else.
exec "$program" "$@"
