#!/usr/bin/env bash
# Feeds everything that reads a server's bytes with malformed ones: an error is right, a trap is not.
#
# FUZZ_SECONDS says for how long, 60 without it; arguments go to the fuzzer, such as a file that made
# it stop. The modules are compiled here because the package manager cannot link a fuzzer.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build=.build/fuzz
mkdir -p "$build/corpus" "$build/seeds" "$build/found"

features=()
for feature in ExistentialAny InternalImportsByDefault MemberImportVisibility \
    NonisolatedNonsendingByDefault InferIsolatedConformances ImmutableWeakCaptures; do
    features+=(-enable-upcoming-feature "$feature")
done

# compile MODULE FILE… : the module and one object file of all its parts.
compile() {
    local module=$1
    shift
    swiftc -swift-version 6 "${features[@]}" -O -wmo -parse-as-library -enable-testing \
        -sanitize=fuzzer,address -package-name strata -module-name "$module" -I "$build" \
        -emit-module -emit-module-path "$build/$module.swiftmodule" \
        -c -o "$build/$module.o" "$@"
}

sources() { find "$1" -name '*.swift' | sort; }

if [[ -z "${FUZZ_KEEP_BUILD:-}" ]]; then
    say "Compiling for the fuzzer."
    # No file name has a space in it.
    # shellcheck disable=SC2046
    {
        compile PGCore $(sources Sources/PGCore)
        compile CodecSamples $(sources Tests/CodecSamples)
        compile Fuzz $(sources Fuzz)
    }
    swiftc -use-ld=lld -sanitize=fuzzer,address -o "$build/fuzz" \
        "$build/PGCore.o" "$build/CodecSamples.o" "$build/Fuzz.o"
fi

# Swift keeps globals until the end, which is no leak.
export ASAN_OPTIONS=detect_leaks=0
# The fuzzer shows where a trap was; the backtracer would get in its way.
export SWIFT_BACKTRACE=enable=no
rm -f "$build/seeds"/*
STRATA_FUZZ_SEEDS=$build/seeds "$build/fuzz"
exec "$build/fuzz" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=512 -timeout=5 -rss_limit_mb=4096 \
    -artifact_prefix="$build/found/" -print_final_stats=1 "$build/corpus" "$build/seeds" "$@"
