#!/usr/bin/env bash
# Builds the C program, the Swift program and what compares them, and runs the comparison.
# Usage: Benchmarks/run.sh [--rounds N] [--only NAME,…] [--write] …; see Sources/Harness/Options.swift.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../Scripts/lib.sh"
cd Benchmarks

command -v swift >/dev/null || fail "swift is missing; install a Swift 6.3 toolchain"
command -v pkg-config >/dev/null || fail "pkg-config is missing; make bench installs it"
compiler=${CC:-}
for candidate in cc clang gcc; do
    if [[ -z "$compiler" ]] && command -v "$candidate" >/dev/null; then compiler=$candidate; fi
done
[[ -n "$compiler" ]] || fail "there is no C compiler; set CC"

say "==> building (the first time takes some minutes)" >&2
mkdir -p .build
# Unquoted on purpose: the flags are several words.
# shellcheck disable=SC2046
"$compiler" -O2 -Wall -Wextra $(pkg-config --cflags libpq) c/limit.c c/workloads.c -o .build/limit \
    $(pkg-config --libs libpq) -pthread
# Without the cache of the plan, which does not see new files of the library.
swift build -c release --disable-build-manifest-caching >&2
binaries=$(swift build -c release --show-bin-path)

pin=()
if [[ " $* " == *" --pin "* ]]; then
    command -v taskset >/dev/null || fail "--pin needs taskset, which only Linux has"
    pin=(taskset --cpu-list "$(($(getconf _NPROCESSORS_ONLN) - 1))")
fi

python=()
if [[ " $* " != *" --no-python "* ]]; then
    if ! cmp -s python/requirements.txt .build/python/requirements.txt; then
        say "==> installing asyncpg, psycopg and SQLAlchemy" >&2
        python3 -m venv .build/python && .build/python/bin/pip install --quiet \
            --requirement python/requirements.txt ||
            fail "the Python peers could not be installed; use --no-python to leave them out"
        cp python/requirements.txt .build/python/requirements.txt
    fi
    python=(--python .build/python/bin/python --peers python/peers.py)
fi

say "==> measuring" >&2
exec ${pin[@]+"${pin[@]}"} "$binaries/Harness" --limit .build/limit --client "$binaries/Client" \
    ${python[@]+"${python[@]}"} --setup setup.sql "$@"
