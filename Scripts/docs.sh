#!/usr/bin/env bash
# Builds the documentation of every library; a warning, such as a link to nowhere, is a failure.
# Arguments choose the libraries.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Package.swift names the DocC plug-in only when this is set: users of the package never fetch it.
export STRATA_DOCS=1

libraries=("$@")
if [[ $# == 0 ]]; then
    libraries=(PGCore PGSchema PGWire QueryBuilder ORM StrataMacros Migrations LocalPostgres PGTestKit)
fi

for library in "${libraries[@]}"; do
    step "Documentation of $library" \
        swift package --scratch-path .build/docs generate-documentation \
        --target "$library" --warnings-as-errors
done
