#!/usr/bin/env bash
# Checks that every test which docs/features names is a test of the file it links to, and that the cases of
# each suite listed there, "## `suite`: 12 cases", are as many as the third column says.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# has_test FILE NAME: whether a test or a suite has that name; a program that must not compile has no
# tests, and is named by what is wrong in it.
has_test() {
    if [[ "$1" == */CompileFail/* ]]; then grep -qF -- "$2" "$1" 2>/dev/null && return; fi
    grep -qF -e "func $2(" -e "func \`$2\`(" -e "\"$2\"" -e "struct $2 " -e "struct $2:" -- "$1" 2>/dev/null
}

missing=0
for page in docs/features/*.md; do
    while IFS=$'\t' read -r name file; do
        if ! has_test "${page%/*}/$file" "$name"; then
            say "$page: $file has no $name"
            missing=$((missing + 1))
        fi
    done < <(grep -oE '\[`[^`]+`\]\([^)]+\)' "$page" | sed -E 's/\[`([^`]+)`\]\(([^)]+)\)/\1\t\2/')
done
[[ "$missing" == 0 ]] || fail "$missing links of docs/features lead nowhere"
say "Every test that docs/features names exists."

awk -F'|' '
    function check() {
        if (suite != "" && sum != cases) {
            print suite ": " sum " of " cases " cases are listed"
            wrong = 1
        }
    }
    /^## / {
        check()
        suite = ""
        if (match($0, /^## `[^`]+`: [0-9]+ cases$/)) {
            split($0, words, " ")
            suite = words[2]; sub(":", "", suite); cases = words[3]; sum = 0
        }
    }
    suite != "" && $4 ~ /^ *[0-9]+ *$/ { sum += $4 }
    END { check(); exit wrong }
' docs/features/*.md || fail "the cases of a suite are not complete"
say "Every case of the suites is listed."
