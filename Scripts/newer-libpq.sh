#!/usr/bin/env bash
# Fetches a libpq newer than the system's and prints the folder to put into LD_LIBRARY_PATH.
#
# Strata is built against the system's libpq and looks for newer functions when it runs. The same tests
# run with the library of psycopg's binary wheel, which brings its own OpenSSL and Kerberos under names
# that cannot clash with the system's. PSYCOPG_BINARY chooses the wheel's version.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=${PSYCOPG_BINARY:-3.3.9}
folder=$PWD/.build/newer-libpq/$version

[[ "$(uname -s)" == Linux ]] || fail "only for Linux: elsewhere install another libpq"

if [[ ! -e "$folder/libpq.so.5" ]]; then
    command -v python3 >/dev/null || fail "python3 with pip is needed to fetch the library"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --dest "$scratch" "psycopg-binary==$version" >&2
    python3 -m zipfile -e "$scratch"/*.whl "$scratch/wheel"
    libraries=$scratch/wheel/psycopg_binary.libs
    (cd "$libraries" && ln -s libpq-*.so.5.* libpq.so.5)
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder"
    mv "$libraries" "$folder"
fi

say "$folder"
