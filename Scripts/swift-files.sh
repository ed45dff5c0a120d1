# Sets `paths` to what swift-format works on; source it, do not run it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

paths=()
for path in Sources Tests Snippets Fuzz Package.swift \
    Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests; do
    if [[ -e "$path" ]]; then
        paths+=("$path")
    fi
done
