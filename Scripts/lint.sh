#!/usr/bin/env bash
# Checks the format of every Swift file, without changing any.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/swift-files.sh"

swift format lint --strict --recursive --parallel "${paths[@]}"

# What the compiler takes on trust has to say beside it what protects it.
find "${paths[@]}" -name '*.swift' -exec awk '
    function check(   i, said) {
        for (i in claims) {
            said = 0
            for (j = i - 2; j <= i + 2; j++) if (lines[file, j] ~ /Protected by|`@unchecked Sendable`:/) said = 1
            if (!said) { print file ":" i ": say \"Protected by …\" beside @unchecked Sendable"; bad = 1 }
        }
        split("", claims)
    }
    FNR == 1 { check(); file = FILENAME }
    { lines[file, FNR] = $0 }
    /@unchecked Sendable/ && !/^ *\/\// { claims[FNR] }
    END { check(); exit bad }' {} +
