#!/usr/bin/env bash
# Checks that every test which docs/features names is in the file it links to.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

missing=0
for page in docs/features/*.md; do
    while IFS=$'\t' read -r name file; do
        if ! grep -qF -- "$name" "${page%/*}/$file" 2>/dev/null; then
            say "$page: $file has no $name"
            missing=$((missing + 1))
        fi
    done < <(grep -oE '\[`[^`]+`\]\([^)]+\)' "$page" | sed -E 's/\[`([^`]+)`\]\(([^)]+)\)/\1\t\2/')
done
[[ "$missing" == 0 ]] || fail "$missing links of docs/features lead nowhere"
say "Every test that docs/features names exists."
